"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Piece = tuple[str, str]
"""("same" | "ins" | "del", text)"""


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; what was taken away comes before what replaced it."""
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(one[a:b])))
            continue
        if b > a:
            pieces.append(("del", "".join(one[a:b])))
        if d > c:
            pieces.append(("ins", "".join(two[c:d])))
    return pieces
