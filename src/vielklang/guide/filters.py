"""The filters of the result page as a reader sees them: groups with options, and the chosen ones to take away again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vielklang.core.languages import GUIDE_LANGUAGES, SPOKEN_LANGUAGES, get_language
from vielklang.guide.forms import DISTANCES_KM
from vielklang.offers.enums import OfferKind, TargetGroup
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search.queries import Suggestions


@dataclass(frozen=True)
class Option:
    """`lang`: the language of the label where that is not the page's."""

    value: str
    label: str
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True)
class FilterGroup:
    """One filter: `widget` is how it is shown (`select`, `checks` or `number`)."""

    name: str
    label: str
    widget: str
    options: tuple[Option, ...] = ()
    value: str = ""
    icon: str = ""


@dataclass(frozen=True)
class ActiveFilter:
    """A chosen filter with the query string of the same page without it."""

    label: str
    query_string: str


def filter_groups(values: dict[str, Any], language: str) -> list[FilterGroup]:
    """All filters in the order in which people use them."""
    return [
        FilterGroup(
            "language",
            _("Language spoken"),
            "select",
            _languages(values["language"], language),
            values["language"],
        ),
        _select("topic", _("Topic"), (values["topic"] or [""])[0], _topics(values, language), "check"),
        _select(
            "open", _("Open"), values["open"], [("now", _("open now")), ("today", _("open today"))], "clock"
        ),
        _select(
            "km",
            _("Distance"),
            str(values["km"] or ""),
            [(str(n), _("up to %(n)s km") % {"n": n}) for n in DISTANCES_KM],
            "route",
        ),
        _select("kind", _("Kind of offer"), (values["kind"] or [""])[0], OfferKind.choices, "list"),
        _select("group", _("For whom"), values["group"], TargetGroup.choices, "people"),
        FilterGroup(
            "age",
            _("Age"),
            "number",
            value="" if values["age"] is None else str(values["age"]),
            icon="people",
        ),
        FilterGroup(
            "more",
            _("More"),
            "checks",
            tuple(Option(name, label, bool(values[name])) for name, label in _switches()),
        ),
    ]


def active_filters(parameters: QueryDict, values: dict[str, Any], language: str) -> list[ActiveFilter]:
    """The chosen filters, each with the address that takes it away."""
    chosen = []
    for name in ("language", "topic", "area", "open", "km", "kind", "group", "age", *dict(_switches())):
        value = values[name]
        for one in value if isinstance(value, list) else [value]:
            if one not in (None, "", False):
                chosen.append(ActiveFilter(_label(name, one, language), _without(parameters, name, one)))
    return chosen


def _label(name: str, value: Any, language: str) -> str:
    """A chosen value in words; a switch is its own label."""
    taxonomy = get_taxonomy()
    labels: dict[str, Callable[[Any], str]] = {
        "language": lambda tag: _language_name(tag, language),
        "topic": lambda key: taxonomy.topic_name(key, language),
        "area": lambda key: taxonomy.life_area_name(key, language),
        "open": lambda when: _("open now") if when == "now" else _("open today"),
        "km": lambda kilometres: _("up to %(n)s km") % {"n": kilometres},
        "age": lambda years: _("Age %(n)s") % {"n": years},
        "kind": lambda key: str(OfferKind(key).label),
        "group": lambda key: str(TargetGroup(key).label),
    }
    return labels[name](value) if name in labels else dict(_switches())[name]


def ways_on(
    parameters: QueryDict, values: dict[str, Any], language: str, suggestions: Suggestions
) -> list[ActiveFilter]:
    """What can be tried when nothing fits: farther away, without filters, the topics beside the chosen ones."""
    ways = []
    if wider := next((n for n in DISTANCES_KM if suggestions.wider_m and n * 1000 >= suggestions.wider_m), 0):
        ways.append(ActiveFilter(_("Search up to %(n)s km away") % {"n": wider}, _with(parameters, km=wider)))
    if len(active_filters(parameters, values, language)) > (0 if values["q"] else 1):
        ways.append(ActiveFilter(_("Search without filters"), _only(parameters, "q", "place")))
    for key in suggestions.topics:
        name = get_taxonomy().topic_name(key, language)
        ways.append(ActiveFilter(name, _only(parameters, "place", topic=key)))
    return ways


def _with(parameters: QueryDict, **values: Any) -> str:
    changed = parameters.copy()
    changed.pop("page", None)
    for name, value in values.items():
        changed[name] = str(value)
    return changed.urlencode()


def _only(parameters: QueryDict, *names: str, **values: Any) -> str:
    kept = QueryDict(mutable=True)
    for name in names:
        if parameters.get(name):
            kept[name] = str(parameters[name])
    for name, value in values.items():
        kept[name] = str(value)
    return kept.urlencode()


def _switches() -> list[tuple[str, str]]:
    return [
        ("free", _("free of charge")),
        ("childcare", _("with childcare")),
        ("step_free", _("step-free entrance")),
        ("online", _("online or by phone")),
    ]


def _languages(chosen: str, language: str) -> tuple[Option, ...]:
    """The reader's language first, then those of the guide, then the others."""
    own = language.split("-", maxsplit=1)[0]
    first = [own] + [one.tag for one in GUIDE_LANGUAGES if one.tag not in {own, "de-simple"}]
    rest = [one.tag for one in SPOKEN_LANGUAGES if one.tag not in first]
    options = []
    for tag in [*first, *rest]:
        name = _language_name(tag, language)
        lang = tag if name == get_language(tag).endonym else ""
        options.append(Option(tag, name, tag == chosen, lang))
    return tuple(options)


def _language_name(tag: str, language: str) -> str:
    """By its own name. A page in German or English is a counsellor's too, who has to find the language by typing."""
    spoken = get_language(tag)
    known = {"de": spoken.german_name, "de-simple": spoken.german_name, "en": spoken.english_name}.get(
        language
    )
    return spoken.endonym if known in {None, spoken.endonym} else f"{known} · {spoken.endonym}"


def _topics(values: dict[str, Any], language: str) -> list[tuple[str, str]]:
    taxonomy = get_taxonomy()
    keys = taxonomy.topics_of(values["area"]) if values["area"] else taxonomy.topic_keys
    return sorted(
        ((key, taxonomy.topic_name(key, language)) for key in keys), key=lambda pair: pair[1].casefold()
    )


def _select(name: str, label: str, value: str, choices: Any, icon: str) -> FilterGroup:
    options = tuple(Option(str(key), str(text), str(key) == value) for key, text in choices)
    return FilterGroup(name, label, "select", options, value, icon)


def _without(parameters: QueryDict, name: str, value: Any) -> str:
    kept = parameters.copy()
    values = [one for one in kept.getlist(name) if one != str(value)]
    if values and isinstance(value, str):
        kept.setlist(name, values)
    else:
        kept.pop(name, None)
    kept.pop("page", None)
    return kept.urlencode()
