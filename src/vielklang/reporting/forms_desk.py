"""What coordination is asked in the address, and the form of a focus area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vielklang.centres.actions import LONGEST_GOAL, MOST_GOALS, Goal
from vielklang.centres.models import FocusArea
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.enums import DISTANCES, GOAL_STATES, MEASURES, PERIODS, By, Measure
from vielklang.web.formats import page_tag

Choices = Iterable[tuple[Any, Any]]


def topic_choices(*, with_areas: bool = False) -> list[tuple[str, Any]]:
    """Topics by life area, as a select groups them; with the life areas themselves on top of each group."""
    taxonomy, tag = get_taxonomy(), page_tag()
    return [
        (
            taxonomy.life_area_name(area, tag),
            [
                *(
                    [(area, _("%(area)s (all topics)") % {"area": taxonomy.life_area_name(area, tag)})]
                    if with_areas
                    else []
                ),
                *((key, taxonomy.topic_name(key, tag)) for key in taxonomy.topics_of(area)),
            ],
        )
        for area in taxonomy.life_area_keys
    ]


def area_choices() -> list[tuple[str, str]]:
    taxonomy = get_taxonomy()
    return [(key, taxonomy.life_area_name(key, page_tag())) for key in taxonomy.life_area_keys]


def _select(label: Any, choices: Choices, initial: Any = "") -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "vk-select"})
    return forms.ChoiceField(
        label=label, choices=list(choices), initial=initial, required=False, widget=widget
    )


class FilterForm(forms.Form):
    """A filter in the address: what is missing or wrong counts as its first value, and wrong is said."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(auto_id="filter_%s")
        self.asked = {name: asked.get(name) or field.initial for name, field in self.fields.items()}
        self.data, self.is_bound = self.asked, True

    @property
    def values(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or field.initial for name, field in self.fields.items()}


class MatrixForm(FilterForm):
    by = _select(_("Columns"), By.choices, By.MUNICIPALITY)
    measure = _select(_("Cells show"), (), Measure.OFFERS)
    area = _select(_("Area of life"), ())
    rows = _select(_("Rows"), [("", _("Topics")), ("areas", _("Areas of life"))])
    days = _select(_("Searches and requests of"), (), "90")

    def __init__(self, asked: Mapping[str, Any]) -> None:
        by = By(asked["by"]) if asked.get("by") in By.values else By.MUNICIPALITY
        super().__init__(asked)
        _set(self, "measure", [(measure.value, measure.label) for measure in MEASURES[by]])
        _set(self, "area", [("", _("all")), *area_choices()])
        _set(self, "days", _periods())
        if self.asked["measure"] not in MEASURES[by]:
            self.asked["measure"] = Measure.OFFERS


class GapForm(FilterForm):
    km = _select(_("Nobody offers this within"), [(str(km), f"{km} km") for km in DISTANCES], "15")
    area = _select(_("Area of life"), ())
    days = _select(_("Searches and requests of"), (), "90")

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        _set(self, "area", [("", _("all")), *area_choices()])
        _set(self, "days", _periods())


class OverlapForm(FilterForm):
    topic = _select(_("Topic"), ())
    show = _select(_("Show"), [("", _("to look at")), ("fine", _("found fine"))])

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        _set(self, "topic", [("", _("all")), *topic_choices()])


class MapForm(FilterForm):
    topic = _select(_("Topic"), ())
    km = _select(_("A gap is further than"), [(str(km), f"{km} km") for km in DISTANCES], "15")

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        _set(self, "topic", topic_choices())
        self.fields["topic"].initial = get_taxonomy().topic_keys[0]
        self.asked["topic"] = self.asked["topic"] or get_taxonomy().topic_keys[0]


