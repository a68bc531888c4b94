"""How a figure looks: a level decides colour, pattern and sign together, so that colour never speaks alone."""

from __future__ import annotations

from enum import StrEnum

from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from vielklang.reporting.enums import Measure
from vielklang.web import formats


class Level(StrEnum):
    """From a gap to well covered; `plain` says nothing."""

    NONE = "none"
    LITTLE = "little"
    SOME = "some"
    GOOD = "good"
    PLAIN = "plain"


SIGNS = {Level.NONE: "○", Level.LITTLE: "◔", Level.SOME: "◑", Level.GOOD: "●", Level.PLAIN: ""}
_NEED = (Measure.SEARCHES, Measure.REQUESTS)


def level_of(measure: Measure, number: float | None) -> Level:
    if measure == Measure.OFFERS:
        return _first(number or 0, ((5, Level.GOOD), (2, Level.SOME), (1, Level.LITTLE)), Level.NONE)
    if measure in _NEED:
        return _first(number or 0, ((20, Level.NONE), (5, Level.LITTLE), (1, Level.SOME)), Level.PLAIN)
    if measure == Measure.FRESHNESS:
        if number is None:
            return Level.PLAIN
        return _first(number, ((1, Level.GOOD), (0.8, Level.SOME), (0.5, Level.LITTLE)), Level.NONE)
    if number is None:
        return Level.NONE
    return _first(-number, ((-5, Level.GOOD), (-10, Level.SOME), (-15, Level.LITTLE)), Level.NONE)


def legend(measure: Measure) -> list[tuple[Level, str]]:
    """What the levels of a measure mean, best first."""
    if measure == Measure.OFFERS:
        words = [
            (Level.GOOD, _("5 or more")),
            (Level.SOME, _("2 to 4")),
            (Level.LITTLE, "1"),
            (Level.NONE, _("none")),
        ]
    elif measure in _NEED:
        words = [(Level.SOME, _("1 to 4")), (Level.LITTLE, _("5 to 19")), (Level.NONE, _("20 or more"))]
    elif measure == Measure.FRESHNESS:
        words = [
            (Level.GOOD, _("all confirmed in time")),
            (Level.SOME, _("80 % or more")),
            (Level.LITTLE, _("50 % or more")),
            (Level.NONE, _("less than half")),
        ]
    else:
        words = [
            (Level.GOOD, _("up to 5 km")),
            (Level.SOME, _("up to 10 km")),
            (Level.LITTLE, _("up to 15 km")),
            (Level.NONE, _("further, or nowhere")),
        ]
    return words


def shown(measure: Measure, number: float | None) -> str:
    """The figure as it stands in a cell."""
    if number is None:
        return "–"
    if measure == Measure.FRESHNESS:
        return f"{int(number * 100)} %"
    if measure == Measure.DISTANCE:
        return kilometres(number)
    return format_decimal(int(number), locale=formats.locale())


def kilometres(number: float | None) -> str:
    if number is None:
        return "–"
    return _("< 1 km") if number < 1 else f"{round(number)} km"


def decimal(number: float) -> str:
    """One digit after the decimal sign."""
    return str(format_decimal(number, format="#,##0.0", locale=formats.locale()))


def _first(number: float, steps: tuple[tuple[float, Level], ...], last: Level) -> Level:
    return next((level for limit, level in steps if number >= limit), last)
