"""Which entries to compare at all, and the pairs that may be one. Not all pairs: those that share a key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from vielklang.organisations.enums_desk import DuplicateReason
from vielklang.organisations.matching.entry import Entry
from vielklang.organisations.matching.scoring import PROPOSED_FROM, Usage, compare

MOST_ALIKE = 40
"""A key that more entries share tells nothing and is left out; what is alike shares a rarer one as well."""


@dataclass(frozen=True)
class LikelyPair:
    """Two primary keys, how likely they are one, and why."""

    first: int
    second: int
    score: float
    reasons: tuple[DuplicateReason, ...]


@dataclass(frozen=True)
class Likely:
    key: int
    score: float
    reasons: tuple[DuplicateReason, ...]


def find_pairs(entries: Sequence[Entry]) -> list[LikelyPair]:
    """All pairs that may be one, likeliest first; ties by key."""
    usage = usage_of(entries)
    found = []
    for first, second in candidate_pairs(entries):
        match = compare(first, second, usage)
        if match.score >= PROPOSED_FROM:
            found.append(LikelyPair(first.key, second.key, match.score, match.reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def find_likely(entry: Entry, others: Iterable[Entry], limit: int = 5) -> list[Likely]:
    """Entries that this one may be, likeliest first; for a warning before something is saved."""
    wanted = set(keys_of(entry))
    rows = list(others)
    usage = usage_of(rows)
    found = []
    for other in rows:
        if other.key == entry.key or wanted.isdisjoint(keys_of(other)):
            continue
        match = compare(entry, other, usage)
        if match.score >= PROPOSED_FROM:
            found.append(Likely(other.key, match.score, match.reasons))
    return sorted(found, key=lambda likely: (-likely.score, likely.key))[:limit]


def candidate_pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each pair once that shares a key of at most `MOST_ALIKE` entries."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        for key in keys_of(entry):
            blocks[key].append(place)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 2 <= len(block) <= MOST_ALIKE:
            for pair in combinations(block, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield entries[pair[0]], entries[pair[1]]


def keys_of(entry: Entry) -> set[str]:
    """What two entries must have in common to be compared."""
    keys = {f"n:{entry.line}"} if entry.line else set()
    if entry.phone:
        keys.add(f"p:{entry.phone}")
    if entry.mail:
        keys.add(f"m:{entry.mail}")
    if entry.web:
        keys.add(f"w:{entry.web}")
    if entry.house:
        keys.add(f"h:{entry.house[0]}:{entry.house[1]}")
    telling = sorted(entry.telling)
    keys |= {f"t:{word}" for word in telling}
    keys |= {f"b:{word[:5]}:{entry.postcode or entry.city}" for word in telling if len(word) > 5}
    keys |= {f"e:{word[-5:]}:{entry.postcode or entry.city}" for word in telling if len(word) > 6}
    keys |= (
        {f"c:{one}:{other}" for one, other in combinations(entry.words, 2)}
        if len(entry.words) <= 6
        else set()
    )
    return keys


def usage_of(entries: Iterable[Entry]) -> Usage:
    """How many entries share a telephone number, mail, website or address."""
    counts: Counter[tuple[str, object]] = Counter()
    for entry in entries:
        for kind, value in (("phone", entry.phone), ("mail", entry.mail), ("web", entry.web)):
            if value:
                counts[kind, value] += 1
        if entry.house:
            counts["house", (entry.house[0], entry.house[1], entry.postcode)] += 1
    return Usage(counts)
