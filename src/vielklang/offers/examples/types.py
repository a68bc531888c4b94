"""The types of example offer: the format of data/examples/*.json, checked when read."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vielklang.organisations.enums import OrganisationKind

_FOLDER = Path(__file__).parent.parent / "data" / "examples"
_WEEKDAY = re.compile(r"(Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch")

Provider = Literal[
    "centre",
    "welfare",
    "association",
    "education",
    "municipality",
    "migrant_organisation",
    "parish",
    "health",
    "employment",
    "library",
    "sports_club",
]
KIND_OF: dict[str, OrganisationKind] = {
    "centre": OrganisationKind.CENTRE,
    "welfare": OrganisationKind.CARRIER,
    "association": OrganisationKind.ASSOCIATION,
    "education": OrganisationKind.EDUCATION,
    "municipality": OrganisationKind.OFFICE,
    "migrant_organisation": OrganisationKind.MIGRANT_ORGANISATION,
    "parish": OrganisationKind.PARISH,
    "health": OrganisationKind.HEALTH,
    "employment": OrganisationKind.OTHER,
    "library": OrganisationKind.LIBRARY,
    "sports_club": OrganisationKind.SPORTS_CLUB,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class TypeText(_Part):
    title: str
    summary: str
    description: str
    how_to_join: str
    bring: str
    conditions: str
    costs: str


class TypeHours(_Part):
    weekday: int = Field(ge=0, le=6)
    opens: dt.time = Field(alias="from")
    closes: dt.time = Field(alias="to")


class TypeDates(_Part):
    rrule: str
    start_time: dt.time
    duration_minutes: int = Field(gt=0)


class ExampleType(_Part):
    """One file. Values of closed lists are checked with the drafts that come of it."""

    key: str
    kind: str
    topics: tuple[str, ...]
    provider: Provider
    target_groups: tuple[str, ...]
    age_from: Decimal | None
    age_to: Decimal | None
    delivery: tuple[str, ...]
    area: Literal["municipality", "centre", "state"]
    join: str
    cost: str
    cost_amount: Decimal | None
    childcare: str
    interpreting: bool
    languages: tuple[str, ...]
    hours: tuple[TypeHours, ...]
    dates: TypeDates | None
    capacity: str
    funding: str | None
    conditions: tuple[str, ...]
    documents: tuple[str, ...]
    per_centre: int = Field(ge=1, le=5)
    texts: dict[str, TypeText]

    @cached_property
    def names_weekdays(self) -> bool:
        """Whether the texts speak of a day of the week, so that days must stay as they are."""
        return bool(_WEEKDAY.search(self.texts["de"].model_dump_json()))


def read_types() -> list[ExampleType]:
    """All types, ordered by key."""
    return [
        ExampleType.model_validate_json(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.json"))
    ]
