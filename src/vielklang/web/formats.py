"""Dates, times, distances and telephone numbers as the reader of the active language writes them."""

from __future__ import annotations

import datetime as dt
from functools import cache

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.units import format_unit
from django.utils import timezone, translation

from vielklang.core.languages import GUIDE_TAGS


def page_tag() -> str:
    tag = translation.get_language() or "de"
    return tag if tag in GUIDE_TAGS else "de"


def locale() -> Locale:
    return _locale(page_tag().split("-")[0])


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag)


def date(moment: dt.date | dt.datetime, style: str = "long") -> str:
    """A day in Germany's calendar time, style short, medium, long or full."""
    day = timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
    return format_date(day, style, locale=locale())


def time(moment: dt.time | dt.datetime) -> str:
    """Always by 24 hours, as on the door: an appointment at "3:05" has been missed too often."""
    local = timezone.localtime(moment).time() if isinstance(moment, dt.datetime) else moment
    return format_time(local, "HH:mm", locale=locale())


def weekday(number: int) -> str:
    return get_day_names("wide", "stand-alone", locale=locale())[number]


def distance(metres: float) -> str:
    """Rounded to what helps on the way: 10 m below a kilometre, 100 m below ten, then whole kilometres."""
    if metres < 950:
        value, unit = max(10, round(metres, -1)), "length-meter"
    else:
        kilometres = metres / 1000
        value, unit = (round(kilometres, 1) if kilometres < 9.95 else round(kilometres)), "length-kilometer"
    return format_unit(value, unit, length="short", format="#,##0.#", locale=locale())


def phone_number(number: str) -> tuple[str, str]:
    """(as shown, as dialled). Short numbers such as 112 and what nobody can parse stay as written."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number, "".join(sign for sign in number if sign.isdigit() or sign == "+")
    digits = str(parsed.national_number)
    if not phonenumbers.is_possible_number(parsed) or len(digits) <= 6:
        return number, "".join(sign for sign in number if sign.isdigit() or sign == "+")
    home = parsed.country_code == 49
    if home and not phonenumbers.is_valid_number(parsed):  # no pattern fits: it would lose its zero
        return number, phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    shown = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    dialled = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return phonenumbers.format_number(parsed, shown), dialled
