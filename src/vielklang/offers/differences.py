"""What differs between two contents of an offer, in words that a person reads."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vielklang.offers import desk_words as words
from vielklang.offers.drafts import OfferDraft

TEXT_FIELDS = {
    "title": "title", "summary": "summary", "description": "description", "how_to_join": "how_to_join",
    "bring": "bring", "conditions": "conditions_text", "costs": "costs_text",
}  # fmt: skip
FACTS = tuple(name for name in words.FIELDS if name not in TEXT_FIELDS.values())
_TOKEN = re.compile(r"\s+|[\w'’]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field. `before` and `after` are empty where nothing was or is said; `marked` shows words added and gone."""

    field: str
    label: str | Promise
    before: str
    after: str
    marked: SafeString | None = None


def differences(before: OfferDraft, after: OfferDraft) -> list[Difference]:
    """Texts of the source language first, then facts, in the order of the editor; empty when nothing differs."""
    return [*_texts(before, after), *_facts(before, after)]


def marked_words(before: str, after: str) -> SafeString:
    """The text as it is now, with `<ins>` around what came and `<del>` around what went, word by word."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    parts: list[SafeString] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if kind == "equal":
            parts.append(format_html("{}", come))
            continue
        parts += [format_html("<del>{}</del>", gone)] if gone else []
        parts += [format_html("<ins>{}</ins>", come)] if come else []
    return format_html_join("", "{}", ((part,) for part in parts))


def _texts(before: OfferDraft, after: OfferDraft) -> list[Difference]:
    one, two = before.source_text, after.source_text
    found = []
    for field, label in TEXT_FIELDS.items():
        old, new = (getattr(text, field).strip() if text else "" for text in (one, two))
        if old != new:
            found.append(Difference(label, words.FIELDS[label], old, new, marked_words(old, new)))
    return found


def _facts(before: OfferDraft, after: OfferDraft) -> list[Difference]:
    found = []
    for field in FACTS:
        old, new = field_lines(field, before), field_lines(field, after)
        if old != new:
            found.append(Difference(field, words.FIELDS[field], "\n".join(old), "\n".join(new)))
    return found


def field_lines(field: str, draft: OfferDraft) -> list[str]:
    """A fact in words, one line or several; empty where nothing is said."""
    match field:
        case "places":
            return [words.place_line(row) for row in draft.places]
        case "hours":
            return words.week_lines(draft.hours, draft.places)
        case "exceptions":
            return [words.exception_line(row, draft.places) for row in draft.exceptions]
        case "dates":
            return [words.date_line(row) for row in draft.dates]
    value = words.value_words(field, draft)
    return [value] if value else []
