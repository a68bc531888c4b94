"""Recognisable values in every field that nobody outside may read, and in some that everybody may.

`SECRET` and a number stand in private models, in internal fields of public ones, and in whole entries that are no
longer or not yet public. `PUBLIC` stands in what is public, so that a representation cannot pass by being empty.
`NAMED` stands in two fields that the guide shows to readers and that open data leaves out.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from tests.guide.kleve import ARABIC, FAMILY_CENTRE, GERMAN, make_centre, make_offer
from tests.interfaces.feeds.making import START, make_news
from tests.offers.factories import draft, organisation, text
from tests.test_scope import MAKERS, OURS, kind_of
from tests.world import World
from vielklang.accounts.models import User
from vielklang.centres.models import Centre, CentreText, FocusArea
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import archive_offer, create_offer, create_offers, publish_offer, suspend_offer
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import HoursException, Offer, OfferPlace, OfferText
from vielklang.organisations.actions import set_public_profile
from vielklang.organisations.models import Organisation, OrganisationText

SECRET, PUBLIC, NAMED = "vkgeheim", "vkpublic", "vkbenannt"

INTERNAL: dict[type[models.Model], tuple[str, ...]] = {
    Offer: ("status_reason", "external_source", "external_id", "example_type"),
    OfferText: ("author",),
    Centre: ("contact_source", "updated_by"),
    CentreText: ("author",),
    FocusArea: ("title", "goals", "updated_by"),
    Organisation: ("registration_number", "communities", "external_source", "external_id"),
    OrganisationText: ("author",),
    User: ("name", "email"),
}
"""Fields of public models that are the centre's own; and of people."""

_numbers = itertools.count(1)


class Planted:
    """What was planted where: number → field."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def rows(self, model: type[models.Model], keys: Iterable[Any] | None, names: Iterable[str] = ()) -> None:
        """Write into each named field (all that hold text) of these rows (all)."""
        keys = model._base_manager.values_list("pk", flat=True) if keys is None else keys
        for pk in list(keys):
            for field in model._meta.concrete_fields:
                if not names or field.name in names:
                    self._field(model, pk, field)

    def _field(self, model: type[models.Model], pk: Any, field: Any) -> None:
        token = f"{SECRET}{next(_numbers)}"
        value = _value(field, token)
        if value is None:
            return
        key = model._meta.pk
        assert key
        statement = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE "{key.column}" = %s'
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [value, key.get_prep_value(pk)])
                if cursor.rowcount:
                    self.fields[token] = f"{model._meta.label}.{field.name}"
        except Error:
            pass  # a constraint knows better what belongs there; `test_privacy` counts what was planted


def _value(field: Any, token: str) -> Any:
    if field.primary_key or field.choices or field.is_relation:
        return None
    if isinstance(field, ArrayField):
        inner = _value(field.base_field, token)
        return None if inner is None else [inner]
    if isinstance(field, models.JSONField):
        return Jsonb({"text": token})
    if isinstance(field, models.BinaryField):
        return token.encode()
    if not isinstance(field, models.CharField | models.TextField):
        return None
    words = {models.EmailField: f"{token}@example.org", models.URLField: f"https://{token}.example.org/"}
    value = words.get(type(field), token)
    return value if field.max_length is None or len(value) <= field.max_length else None


def make_private_rows(world: World) -> None:
    """A row of every private model; each of an organisation of its own, as their makers expect it."""
    for maker in MAKERS.values():
        name = f"{PUBLIC} {uuid.uuid4().hex}"
        own = organisation(name=name, kind="carrier", email=f"{name[-8:]}@example.org", centre=world.home)
        create_offers(by=SYSTEM, drafts=[draft(centre=world.home, organisation=own)], publish=True)
        maker(world, world.home, own)


def plant(world: World) -> tuple[Planted, dict[str, str]]:
    """Fill the world; returns what was planted and the ids that the guide's addresses name."""
    offer = _public(world)
    _hidden(world)
    _name_visible()
    planted = Planted()
    for model in OURS:
        if kind_of(model) == "Centre-private":
            planted.rows(model, None)
    Offer.objects.update(is_example=True)  # others have no type to plant something in
    for public, names in INTERNAL.items():
        planted.rows(public, None, names)
    _plant_hidden(planted)
    Offer.objects.update(last_confirmed_at=START, last_confirmed_by=NAMED, funding_programme=NAMED)
    connection.check_constraints()  # triggers that wait for the end of the transaction number publications
    ids = {
        "PUBLISHED": str(offer.public_id),
        "WITH DATES": str(offer.public_id),
        "PROFILE": str(world.organisation.public_id),
    }
    return planted, ids


