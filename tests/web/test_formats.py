"""How numbers, dates and telephone numbers read in the languages of the guide."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from vielklang.core.languages import GUIDE_TAGS
from vielklang.web import formats


@pytest.mark.parametrize("tag", GUIDE_TAGS)
def test_every_guide_language_has_dates_times_and_distances(tag):
    with translation.override(tag):
        assert "2026" in formats.date(dt.date(2026, 11, 23))
        assert formats.time(dt.time(15, 5)) == "15:05"
        assert formats.weekday(0) != formats.weekday(1)
        assert formats.distance(1234) != formats.distance(12340)


@pytest.mark.parametrize(
    ("tag", "metres", "expected"),
    [
        ("de", 1234, "1,2 km"),
        ("en", 1234, "1.2 km"),
        ("de", 847, "850 m"),
        ("de", 3, "10 m"),
        ("de", 23456, "23 km"),
    ],
)
def test_distance_is_rounded_to_what_helps(tag, metres, expected):
    with translation.override(tag):
        assert formats.distance(metres).replace("\u00a0", " ") == expected


@pytest.mark.parametrize("metres", [949, 950, 951, 9949, 9950, 999.4])
def test_distance_never_shows_a_thousand_metres(metres):
    with translation.override("de"):
        assert "1.000" not in formats.distance(metres)


def test_a_moment_is_told_in_germanys_time():
    moment = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    with translation.override("de"):
        assert formats.time(moment) == "00:30"
        assert formats.date(moment) == "2. Juli 2026"


@pytest.mark.parametrize(
    ("number", "shown", "dialled"),
    [
        ("+492821123456", "02821 123456", "+492821123456"),
        ("02821 / 12 34 56", "02821 123456", "+492821123456"),
        ("+31243611111", "+31 24 361 1111", "+31243611111"),
        ("112", "112", "112"),
        ("116 117", "116 117", "116117"),
        ("keine", "keine", ""),
    ],
)
def test_telephone_numbers(number, shown, dialled):
    assert formats.phone_number(number) == (shown, dialled)
