"""Atom feeds (RFC 4287, paged by RFC 5005) of centres' news and of new offers, of one centre or the whole state."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from xml.etree import ElementTree as Xml  # nosec: writes only

from django.conf import settings
from django.db.models import Case, CharField, F, Max, Q, QuerySet, Value, When
from django.http import Http404

from vielklang.centres.models import Centre, CentreText
from vielklang.core.languages import content_chain
from vielklang.core.texts import TextStatus
from vielklang.interfaces.feeds.asking import absolute, host
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import text_in
from vielklang.web.context import SITE_NAME

PAGE_SIZE = 50
ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Xml.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the feed writes it; `key` is its place in the order."""

    key: tuple[str, int]
    id: str
    language: str
    title: str
    summary: str
    content: str
    url: str
    author: str
    published: dt.datetime
    updated: dt.datetime
    topics: tuple[str, ...] = ()


def news_feed(centre: Centre | None, *, language: str, page: int) -> bytes:
    """A page of the feed, newest first; raises `Http404` behind the last one. Five queries at most."""
    found = _keys(centre, language)
    pages = max(1, -(-found.count() // PAGE_SIZE))
    if page > pages:
        raise Http404(f"The feed has {pages} pages.")
    keys = list(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    entries = {
        entry.key: entry
        for entry in (
            *_news([pk for kind, pk, _at in keys if kind == "news"], language),
            *_offers([pk for kind, pk, _at in keys if kind == "offer"], language),
        )
    }
    ordered = [entries[kind, pk] for kind, pk, _at in keys if (kind, pk) in entries]
    feed = _feed(centre, language, page, pages)
    updated = max((entry.updated for entry in ordered), default=None) or _last_change(centre)
    _add(feed, "updated", updated.astimezone(dt.UTC).isoformat())
    for entry in ordered:
        feed.append(_entry(entry, language))
    return Xml.tostring(feed, encoding="utf-8", xml_declaration=True)


def _keys(centre: Centre | None, language: str) -> QuerySet:
    """(kind, key, time) of all entries, newest first. News is what the guide shows: the reader's language or German."""
    offers, texts = Offer.objects.visible(), CentreText.objects.filter(centre__is_active=True)
    if centre is not None:
        offers, texts = offers.filter(centre=centre), texts.filter(centre=centre)
    chain = content_chain(language)
    rank = Case(*(When(language=tag, then=Value(place)) for place, tag in enumerate(chain)))
    shown = texts.filter(language__in=chain, status__in=TextStatus.shown()).exclude(news_title="")
    news = CentreText.objects.filter(
        pk__in=shown.order_by("centre_id", rank).distinct("centre_id").values("pk")
    )
    kinds = [
        rows.order_by().annotate(entry=Value(kind, CharField()), at=F(at)).values_list("entry", "pk", "at")
        for rows, kind, at in ((news, "news", "updated_at"), (offers, "offer", "published_at"))
    ]
    return kinds[0].union(kinds[1], all=True).order_by("-at", "entry", "-pk")


def _last_change(centre: Centre | None) -> dt.datetime:
    """When nothing is in the feed: the last change of who might have said something."""
    if centre is not None:
        return centre.updated_at
    return Centre.objects.aggregate(at=Max("updated_at"))["at"] or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _news(keys: list[int], language: str) -> list[Entry]:
    rows = CentreText.objects.select_related("centre").filter(Q(pk__in=keys)) if keys else ()
    return [
        Entry(
            key=("news", row.pk),
            id=f"tag:{host()},2026:news/{row.centre.slug}/{row.language}/{_digest(row.news_title)}",
            language=row.language,
            title=row.news_title,
            summary="",
            content=row.news,
            url=absolute("guide:centre", language, row.centre.slug),
            author=row.centre.name,
            published=row.updated_at,
            updated=row.updated_at,
        )
        for row in rows
    ]


def _digest(title: str) -> str:
    """News has no number of its own: another title is other news, another text is the same one changed."""
    return hashlib.sha256(title.encode()).hexdigest()[:16]


def _offers(keys: list[int], language: str) -> list[Entry]:
    if not keys:
        return []
    offers = Offer.objects.visible().filter(pk__in=keys).with_texts(language)
    return [_offer(row, language) for row in offers.select_related("organisation")]


def _offer(offer: Offer, language: str) -> Entry:
    text = text_in(offer, language)
    assert offer.published_at is not None
    return Entry(
        key=("offer", offer.pk),
        id=f"urn:uuid:{offer.public_id}",
        language=text.language,
        title=text.title,
        summary=text.summary,
        content=text.description,
        url=absolute("guide:offer", language, offer.public_id),
        author=offer.organisation.name,
        published=offer.published_at,
        updated=max(offer.published_at, text.text.updated_at),
        topics=tuple(offer.topics),
    )


def _feed(centre: Centre | None, language: str, page: int, pages: int) -> Xml.Element:
    feed = Xml.Element(f"{{{ATOM}}}feed", {_LANG: language})
    name = centre.name if centre else "Nordrhein-Westfalen"
    _add(feed, "id", f"tag:{host()},2026:feed/{centre.slug if centre else 'nrw'}/{language}")
    _add(feed, "title", f"{SITE_NAME} · {name}")
    _add(feed, "generator", SITE_NAME)
    author = _add(feed, "author")
    _add(author, "name", (centre.name if centre else settings.OPERATOR["name"]) or SITE_NAME)

    def address(number: int) -> str:
        wanted = number if number > 1 else ""
        if centre is None:
            return absolute("interfaces:open_news", language=language, page=wanted)
        return absolute("interfaces:open_centre_news", centre.slug, language=language, page=wanted)

    page_of_people = (
        absolute("guide:centre", language, centre.slug) if centre else absolute("guide:start", language)
    )
    _add(feed, "link", rel="alternate", type="text/html", hreflang=language, href=page_of_people)
    neighbours = {"self": page, "first": 1, "last": pages, "previous": page - 1, "next": page + 1}
    for relation, number in neighbours.items():
        if 1 <= number <= pages:
            _add(feed, "link", rel=relation, type="application/atom+xml", href=address(number))
    return feed


def _entry(entry: Entry, language: str) -> Xml.Element:
    element = Xml.Element(f"{{{ATOM}}}entry", {_LANG: entry.language})
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", entry.published.astimezone(dt.UTC).isoformat())
    _add(element, "updated", entry.updated.astimezone(dt.UTC).isoformat())
    _add(_add(element, "author"), "name", entry.author)
    _add(element, "link", rel="alternate", type="text/html", hreflang=language, href=entry.url)
    for topic in entry.topics:
        _add(element, "category", term=topic, label=get_taxonomy().topic_name(topic, language))
    if entry.summary:
        _add(element, "summary", entry.summary)
    if entry.content:
        _add(element, "content", entry.content, type="text")
    elif not entry.summary:
        _add(element, "summary", entry.title)
    return element


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    element = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        element.text = _NO_XML.sub("", text)
    return element
