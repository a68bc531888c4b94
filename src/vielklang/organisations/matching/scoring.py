"""How likely two entries are one: signs for and against, each with a weight of ours (ADR 0013), added as log odds.

The weights were set by hand on the labelled pairs of `tests/organisations/duplicate_pairs.csv`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from vielklang.organisations.enums_desk import DuplicateReason as Reason
from vielklang.organisations.matching.entry import Entry
from vielklang.organisations.matching.words import COMMON

PROPOSED_FROM = 0.5
"""From this likelihood on a pair is shown to a person."""

PRIOR = -4.2
SHARED_BY_MANY = 3
"""A telephone number, address or website of more entries than this is a switchboard, a house, a portal."""

_SAME_NAME, _SIMILAR_NAME = 0.96, 0.72


@dataclass(frozen=True)
class Match:
    """`score` is 0 to 1; `reasons` are what speaks for it, strongest first."""

    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Usage:
    """How many entries share a value; empty where only two are compared."""

    counts: Mapping[tuple[str, object], int] = field(default_factory=dict)

    def is_common(self, kind: str, value: object) -> bool:
        return self.counts.get((kind, value), 0) > SHARED_BY_MANY


NOTHING_KNOWN = Usage()


def compare(first: Entry, second: Entry, usage: Usage = NOTHING_KNOWN) -> Match:
    """The likelihood that both are one organisation, and why."""
    pairing = _paired(first.words, second.words)
    alike = name_likeness(first, second, pairing)
    signs = [_name_sign(alike), *_contact_signs(first, second, usage), *_address_signs(first, second, usage)]
    supporting = any(reason not in _NAMES for weight, reason in signs if reason and weight >= 1.5)
    against = _differences(first, second, pairing, alike, is_supported=supporting)
    odds = PRIOR + sum(weight for weight, _ in signs) - against
    found = sorted(((weight, reason) for weight, reason in signs if reason), key=lambda sign: -sign[0])
    return Match(1 / (1 + math.exp(-odds)), tuple(reason for _, reason in found))


Sign = tuple[float, Reason | None]
Pairing = tuple[list[tuple[str, str, float]], list[str], list[str]]
"""Words of both names that mean the same with their likeness, and what is left over on each side."""
_NAMES = (Reason.SAME_NAME, Reason.SIMILAR_NAME)


def _name_sign(alike: float) -> Sign:
    if alike >= _SAME_NAME:
        return 5.2, Reason.SAME_NAME
    if alike >= _SIMILAR_NAME:
        return 1.2 + 3.4 * (alike - _SIMILAR_NAME) / (_SAME_NAME - _SIMILAR_NAME), Reason.SIMILAR_NAME
    return (0.0 if alike >= 0.5 else -1.6 if alike >= 0.25 else -3.0), None


def _contact_signs(first: Entry, second: Entry, usage: Usage) -> list[Sign]:
    signs: list[Sign] = []
    if first.phone and second.phone:
        if first.phone == second.phone:
            signs.append((0.8 if usage.is_common("phone", first.phone) else 3.0, Reason.SAME_PHONE))
        else:
            signs.append((-0.5, None))
    if first.mail and second.mail:
        if first.mail == second.mail:
            signs.append((1.0 if usage.is_common("mail", first.mail) else 3.2, Reason.SAME_MAIL))
        elif first.mail_domain and first.mail_domain == second.mail_domain:
            signs.append((0.4, Reason.SAME_MAIL_DOMAIN))
        else:
            signs.append((-0.3, None))
    if first.web and first.web == second.web:
        signs.append((0.4 if usage.is_common("web", first.web) else 1.6, Reason.SAME_WEBSITE))
    return signs


def _address_signs(first: Entry, second: Entry, usage: Usage) -> list[Sign]:
    same_town = _same_town(first, second)
    if same_town is False:
        return [(-2.2, None)]
    one, other = first.house, second.house
    if one is None or other is None:
        return [(0.5 if same_town else 0.0, None)]
    if not _same_street(one[0], other[0]):
        return [(-1.2, None)]
    if one[1] and other[1] and one[1] <= other[2] and other[1] <= one[2]:
        return [
            (1.0 if usage.is_common("house", (one[0], one[1], first.postcode)) else 2.4, Reason.SAME_ADDRESS)
        ]
    return [
        (
            0.6 if not (one[1] and other[1]) else -0.6,
            Reason.SAME_STREET if not (one[1] and other[1]) else None,
        )
    ]


def _same_town(first: Entry, second: Entry) -> bool | None:
    """Postcodes decide; a neighbouring postcode of the same town is the same town; None where nothing is known."""
    if first.postcode and second.postcode:
        return first.postcode == second.postcode or bool(first.city and first.city == second.city)
    if first.city and second.city:
        return first.city == second.city
    return None


def _same_street(one: str, other: str) -> bool:
    return one == other or Levenshtein.distance(one, other, score_cutoff=1) <= (1 if len(one) > 6 else 0)


def _differences(first: Entry, second: Entry, pairing: Pairing, alike: float, *, is_supported: bool) -> float:
    """What tells two entries apart although much is the same: another unit, another town, another number."""
    against = 0.0
    if first.numbers != second.numbers and (first.numbers or second.numbers):
        against += 5.0 if first.numbers and second.numbers else 1.5
    if first.places and second.places and not first.places & second.places:
        against += 4.5
    only_first, only_second = _unmatched(first, second, pairing)
    units = (first.units & only_first, second.units & only_second)
    if units[0] or units[1]:
        against += 5.0
    elif only_first and only_second and alike < _SAME_NAME:
        against += 1.8 if not is_supported else 0.6
    return against


def name_likeness(first: Entry, second: Entry, pairing: Pairing) -> float:
    """0 to 1: the share of the weight of all words that the other name has too; typing errors cost a little."""
    if not first.words or not second.words:
        return 0.0
    if first.words == second.words or first.line == second.line:
        return 1.0
    pairs, rest_first, rest_second = pairing
    both = sum(_weight(one, first, second) * likeness for one, _, likeness in pairs)
    whole = both + sum(_weight(word, first, second) for word in (*rest_first, *rest_second)) / 2
    by_words = both / whole if whole else 0.0
    if _is_acronym(first.words, second.name) or _is_acronym(second.words, first.name):
        by_words = max(by_words, 0.85)
    return max(by_words, _as_typed(first, second))


def _as_typed(first: Entry, second: Entry) -> float:
    """Names that differ by slips or by where they are split."""
    likeness = fuzz.ratio(first.line, second.line, score_cutoff=85) / 100
    return likeness if likeness < 0.96 else 0.95


def _weight(word: str, first: Entry, second: Entry) -> float:
    if word in first.places or word in second.places:
        return 0.35
    return 0.45 if word in COMMON else 1.0


def _paired(first: tuple[str, ...], second: tuple[str, ...]) -> Pairing:
    same = set(first) & set(second)
    pairs = [(word, word, 1.0) for word in sorted(same)]
    left, right = [w for w in first if w not in same], [w for w in second if w not in same]
    for word in list(left):
        best = max(((_word_likeness(word, other), other) for other in right), default=(0.0, ""))
        if best[0] >= 0.8:
            pairs.append((word, best[1], best[0]))
            left.remove(word)
            right.remove(best[1])
    return pairs, left, right


def _word_likeness(one: str, other: str) -> float:
    if one.isdigit() or other.isdigit() or one in COMMON or other in COMMON:
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 5 and longer.startswith(shorter):
        return 0.85 if len(longer) - len(shorter) > 2 else 0.95
    if len(shorter) < 5:
        return 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=0.8)


def _unmatched(first: Entry, second: Entry, pairing: Pairing) -> tuple[frozenset[str], frozenset[str]]:
    """Words that only one of both names has and that are not a place or a common word."""
    _, left, right = pairing
    if first.line == second.line:
        return frozenset(), frozenset()
    return (
        frozenset(left) - first.places - (COMMON - first.units),
        frozenset(right) - second.places - (COMMON - second.units),
    )


def _is_acronym(words: tuple[str, ...], name: str) -> bool:
    """Whether a word of `name` in capitals stands for the first letters of these words, in any order."""
    initials = sorted(word[0] for word in words)
    return any(
        3 <= len(token) <= 6 and token.isupper() and sorted(token.casefold()) == initials
        for token in name.replace("(", " ").replace(")", " ").split()
    )
