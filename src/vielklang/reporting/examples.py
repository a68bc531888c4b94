"""Example focus areas and searches without a result for `vielklang demo`; recognisable, and made once."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from vielklang.centres.actions import Goal, set_focus_area
from vielklang.centres.enums import GoalState
from vielklang.centres.models import Centre, FocusArea
from vielklang.core.actor import Actor
from vielklang.search.models import SearchMiss

CENTRE = "kreis-kleve"
SEARCHES = (
    ("schwimmkurs", "de", 14), ("haebamme", "de", 6), ("zahnarzt arabisch", "de", 9), ("impfung", "de", 11),
    ("studium anerkennung", "de", 4), ("vaccination", "fr", 3), ("курси водіння", "uk", 8), ("стоматолог", "uk", 7),
    ("kütüphane", "tr", 5), ("theater", "de", 4), ("familiennachzug", "de", 12), ("selbststaendig", "de", 3),
    ("pflege", "de", 7), ("wohnung", "ar", 2), ("beispielwort", "de", 1),
)  # fmt: skip
"""Invented for the demonstration: word, language, how often in the last weeks."""


def load_coordination_examples(*, by: Actor) -> None:
    """Focus areas and searches of the centre in Kleve; does nothing where it has a focus area already."""
    centre = Centre.objects.filter(slug=CENTRE).first()
    if centre is None or FocusArea.objects.filter(centre=centre).exists():
        return
    year = timezone.localdate().year
    set_focus_area(
        by=by,
        centre=centre,
        title="Beispiel: Übergang von der Kita in die Grundschule",
        keys=["early-childhood", "school-entry"],
        valid_from=dt.date(year, 1, 1),
        valid_until=dt.date(year + 1, 12, 31),
        goals=[
            Goal("In jeder Kommune gibt es eine Eltern-Kind-Gruppe (Beispiel)"),
            Goal("Fünf neue Elternbegleiterinnen sind geschult (Beispiel)", GoalState.REACHED),
        ],
        is_public=True,
    )
    set_focus_area(
        by=by,
        centre=centre,
        title="Beispiel: Gesundheit für Neuzugewanderte",
        keys=["health"],
        valid_from=dt.date(year, 7, 1),
        valid_until=None,
        goals=[Goal("Sprachmittlung in drei Praxen erproben (Beispiel)")],
        is_public=False,
    )
    _load_searches(centre)


def _load_searches(centre: Centre) -> None:
    today = timezone.localdate()
    SearchMiss.objects.bulk_create(
        [
            SearchMiss(
                word=word,
                language=language,
                centre=centre,
                day=today - dt.timedelta(days=3 * number),
                count=count,
            )
            for number, (word, language, count) in enumerate(SEARCHES)
        ],
        ignore_conflicts=True,
    )
