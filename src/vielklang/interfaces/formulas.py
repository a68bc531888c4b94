"""Cells that a spreadsheet would run: an apostrophe in front makes them text, and the import takes it off again."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"[\s']*[=+\-@\t\r\n＝＋－＠]")
"""Also behind blanks and apostrophes, so that what goes out comes back as it was; full-width signs count."""


def neutral(text: str) -> str:
    """The cell for a CSV file: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def plain(text: str) -> str:
    """The cell as it was before `neutral`."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text, 1) else text
