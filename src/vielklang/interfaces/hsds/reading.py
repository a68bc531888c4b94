"""Which rows an answer has: pages that stay the same while offers are published and withdrawn (ADR 0018).

A page is cut from numbers, not from rows. Without filters it is a stretch of numbers; with filters it is a stretch of
what matches, withdrawn publications included. What is not public any more leaves a hole, and nothing moves up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from vielklang.core.texts import TextStatus
from vielklang.interfaces.hsds import selecting
from vielklang.interfaces.hsds.asking import Cut, Filters
from vielklang.interfaces.hsds.mapping import Shown
from vielklang.offers.models import Offer, OfferNumber, OfferPlace, OfferText, OrganisationNumber
from vielklang.offers.texts import NoTextError, text_in
from vielklang.organisations.models import Organisation

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Found(Generic[_Row]):
    """The rows of a page, how many pages there are, and how many rows there are on all of them."""

    rows: Sequence[_Row]
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: in this guide language, now. `whole`: everything nested is needed."""

    language: str
    now: dt.datetime
    whole: bool = False


def services(filters: Filters, cut: Cut, reader: Reader) -> Found[Shown]:
    """Offers of a page, in the order in which they were published."""
    numbers = OfferNumber.objects.order_by("number")
    visible = Q(withdrawn_at=None, offer__in=Offer.objects.visible(reader.now))
    if filters.is_empty:
        chosen = numbers.filter(visible, _stretch(cut)).values_list("offer", flat=True)
        last = OfferNumber.objects.filter(withdrawn_at=None).aggregate(last=Max("number"))["last"] or 0
        total = Offer.objects.visible(reader.now).count()
        return Found(shown(list(chosen), reader), _pages(last, cut), total)
    matching = numbers.filter(selecting.numbers(filters))
    size = matching.aggregate(all=Count("pk"), visible=Count("pk", filter=visible))
    part = matching.values_list("pk", flat=True)[_slice(cut)]
    ids = numbers.filter(visible, pk__in=list(part)).values_list("offer", flat=True)
    return Found(shown(list(ids), reader), _pages(size["all"], cut), size["visible"])


def service(public_id: Any, reader: Reader) -> Shown | None:
    ids = Offer.objects.visible(reader.now).filter(public_id=public_id).values_list("pk", flat=True)
    return next(iter(shown(list(ids), reader)), None)


def at_locations(filters: Filters, cut: Cut, reader: Reader) -> Found[tuple[Shown, OfferPlace]]:
    """Places of offers, in the order in which these were published."""
    places = selecting.places(filters)
    rows = OfferNumber.objects.filter(selecting.numbers(filters), offer__places__in=places)
    visible = Q(withdrawn_at=None, offer__in=Offer.objects.visible(reader.now))
    size = rows.aggregate(all=Count("pk"), visible=Count("pk", filter=visible))
    ordered = rows.order_by("number", "offer__places__pk").values_list("number", "offer__places__pk")
    part = list(ordered[_slice(cut)])
    public = set(
        OfferNumber.objects.filter(visible, pk__in={number for number, _place in part}).values_list(
            "pk", flat=True
        )
    )
    ids = [place for number, place in part if number in public]
    return Found(_placed(ids, reader), _pages(size["all"], cut), size["visible"])


def at_location(public_id: Any, reader: Reader) -> tuple[Shown, OfferPlace] | None:
    rows = OfferPlace.objects.filter(public_id=public_id, offer__in=Offer.objects.visible(reader.now))
    return next(iter(_placed(list(rows.order_by("pk").values_list("pk", flat=True)[:1]), reader)), None)


def organizations(filters: Filters, cut: Cut, reader: Reader) -> Found[Organisation]:
    """Organisations with something public, in the order in which they first had it."""
    numbers = OrganisationNumber.objects.order_by("number")
    visible = Q(organisation_key__in=_public(reader.now).values("pk"))
    if filters.is_empty:
        chosen = numbers.filter(visible, _stretch(cut)).values_list("organisation_key", flat=True)
        last = numbers.aggregate(last=Max("number"))["last"] or 0
        return Found(_organisations(list(chosen)), _pages(last, cut), _public(reader.now).count())
    matching = numbers.filter(organisation_key__in=selecting.organisations(filters).values("pk"))
    size = matching.aggregate(all=Count("pk"), visible=Count("pk", filter=visible))
    part = matching.values_list("pk", flat=True)[_slice(cut)]
    keys = numbers.filter(visible, pk__in=list(part)).values_list("organisation_key", flat=True)
    return Found(_organisations(list(keys)), _pages(size["all"], cut), size["visible"])