class CalendarForm(FilterForm):
    topic = _select(_("Topic"), ())
    municipality = _select(_("Municipality"), ())
    organisation = _select(_("Organisation"), ())

    def __init__(self, asked: Mapping[str, Any], municipalities: Choices, organisations: Choices) -> None:
        super().__init__(asked)
        _set(self, "topic", [("", _("all")), *topic_choices()])
        _set(self, "municipality", [("", _("all")), *municipalities])
        _set(self, "organisation", [("", _("all")), *organisations])


class StateForm(FilterForm):
    topic = _select(_("Topic"), ())
    government = _select(_("Regional government"), ())
    days = _select(_("Searches of"), (), "90")

    def __init__(self, asked: Mapping[str, Any], governments: Choices) -> None:
        super().__init__(asked)
        _set(self, "topic", [("", _("all")), *topic_choices()])
        _set(self, "government", [("", _("all")), *governments])
        _set(self, "days", _periods())


def _periods() -> list[tuple[str, Any]]:
    return [(str(days), _("the last %(count)s days") % {"count": days}) for days in PERIODS]


def _set(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def month_from(text: str) -> dt.date:
    """The first day of "2026-11"; of this month where the text is none."""
    try:
        return dt.date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def _date(label: Any, *, required: bool) -> forms.DateField:
    widget = forms.DateInput(attrs={"class": "vk-input", "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


NEW_GOALS = 3


class FocusForm(forms.Form):
    """A focus area with its goals: those that stand there and some empty lines for new ones."""

    title = forms.CharField(
        label=_("Title"), max_length=120, widget=forms.TextInput(attrs={"class": "vk-input"})
    )
    keys = forms.MultipleChoiceField(label=_("Topics and areas of life"))
    valid_from = _date(_("From"), required=True)
    valid_until = _date(_("Until (empty: without an end)"), required=False)
    is_public = forms.BooleanField(label=_("Show in the guide"), required=False)

    def __init__(self, data: Any = None, *, area: FocusArea | None = None) -> None:
        goals = area.goals if area else []
        initial: dict[str, Any] = {"valid_from": timezone.localdate(), "is_public": True}
        if area:
            names = ("title", "keys", "valid_from", "valid_until", "is_public")
            initial = {name: getattr(area, name) for name in names}
        super().__init__(data, initial=initial)
        _set(self, "keys", topic_choices(with_areas=True))
        self.lines = min(len(goals) + NEW_GOALS, MOST_GOALS)
        for number in range(self.lines):
            goal = goals[number] if number < len(goals) else {"text": "", "state": "open"}
            self._add_goal(number, goal)

    def _add_goal(self, number: int, goal: Mapping[str, str]) -> None:
        label = _("Goal %(number)s") % {"number": number + 1}
        text = forms.CharField(label=label, max_length=LONGEST_GOAL, required=False, initial=goal["text"])
        text.widget.attrs["class"] = "vk-input"
        state = _select(
            _("State of goal %(number)s") % {"number": number + 1}, GOAL_STATES.items(), goal["state"]
        )
        self.fields[f"goal_{number}"], self.fields[f"state_{number}"] = text, state

    @property
    def topic_groups(self) -> list[dict[str, Any]]:
        """The topics by life area with what is chosen; an area with something chosen is unfolded."""
        chosen = set(self["keys"].value() or ())
        return [
            {
                "name": name,
                "topics": [(key, label, key in chosen) for key, label in topics],
                "is_open": any(key in chosen for key, _label in topics),
            }
            for name, topics in topic_choices(with_areas=True)
        ]

    @property
    def goal_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"goal_{number}"], self[f"state_{number}"]) for number in range(self.lines)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", ValidationError(_("The end lies before the beginning.")))
        return values

    @property
    def goals(self) -> list[Goal]:
        """The goals of a valid form; lines without words are none."""
        lines = (
            (self.cleaned_data[f"goal_{n}"], self.cleaned_data[f"state_{n}"] or "open")
            for n in range(self.lines)
        )
        return [Goal(text, state) for text, state in lines if text]
