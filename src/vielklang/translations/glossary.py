"""The glossary at work: which terms a text has, how they are said, and whether a translation keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vielklang.centres.models import Centre
from vielklang.translations.enums import TermKind
from vielklang.translations.models import GlossaryTerm

_ENDINGS = "(?:e?s|e?n|e)?"
"""German endings: "des Jugendamtes", "die Jobcentern"."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it concerns one language. `word` is what the translation says: the term itself, or its fixed one."""

    term: str
    word: str
    is_kept: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A term of the source that the translation does not have."""

    field: str
    term: Term


def terms_of(centre: Centre, language: str) -> list[Term]:
    """The centre's glossary for this language, longest first; one query. Fixed terms without a word are left out."""
    rows = GlossaryTerm.objects.filter(Q(centre=None) | Q(centre=centre))
    chosen: dict[str, GlossaryTerm] = {}
    for row in sorted(rows, key=lambda row: row.centre_id is not None):
        chosen[row.term.casefold()] = row
    found = [
        Term(row.term, word, row.kind == TermKind.KEEP, row.note)
        for row in chosen.values()
        if (word := row.term if row.kind == TermKind.KEEP else row.translations.get(language, ""))
    ]
    return sorted(found, key=lambda term: (-len(term.term), term.term))


def pattern_of(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """Finds any of the terms as whole words, with their German endings; group 1 is the term."""
    if not terms:
        return None
    words = "|".join(re.escape(term.term) for term in terms)
    return re.compile(rf"(?<!\w)({words}){_ENDINGS}(?!\w)", re.IGNORECASE)


def terms_in(text: str, terms: Sequence[Term]) -> list[Term]:
    """The terms that occur, in the order of the text. Short ones (KI, BuT) only in their own spelling."""
    pattern, by_name = pattern_of(terms), {term.term.casefold(): term for term in terms}
    if pattern is None:
        return []
    found = (
        by_name[match.group(1).casefold()]
        for match in pattern.finditer(text)
        if _is_spelled(match.group(1), by_name)
    )
    return list(dict.fromkeys(found))


def _is_spelled(found: str, by_name: dict[str, Term]) -> bool:
    return len(found) > 3 or by_name[found.casefold()].term == found


def warnings_of(source: dict[str, str], target: dict[str, str], terms: Sequence[Term]) -> list[Warned]:
    """Terms that a written field should have and has not; an empty field is not finished and warns of nothing."""
    return [
        Warned(field, term)
        for field, words in target.items()
        if words.strip()
        for term in terms_in(source.get(field, ""), terms)
        if term.word.casefold() not in words.casefold()
    ]


def highlighted(text: str, terms: Iterable[Term]) -> SafeString:
    """The text with its terms marked."""
    terms = list(terms)
    pattern, by_name = pattern_of(terms), {term.term.casefold(): term for term in terms}
    if pattern is None:
        return conditional_escape(text)
    parts, last = [], 0
    for match in pattern.finditer(text):
        if _is_spelled(match.group(1), by_name):
            parts += [
                conditional_escape(text[last : match.start()]),
                format_html("<mark>{}</mark>", match.group()),
            ]
            last = match.end()
    return mark_safe("".join([*parts, conditional_escape(text[last:])]))  # noqa: S308 (escaped piece by piece)
