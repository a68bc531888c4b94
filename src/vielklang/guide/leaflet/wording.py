"""Days, times, phones, distances and names of languages as readers of a language write them (CLDR)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

import phonenumbers
from babel import Locale
from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from vielklang.core.documents import iso_language
from vielklang.core.languages import get_language
from vielklang.offers.calendar import END_OF_DAY


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(iso_language(language))


def day_words(day: dt.date, language: str) -> str:
    return format_date(day, "long", locale=_locale(language))


def full_day_words(day: dt.date, language: str) -> str:
    return format_date(day, "full", locale=_locale(language))


def weekday_words(weekday: int, language: str) -> str:
    """Name of a weekday standing alone; 0 is Monday."""
    return str(get_day_names("wide", context="stand-alone", locale=_locale(language))[weekday])


def time_words(opens: dt.time, closes: dt.time) -> str:
    """Twenty-four hours, as every sign in Germany. In Arabic lines the range turns with its surroundings."""
    end = "24:00" if closes == END_OF_DAY else f"{closes:%H:%M}"
    return f"{opens:%H:%M}–{end}"


def phone_words(number: str) -> str:
    """A German number as it is dialled here, any other with its country; as it stands where it is none."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, style.NATIONAL if parsed.country_code == 49 else style.INTERNATIONAL
    )


def euro_words(amount: Decimal, language: str) -> str:
    return format_currency(amount, "EUR", locale=_locale(language))


def distance_words(metres: int, language: str) -> str:
    locale = _locale(language)
    if metres < 1000:
        return format_unit(round(metres, -2) or 100, "length-meter", "short", locale=locale)
    kilometres = round(metres / 1000, 1) if metres < 10_000 else round(metres / 1000)
    return format_unit(kilometres, "length-kilometer", "short", locale=locale)


def age_words(age: Decimal, language: str) -> str:
    return format_decimal(age, format="0.#", locale=_locale(language))


def language_words(tag: str, language: str) -> str:
    """Name of a spoken language in the reader's language; our own name for it where CLDR has none."""
    known = get_language(tag)
    german = iso_language(language) == "de"
    return known.german_name if german else _locale(language).languages.get(tag) or known.endonym


def comma(language: str) -> str:
    """What stands between the parts of a list."""
    return "، " if get_language(language).script == "Arab" else ", "
