"""What somebody wants to change of an offer, and what its content was before."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from vielklang.core.scope import PrivateManager
from vielklang.offers.enums import RevisionState

R = RevisionState
OPEN = (R.WORKING, R.IN_REVIEW)


class OfferRevision(FSMModelMixin, models.Model):
    """*Centre-private.* One whole content of an offer: being typed, in review, in force, or of the past.

    A working revision belongs to one person, has no number yet and keeps what was typed (`form_data`), valid or
    not; without an offer it is a new one, without an organisation it is typed at the desk. Numbers are editions of
    the offer (`Offer.edition`); at most one revision of an offer is in review and one is in force. `content` is
    `snapshots.snapshot` of a draft.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    offer = models.ForeignKey(
        "offers.Offer", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    base_number = models.PositiveIntegerField(default=0, help_text="the edition that its author began with")
    state = FSMField(max_length=10, choices=RevisionState, default=RevisionState.WORKING, protected=True)
    content = models.JSONField(null=True, blank=True)
    form_data = models.JSONField(null=True, blank=True, help_text="what was typed, as the form sends it")
    author = models.CharField(max_length=200)
    author_user_id = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="what its author says about it")
    reason = models.CharField(max_length=300, blank=True, help_text="why it was rejected")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-number", "-pk")
        indexes = (
            models.Index(fields=("centre", "state"), name="revision_by_centre_and_state"),
            models.Index(fields=("organisation", "state"), name="revision_by_organisation"),
        )
        constraints = (
            models.UniqueConstraint(fields=("offer", "number"), name="revision_number_once"),
            models.UniqueConstraint(
                fields=("offer",), condition=Q(state=R.IN_REVIEW), name="revision_one_in_review"
            ),
            models.UniqueConstraint(
                fields=("offer",), condition=Q(state=R.PUBLISHED), name="revision_one_in_force"
            ),
            models.UniqueConstraint(
                fields=("centre", "organisation", "offer", "author_user_id"),
                condition=Q(state=R.WORKING, offer__isnull=False),
                name="revision_one_working_per_person",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=("centre", "organisation", "author_user_id"),
                condition=Q(state=R.WORKING, offer=None),
                name="revision_one_new_per_person",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state=R.WORKING, number=None)
                | (~Q(state=R.WORKING) & Q(number__isnull=False, offer__isnull=False, content__isnull=False)),
                name="revision_whole_unless_working",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decided_at=None, decided_by="")
                | (Q(state__in=(R.PUBLISHED, R.REJECTED), decided_at__isnull=False) & ~Q(decided_by=""))
                | Q(state=R.SUPERSEDED),
                name="revision_decided_fits_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=R.REJECTED) | ~Q(reason=""), name="revision_rejected_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer or 'new'} · {self.number or self.state}"

    @transition(field=state, source=R.WORKING, target=R.IN_REVIEW)
    def submit(self, number: int) -> None:
        self.number, self.form_data = number, None

    @transition(field=state, source=(R.WORKING, R.IN_REVIEW), target=R.PUBLISHED)
    def publish(self, number: int, who: str, now: dt.datetime) -> None:
        self.number, self.form_data, self.decided_by, self.decided_at = number, None, who, now

    @transition(field=state, source=R.IN_REVIEW, target=R.REJECTED)
    def reject(self, who: str, now: dt.datetime, reason: str) -> None:
        self.decided_by, self.decided_at, self.reason = who, now, reason

    @transition(field=state, source=(R.IN_REVIEW, R.PUBLISHED), target=R.SUPERSEDED)
    def supersede(self) -> None:
        """A newer one took its place, or its author took it back."""
