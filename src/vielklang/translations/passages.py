"""A text as passages (sentences, lines, whole fields), and the passages of a text beside those of its translation."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

_END = re.compile(r"(?<=[.!?…؟।])\s+")
_SHORT = (
    r"z\. ?B|u\. ?a|d\. ?h|ca|bzw|Tel|Nr|Str|Dr|Prof|Hr|Fr|evtl|inkl|max|min|ggf|St|Abs|vgl|Mo|Di|Mi|Do|Sa|So"
)
_NO_END = re.compile(rf"(?:^|[\s(„\"])(?:\d{{1,2}}|[A-Za-zÄÖÜäöü]|{_SHORT})\.$")
"""What ends with a full stop and is no end of a sentence: "1.", "z. B.", "Tel."."""


def normalise(text: str) -> str:
    """One spelling for the same words: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def passage_hash(text: str) -> str:
    return hashlib.sha1(normalise(text).encode(), usedforsecurity=False).hexdigest()


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def sentences_of(line: str) -> list[str]:
    """The sentences of one line; abbreviations and numbers do not end one."""
    found: list[str] = []
    for part in _END.split(line.strip()):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        elif part:
            found.append(part)
    return found


def passages_of(text: str) -> list[str]:
    """All sentences of a text, in order."""
    return [normalise(sentence) for line in lines_of(text) for sentence in sentences_of(line)]


def pairs(source: str, target: str) -> Iterator[tuple[str, str]]:
    """(source passage, target passage) of one field: sentences where all counts agree, else lines, else the whole.

    Whole lines and the whole field come along with smaller pieces, because the longest match is the surest.
    """
    sources, targets = lines_of(source), lines_of(target)
    if not sources or not targets:
        return
    found = {normalise(source): "\n".join(targets)}
    if len(sources) == len(targets):
        for one, two in zip(sources, targets, strict=True):
            found.setdefault(normalise(one), two)
            parts, others = sentences_of(one), sentences_of(two)
            if len(parts) == len(others):
                found |= {
                    normalise(a): b for a, b in zip(parts, others, strict=True) if normalise(a) not in found
                }
    yield from found.items()


def compose(source: str, known: dict[str, str]) -> tuple[str, int, int]:
    """`source` said with what is known (`normalised passage → target`): (text, known, all).

    The text is whole when both numbers agree; else it holds the known passages alone, in order.
    """
    lines = lines_of(source)
    total = len(passages_of(source))
    if (whole := known.get(normalise(source))) is not None:
        return whole, total, total
    said, count = [], 0
    for line in lines:
        sentences = sentences_of(line)
        if (whole := known.get(normalise(line))) is not None:
            said.append(whole)
            count += len(sentences)
            continue
        parts = [known[key] for key in map(normalise, sentences) if key in known]
        count += len(parts)
        if parts:
            said.append(" ".join(parts))
    return "\n".join(said), count, total


def unknown_of(text: str, known: dict[str, str]) -> list[str]:
    """The sentences that nothing known says, also not as part of a line or of the whole."""
    if normalise(text) in known:
        return []
    return [
        key
        for line in lines_of(text)
        if normalise(line) not in known
        for key in map(normalise, sentences_of(line))
        if key not in known
    ]
