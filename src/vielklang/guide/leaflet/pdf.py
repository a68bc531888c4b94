"""Leaflets as tagged PDF: puts the plain values of model.py into the shape that leaflet.typ reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from vielklang.core.documents import iso_language, qr_svg, render_pdf
from vielklang.core.languages import get_language
from vielklang.guide.leaflet.model import SECTION_ICONS, Column, LeafletOffer, Line, Section, Sketch, Words
from vielklang.web import formats
from vielklang.web.icons import all_icons


def leaflet_pdf(
    offers: Sequence[LeafletOffer], *, languages: Sequence[str], printed_on: dt.date | None = None
) -> bytes:
    """A4, PDF/UA-1: one offer per page; more than one get a numbered list in front.

    `languages` are the one or two that the offers were built for; the first is the reader's. Of two, the one
    written from the left stands left, whatever their order, so that columns face the right way.
    """
    if not offers or len(languages) not in (1, 2):
        raise ValueError("a leaflet needs an offer and one or two languages")
    day = printed_on or timezone.localdate()
    order = sorted(languages, key=lambda tag: get_language(tag).is_right_to_left)
    data = {
        "readers": [_reader(tag, len(offers), day) for tag in order],
        "offers": [_offer(offer, order) for offer in offers],
        "icons": _icons(offers),
    }
    return render_pdf(
        "guide/leaflet/leaflet.typ", data, language=languages[0], title=_title(offers, languages[0])
    )


def _title(offers: Sequence[LeafletOffer], language: str) -> str:
    if len(offers) == 1:
        return _column(offers[0], language).title.text
    with override(language):
        return _("Offers for you")


def _column(offer: LeafletOffer, language: str) -> Column:
    return next(column for column in offer.columns if column.language == language)


def _reader(language: str, count: int, day: dt.date) -> dict[str, Any]:
    with override(language):
        return {
            **_direction(language),
            "cover": _("Offers for you"),
            "count": ngettext("%(count)s offer", "%(count)s offers", count) % {"count": count},
            "printed": _("Printed on %(date)s") % {"date": formats.date(day)},
        }


def _offer(offer: LeafletOffer, order: Sequence[str]) -> dict[str, Any]:
    columns = [_column(offer, language) for language in order]
    used = {section.key for column in columns for section in column.sections}
    return {
        "url": offer.url,
        "shown_url": offer.url.split("://", 1)[-1].rstrip("/"),
        "qr": qr_svg(offer.url),
        "keys": [key for key in SECTION_ICONS if key in used],
        "sketch": asdict(offer.sketch) if offer.sketch else None,
        "columns": [_column_data(column, offer) for column in columns],
    }


def _column_data(column: Column, offer: LeafletOffer) -> dict[str, Any]:
    with override(column.language):
        contact = {
            "question": _("Questions?"),
            "lines": [_line(line) for line in column.contact],
            "scan": _("Scan the code to open this page on your phone."),
            "alt": _("QR code with the address %(address)s") % {"address": offer.url},
            "sketch": _sketch_words(column, offer.sketch),
        }
    return {
        **_direction(column.language),
        "area": column.life_area_name,
        "area_icon": column.life_area,
        "title": _words(column.title),
        "summary": _words(column.summary),
        "note": column.note,
        "sections": [_section(section) for section in column.sections],
        "contact": contact,
    }


def _sketch_words(column: Column, sketch: Sketch | None) -> dict[str, str] | None:
    """The legend in the active language."""
    if sketch is None:
        return None
    return {
        "alt": column.sketch_words,
        "title": _("Sketch, not to scale"),
        "place": _("The offer is here"),
        "reader": _("Your place") if sketch.reader else "",
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "icon": SECTION_ICONS[section.key],
        "label": section.label,
        "lines": [_line(line) for line in section.lines],
    }


def _line(line: Line) -> list[dict[str, Any]]:
    return [_words(words) for words in line]


def _words(words: Words) -> dict[str, Any]:
    return {
        "text": words.text,
        "language": iso_language(words.language),
        "direction": words.direction,
        "fixed": words.fixed,
    }


def _direction(language: str) -> dict[str, str]:
    return {"language": iso_language(language), "direction": get_language(language).direction}


def _icons(offers: Sequence[LeafletOffer]) -> dict[str, dict[str, str]]:
    drawn = all_icons()
    names = {*SECTION_ICONS.values(), *(column.life_area for offer in offers for column in offer.columns)}
    return {name: {"view_box": drawn[name].view_box, "shapes": drawn[name].shapes} for name in sorted(names)}
