"""Writes to centres: the 54 themselves, their profiles and their texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils import timezone

from vielklang.centres.enums import GoalState
from vielklang.centres.models import Centre, CentreArea, CentreHours, CentreText, FocusArea
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.places.folding import plain
from vielklang.places.models import Municipality, ReferenceState
from vielklang.places.reference import digest, read_table

DATA = Path(__file__).resolve().parent / "data"
STATE = "centres"
_KINDS_IN_NAMES = ("Kreis ", "Stadt ", "StädteRegion ")
_PROFILE = ("website", "office", "street", "postcode", "town", "phone", "email", "contact_source")


class Hours(NamedTuple):
    """One opening of a week; `weekday` 0 is Monday."""

    weekday: int
    opens: time
    closes: time


class CentreProfile(TypedDict, total=False):
    """What a centre says about itself; a key that is left out stays as it is."""

    website: str
    website_checked: bool
    office: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    contact_source: str


@action
def load_centres(*, by: Actor) -> bool:
    """Bring the 54 centres and their areas to the state of the shipped table.

    A new centre starts with the contacts seen in public sources. Of a centre that exists only official facts
    are brought up to date (name, kind, area): its profile, its slug and its texts are its own. Needs the
    places of `load_reference`. Returns whether anything was written.
    """
    content = digest([DATA / "centres.csv"])
    if ReferenceState.objects.filter(name=STATE, digest=content).exists():
        return False
    known = {centre.key: centre for centre in Centre.objects.all()}
    for row in read_table("centres", DATA):
        centre = known.setdefault(row["key"], _new_centre(row, by))
        centre.name, centre.kind, centre.district_id = row["name"], row["kind"], row["district"]
        centre.lat, centre.lon, centre.sort = float(row["lat"]), float(row["lon"]), sort_name(row["name"])
        centre.save()
    _load_areas(known)
    ReferenceState.objects.update_or_create(
        name=STATE, defaults={"digest": content, "loaded_by": by.name, "loaded_at": timezone.now()}
    )
    return True


def sort_name(name: str) -> str:
    """What a list is ordered by: "Kreis Kleve" stands under K for Kleve."""
    for kind in _KINDS_IN_NAMES:
        name = name.removeprefix(kind)
    return plain(name)


def _new_centre(row: dict[str, str], by: Actor) -> Centre:
    return Centre(
        key=row["key"],
        slug=row["slug"],
        website_checked=row["website_seen"] == "yes",
        updated_by=by.name,
        **{field: row[field] for field in _PROFILE},
    )


def _load_areas(centres: dict[str, Centre]) -> None:
    """A centre whose key is a municipality's has this one; all others have the rest of their district."""
    areas = [
        CentreArea(municipality_id=key, centre=centres.get(key) or centres[key[:5]])
        for key in Municipality.objects.values_list("key", flat=True)
    ]
    CentreArea.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["municipality"], update_fields=["centre"]
    )


@action
def update_centre_profile(
    *, by: Actor, centre: Centre, hours: Iterable[Hours] | None = None, **changes: Unpack[CentreProfile]
) -> Centre:
    """Change what a centre says about itself; with `hours` the whole week is replaced.

    Raises `ValidationError` for a wrong address, website or time; then nothing is written.
    """
    for field, value in changes.items():
        setattr(centre, field, value)
    centre.updated_by = by.name
    centre.full_clean()
    centre.save()
    if hours is not None:
        rows = [CentreHours(centre=centre, **row._asdict()) for row in hours]
        for row in rows:
            row.full_clean()
        centre.hours.all().delete()
        CentreHours.objects.bulk_create(rows)
    record(
        by=by,
        event="centre profile changed",
        subject=centre,
        centre_id=centre.pk,
        fields=sorted([*changes, *(["hours"] if hours is not None else [])]),
    )
    return centre


@action
def set_centre_text(
    *,
    by: Actor,
    centre: Centre,
    language: str,
    introduction: str,
    news_title: str = "",
    news: str = "",
    status: TextStatus = TextStatus.HUMAN,
) -> CentreText:
    """Write the text of one language; a translation notes which revision of the German text it was made from.

    The same words again only change `status` and author, not the revision. Raises `ValidationError` for a
    language that the guide is not written in, for news without a title and for texts that are too long.
    """
    if language not in GUIDE_TAGS:
        raise ValidationError({"language": f"the guide is not written in {language!r}"})
    words = {"introduction": introduction, "news_title": news_title, "news": news}
    text = centre.texts.select_for_update().filter(language=language).first()
    if text is None:
        text = CentreText(centre=centre, language=language)
    elif any(getattr(text, field) != value for field, value in words.items()):
        text.revision += 1
    for field, value in words.items():
        setattr(text, field, value)
    text.status, text.author = status, by.name
    text.source_revision = None if language == "de" else _german_revision(centre)
    text.full_clean()
    text.save()
    record(by=by, event="centre text written", subject=text, label=str(centre), language=language)
    return text


def _german_revision(centre: Centre) -> int | None:
    return centre.texts.filter(language="de").values_list("revision", flat=True).first()


class Goal(NamedTuple):
    """One goal of a focus area; `state` is one of `GoalState`."""

    text: str
    state: str = GoalState.OPEN


class FocusAreaFacts(TypedDict):
    """What a focus area says; always whole. Keys of topics and life areas are checked by whoever knows them."""

    title: str
    keys: list[str]
    valid_from: date
    valid_until: date | None
    goals: list[Goal]
    is_public: bool


MOST_GOALS = 20
LONGEST_GOAL = 300


@action
def set_focus_area(
    *, by: Actor, centre: Centre, area: FocusArea | None = None, **facts: Unpack[FocusAreaFacts]
) -> FocusArea:
    """Write a new focus area of the centre, or all facts of `area`. Goals without words are left out.

    Raises `ValidationError` for a period that ends before it starts, no topic, and goals that are too many,
    too long or in an unknown state; then nothing is written.
    """
    is_new = area is None
    row = area or FocusArea(centre=centre)
    for field in ("title", "keys", "valid_from", "valid_until", "is_public"):
        setattr(row, field, facts[field])
    row.goals = _checked_goals(facts["goals"])
    row.updated_by = by.name
    row.full_clean()
    row.save()
    record(by=by, event="focus area created" if is_new else "focus area changed", subject=row)
    return row


@action
def delete_focus_area(*, by: Actor, area: FocusArea) -> None:
    """Remove a focus area that was written by mistake; one that is over is given an end instead."""
    record(by=by, event="focus area deleted", subject=area)
    area.delete()


def _checked_goals(goals: Iterable[Goal]) -> list[dict[str, str]]:
    rows = [{"text": goal.text.strip(), "state": goal.state} for goal in goals if goal.text.strip()]
    if len(rows) > MOST_GOALS:
        raise ValidationError({"goals": f"at most {MOST_GOALS} goals"})
    if any(len(row["text"]) > LONGEST_GOAL for row in rows):
        raise ValidationError({"goals": f"a goal has at most {LONGEST_GOAL} characters"})
    if any(row["state"] not in GoalState.values for row in rows):
        raise ValidationError({"goals": f"a goal is one of {GoalState.values}"})
    return rows
