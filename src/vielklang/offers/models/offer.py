"""The offer, its life and its places."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Upper
from django_fsm import RETURN_VALUE, FSMField, FSMModelMixin, transition

from vielklang.offers.enums import (
    AreaServed,
    Capacity,
    Childcare,
    ConfirmInterval,
    CostKind,
    Joining,
    Known,
    OfferKind,
    OfferStatus,
)
from vielklang.offers.models.querysets import OfferQuerySet

if TYPE_CHECKING:
    from vielklang.offers.models.texts import OfferText

S = OfferStatus


def _keys(length: int = 32) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


def _fact() -> models.CharField:
    return models.CharField(max_length=8, choices=Known, default=Known.UNKNOWN)


@pghistory.track(
    pghistory.UpdateEvent(
        row=pghistory.Old, condition=pghistory.AnyChange(exclude=["edition", "updated_at"])
    ),
    pghistory.DeleteEvent(),
)
class Offer(FSMModelMixin, models.Model):
    """*Public* when published and valid (`OfferQuerySet.visible`). Written by offers.actions alone.

    `content_revision` counts changes of the source text; a text made from an older one is behind.
    `edition` counts everything that somebody saved, revisions too: whoever saves names the edition they began with.
    `last_confirmed_at` is when somebody said "this is still true", which no import or edit changes by itself.
    The methods at the end are the offer's life; actions of the same name call them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="offers"
    )
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="offers"
    )
    kind = models.CharField(max_length=16, choices=OfferKind)
    topics = _keys()
    target_groups = _keys()
    age_from = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    age_to = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    area = models.CharField(max_length=12, choices=AreaServed)
    delivery = _keys()
    joining = models.CharField(max_length=12, choices=Joining)
    cost_kind = models.CharField(max_length=12, choices=CostKind)
    cost_amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    childcare = models.CharField(max_length=12, choices=Childcare, default=Childcare.NONE)
    interpreting = models.BooleanField(default=False)
    languages = _keys(12)
    step_free_entrance = _fact()
    accessible_toilet = _fact()
    lift = _fact()
    sign_language = _fact()
    hearing_loop = _fact()
    documents = _keys()
    conditions = _keys()
    capacity = models.CharField(max_length=12, choices=Capacity, default=Capacity.UNKNOWN)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    last_confirmed_at = models.DateTimeField(null=True, blank=True)
    last_confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_by_carrier = models.BooleanField(
        default=False, help_text="the last confirmation came from the organisation itself"
    )
    confirm_every = models.PositiveSmallIntegerField(
        choices=ConfirmInterval, default=ConfirmInterval.SIX, help_text="months between two confirmations"
    )
    confirm_due_on = models.DateField(
        null=True, blank=True, help_text="the next confirmation; kept by the actions, none before publication"
    )
    pause_from = models.DateField(
        null=True, blank=True, help_text="seasonal pause: nobody is asked meanwhile"
    )
    pause_until = models.DateField(null=True, blank=True)
    funding_programme = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    source_language = models.CharField(max_length=12, default="de")
    title = models.CharField(max_length=160, blank=True, help_text="the source text's, for lists")
    content_revision = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=1)
    status = FSMField(max_length=10, choices=OfferStatus, default=OfferStatus.DRAFT, protected=True)
    status_reason = models.CharField(
        max_length=300, blank=True, help_text="why suspended, archived or sent back"
    )
    is_gone = models.BooleanField(
        default=False, help_text="somebody said it no longer exists; no import brings it back"
    )
    external_source = models.CharField(max_length=120, blank=True, help_text="where an import has it from")
    external_id = models.CharField(max_length=200, blank=True, help_text="its id there")
    published_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    example_type = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OfferQuerySet.as_manager()
    shown_texts: list[OfferText]

    class Meta:
        ordering = ("pk",)
        indexes = (
            GinIndex(fields=("topics",), name="offer_topics"),
            GinIndex(fields=("languages",), name="offer_languages"),
            GinIndex(fields=("target_groups",), name="offer_target_groups"),
            # Lists of a centre are counted and sorted by index alone, whatever their length (bench/desk_lists.py).
            # Title and organisation are what the search of a list looks at: no row is read to count what it finds.
            models.Index(
                fields=("centre", "status", "confirm_due_on", "id"),
                include=("organisation", "title"),
                name="offer_counts_of_centre",
            ),
            models.Index(
                fields=("centre", "confirm_due_on", "id"),
                include=("status",),
                name="offer_by_confirmation_due",
            ),
            models.Index(fields=("organisation", "status"), name="offer_by_organisation"),
            # Few offers are for the whole state; coordination asks for them beside a centre's own.
            models.Index(
                fields=("centre",), condition=Q(area=AreaServed.STATE), name="offer_for_the_whole_state"
            ),
            models.Index(
                fields=("centre", "title", "id"), include=("status", "organisation"), name="offer_by_title"
            ),
            models.Index(
                fields=("centre", "-updated_at", "-id"),
                include=("status", "organisation", "title"),
                name="offer_by_change",
            ),
            models.Index(
                F("centre"),
                F("last_confirmed_at").asc(nulls_first=True),
                F("id"),
                include=("status",),
                name="offer_by_confirmation",
            ),
            models.Index(
                fields=("centre", "organisation", "id"), include=("status",), name="offer_of_organisations"
            ),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="offer_title_parts"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=(S.DRAFT, S.IN_REVIEW), published_at=None)
                | Q(status__in=(S.PUBLISHED, S.SUSPENDED), published_at__isnull=False)
                | Q(status=S.ARCHIVED),
                name="offer_published_at_fits_status",
            ),
            models.CheckConstraint(
                condition=Q(status=S.SUSPENDED, suspended_at__isnull=False)
                | (~Q(status=S.SUSPENDED) & Q(suspended_at=None)),
                name="offer_suspended_at_fits_status",
            ),
            models.CheckConstraint(
                condition=Q(status=S.ARCHIVED, archived_at__isnull=False)
                | (~Q(status=S.ARCHIVED) & Q(archived_at=None)),
                name="offer_archived_at_fits_status",
            ),
            models.CheckConstraint(
                condition=Q(cost_amount=None)
                | Q(cost_kind__in=(CostKind.PAID, CostKind.REDUCED), cost_amount__gt=0),
                name="offer_amount_only_where_it_costs",
            ),
            models.CheckConstraint(
                condition=~Q(area=AreaServed.MUNICIPALITY) | Q(municipality__isnull=False),
                name="offer_for_a_town_names_the_town",
            ),
            models.CheckConstraint(
                condition=(Q(age_from=None) | Q(age_from__gte=0))
                & (Q(age_from=None) | Q(age_to=None) | Q(age_from__lte=F("age_to"))),
                name="offer_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="offer_validity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(last_confirmed_at=None, last_confirmed_by="")
                | (Q(last_confirmed_at__isnull=False) & ~Q(last_confirmed_by="")),
                name="offer_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_gone=False) | Q(status=S.ARCHIVED), name="offer_gone_is_archived"
            ),
            models.CheckConstraint(
                condition=Q(pause_from=None, pause_until=None)
                | Q(pause_from__isnull=False, pause_until__isnull=False, pause_from__lte=F("pause_until")),
                name="offer_pause_in_order",
            ),
            models.UniqueConstraint(
                fields=("centre", "external_source", "external_id"),
                condition=~Q(external_id=""),
                name="offer_once_per_external_id",
            ),
            models.CheckConstraint(
                condition=Q(example_type="") | Q(is_example=True), name="offer_example_type_only_on_examples"
            ),
            models.CheckConstraint(
                condition=Q(topics__len__gt=0) & Q(delivery__len__gt=0), name="offer_has_topic_and_delivery"
            ),
        )

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.public_id}"

    @property
    def was_published(self) -> bool:
        """Readers know it, so that a change of it is a revision first."""
        return self.status in {S.PUBLISHED, S.SUSPENDED}

    @transition(field=status, source=S.DRAFT, target=S.IN_REVIEW)
    def submit(self) -> None:
        self.status_reason = ""

    @transition(field=status, source=S.IN_REVIEW, target=S.DRAFT)
    def return_to_author(self, reason: str) -> None:
        self.status_reason = reason

    @transition(field=status, source=(S.DRAFT, S.IN_REVIEW, S.SUSPENDED), target=S.PUBLISHED)
    def publish(self, now: dt.datetime) -> None:
        self.published_at, self.suspended_at, self.status_reason = now, None, ""

    @transition(field=status, source=S.PUBLISHED, target=S.SUSPENDED)
    def suspend(self, now: dt.datetime, reason: str) -> None:
        self.suspended_at, self.status_reason = now, reason

    @transition(field=status, source=(S.DRAFT, S.IN_REVIEW, S.PUBLISHED, S.SUSPENDED), target=S.ARCHIVED)
    def archive(self, now: dt.datetime, reason: str, is_gone: bool) -> None:
        self.suspended_at, self.archived_at = None, now
        self.status_reason, self.is_gone = reason, is_gone

    @transition(field=status, source=S.ARCHIVED, target=S.DRAFT)
    def reopen(self) -> None:
        self.published_at = self.archived_at = self.confirm_due_on = None
        self.status_reason, self.is_gone = "", False

    @transition(field=status, source=(S.PUBLISHED, S.SUSPENDED), target=None)
    def confirm(self, now: dt.datetime, who: str, by_carrier: bool) -> None:
        self.last_confirmed_at, self.last_confirmed_by, self.confirmed_by_carrier = now, who, by_carrier

    @transition(field=status, source=tuple(S), target=RETURN_VALUE(*S))
    def put_back(self, before: OfferStatus) -> OfferStatus:
        """Undo: the state that the offer had; its times come with it (`actions.put_back_offer`)."""
        return before


class PlaceIdentity(Func):
    """The id of a place for others: the same offer, name and address, the same id, however often it is saved."""

    template = (
        "overlay(overlay(md5(offer_id::text || chr(31) || name || chr(31) || street || chr(31) || postcode"
        " || chr(31) || town) placing '8' from 13 for 1) placing 'a' from 17 for 1)::uuid"
    )
    output_field = models.UUIDField()


class OfferPlace(models.Model):
    """*Public.* Where the offer takes place; several are possible. Coordinates are WGS 84."""

    public_id = models.GeneratedField(
        expression=PlaceIdentity(), output_field=models.UUIDField(), db_persist=True, db_index=True
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=160, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    town = models.CharField(max_length=80, blank=True)
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="offer_places"
    )
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="offer_place_whole_coordinates",
            ),
        )

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.name, self.street, f"{self.postcode} {self.town}".strip()) if part
        )
