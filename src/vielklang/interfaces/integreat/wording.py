"""Words of one language, looked up once for a whole answer, and small pieces of HTML made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from babel.lists import format_list
from babel.numbers import format_currency
from django.utils.translation import gettext as _

from vielklang.core.languages import SPOKEN_LANGUAGES, get_language, same_language
from vielklang.offers import enums
from vielklang.offers.calendar import END_OF_DAY
from vielklang.web import formats

Interval = tuple[dt.time, dt.time]
phone_number = lru_cache(maxsize=8192)(formats.phone_number)
_SPOKEN = {language.tag: language for language in SPOKEN_LANGUAGES}


class Words:
    """Remembers every word, day and number that it was asked for. For the active language, in one request."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._known: dict[Any, str] = {}

    def __call__(self, message: str) -> str:
        """The translated message: one of the guide's own strings, which its templates bring into the catalogues."""
        return self._once(message, lambda: _(message))

    def label(self, choices: str, key: str) -> str:
        """The name of a stored value, e.g. `label("CostKind", "free")`; nothing for an unknown one."""
        return self._once((choices, key), lambda: str(dict(getattr(enums, choices).choices).get(key, "")))

    def labels(self, choices: str, keys: Iterable[str]) -> str:
        """Names as the language joins a list."""
        found = tuple(name for key in keys if (name := self.label(choices, key)))
        return self._once(found, lambda: format_list(found, locale=formats.locale())) if found else ""

    def day(self, day: dt.date) -> str:
        return self._once(("day", day), lambda: formats.date(day, "full"))

    def date(self, day: dt.date) -> str:
        return self._once(("date", day), lambda: formats.date(day))

    def weekday(self, number: int) -> str:
        return self._once(number, lambda: formats.weekday(number))

    def clock(self, time: dt.time) -> str:
        return self._once(time, lambda: formats.time(time))

    def euros(self, amount: Any) -> str:
        return self._once(("euro", amount), lambda: format_currency(amount, "EUR", locale=formats.locale()))

    def times(self, intervals: Iterable[Interval]) -> str:
        """ "9:00–12:00, 14:00–16:00", each left to right."""
        return ", ".join(
            f'<bdi dir="ltr">{self.clock(opens)}–{"24:00" if closes == END_OF_DAY else self.clock(closes)}</bdi>'
            for opens, closes in intervals
        )

    def _once(self, key: Any, make: Any) -> str:
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = make()
        return known

    def foreign(self, tag: str) -> str:
        """` lang="…" dir="…"` of a passage in another language than the page's; nothing for its own."""
        if same_language(tag, self.tag):
            return ""
        return f' lang="{tag}" dir="{get_language(tag).direction}"'


def paragraphs(text: str) -> str:
    """Plain text as paragraphs, everything in it escaped."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks if block)


def bullets(items: Iterable[str]) -> str:
    """A list of pieces that are HTML already; nothing for none."""
    rows = "".join(f"<li>{item}</li>" for item in items if item)
    return f"<ul>{rows}</ul>" if rows else ""


def link(url: str) -> str:
    """A website, only if it is one."""
    if not url.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(url)}"><bdi dir="ltr">{escape(url)}</bdi></a>'


def phone(number: str) -> str:
    if not number:
        return ""
    shown, dialled = phone_number(number)
    return f'<a href="tel:{escape(dialled)}"><bdi dir="ltr">{escape(shown)}</bdi></a>'


def mail(address: str) -> str:
    return f'<a href="mailto:{escape(address)}"><bdi dir="ltr">{escape(address)}</bdi></a>' if address else ""


def spoken(tags: Iterable[str]) -> str:
    """Languages by their own names."""
    return ", ".join(
        f'<bdi lang="{tag}" dir="{_SPOKEN[tag].direction}">{escape(_SPOKEN[tag].endonym)}</bdi>'
        for tag in tags
        if tag in _SPOKEN
    )
