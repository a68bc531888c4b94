"""The words of offers for staff: names of fields and states, a draft's values as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from babel.dates import get_day_names
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language as active_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vielklang.core.languages import get_language
from vielklang.offers import enums
from vielklang.offers.calendar import BERLIN
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, OfferDraft, PlaceDraft
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.web import formats

FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "how_to_join": gettext_lazy("How to join"),
    "bring": gettext_lazy("What to bring"),
    "conditions_text": gettext_lazy("Conditions in words"),
    "costs_text": gettext_lazy("Costs in words"),
    "organisation": gettext_lazy("Organisation"),
    "kind": gettext_lazy("Kind of offer"),
    "topics": gettext_lazy("Topics"),
    "target_groups": gettext_lazy("Target groups"),
    "age_from": gettext_lazy("Age from"),
    "age_to": gettext_lazy("Age to"),
    "delivery": gettext_lazy("Takes place"),
    "area": gettext_lazy("Area served"),
    "municipality": gettext_lazy("Municipality"),
    "joining": gettext_lazy("Way of joining"),
    "capacity": gettext_lazy("Free places"),
    "cost_kind": gettext_lazy("Costs"),
    "cost_amount": gettext_lazy("Amount in euros"),
    "childcare": gettext_lazy("Childcare"),
    "interpreting": gettext_lazy("Interpreting on request"),
    "languages": gettext_lazy("Languages spoken"),
    "step_free_entrance": gettext_lazy("Step-free entrance"),
    "accessible_toilet": gettext_lazy("Accessible toilet"),
    "lift": gettext_lazy("Lift"),
    "sign_language": gettext_lazy("Sign language"),
    "hearing_loop": gettext_lazy("Hearing loop"),
    "documents": gettext_lazy("Documents to bring"),
    "conditions": gettext_lazy("Conditions"),
    "valid_from": gettext_lazy("Shown from"),
    "valid_until": gettext_lazy("Shown until"),
    "funding_programme": gettext_lazy("Paid for by (programme)"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
    "places": gettext_lazy("Places"),
    "hours": gettext_lazy("Weekly hours"),
    "exceptions": gettext_lazy("Days with other hours"),
    "dates": gettext_lazy("Dates"),
    "source_language": gettext_lazy("Language of the text"),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATES = {
    enums.RevisionState.WORKING: gettext_lazy("being worked on"),
    enums.RevisionState.IN_REVIEW: gettext_lazy("in review"),
    enums.RevisionState.PUBLISHED: gettext_lazy("in force"),
    enums.RevisionState.REJECTED: gettext_lazy("not taken over"),
    enums.RevisionState.SUPERSEDED: gettext_lazy("earlier version"),
}
EVENTS = {
    "offer created": gettext_lazy("created"),
    "offer updated": gettext_lazy("content changed"),
    "offer text set": gettext_lazy("text of a language written"),
    "offer submitted": gettext_lazy("handed in for review"),
    "offer returned": gettext_lazy("sent back"),
    "offer published": gettext_lazy("published"),
    "offer suspended": gettext_lazy("suspended"),
    "offer archived": gettext_lazy("archived"),
    "offer reopened": gettext_lazy("reopened"),
    "offer confirmed": gettext_lazy("confirmed"),
    "offer put back": gettext_lazy("step taken back"),
    "confirmation rules set": gettext_lazy("interval of confirmation changed"),
    "revision submitted": gettext_lazy("change handed in for review"),
    "revision published": gettext_lazy("version put in force"),
    "revision rejected": gettext_lazy("change not taken over"),
    "revision taken back": gettext_lazy("change taken back"),
}
REPEATS = {
    "": gettext_lazy("once"),
    "weekly": gettext_lazy("every week"),
    "two_weeks": gettext_lazy("every two weeks"),
    "workdays": gettext_lazy("Monday to Friday"),
    "month_weekday": gettext_lazy("every month, on the same weekday (for example the second Tuesday)"),
    "month_day": gettext_lazy("every month, on the same day"),
    "keep": gettext_lazy("by its own rule"),
}


def value_words(field: str, draft: OfferDraft) -> str:
    """A fact of the draft as one line; empty where nothing is said."""
    value = getattr(draft, field)
    write = _WRITERS.get(field)
    if write is not None:
        return write(value)
    return "" if value is None else str(value)


def labels(choices: type[Any]) -> Callable[[Any], str]:
    """Keys of an enum, one or many, as its labels."""
    known = dict(choices.choices)

    def write(value: Any) -> str:
        keys = [value] if isinstance(value, str) else value
        return ", ".join(str(known.get(key, key)) for key in keys)

    return write


def topic_words(keys: Iterable[str]) -> str:
    taxonomy, tag = get_taxonomy(), staff_tag()
    return ", ".join(taxonomy.name_of(key, tag) if key in taxonomy.topics else key for key in keys)


def language_name(tag: str) -> str:
    language = get_language(tag)
    return language.german_name if staff_tag() == "de" else language.english_name


def language_words(tags: Iterable[str]) -> str:
    return ", ".join(language_name(tag) for tag in tags)


def hours_words(row: HoursDraft | ExceptionDraft) -> str:
    """ "09:00–12:00"; "closed" for a day without times."""
    if row.opens is None or row.closes is None:
        return _("closed")
    return f"{row.opens:%H:%M}–{row.closes:%H:%M}"


def week_lines(rows: Iterable[HoursDraft], places: tuple[PlaceDraft, ...] = ()) -> list[str]:
    """ "Mo 09:00–12:00, 14:00–16:00", one line per day and place, in order of the week."""
    days = get_day_names("abbreviated", "stand-alone", locale=formats.locale())
    lines: dict[tuple[int, int | None], list[str]] = {}
    for row in sorted(rows, key=lambda x: (x.place is not None, x.place or 0, x.weekday, x.opens)):
        lines.setdefault((row.weekday, row.place), []).append(hours_words(row))
    return [
        f"{days[weekday].rstrip('.')} {', '.join(times)}{_at(place, places)}"
        for (weekday, place), times in lines.items()
    ]


def exception_line(row: ExceptionDraft, places: tuple[PlaceDraft, ...] = ()) -> str:
    reason = f" ({row.reason})" if row.reason else ""
    return f"{formats.date(row.date, 'medium')} {hours_words(row)}{reason}{_at(row.place, places)}"


def date_line(row: DateDraft) -> str:
    """ "24.11.2026 15:00–17:00, every week until 1.3.2027"."""
    start = row.starts_at.astimezone(BERLIN)
    end = (row.starts_at + row.duration).astimezone(BERLIN)
    words = f"{formats.date(start.date(), 'medium')} {start:%H:%M}–{end:%H:%M}"
    if row.rrule:
        repeat = repeat_of(row.rrule, start.date())
        words += f", {_rule_words(row.rrule) if repeat == 'keep' else REPEATS[repeat]}"
    if row.until:
        words += " " + _("until %(date)s") % {"date": formats.date(row.until, "medium")}
    if row.exdates:
        days = ", ".join(formats.date(day, "medium") for day in row.exdates)
        words += ", " + _("not on %(days)s") % {"days": days}
    return words


def _rule_words(rule: str) -> str:
    """A weekly rule of several days in words; any other as it is written."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    days = parts.get("BYDAY", "").split(",")
    if (
        parts.get("FREQ") != "WEEKLY"
        or not set(days) <= set(_DAYS)
        or set(parts) - {"FREQ", "BYDAY", "COUNT", "WKST"}
    ):
        return rule
    names = get_day_names("abbreviated", "stand-alone", locale=formats.locale())
    words = _("every week on %(days)s") % {
        "days": ", ".join(names[_DAYS.index(day)].rstrip(".") for day in days)
    }
    if "COUNT" in parts:
        words += ", " + _("%(count)s times") % {"count": parts["COUNT"]}
    return words


