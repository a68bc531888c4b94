"""The card with code and PIN as a picture to keep on the telephone: drawn here, kept nowhere."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from vielklang.core.documents import qr_svg
from vielklang.core.languages import Language

WIDTH = 720
_PADDING = 44
_FONTS = "Fira Sans, Noto Sans, Noto Sans Arabic, Segoe UI, Roboto, Geeza Pro, Tahoma, sans-serif"
_QR = 260
_WIDE = 0.56
"""How wide a letter is, of the size of its type: a line is as long as fits."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on it. `centre` and `phone` say whom to ask when something is unclear."""

    code: str
    pin: str
    address: str
    centre: str
    phone: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int
    direction: str
    is_bold: bool = False
    above: int = 0


def picture_address(card: Card, language: Language) -> str:
    """A `data:` address of the picture, in the language that is active."""
    return f"data:image/svg+xml;base64,{base64.b64encode(card_svg(card, language).encode()).decode()}"


def card_svg(card: Card, language: Language) -> str:
    """Everything in the middle, so that it reads alike in both directions; digits and addresses left to right."""
    way = language.direction
    groups = card.code.split("-")
    half = len(groups) // 2
    top = [
        *_wrapped(_("Your code and your PIN"), 36, way, is_bold=True),
        _Line(_("Code"), 28, way, above=18),
        _Line("-".join(groups[:half]) + "-", 58, "ltr", is_bold=True),
        _Line("-".join(groups[half:]), 58, "ltr", is_bold=True),
        _Line(_("PIN"), 28, way, above=18),
        _Line(card.pin, 58, "ltr", is_bold=True),
        _Line(_("Here you read the answer:"), 28, way, above=18),
        *_wrapped(card.address, 26, "ltr"),
    ]
    bottom = [
        *_wrapped(card.centre, 28, "ltr", is_bold=True),
        *([_Line(card.phone, 28, "ltr")] if card.phone else []),
        *_wrapped(
            _("Show the PIN to nobody: whoever has code and PIN can read your question."), 24, way, above=14
        ),
    ]
    above, middle = _drawn(top, _PADDING)
    below, end = _drawn(bottom, middle + _QR + 24)
    code = qr_svg(card.address)
    square = f'<svg x="{(WIDTH - _QR) // 2}" y="{middle + 12}" width="{_QR}" height="{_QR}">{code}</svg>'
    height = end + _PADDING
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'lang="{language.tag}"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<rect x="10" y="10" width="{WIDTH - 20}" height="{height - 20}" rx="24" '
        'fill="none" stroke="#111" stroke-width="4"/>'
        f'<g font-family="{_FONTS}" fill="#111" text-anchor="middle">{above}{below}</g>{square}</svg>'
    )


def _wrapped(text: str, size: int, direction: str, *, is_bold: bool = False, above: int = 0) -> list[_Line]:
    room = int((WIDTH - 2 * _PADDING) / (size * _WIDE))
    parts = textwrap.wrap(text, room) or [""]
    return [_Line(part, size, direction, is_bold, 0 if n else above) for n, part in enumerate(parts)]


def _drawn(lines: Sequence[_Line], top: int) -> tuple[str, int]:
    """The lines below each other from `top`, and where they end."""
    drawn = []
    for line in lines:
        top += line.above + round(line.size * 1.35)
        weight = ' font-weight="bold"' if line.is_bold else ""
        drawn.append(
            f'<text x="{WIDTH // 2}" y="{top - round(line.size * 0.3)}" font-size="{line.size}"{weight} '
            f'direction="{line.direction}" unicode-bidi="embed">{escape(line.text)}</text>'
        )
    return "".join(drawn), top
