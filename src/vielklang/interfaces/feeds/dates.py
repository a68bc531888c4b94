"""Calendars to subscribe to: dates of a centre's offers, of one of its topics, or of an organisation."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.guide.calendar import offers_calendar
from vielklang.interfaces.feeds.asking import absolute, offer_addresses
from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer, OfferDate
from vielklang.offers.models.querysets import OfferQuerySet
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation
from vielklang.web.context import SITE_NAME

KEPT_DAYS = 31
"""Single dates and ended series stay this long in a feed, so that somebody's calendar does not lose last week."""


def centre_calendar(centre: Centre, *, language: str, topic: str) -> bytes:
    """Dates of a centre's visible offers, with a `topic` those of it alone; six queries."""
    offers = Offer.objects.visible().filter(centre=centre)
    name = f"{SITE_NAME} · {centre.name}"
    if topic:
        offers = offers.filter(topics__contains=[topic])
        name = f"{name} · {get_taxonomy().topic_name(topic, language)}"
    source = absolute("interfaces:open_centre_dates", centre.slug, language=language, topic=topic)
    return _calendar(offers, name, language, source)


def organisation_calendar(organisation: Organisation, *, language: str) -> bytes:
    """Dates of an organisation's visible offers, of whatever centre; six queries."""
    source = absolute("interfaces:open_organisation_dates", organisation.public_id, language=language)
    offers = Offer.objects.visible().filter(organisation=organisation)
    return _calendar(offers, f"{SITE_NAME} · {organisation.name}", language, source)


def _calendar(offers: OfferQuerySet, name: str, language: str, source: str) -> bytes:
    now, address = timezone.now(), offer_addresses(language)
    with_dates = offers.filter(Exists(_current(now).filter(offer=OuterRef("pk"))))
    rows = with_dates.with_texts(language).prefetch_related("places", "exceptions", "dates").order_by("pk")
    return offers_calendar(
        rows,
        language=language,
        name=name,
        source=source,
        url_of=lambda offer: address(offer.public_id),
    )


def _current(now: dt.datetime):
    """Dates that are to come or were lately; a series without an end always is."""
    past = now - dt.timedelta(days=KEPT_DAYS)
    day = past.astimezone(BERLIN).date()
    single = Q(rrule="", starts_at__gte=past)
    return OfferDate.objects.filter(single | (~Q(rrule="") & (Q(until=None) | Q(until__gte=day))))
