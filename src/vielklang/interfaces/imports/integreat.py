"""Pages of an Integreat region (API v3 "pages") as drafts: one entry per German page, with its translations.

The `path` is what stays the same: the number of a page belongs to one version of one language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from vielklang.interfaces.imports.html import plain_paragraphs
from vielklang.interfaces.imports.source import Options, RawRow, guide_tag, shortened
from vielklang.interfaces.imports.topics import topic_of
from vielklang.offers.enums import OfferKind

Pages = Mapping[str, list[dict[str, Any]]]


def is_pages(document: Any) -> bool:
    """A list of pages, or lists of pages by language."""
    return bool(_lists(document))


def pages_by_language(document: Any, notes: list[str]) -> Pages:
    """Pages under the guide's language tags; languages that the guide does not have are noted."""
    found: dict[str, list[dict[str, Any]]] = {}
    for code, pages in _lists(document).items():
        tag = guide_tag(code)
        if tag:
            found.setdefault(tag, []).extend(page for page in pages if isinstance(page, dict))
        else:
            notes.append(_("%(count)s pages in the language %(code)s: the guide does not have it.") % {
                "count": len(pages), "code": code})  # fmt: skip
    if not found.get("de"):
        notes.append(_("The file has no German pages; an entry needs German text."))
    return found


def rows(pages: Pages, options: Options) -> Iterator[RawRow]:
    by_path = {tag: {_path(page): page for page in rows} for tag, rows in pages.items() if tag != "de"}
    german = pages.get("de", [])
    titles = {_path(page): str(page.get("title") or "") for page in german}
    for number, page in enumerate(german, start=1):
        yield _row(number, page, by_path, titles, options)


def _row(
    number: int,
    page: dict[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    titles: Mapping[str, str],
    options: Options,
) -> RawRow:
    path = _path(page)
    region = path.strip("/").split("/", maxsplit=1)[0]
    parent = titles.get(_strip((page.get("parent") or {}).get("path")), "")
    title = str(page.get("title") or "")
    organisation = page.get("organization") or {}
    cells = {
        "external_source": f"integreat:{region}",
        "external_id": path[:200],
        "status": "draft",
        "kind": options.kind or OfferKind.ONLINE_SERVICE.value,
        "organisation": organisation.get("name") or options.organisation,
        "topics": topic_of(title, parent) or options.topic,
        **_text("de", page),
    }
    row = RawRow(number, cells)
    if not cells.get("description_de"):
        row.skip = _("has no text: a page that only holds others together")
    for code, other in (page.get("available_languages") or {}).items():
        tag = guide_tag(code)
        found = others.get(tag, {}).get(_strip((other or {}).get("path")))
        if tag and tag != "de" and found:
            cells |= _text(tag, found)
    if page.get("embedded_offers"):
        row.notes.append(("embedded_offers", _("embedded offers are not taken over")))
    if page.get("thumbnail"):
        row.notes.append(("thumbnail", _("pictures are not taken over")))
    return row


def _text(tag: str, page: dict[str, Any]) -> dict[str, str]:
    description = plain_paragraphs(str(page.get("content") or ""))
    if not description:
        return {}
    first = next((line for line in description.split("\n") if len(line) > 20), description)
    excerpt = plain_paragraphs(str(page.get("excerpt") or ""))
    return {
        f"title_{tag}": shortened(str(page.get("title") or ""), 160),
        f"summary_{tag}": shortened(excerpt or first, 300),
        f"description_{tag}": description,
    }


def _path(page: Mapping[str, Any]) -> str:
    return _strip(page.get("path"))


def _strip(path: Any) -> str:
    return f"/{str(path or '').strip('/')}/"


def _lists(document: Any) -> dict[str, list[Any]]:
    if isinstance(document, list) and document and _is_page(document[0]):
        code = str(document[0]["path"]).strip("/").split("/")[1:2]
        return {code[0] if code else "de": document}
    if not isinstance(document, dict):
        return {}
    return {
        code: pages
        for code, pages in document.items()
        if isinstance(pages, list) and pages and _is_page(pages[0])
    }


def _is_page(page: Any) -> bool:
    return isinstance(page, dict) and {"path", "title", "content"} <= set(page)
