"""Rules of a draft that the database cannot say, or not so that a person understands it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vielklang.core.languages import GUIDE_TAGS, SPOKEN_LANGUAGES
from vielklang.core.texts import TextStatus
from vielklang.offers import enums
from vielklang.offers.drafts import ACCESSIBILITY, ExceptionDraft, HoursDraft, OfferDraft, TextDraft
from vielklang.offers.models import Offer, OfferPlace, OfferText
from vielklang.offers.recurrence import rrule_problem
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.contact import contact_problems

_SPOKEN = {language.tag for language in SPOKEN_LANGUAGES}
_ONE_OF: dict[str, Collection[str]] = {
    "kind": enums.OfferKind.values,
    "area": enums.AreaServed.values,
    "joining": enums.Joining.values,
    "cost_kind": enums.CostKind.values,
    "childcare": enums.Childcare.values,
    "capacity": enums.Capacity.values,
    "source_language": GUIDE_TAGS,
    **dict.fromkeys(ACCESSIBILITY, enums.Known.values),
}
_SOME_OF: dict[str, Callable[[], Collection[str]]] = {
    "topics": lambda: get_taxonomy().topics,
    "target_groups": lambda: enums.TargetGroup.values,
    "delivery": lambda: enums.Delivery.values,
    "documents": lambda: enums.Document.values,
    "conditions": lambda: enums.Condition.values,
    "languages": lambda: _SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`field` is the name in `OfferDraft`, for parts with a dot: `texts.title`."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class InvalidOfferError(ValueError):
    """The draft breaks rules; `problems` names all of them, `position` which draft of many it is."""

    def __init__(self, problems: Sequence[Problem], position: int = 0) -> None:
        self.problems = tuple(problems)
        self.position = position
        super().__init__("; ".join(str(problem) for problem in problems))


def problems_of(draft: OfferDraft) -> list[Problem]:
    """All that is wrong with a draft; empty when it may be stored."""
    return [Problem(field, reason) for check in _CHECKS for field, reason in check(draft)]


def check_draft(draft: OfferDraft, position: int = 0) -> None:
    """Raises `InvalidOfferError`."""
    if problems := problems_of(draft):
        raise InvalidOfferError(problems, position)


def check_publishable(text: TextDraft | OfferText | None, position: int = 0) -> None:
    """A public offer has its source text, whole and no draft. Raises `InvalidOfferError`."""
    if text is None:
        raise InvalidOfferError([Problem("texts", "the source text is missing")], position)
    missing = [name for name in ("title", "summary", "description") if not getattr(text, name).strip()]
    problems = [Problem(f"texts.{name}", "is needed for publishing") for name in missing]
    if text.status == TextStatus.DRAFT:
        problems.append(Problem("texts.status", "the source text is still a draft"))
    if problems:
        raise InvalidOfferError(problems, position)


def text_problems(text: TextDraft) -> Iterator[tuple[str, str]]:
    if text.language not in GUIDE_TAGS:
        yield "texts.language", f"{text.language!r} is not a language of the guide"
    if text.status not in TextStatus.values:
        yield "texts.status", f"{text.status!r} is unknown"
    if not text.title.strip():
        yield "texts.title", f"is missing in {text.language!r}"
    yield from _too_long(text, OfferText, "texts.")


Found = Iterator[tuple[str, str]]


def _keys(draft: OfferDraft) -> Found:
    for field, known in _ONE_OF.items():
        if getattr(draft, field) not in known:
            yield field, f"{getattr(draft, field)!r} is unknown, known are {', '.join(known)}"
    for field, known_keys in _SOME_OF.items():
        for key in getattr(draft, field):
            if key not in known_keys():
                yield field, f"{key!r} is unknown"
    for field in ("topics", "delivery", "languages"):
        if not getattr(draft, field):
            yield field, "needs at least one entry"


def _numbers(draft: OfferDraft) -> Found:
    ages = [age for age in (draft.age_from, draft.age_to) if age is not None]
    if any(not 0 <= age <= 120 for age in ages):
        yield "age_from", "ages lie between 0 and 120 years"
    if ages != sorted(ages):
        yield "age_to", "is below age_from"
    if draft.cost_amount is None:
        return
    if draft.cost_kind not in {enums.CostKind.PAID, enums.CostKind.REDUCED}:
        yield "cost_amount", f"does not go with cost_kind {draft.cost_kind!r}"
    if not 0 < draft.cost_amount < 1_000_000:
        yield "cost_amount", "must be more than 0 euros"


def _validity(draft: OfferDraft) -> Found:
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        yield "valid_until", "is before valid_from"
    if bool(draft.last_confirmed_at) != bool(draft.last_confirmed_by):
        yield "last_confirmed_by", "time and name of a confirmation belong together"
    if draft.last_confirmed_at and draft.last_confirmed_at.tzinfo is None:
        yield "last_confirmed_at", "needs a time zone"


def _contact(draft: OfferDraft) -> Found:
    yield from contact_problems(phone=draft.phone, email=draft.email, website=draft.website)
    yield from _too_long(draft, Offer)


def _places(draft: OfferDraft) -> Found:
    if draft.area == enums.AreaServed.MUNICIPALITY and draft.municipality is None:
        yield "municipality", "is missing: the offer is for one town"
    for place in draft.places:
        yield from ((f"places.{name}", why) for name, why in contact_problems(postcode=place.postcode))
        yield from _too_long(place, OfferPlace, "places.")
        if (place.lat is None) != (place.lon is None):
            yield "places.lat", "lat and lon belong together"
        elif place.lat is not None and not (-90 <= place.lat <= 90 and -180 <= (place.lon or 0) <= 180):
            yield "places.lat", "is no place on earth"


def _texts(draft: OfferDraft) -> Found:
    languages = [text.language for text in draft.texts]
    if draft.source_text is None:
        yield "texts", f"the source text ({draft.source_language}) is missing"
    if len(set(languages)) < len(languages):
        yield "texts", "a language appears twice"
    for text in draft.texts:
        yield from text_problems(text)


def _hours(draft: OfferDraft) -> Found:
    for row in draft.hours:
        if row.weekday not in range(7):
            yield "hours.weekday", "must be 0 (Monday) to 6 (Sunday)"
        if row.opens >= row.closes:
            yield "hours.closes", f"{row.closes:%H:%M} is not after {row.opens:%H:%M}"
    ordered = sorted(draft.hours, key=lambda x: (-1 if x.place is None else x.place, x.weekday, x.opens))
    for one, two in pairwise(ordered):
        if (one.place, one.weekday) == (two.place, two.weekday) and two.opens < one.closes:
            yield "hours.opens", f"{two.opens:%H:%M} lies within another interval of the same day"
    rows: list[HoursDraft | ExceptionDraft] = [*draft.hours, *draft.exceptions]
    for place in {row.place for row in rows} - {None}:
        if place not in range(len(draft.places)):
            yield "hours.place", f"there is no place number {place}"


def _exceptions(draft: OfferDraft) -> Found:
    for row in draft.exceptions:
        if (row.opens is None) != (row.closes is None):
            yield "exceptions.closes", "opens and closes belong together"
        elif row.opens and row.closes and row.opens >= row.closes:
            yield "exceptions.closes", f"{row.closes:%H:%M} is not after {row.opens:%H:%M}"


def _dates(draft: OfferDraft) -> Found:
    for row in draft.dates:
        if row.starts_at.tzinfo is None:
            yield "dates.starts_at", "needs a time zone"
        if not 2000 <= row.starts_at.year <= 2100:
            yield "dates.starts_at", "must lie between 2000 and 2100"
            continue
        if not dt.timedelta(0) < row.duration <= dt.timedelta(days=31):
            yield "dates.duration", "must be more than nothing and at most 31 days"
        if row.rrule and (reason := rrule_problem(row.rrule, row.starts_at)):
            yield "dates.rrule", reason
        if not row.rrule and (row.until or row.exdates):
            yield "dates.until", "belongs to a series: rrule is missing"


def _too_long(part: object, model: type[Offer | OfferPlace | OfferText], prefix: str = "") -> Found:
    for name in part.__dataclass_fields__:  # type: ignore[attr-defined]
        value, limit = getattr(part, name), _limits(model).get(name)
        if isinstance(value, str) and "\x00" in value:
            yield f"{prefix}{name}", "contains a character that no text may contain (NUL)"
        if isinstance(value, str) and limit and len(value) > limit:
            yield f"{prefix}{name}", f"has {len(value)} characters, at most {limit} are possible"


def _limits(model: type[Offer | OfferPlace | OfferText]) -> dict[str, int]:
    if model not in _LIMITS:
        fields = {field.name: getattr(field, "max_length", None) for field in model._meta.concrete_fields}
        _LIMITS[model] = {name: length for name, length in fields.items() if length}
    return _LIMITS[model]


_LIMITS: dict[type, dict[str, int]] = {}
_CHECKS = (_keys, _numbers, _validity, _contact, _places, _texts, _hours, _exceptions, _dates)
