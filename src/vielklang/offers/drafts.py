"""What somebody may say about an offer, before it is checked: the input of forms, imports and examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from vielklang.centres.models import Centre
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import Capacity, Childcare, Known
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

ACCESSIBILITY = ("step_free_entrance", "accessible_toilet", "lift", "sign_language", "hearing_loop")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraft:
    language: str
    title: str
    summary: str = ""
    description: str = ""
    how_to_join: str = ""
    bring: str = ""
    conditions: str = ""
    costs: str = ""
    status: str = TextStatus.HUMAN


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: Municipality | None = None
    lat: float | None = None
    lon: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDraft:
    """Weekly interval; `place` is the position in `OfferDraft.places`, None for all."""

    weekday: int
    opens: dt.time
    closes: dt.time
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionDraft:
    """A day with other hours; without times it is closed."""

    date: dt.date
    opens: dt.time | None = None
    closes: dt.time | None = None
    reason: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDraft:
    starts_at: dt.datetime
    duration: dt.timedelta
    rrule: str = ""
    until: dt.date | None = None
    exdates: tuple[dt.date, ...] = ()
    on_holidays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """Everything about an offer but its state. `centre` and `organisation` are the rows themselves."""

    centre: Centre
    organisation: Organisation
    kind: str
    topics: tuple[str, ...]
    delivery: tuple[str, ...]
    area: str
    joining: str
    cost_kind: str
    texts: tuple[TextDraft, ...]
    municipality: Municipality | None = None
    target_groups: tuple[str, ...] = ()
    age_from: Decimal | None = None
    age_to: Decimal | None = None
    cost_amount: Decimal | None = None
    childcare: str = Childcare.NONE
    interpreting: bool = False
    languages: tuple[str, ...] = ("de",)
    step_free_entrance: str = Known.UNKNOWN
    accessible_toilet: str = Known.UNKNOWN
    lift: str = Known.UNKNOWN
    sign_language: str = Known.UNKNOWN
    hearing_loop: str = Known.UNKNOWN
    documents: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    capacity: str = Capacity.UNKNOWN
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    last_confirmed_at: dt.datetime | None = None
    last_confirmed_by: str = ""
    funding_programme: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    source_language: str = "de"
    example_type: str = ""
    places: tuple[PlaceDraft, ...] = ()
    hours: tuple[HoursDraft, ...] = ()
    exceptions: tuple[ExceptionDraft, ...] = ()
    dates: tuple[DateDraft, ...] = ()

    @property
    def source_text(self) -> TextDraft | None:
        return next((text for text in self.texts if text.language == self.source_language), None)
