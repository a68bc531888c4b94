"""Centres as regions of the app. All of them cost as many queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.languages import Language, get_language
from vielklang.core.texts import TextStatus
from vielklang.interfaces.integreat.codes import CODES, number_of_text, region_of, slug_of
from vielklang.interfaces.integreat.edition import languages_of
from vielklang.offers.calendar import BERLIN
from vielklang.offers.models import Offer, OfferDate, OfferPlace
from vielklang.places.models import Municipality, Postcode

Region = dict[str, Any]
_PREFIXES = ("Kreis", "Stadt", "StädteRegion", "Rhein-Kreis")
_ROUND_A_POINT, _MARGIN = 0.1, 0.02
"""Degrees: half a side of the box where no place is known, and the edge around known ones."""


def all_regions() -> list[Region]:
    return _regions(Centre.objects.active())


def one_region(region: str) -> Region:
    """Raises `Http404`."""
    found = _regions(Centre.objects.active().filter(slug=slug_of(region)))
    if not found or found[0]["path"] != region:
        raise Http404(f"There is no region {region}.")
    return found[0]


def split_name(name: str) -> tuple[str | None, str]:
    """("Kreis", "Kleve") for "Kreis Kleve"; no prefix where the kind is part of the name ("Rhein-Sieg-Kreis")."""
    first, _, rest = name.partition(" ")
    return (first, rest) if rest and first in _PREFIXES else (None, name)


def _regions(centres: QuerySet[Centre]) -> list[Region]:
    rows = list(centres.prefetch_related("texts"))
    now = timezone.now()
    offers = Offer.objects.visible(now).filter(centre__in=rows)
    texts = [text for centre in rows for text in centre.texts.all() if text.status in TextStatus.shown()]
    tags = languages_of(offers, texts)
    full = set(offers.order_by().values_list("centre_id", flat=True).distinct())
    full |= {text.centre_id for text in texts if text.introduction or text.news_title}
    with_places = set(_centres_of(OfferPlace.objects.filter(offer__in=offers, lat__isnull=False)))
    today = now.astimezone(BERLIN).date()
    ahead = Q(starts_at__date__gte=today) | (~Q(rrule="") & (Q(until=None) | Q(until__gte=today)))
    with_dates = set(_centres_of(OfferDate.objects.filter(ahead, offer__in=offers)))
    with_news = {text.centre_id for text in texts if text.news_title}
    boxes, towns = _boxes(rows), _towns(rows)
    return [
        {
            **_names(centre),
            "live": centre.pk in full,
            "languages": [_language(get_language(tag)) for tag in tags.get(centre.pk, ("de",))],
            "events": centre.pk in with_dates,
            "pois": centre.pk in with_places,
            # The app shows a centre's own news under this flag; nothing is pushed.
            "push_notifications": centre.pk in with_news,
            "external_news": False,
            "latitude": centre.lat,
            "longitude": centre.lon,
            "aliases": _aliases(centre, towns[centre.pk]),
            "bounding_box": boxes.get(centre.pk) or _box_around(centre),
            "is_chat_enabled": False,
            "zammad_privacy_policy": None,
        }
        for centre in rows
    ]


def _names(centre: Centre) -> Region:
    prefix, name = split_name(centre.name)
    return {
        "id": number_of_text(centre.slug),
        "name": centre.name,
        "path": region_of(centre.slug),
        "prefix": prefix,
        "name_without_prefix": name,
    }


def _language(language: Language) -> dict[str, Any]:
    return {
        "id": number_of_text(language.tag),
        "code": CODES[language.tag],
        "bcp47_tag": language.tag,
        "native_name": language.endonym,
        "dir": language.direction,
    }


def _centres_of(rows: QuerySet[Any]) -> QuerySet[Any, int]:
    return rows.order_by().values_list("offer__centre_id", flat=True).distinct()


def _towns(centres: Sequence[Centre]) -> dict[int, list[Municipality]]:
    found: dict[int, list[Municipality]] = defaultdict(list)
    rows = Municipality.objects.filter(centre_area__centre__in=centres).select_related("centre_area")
    for town in rows.order_by("name", "key"):
        found[town.centre_area.centre_id].append(town)
    return found


def _aliases(centre: Centre, towns: Sequence[Municipality]) -> dict[str, dict[str, float]] | None:
    """The centre's towns, so that the app finds the region by their names; a city needs none."""
    own = split_name(centre.name)[1]
    found = {town.name: {"latitude": town.lat, "longitude": town.lon} for town in towns if town.name != own}
    return found or None


def _boxes(centres: Sequence[Centre]) -> dict[int, list[list[float]]]:
    """Two corners (lon, lat), south-west and north-east, around the postcodes of each centre's municipalities."""
    own = "municipality__centre_area__centre_id"
    rows = (
        Postcode.objects.filter(**{f"{own[:-3]}__in": centres})
        .order_by()
        .values_list(own)
        .annotate(west=Min("lon"), south=Min("lat"), east=Max("lon"), north=Max("lat"))
    )
    return {
        pk: [[west - _MARGIN, south - _MARGIN], [east + _MARGIN, north + _MARGIN]]
        for pk, west, south, east, north in rows
    }


def _box_around(centre: Centre) -> list[list[float]]:
    return [
        [centre.lon - _ROUND_A_POINT, centre.lat - _ROUND_A_POINT],
        [centre.lon + _ROUND_A_POINT, centre.lat + _ROUND_A_POINT],
    ]
