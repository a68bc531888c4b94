"""The sitemap (sitemaps.org): an index, a part for the guide's own pages, parts for each centre, with each page's
other languages. A part stays far below 50,000 addresses and 50 MB: `PER_PART` pages in 13 languages are 26 MB.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.interfaces.feeds.asking import absolute
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

PER_PART = 1000
_MOST_PARTS = 50_000
_NO_PART = "There is no such part of the sitemap."
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the guide: its address behind the language, the languages it is worth finding in, its last change."""

    rest: str
    languages: Sequence[str] = GUIDE_TAGS
    changed: dt.datetime | None = None


def sitemap_index() -> Iterator[str]:
    """The parts with the newest change in each; three queries."""
    offers = Offer.objects.visible().order_by().values_list("centre__slug")
    profiles = Organisation.objects.filter(is_public_profile=True, centre__is_active=True)
    counts: dict[str, int] = defaultdict(int)
    changed: dict[str, dt.datetime] = {}
    for rows in (offers, profiles.order_by().values_list("centre__slug")):
        for slug, number, at in rows.annotate(n=Count("pk"), at=Max("updated_at")):
            counts[slug] += number
            changed[slug] = max(at, changed.get(slug, at))
    yield f"{_HEAD}<sitemapindex {_XMLNS}>\n"
    yield _part(absolute("interfaces:sitemap_guide"), None)
    for slug in Centre.objects.active().values_list("slug", flat=True):
        for number in range(1, -(-counts[slug] // PER_PART) + 1):
            yield _part(absolute("interfaces:sitemap_centre", number, slug), changed[slug])
    yield "</sitemapindex>\n"


def guide_part() -> Iterator[str]:
    """Pages that every installation has, centres, and profiles of organisations of the whole state; three queries."""
    pages = [Page(""), *(Page(f"{name}/") for name in ("topics", "centres", "about", "imprint", "privacy"))]
    pages += [
        Page("accessibility/"),
        Page("developers/"),
        *(Page(f"topics/{key}/") for key in get_taxonomy().life_area_keys),
    ]
    texts = dict(Centre.objects.active().order_by().values_list("slug").annotate(at=Max("texts__updated_at")))
    centres = Centre.objects.active().values_list("slug", "updated_at")
    pages += [Page(f"{slug}/", changed=max(filter(None, (at, texts.get(slug))))) for slug, at in centres]
    pages += _profiles(Organisation.objects.filter(is_public_profile=True, centre=None))
    return _urlset(pages)


def centre_part(centre: Centre, number: int) -> Iterator[str]:
    """A part of a centre's pages: public profiles, then offers in the languages of their texts; four queries.

    Raises `Http404` where there is no such part.
    """
    if not 1 <= number <= _MOST_PARTS:
        raise Http404(_NO_PART)
    profiles = Organisation.objects.filter(is_public_profile=True, centre=centre)
    first, last = (number - 1) * PER_PART, number * PER_PART
    known = profiles.count()
    pages = _profiles(profiles.order_by("pk")[first:last]) if first < known else []
    offers = Offer.objects.visible().filter(centre=centre).order_by("pk")
    pages += _offers(offers[max(0, first - known) : max(0, last - known)])
    if not pages:
        raise Http404(_NO_PART)
    return _urlset(pages)


def _profiles(rows: Iterable[Organisation]) -> list[Page]:
    return [Page(f"organisation/{row.public_id}/", changed=row.updated_at) for row in rows]


def _offers(offers: Iterable[Offer]) -> list[Page]:
    rows = list(offers)
    texts: dict[int, list[str]] = defaultdict(list)
    shown = OfferText.objects.filter(offer__in=[row.pk for row in rows]).exclude(status=TextStatus.DRAFT)
    for offer, tag in shown.order_by("offer_id", "language").values_list("offer_id", "language"):
        if tag in GUIDE_TAGS:
            texts[offer].append(tag)
    return [Page(f"offer/{row.public_id}/", texts[row.pk] or ["de"], row.updated_at) for row in rows]


def _urlset(pages: Iterable[Page]) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_XMLNS} {_XHTML}>\n"
    for page in pages:
        yield _urls(page)
    yield "</urlset>\n"


def _urls(page: Page) -> str:
    """The page once in each of its languages, each naming all of them and what to show everybody else."""
    base = settings.BASE_URL
    addresses = {tag: escape(f"{base}/{tag}/{page.rest}") for tag in page.languages}
    fallback = addresses.get("de", next(iter(addresses.values()))) if page.rest else escape(f"{base}/")
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(address)}/>'
        for tag, address in (*addresses.items(), ("x-default", fallback))
    )
    changed = f"<lastmod>{page.changed.isoformat(timespec='seconds')}</lastmod>" if page.changed else ""
    return "".join(f"<url><loc>{address}</loc>{changed}{links}</url>\n" for address in addresses.values())


def _part(address: str, changed: dt.datetime | None) -> str:
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<sitemap><loc>{escape(address)}</loc>{lastmod}</sitemap>\n"
