"""Texts cut into passages that an encoder understands: whole sentences, the title in front, a sentence of overlap."""

from __future__ import annotations

import re

LONGEST_PASSAGE = 400
_HARD_LIMIT = 2 * LONGEST_PASSAGE
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ0-9„\"«])")
_ABBREVIATION = re.compile(
    r"\b([a-zA-Z]|z\.\s?B|d\.\s?h|u\.\s?a|bzw|ca|Nr|Str|e\.\s?V|Dr|usw|etc|ggf|inkl|evtl|Tel|St|max|min|Abs|Art)\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line break always ends one, an abbreviation never does."""
    found: list[str] = []
    for line in text.splitlines():
        waiting = ""
        for part in _SENTENCE_END.split(line.strip()):
            waiting = f"{waiting} {part}".strip()
            if not _ABBREVIATION.search(waiting):
                found.append(waiting)
                waiting = ""
        found.append(waiting)
    return [sentence for sentence in found if sentence]


def passages(title: str, text: str) -> list[str]:
    """Windows of sentences with the title in front; a text without content is its title alone."""
    windows: list[list[str]] = []
    current: list[str] = []
    for sentence in sentences(text):
        if current and sum(map(len, current)) + len(sentence) > LONGEST_PASSAGE:
            windows.append(current)
            current = current[-1:] if len(current) > 1 else []
        current.append(sentence)
    if current:
        windows.append(current)
    return [f"{title}. {' '.join(window)[:_HARD_LIMIT]}" for window in windows] or [title]
