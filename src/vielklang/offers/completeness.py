"""What is missing in an offer that people search for, as a list of hints and one percentage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from vielklang.offers.desk_hints import HINTS, Words
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.enums import CostKind, Delivery, Joining, Known, OfferKind
from vielklang.offers.models import Offer, OfferDate, OfferPlace, OfferText, OpeningHours

WANTED_LANGUAGES = ("en", "ar", "uk", "tr", "ru", "fa")
"""Languages that readers ask for most; whoever knows it better for a centre hands in their own."""
WEIGHTS = {
    "description": 2, "times": 3, "place": 3, "contact": 3, "cost": 1, "access": 1, "join": 2, "whom": 1, "texts": 2,
    "languages": 0, "childcare": 0,
}  # fmt: skip
"""How much each counts; 0 is a question that may rightly stay as it is."""
_SHORT = 80


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hints look at: made from a draft in the editor, from rows in lists."""

    kind: str
    on_site: bool
    description: str
    has_times: bool
    has_place: bool
    has_contact: bool
    cost_is_clear: bool
    access_is_known: bool
    joining_is_clear: bool
    has_target: bool
    spoken: Sequence[str]
    has_childcare: bool
    text_languages: Collection[str]


@dataclass(frozen=True, slots=True)
class Hint:
    """`anchor` is the id of the editor's section; `weight` 0 is a question, not a gap."""

    key: str
    words: Words
    anchor: str
    weight: int


@dataclass(frozen=True, slots=True)
class Completeness:
    percent: int
    hints: tuple[Hint, ...]

    @property
    def gaps(self) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.hints if hint.weight)


def completeness_of(
    draft: OfferDraft, text_languages: Collection[str] = (), wanted: Collection[str] = WANTED_LANGUAGES
) -> Completeness:
    """Of a draft; `text_languages` are those of the offer's other texts."""
    text = draft.source_text
    facts = Facts(
        kind=draft.kind,
        on_site=Delivery.ON_SITE in draft.delivery,
        description=text.description if text else "",
        has_times=bool(draft.hours or draft.dates),
        has_place=bool(draft.places),
        has_contact=_has_contact(draft),
        cost_is_clear=_cost_is_clear(draft, text.costs if text else ""),
        access_is_known=_access_is_known(draft),
        joining_is_clear=draft.joining == Joining.WALK_IN or bool(text and text.how_to_join),
        has_target=bool(draft.target_groups),
        spoken=draft.languages,
        has_childcare=draft.childcare != "none",
        text_languages={*text_languages, *(row.language for row in draft.texts)},
    )
    return judge(facts, wanted)


def completeness_of_rows(
    offers: Sequence[Offer], wanted: Collection[str] = WANTED_LANGUAGES
) -> dict[int, Completeness]:
    """Of many offers, with their organisations at hand, by primary key; two queries however many there are."""
    ids = [offer.pk for offer in offers]
    there = {
        row["pk"]: row
        for row in Offer.objects.filter(pk__in=ids).values(
            "pk",
            has_place=Exists(OfferPlace.objects.filter(offer=OuterRef("pk"))),
            has_hours=Exists(OpeningHours.objects.filter(offer=OuterRef("pk"))),
            has_dates=Exists(OfferDate.objects.filter(offer=OuterRef("pk"))),
        )
    }
    texts: dict[int, dict[str, OfferText]] = {pk: {} for pk in ids}
    for text in OfferText.objects.filter(offer__in=ids).only(
        "offer_id", "language", "description", "costs", "how_to_join"
    ):
        texts[text.offer_id][text.language] = text
    return {offer.pk: judge(_facts(offer, there[offer.pk], texts[offer.pk]), wanted) for offer in offers}


def judge(facts: Facts, wanted: Collection[str]) -> Completeness:
    missing = set(_missing(facts, wanted))
    whole = sum(WEIGHTS.values())
    gap = sum(WEIGHTS[key] for key in missing)
    hints = (
        Hint(key, HINTS[key], _ANCHORS[key], weight) for key, weight in WEIGHTS.items() if key in missing
    )
    ordered = sorted(hints, key=lambda hint: -hint.weight)
    return Completeness(round(100 * (whole - gap) / whole), tuple(ordered))


_ANCHORS = {
    "description": "text", "times": "when", "place": "where", "contact": "contact", "cost": "costs",
    "access": "access", "join": "join", "whom": "whom", "texts": "text", "languages": "languages",
    "childcare": "whom",
}  # fmt: skip


def _missing(facts: Facts, wanted: Collection[str]) -> Iterator[str]:
    checks = {
        "description": len(facts.description) < _SHORT,
        "times": not facts.has_times,
        "place": facts.on_site and not facts.has_place,
        "contact": not facts.has_contact,
        "cost": not facts.cost_is_clear,
        "access": facts.on_site and not facts.access_is_known,
        "join": not facts.joining_is_clear,
        "whom": not facts.has_target,
        "texts": not set(facts.text_languages) & set(wanted),
        "languages": list(facts.spoken) == ["de"],
        "childcare": facts.kind in {OfferKind.COURSE, OfferKind.GROUP} and not facts.has_childcare,
    }
    return (key for key, is_missing in checks.items() if is_missing)


def _facts(offer: Offer, there: Mapping[str, Any], texts: dict[str, OfferText]) -> Facts:
    text = texts.get(offer.source_language)
    return Facts(
        kind=offer.kind,
        on_site=Delivery.ON_SITE in offer.delivery,
        description=text.description if text else "",
        has_times=there["has_hours"] or there["has_dates"],
        has_place=there["has_place"],
        has_contact=_has_contact(offer),
        cost_is_clear=_cost_is_clear(offer, text.costs if text else ""),
        access_is_known=_access_is_known(offer),
        joining_is_clear=offer.joining == Joining.WALK_IN or bool(text and text.how_to_join),
        has_target=bool(offer.target_groups),
        spoken=offer.languages,
        has_childcare=offer.childcare != "none",
        text_languages=set(texts),
    )


def _has_contact(row: Offer | OfferDraft) -> bool:
    organisation = row.organisation
    return bool(row.phone or row.email or row.website or organisation.phone or organisation.email)


def _cost_is_clear(row: Offer | OfferDraft, words: str) -> bool:
    return row.cost_kind == CostKind.FREE or row.cost_amount is not None or bool(words)


def _access_is_known(row: Offer | OfferDraft) -> bool:
    return Known.UNKNOWN not in {row.step_free_entrance, row.accessible_toilet}