def _public(world: World) -> Offer:
    make_centre()
    series = DateDraft(starts_at=START, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY;COUNT=4")
    soon = DateDraft(starts_at=timezone.now() + dt.timedelta(days=3), duration=dt.timedelta(hours=1))
    offer = make_offer(world.home, GERMAN, ARABIC, dates=(series, soon), places=(FAMILY_CENTRE,))
    HoursException.objects.create(offer=offer, date=dt.date(2030, 2, 1), reason=PUBLIC)
    set_public_profile(by=SYSTEM, organisation=world.organisation, is_public=True)
    CentreText.objects.filter(centre__in=(world.home, world.foreign)).delete()
    OrganisationText.objects.all().delete()
    for tag in ("de", "ar"):
        make_news(world.home, tag, news_title=f"{PUBLIC} {tag}", introduction=PUBLIC)
        OrganisationText.objects.create(
            organisation=world.organisation, language=tag, description=PUBLIC, author="x"
        )
    return offer


def _hidden(world: World) -> None:
    """An entry of every kind that readers may not see, with places, dates and texts of its own."""
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    facts = {
        "draft": {},
        "in review": {},
        "suspended": {},
        "archived": {},
        "over": {"valid_until": today - 2 * day},
        "later": {"valid_from": today + 2 * day},
    }
    made = {}
    for name, dates in facts.items():
        series = DateDraft(starts_at=START, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY;COUNT=4")
        made[name] = create_offer(
            by=SYSTEM,
            draft=draft(
                centre=world.home,
                texts=(text(), text("ar")),
                places=(FAMILY_CENTRE,),
                dates=(series,),
                **dates,
            ),
        )
    for name in ("suspended", "archived", "over", "later"):
        made[name] = publish_offer(by=SYSTEM, offer=made[name])
    suspend_offer(by=SYSTEM, offer=made["suspended"], reason="Beispiel")
    archive_offer(by=SYSTEM, offer=made["archived"], reason="Beispiel")
    Offer.objects.filter(pk=made["in review"].pk).update(status="in_review")
    CentreText.objects.create(
        centre=world.foreign, language="de", news_title="x", news="x", status="draft", author="x"
    )
    OfferText.objects.filter(offer=world.offer).exclude(language="de").delete()
    for tag in ("tr", "fr"):
        OfferText.objects.create(
            offer=world.offer, language=tag, title="x", summary="x", description="x",
            status="draft", author="x", updated_at=START,
        )  # fmt: skip
        OrganisationText.objects.create(
            organisation=world.organisation, language=tag, description="x", status="draft", author="x"
        )
    OrganisationText.objects.create(organisation=world.neighbour, language="de", description="x", author="x")
    FocusArea.objects.create(
        centre=world.home, title="x", keys=["addiction"], valid_from=today, is_public=False, updated_by="x"
    )
    Centre.objects.filter(slug="kreis-unna").update(is_active=False)


def _name_visible() -> None:
    visible = Offer.objects.visible()
    visible.update(title=f"{PUBLIC} Titel")
    for tag in ("de", "ar"):
        OfferText.objects.filter(offer__in=visible, language=tag).update(
            title=f"{PUBLIC} {tag}", summary=f"{PUBLIC} {tag}"
        )
    OfferPlace.objects.filter(offer__in=visible).update(name=PUBLIC)
    for row in Organisation.objects.filter(offers__in=visible).distinct():
        Organisation.objects.filter(pk=row.pk).update(name=f"{PUBLIC} {row.pk}")


def _plant_hidden(planted: Planted) -> None:
    hidden = Offer.objects.exclude(pk__in=Offer.objects.visible())
    planted.rows(Offer, hidden.values_list("pk", flat=True))
    for model in (OfferText, OfferPlace, HoursException):
        planted.rows(model, model._base_manager.filter(offer__in=hidden).values_list("pk", flat=True))
    for model in (OfferText, OrganisationText, CentreText):
        planted.rows(model, model._base_manager.filter(status="draft").values_list("pk", flat=True))
    unknown = Organisation.objects.exclude(offers__in=Offer.objects.visible()).exclude(is_public_profile=True)
    planted.rows(Organisation, unknown.values_list("pk", flat=True))
    without = OrganisationText.objects.filter(organisation__is_public_profile=False)
    planted.rows(OrganisationText, without.values_list("pk", flat=True))
    planted.rows(
        Centre, Centre.objects.filter(is_active=False).values_list("pk", flat=True), ("name", "office")
    )
