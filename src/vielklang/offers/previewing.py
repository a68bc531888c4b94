"""An offer as it would be with a draft's content, for the preview: rows that are never saved."""

from __future__ import annotations

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.texts import TextStatus
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.models import HoursException, Offer, OfferDate, OfferText, OpeningHours
from vielklang.offers.rows import facts_of, place_rows, text_row, time_rows
from vielklang.organisations.contact import normal_phone

_NO_KEY = 0


def unsaved_offer(*, by: Actor, draft: OfferDraft, offer: Offer | None) -> Offer:
    """The offer with the draft's facts, places, times and source text, and with the translations that it has.

    Reads as if prefetched (`for_page`, `with_texts`); saving it would be a mistake, nobody does.
    """
    now = timezone.now()
    shown = Offer(**facts_of(draft))
    shown.pk = offer.pk if offer else _NO_KEY
    kept = ("public_id", "content_revision", "status_reason", "confirmed_by_carrier")
    for name in kept if offer else ():
        setattr(shown, name, getattr(offer, name))
    shown.phone = normal_phone(draft.phone)
    places = place_rows(shown, draft)
    for number, place in enumerate(places, 1):
        place.pk = -number
    times = list(time_rows(shown, draft, places))
    texts = _texts(by, shown, draft, offer, now)
    shown._prefetched_objects_cache = {
        "places": places,
        "hours": [row for row in times if isinstance(row, OpeningHours)],
        "exceptions": [row for row in times if isinstance(row, HoursException)],
        "dates": [row for row in times if isinstance(row, OfferDate)],
        "texts": texts,
    }
    shown.shown_texts = [text for text in texts if text.status in TextStatus.shown()]
    return shown


def _texts(by: Actor, shown: Offer, draft: OfferDraft, offer: Offer | None, now: object) -> list[OfferText]:
    """The draft's source text; the others as they are, behind it where it says something new."""
    others = list(offer.texts.order_by("pk")) if offer else []
    before = next((text for text in others if text.language == draft.source_language), None)
    source = draft.source_text
    rows = [text for text in others if text.language != draft.source_language]
    if source is None:
        return rows
    new = text_row(shown, source, by, now)  # type: ignore[arg-type]
    if before and any(getattr(before, x) != getattr(new, x) for x in ("title", "summary", "description")):
        shown.content_revision += 1
    return [new, *rows]
