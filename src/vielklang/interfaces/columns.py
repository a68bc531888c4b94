"""The columns of a table of offers, shared by import, export and template: names, meanings, closed lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.offers import enums
from vielklang.offers.drafts import ACCESSIBILITY
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.organisations.enums import OrganisationKind

MOST_PLACES = 9
Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True, slots=True)
class Column:
    """`choices`: the words of a closed list with their meanings; `is_list`: several of them, with `|`."""

    name: str
    meaning: str | Promise
    example: str = ""
    is_required: bool = False
    choices: Callable[[], Choices] | None = None
    is_list: bool = False


def _words(kind: type) -> Callable[[], Choices]:
    return lambda: kind.choices  # type: ignore[attr-defined]


STATES = (enums.OfferStatus.PUBLISHED, enums.OfferStatus.DRAFT)


def _states() -> Choices:
    return [(state.value, state.label) for state in STATES]


def _yes_or_no() -> Choices:
    return [("yes", _("Yes")), ("no", _("No"))]


_ENTRY = (
    Column("id", _("Number of the offer at Vielklang; leave it empty for a new offer")),
    Column(
        "external_source",
        _("Where the entry comes from, such as the name of another directory"),
        "Beispielverzeichnis",
    ),
    Column("external_id", _("Its number there: by it the entry is found again at the next import"), "A-17"),
    Column("centre", _("Short name of the centre as in its address; empty: your centre"), "kreis-kleve"),
    Column(
        "organisation", _("Name of the organisation that runs the offer"), "Beispielverein", is_required=True
    ),
    Column(
        "organisation_kind",
        _("Only for an organisation that is new"),
        "association",
        choices=_words(OrganisationKind),
    ),
    Column("organisation_phone", _("Only for an organisation that is new")),
    Column("organisation_email", _("Only for an organisation that is new")),
    Column("organisation_website", _("Only for an organisation that is new")),
    Column(
        "status",
        _("Of a new offer; the state of an offer that exists is not changed by an import"),
        "published",
        choices=_states,
    ),
    Column("kind", _("What it is"), "counselling", is_required=True, choices=_words(enums.OfferKind)),
    Column(
        "topics",
        _("Keys from the sheet of topics, the main one first, separated by |"),
        "debt-advice|bank-and-consumer",
        is_required=True,
        is_list=True,
    ),
    Column(
        "target_groups",
        _("Whom it is for, separated by |"),
        "women|parents",
        choices=_words(enums.TargetGroup),
        is_list=True,
    ),
    Column("age_from", _("Years, with decimals for toddlers"), "0,5"),
    Column("age_to", _("Years"), "6"),
    Column(
        "delivery",
        _("How it is given, separated by |"),
        "on_site|phone",
        choices=_words(enums.Delivery),
        is_list=True,
    ),
    Column("area", _("Who may use it"), "centre", choices=_words(enums.AreaServed)),
    Column("municipality", _("Name or eight-digit key from the sheet of municipalities"), "Kleve"),
    Column("joining", _("How one gets in"), "walk_in", choices=_words(enums.Joining)),
    Column("cost_kind", _("Whether it costs something"), "free", choices=_words(enums.CostKind)),
    Column("cost_amount", _("Euros"), "12,50"),
    Column("childcare", _("Childcare meanwhile"), "none", choices=_words(enums.Childcare)),
    Column("interpreting", _("Whether interpreters can be had"), "no", choices=_yes_or_no),
    Column("languages", _("What staff speak, language tags separated by |"), "de|ar|uk", is_list=True),
    *(
        Column(name, enums_label, "unknown", choices=_words(enums.Known))
        for name, enums_label in zip(
            ACCESSIBILITY,
            (
                _("Step-free entrance"),
                _("Accessible toilet"),
                _("Lift"),
                _("Sign language"),
                _("Hearing loop"),
            ),
            strict=True,
        )
    ),
    Column(
        "documents",
        _("What to bring, separated by |"),
        "passport_or_id",
        choices=_words(enums.Document),
        is_list=True,
    ),
    Column("conditions", _("Conditions, separated by |"), "", choices=_words(enums.Condition), is_list=True),
    Column("capacity", _("Whether places are free"), "unknown", choices=_words(enums.Capacity)),
    Column("valid_from", _("First day on which it is shown"), "31.12.2026"),
    Column("valid_until", _("Last day on which it is shown"), "31.12.2027"),
    Column("funding_programme", _("Programme that pays for it")),
    Column("phone", _("Telephone number of the offer"), "02821 123456"),
    Column("email", _("Mail address of the offer"), "beratung@example.org"),
    Column("website", _("Web address, with https://"), "https://example.org"),
    Column("source_language", _("Language of the original text"), "de"),
)
_PLACE = (
    Column("place_name", _("Where it takes place; further places in place_name_2 and so on"), "Beispielhaus"),
    Column("street", _("Street and number"), "Beispielstraße 1"),
    Column("postcode", _("Postcode"), "47533"),
    Column("town", _("Town"), "Kleve"),
    Column("place_municipality", _("Name or key of the place's municipality; empty: that of the postcode")),
    Column("lat", _("Latitude (WGS 84); empty: middle of the postcode"), "51.789"),
    Column("lon", _("Longitude (WGS 84)"), "6.138"),
    Column("place_note", _("How to find it"), "Hintereingang"),
)
_TIMES = (
    Column(
        "hours",
        _("Weekly hours; with @2 for the second place alone"),
        "Mo-Fr 09:00-12:00 | Mi 14:00-16:00 @2",
    ),
    Column(
        "exceptions",
        _("Days with other hours"),
        "2026-12-24 closed (Betriebsferien) | 2026-12-31 09:00-12:00",
    ),
    Column("date_start", _("Day and time of a date, or of the first of a series"), "2026-12-01 15:00"),
    Column("date_minutes", _("How long it lasts"), "90"),
    Column(
        "date_rrule",
        _("Rule of the series (iCalendar RRULE without DTSTART and UNTIL)"),
        "FREQ=WEEKLY;BYDAY=TU",
    ),
    Column("date_until", _("Last day of the series"), "2027-06-30"),
    Column("date_without", _("Days on which the series pauses, separated by |"), "2026-12-22|2026-12-29"),
    Column("date_on_holidays", _("Whether the series goes on on public holidays"), "no", choices=_yes_or_no),
    Column(
        "dates",
        _("Further dates: start, minutes, rule, until, without"),
        "2026-12-05 10:00 60 FREQ=MONTHLY;COUNT=3 until 2027-06-30 without 2027-01-05",
    ),
)
_IGNORED = (
    Column("confirmed_on", _("Is read over: only a person confirms an offer, never an import")),
    Column("confirmed_by", _("Is read over: only a person confirms an offer, never an import")),
)
_TEXT_MEANINGS = {
    "title": _("Title"),
    "summary": _("One sentence, at most 300 characters"),
    "description": _("Description"),
    "how_to_join": _("How to join"),
    "bring": _("What to bring"),
    "conditions": _("Conditions, in words"),
    "costs": _("Costs, in words"),
}
_TEXT_REQUIRED = ("title", "summary", "description")
PLACE_COLUMNS = tuple(column.name for column in _PLACE)
IGNORED = tuple(column.name for column in _IGNORED)


def text_columns(tag: str) -> list[Column]:
    """The columns of one language."""
    return [
        *(
            Column(f"{name}_{tag}", _TEXT_MEANINGS[name], is_required=tag == "de" and name in _TEXT_REQUIRED)
            for name in PUBLIC_FIELDS
        ),
        Column(f"status_{tag}", _("Where the text comes from"), "human", choices=_words(TextStatus)),
    ]


def place_name(column: str, number: int) -> str:
    """Name of a column of the first, second … place."""
    return column if number == 0 else f"{column}_{number + 1}"


def columns(*, languages: Iterable[str] = GUIDE_TAGS, places: int = 1) -> list[Column]:
    """All columns in the order in which a table shows them, for these languages and so many places."""
    numbered = [
        Column(place_name(x.name, n), x.meaning, x.example, choices=x.choices)
        for n in range(places)
        for x in _PLACE
    ]
    texts = [column for tag in languages for column in text_columns(tag)]
    return [*_ENTRY, *numbered, *_TIMES, *texts]


ENTRY_COLUMNS = tuple(column.name for column in _ENTRY)
COLUMNS = frozenset([*(column.name for column in columns(places=MOST_PLACES)), *IGNORED])