def organization(public_id: Any, reader: Reader) -> Organisation | None:
    keys = _public(reader.now).filter(public_id=public_id).values_list("pk", flat=True)
    return next(iter(_organisations(list(keys))), None)


def services_of(organisations: Iterable[Organisation], reader: Reader) -> dict[int, list[Shown]]:
    """All public offers of each of these, in the order in which they were published."""
    numbers = OfferNumber.objects.filter(
        withdrawn_at=None,
        offer__in=Offer.objects.visible(reader.now).filter(organisation__in=[x.pk for x in organisations]),
    )
    held: dict[int, list[Shown]] = defaultdict(list)
    for one in shown(list(numbers.order_by("number").values_list("offer", flat=True)), reader):
        held[one.offer.organisation_id].append(one)
    return held


def shown(ids: Sequence[int], reader: Reader) -> list[Shown]:
    """These offers in this order, with their text for the reader; a constant number of statements."""
    offers = Offer.objects.with_texts(reader.language).select_related("organisation")
    offers = offers.prefetch_related("organisation__texts")
    if reader.whole:
        offers = offers.select_related("organisation", "centre", "municipality")
        offers = offers.prefetch_related("places", "hours", "exceptions", "dates")
    rows = offers.in_bulk(ids)
    changes = dict(
        OfferNumber.objects.filter(withdrawn_at=None, offer__in=ids).values_list("offer", "changed_at")
    )
    texts: dict[int, list[tuple[str, str, dt.datetime]]] = defaultdict(list)
    every = OfferText.objects.filter(offer__in=ids).exclude(status=TextStatus.DRAFT).order_by("pk")
    for pk, language, status, at in every.values_list("offer", "language", "status", "updated_at"):
        texts[pk].append((language, status, at))
    return [_shown(rows[pk], reader, changes.get(pk), texts[pk]) for pk in ids if pk in rows]


def _shown(
    offer: Offer, reader: Reader, changed: dt.datetime | None, texts: Sequence[tuple[str, str, dt.datetime]]
) -> Shown:
    try:
        text = text_in(offer, reader.language).text
    except NoTextError:
        text = None
    told = [row for row in offer.organisation.texts.all() if row.status != TextStatus.DRAFT]
    moments = [changed or offer.updated_at, offer.organisation.updated_at]
    moments += [*(at for _language, _status, at in texts), *(row.updated_at for row in told)]
    languages = tuple((language, status) for language, status, _at in texts)
    return Shown(offer, text, reader.language, reader.now, max(moments), languages)


def _placed(ids: Sequence[int], reader: Reader) -> list[tuple[Shown, OfferPlace]]:
    places = OfferPlace.objects.in_bulk(ids)
    offers = {x.offer.pk: x for x in shown(list({row.offer_id for row in places.values()}), reader)}
    rows = [places[pk] for pk in ids if pk in places]
    return [(offers[row.offer_id], row) for row in rows if row.offer_id in offers]


def _public(now: dt.datetime) -> QuerySet[Organisation]:
    offers = Offer.objects.visible(now).filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Q(is_public_profile=True) | Exists(offers))


def _organisations(keys: Sequence[int]) -> list[Organisation]:
    rows = Organisation.objects.prefetch_related("texts").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _stretch(cut: Cut) -> Q:
    return Q(number__gt=(cut.page - 1) * cut.per_page, number__lte=cut.page * cut.per_page)


def _slice(cut: Cut) -> slice:
    return slice((cut.page - 1) * cut.per_page, cut.page * cut.per_page)


def _pages(last: int, cut: Cut) -> int:
    return max(1, -(-last // cut.per_page))
