"""What `web.formats` does not say: ranges of hours, amounts, ages, names of languages, lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import format_currency

from vielklang.core.languages import get_language
from vielklang.offers.calendar import END_OF_DAY
from vielklang.web import formats


def hours(opens: dt.time, closes: dt.time) -> str:
    """From–to. The dash turns with its surroundings: in Arabic lines the earlier hour stands right."""
    end = "24:00" if closes == END_OF_DAY else formats.time(closes)
    return f"{formats.time(opens)}–{end}"


def euros(amount: Decimal) -> str:
    return format_currency(amount, "EUR", locale=formats.locale())


def language_name(tag: str) -> str:
    """Name of a spoken language in the reader's language; its own name where CLDR has none."""
    if formats.page_tag().startswith("de"):
        return get_language(tag).german_name
    return formats.locale().languages.get(tag) or get_language(tag).endonym


def listed(parts: Iterable[str]) -> str:
    """The filled parts with the comma of the reader's script."""
    comma = "، " if get_language(formats.page_tag()).script == "Arab" else ", "
    return comma.join(part for part in parts if part)


def from_the_left(words: str) -> str:
    """An address within a sentence: direction marks keep "47533 Kleve" in its order in Arabic lines."""
    return f"\N{LEFT-TO-RIGHT MARK}{words}\N{LEFT-TO-RIGHT MARK}"