def place_line(row: PlaceDraft) -> str:
    parts = (row.name, row.street, f"{row.postcode} {row.town}".strip(), row.note)
    return ", ".join(part for part in parts if part)


def rule_of(repeat: str, day: dt.date) -> str:
    """The RRULE of a repetition that begins on `day`; empty for "once" and "by its own rule"."""
    weekday = _DAYS[day.weekday()]
    return {
        "weekly": f"FREQ=WEEKLY;BYDAY={weekday}",
        "two_weeks": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        "workdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "month_weekday": f"FREQ=MONTHLY;BYDAY={(day.day - 1) // 7 + 1}{weekday}",
        "month_day": f"FREQ=MONTHLY;BYMONTHDAY={day.day}",
    }.get(repeat, "")


def repeat_of(rule: str, day: dt.date) -> str:
    """The repetition that a rule is; "keep" where it is none of ours."""
    if not rule:
        return ""
    parts = sorted(rule.upper().split(";"))
    for repeat in REPEATS:
        if sorted(rule_of(repeat, day).split(";")) == parts:
            return repeat
    return "weekly" if parts == ["FREQ=WEEKLY"] else "keep"


def staff_tag() -> str:
    return "en" if (active_language() or "de").startswith("en") else "de"


def _at(place: int | None, places: tuple[PlaceDraft, ...]) -> str:
    if place is None or place >= len(places) or len(places) == 1:
        return ""
    return f" ({places[place].name or place_line(places[place])})"


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_decimal(value, locale=formats.locale())


def _euros(value: Decimal | None) -> str:
    return "" if value is None else format_currency(value, "EUR", locale=formats.locale())


def _day(value: dt.date | None) -> str:
    return "" if value is None else formats.date(value, "medium")


_WRITERS: dict[str, Callable[[Any], str]] = {
    "kind": labels(enums.OfferKind),
    "topics": topic_words,
    "target_groups": labels(enums.TargetGroup),
    "delivery": labels(enums.Delivery),
    "area": labels(enums.AreaServed),
    "joining": labels(enums.Joining),
    "capacity": labels(enums.Capacity),
    "cost_kind": labels(enums.CostKind),
    "childcare": labels(enums.Childcare),
    "documents": labels(enums.Document),
    "conditions": labels(enums.Condition),
    "languages": language_words,
    "source_language": language_name,
    "interpreting": lambda value: str(enums.Known.YES.label if value else enums.Known.NO.label),
    "age_from": _number,
    "age_to": _number,
    "cost_amount": _euros,
    "valid_from": _day,
    "valid_until": _day,
    "phone": lambda value: formats.phone_number(value)[0] if value else "",
    **dict.fromkeys(
        ("step_free_entrance", "accessible_toilet", "lift", "sign_language", "hearing_loop"),
        labels(enums.Known),
    ),
}
