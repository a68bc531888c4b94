"""`vielklang find`: the guide's main job from the terminal, through the same place finder and search."""

from __future__ import annotations

import time
from typing import Any

from django.utils import translation

from vielklang.core.language_guess import guess_language
from vielklang.core.languages import get_language
from vielklang.guide.context import centre_at
from vielklang.guide.queries import OfferCard, offer_cards
from vielklang.guide.reasons import reason_text
from vielklang.places.enums import AnswerKind
from vielklang.places.finding import Place, find_place
from vielklang.search.queries import Result, SearchRequest, search_offers


class UnknownPlace(Exception):
    """The place is not one place of the state; the text says why and what to try, in one line."""


def find(place_text: str, text: str, *, language: str | None, limit: int) -> dict[str, Any]:
    """The answer as plain data.

    Keys: `centre {slug, name, key}`, `query {text, language}`, `results [{id, title, language, organisation,
    municipality, distance_m, topics, score, why}]`, `took_ms`. Distances in metres, null where an offer has no place.
    """
    started = time.perf_counter()
    place = _one_place(place_text)
    centre = centre_at(place)
    if centre is None:
        raise UnknownPlace(f"{place.label}: no centre is responsible there")
    tag = language if language else guess_language(text)
    try:
        chosen = get_language(tag)
    except KeyError:
        raise UnknownPlace(f"Unknown language {tag!r}.") from None
    with translation.override(tag):
        response = search_offers(
            SearchRequest(text=text, language=tag, place=place, centre_id=centre.pk, page=1, page_size=limit)
        )
        cards = offer_cards(response.results, chosen)
        scores = {result.offer_id: result for result in response.results}
        results = [_row(card, scores[card.offer.pk]) for card in cards]
    return {
        "centre": {"slug": centre.slug, "name": centre.name, "key": centre.key},
        "query": {"text": text, "language": tag},
        "results": results,
        "took_ms": round((time.perf_counter() - started) * 1000, 1),
    }


def _one_place(text: str) -> Place:
    answer = find_place(text)
    if answer.kind == AnswerKind.FOUND and answer.place:
        return answer.place
    choices = ", ".join(place.label for place in answer.places)
    if answer.kind == AnswerKind.CHOOSE:
        raise UnknownPlace(f"{text}: several places, please name one of: {choices}")
    if answer.kind == AnswerKind.ELSEWHERE:
        raise UnknownPlace(f"{text}: this is {answer.elsewhere}, outside North Rhine-Westphalia")
    hint = f" Perhaps: {choices}" if choices else ""
    raise UnknownPlace(f"{text[:80]!r}: no such place in North Rhine-Westphalia.{hint}")


def _row(card: OfferCard, result: Result) -> dict[str, Any]:
    return {
        "id": str(card.offer.public_id),
        "title": card.text.title,
        "language": card.text.language,
        "organisation": card.offer.organisation.name,
        "municipality": card.place,
        "distance_m": card.distance_m,
        "topics": card.topics,
        "score": round(result.score, 4),
        "why": [reason_text(reason) for reason in card.reasons],
    }


def as_text(answer: dict[str, Any]) -> str:
    """The answer for people: the centre, then each offer with distance and reason."""
    lines = [f"{answer['centre']['name']} ({answer['centre']['key']})", ""]
    for number, row in enumerate(answer["results"], start=1):
        distance = "" if row["distance_m"] is None else f"{row['distance_m'] / 1000:.1f} km"
        where = (row["organisation"], row["municipality"], distance)
        lines.append(f"{number:2}. {row['title']}")
        lines.append(f"    {', '.join(part for part in where if part)}")
        lines.append(f"    {'; '.join(row['why'])}")
    if not answer["results"]:
        lines.append("No offer fits.")
    lines.append(f"\n{len(answer['results'])} offers in {answer['took_ms']} ms")
    return "\n".join(lines)
