"""Opening hours as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from vielklang.upkeep.hours import UnreadableHoursError, hours_of_week, read_day, write_day


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("9-12", "09:00–12:00"),
        ("9:00–12:30, 14-16", "09:00–12:30, 14:00–16:00"),
        ("9.00 - 12.00 Uhr", "09:00–12:00"),
        ("14-16 und 9-12", "09:00–12:00, 14:00–16:00"),
        ("von 9 bis 12 Uhr", "09:00–12:00"),
        ("18-24", "18:00–23:59"),
        ("geschlossen", ""),
        ("", ""),
        (" – ", ""),
    ],
)
def test_lines_are_understood(line, expected):
    week = hours_of_week([line] + [""] * 6, None)

    assert write_day(week, 0) == expected


@pytest.mark.parametrize(
    "line", ["vormittags", "9", "12-9", "25-26", "9-12, 11-13", "9:61-10", "9-12 oder so"]
)
def test_nonsense_is_refused(line):
    with pytest.raises(UnreadableHoursError):
        read_day(line)


def test_what_is_written_is_read_back():
    assert read_day("09:00–12:00, 14:00–16:00") == [
        (dt.time(9), dt.time(12)),
        (dt.time(14), dt.time(16)),
    ]
