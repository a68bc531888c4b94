"""An offer's facts at a glance: what a carrier looks at before it says "still true"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from vielklang.offers.models import Offer
from vielklang.offers.schedule import DayHours, Span, upcoming_dates, weekly_table
from vielklang.offers.texts import NoTextError, text_in
from vielklang.upkeep.enums import Answer
from vielklang.upkeep.models import LinkSession

DATES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One offer with what was said about it; `answer` is empty before."""

    offer: Offer
    title: str
    summary: str
    places: list[str]
    phone: str
    email: str
    hours: list[DayHours]
    dates: list[Span]
    answer: str = ""

    @classmethod
    def of(cls, offer: Offer, session: LinkSession | None = None) -> Card:
        """Reads only what `for_cards` and `with_texts` bring along, where they were asked."""
        try:
            text = text_in(offer, "de")
            title, summary = text.title, text.summary
        except NoTextError:
            title, summary = str(offer), ""
        return cls(
            offer,
            title,
            summary,
            [str(place) for place in offer.places.all()],
            offer.phone or offer.organisation.phone,
            offer.email or offer.organisation.email,
            [day for day in weekly_table(offer) if day.intervals],
            upcoming_dates(offer, DATES_SHOWN, timezone.now()),
            str(session.answers.get(str(offer.public_id), "")) if session else "",
        )

    @property
    def is_suspended(self) -> bool:
        return self.offer.status == "suspended"

    @property
    def answer_label(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""


def cards_of(offers: Iterable[Offer], session: LinkSession | None = None) -> list[Card]:
    return [Card.of(offer, session) for offer in offers]
