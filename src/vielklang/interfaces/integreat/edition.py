"""One centre in one language: what every answer about it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from vielklang.centres.models import Centre, CentreText
from vielklang.centres.queries import centre_by_slug
from vielklang.core.languages import GUIDE_TAGS, Language, get_language
from vielklang.core.texts import TextStatus
from vielklang.interfaces.integreat.codes import CODES, TAGS, joined, region_of, slug_of
from vielklang.offers.models import Offer, OfferText

_NIL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Edition:
    """`region` and `code` as in the address; `tags`: the guide languages in which the centre shows anything.

    `changes` collects the moments at which what was written changes by itself: a date ends.
    """

    centre: Centre
    region: str
    code: str
    language: Language
    tags: tuple[str, ...]
    now: dt.datetime
    changes: list[dt.datetime] = field(default_factory=list)

    @property
    def until(self) -> dt.datetime | None:
        """When the answer is another one though nobody has published anything; None: not today."""
        return min(self.changes, default=None)

    @property
    def tag(self) -> str:
        return self.language.tag

    def path(self, *parts: str, code: str = "") -> str:
        return joined((self.region, code or self.code, *parts))

    def elsewhere(self, parts: Collection[str], number: int, guide: str) -> dict[str, dict[str, Any]]:
        """`available_languages`: the same page in the other languages; without a text of its own it is the German
        one, marked. `guide` is its address in the guide with `{tag}` for the language.
        """
        rest = "/".join(parts)
        end = f"/{rest}/" if rest else "/"
        return {
            CODES[tag]: {
                "id": number,
                "url": guide.replace("{tag}", tag),
                "path": f"/{self.region}/{CODES[tag]}{end}",
            }
            for tag in self.tags
            if tag != self.tag
        }


def edition_of(region: str, code: str) -> Edition:
    """Raises `Http404` for a region that is no active centre and a language that is none of the guide's."""
    tag = TAGS.get(code)
    if tag is None:
        raise Http404(f"There is no language {code} here.")
    centre = centre_by_slug(slug_of(region))
    if centre is None or region_of(centre.slug) != region:
        raise Http404(f"There is no region {region}.")
    spoken = languages_of(Offer.objects.visible().filter(centre=centre), centre.texts.all())
    return Edition(centre, region, code, get_language(tag), spoken.get(centre.pk, ("de",)), timezone.now())


def languages_of(offers: QuerySet[Offer], texts: Collection[CentreText]) -> dict[int, tuple[str, ...]]:
    """By centre: the guide languages of its visible offers and of its own texts, German always; one query."""
    rows = OfferText.objects.filter(offer__in=offers, status__in=TextStatus.shown())
    found: dict[int, set[str]] = {}
    for centre_id, language in rows.order_by().values_list("offer__centre_id", "language").distinct():
        found.setdefault(centre_id, {"de"}).add(language)
    for text in texts:
        if text.status in TextStatus.shown() and (text.introduction or text.news_title):
            found.setdefault(text.centre_id, {"de"}).add(text.language)
    return {pk: tuple(tag for tag in GUIDE_TAGS if tag in tags) for pk, tags in found.items()}


@cache
def _address(name: str, *args: object) -> str:
    return f"{settings.BASE_URL}{reverse(f'guide:{name}', args=['de', *args])}".replace("/de/", "/{tag}/", 1)


def guide_offer(public_id: UUID) -> str:
    """Addresses of the guide with `{tag}` where the language stands: one is looked up, the others are written."""
    return _address("offer", _NIL).replace(str(_NIL), str(public_id))


def guide_area(key: str, centre: Centre) -> str:
    return f"{_address('life_area', key)}?place={centre.key}"


def guide_topic(key: str, centre: Centre) -> str:
    return f"{_address('search')}?topic={key}&place={centre.key}"


def guide_centre(centre: Centre) -> str:
    return _address("centre", centre.slug)


def guide_imprint() -> str:
    return _address("imprint")


def iso(moment: dt.datetime) -> str:
    """ISO 8601 with the offset of German time."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
