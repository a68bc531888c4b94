"""A small land to count by hand: a few offers in Kleve's area, with one in Wesel's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.offers.factories import draft, text
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import DateDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer
from vielklang.organisations.actions import OrganisationDraft, create_organisation
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality
from vielklang.search.models import SearchMiss

KLEVE, GOCH, REES = "05154036", "05154016", "05154044"
WESEL = "05170048"


def make_organisation(name: str, centre: Centre) -> Organisation:
    return create_organisation(by=SYSTEM, draft=OrganisationDraft(name=name, kind="carrier", centre=centre))


def place_in(key: str, **fields: Any) -> PlaceDraft:
    """A place in the middle of a municipality."""
    town = Municipality.objects.get(key=key)
    values = {"town": town.name, "municipality": town, "lat": town.lat, "lon": town.lon} | fields
    return PlaceDraft(**values)


def make_offer(
    centre: Centre,
    *towns: str,
    organisation: Organisation | None = None,
    title: str = "Beispiel",
    **values: Any,
) -> Offer:
    """A published offer with a place in the middle of each of `towns`."""
    values.setdefault("delivery", ("on_site",) if towns else ("phone",))
    return publish_offer(
        by=SYSTEM,
        offer=create_offer(
            by=SYSTEM,
            draft=draft(
                centre=centre,
                organisation=organisation or make_organisation(f"Beispiel {title}", centre),
                places=tuple(place_in(key) for key in towns),
                texts=(text(title=title),),
                **values,
            ),
        ),
    )


def hours(weekday: int, opens: int, closes: int) -> HoursDraft:
    return HoursDraft(weekday=weekday, opens=dt.time(opens), closes=dt.time(closes))


def date_in(days: int, hour: int = 15) -> DateDraft:
    """A date of two hours, so many days from today."""
    day = timezone.localdate() + dt.timedelta(days=days)
    starts_at = dt.datetime.combine(day, dt.time(hour), BERLIN)
    return DateDraft(starts_at=starts_at, duration=dt.timedelta(hours=2))


def make_misses(centre: Centre, word: str, count: int, language: str = "de", days_ago: int = 1) -> None:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    SearchMiss.objects.create(word=word, language=language, centre=centre, day=day, count=count)
