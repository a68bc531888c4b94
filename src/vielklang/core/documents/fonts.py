"""The fonts of documents, and which characters they can show."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

import typst

INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\u2060\u00ad")
"""Without a glyph, yet they shape the text: joiners (Persian needs them), direction marks, soft hyphens."""


class FontsMissingError(Exception):
    """The directory of document fonts holds no font."""


class DocumentFonts:
    """The TrueType fonts of one directory. A document uses these and never those of the machine."""

    def __init__(self, directory: Path) -> None:
        files = sorted(directory.glob("*.ttf"))
        if not files:
            raise FontsMissingError(f"{directory} holds no fonts for documents; `make demo` builds them")
        self.typst = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(directory)]
        )
        self._coverage = [_covered(path.read_bytes()) for path in files]

    def printable(self, text: str) -> str:
        """`text` without the characters that no font can show.

        PDF/UA-1 forbids a missing glyph, so that one emoji in a title would cost the whole document. A
        combining mark stays only where one font has the letter and the mark; marks that turn the direction of
        all that follows are left out.
        """
        kept: list[str] = []
        cluster: set[int] = set()
        for char in unicodedata.normalize("NFC", text):
            if char in INVISIBLE:
                kept.append(char)
                continue
            able = self._able(ord(char))
            if unicodedata.category(char) in {"Mn", "Me"}:
                able &= cluster
            if able:
                kept.append(char)
                cluster = able
        return "".join(kept)

    def _able(self, codepoint: int) -> set[int]:
        if unicodedata.category(chr(codepoint)) in {"Cc", "Cf", "Co", "Cn", "Cs"}:
            return set()
        return {number for number, covered in enumerate(self._coverage) if codepoint in covered}


@lru_cache(maxsize=4)
def document_fonts(directory: Path) -> DocumentFonts:
    """The fonts of a directory, read once in a process."""
    return DocumentFonts(directory)


def _covered(font: bytes) -> frozenset[int]:
    """Code points with a glyph, from the Unicode tables of `cmap` (OpenType 1.9, formats 4 and 12)."""
    start = _table(font, b"cmap")
    covered: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        kind = struct.unpack_from(">H", font, start + offset)[0]
        if kind == 4:
            covered |= _format_4(font, start + offset)
        elif kind == 12:
            covered |= _format_12(font, start + offset)
    return frozenset(covered)


def _table(font: bytes, name: bytes) -> int:
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _checksum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise FontsMissingError(f"a font without its {name.decode()} table")


def _format_4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    covered: set[int] = set()
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offsets[number]:
                glyph_at = offsets_at + 2 * number + offsets[number] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, glyph_at)[0]
            else:
                glyph = (code + deltas[number]) & 0xFFFF
            if glyph:
                covered.add(code)
    return covered


def _format_12(font: bytes, at: int) -> set[int]:
    covered: set[int] = set()
    for number in range(struct.unpack_from(">L", font, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
        covered.update(range(first if glyph else first + 1, last + 1))
    return covered
