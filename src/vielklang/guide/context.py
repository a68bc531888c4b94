"""What several pages of the guide share: the place in the reader's hand and the centre that is responsible there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from vielklang.centres.models import Centre
from vielklang.centres.queries import centre_by_key, responsible_centre
from vielklang.core.languages import Language
from vielklang.places.enums import PlaceKind
from vielklang.places.finding import Place


@dataclass(frozen=True)
class Reader:
    """Who reads: language, place (if known) and the centre that is responsible there."""

    language: Language
    place: Place | None
    centre: Centre | None

    @property
    def place_token(self) -> str:
        return self.place.token if self.place else ""

    def url(self, name: str, *args: object, **query: object) -> str:
        """An address of the guide in the reader's language that keeps the place; empty query values are left out."""
        target = reverse(f"guide:{name}", args=[self.language.tag, *args])
        parameters = {"place": self.place_token, **query}
        kept = {key: value for key, value in parameters.items() if value not in (None, "", [], False)}
        return f"{target}?{urlencode(kept, doseq=True)}" if kept else target


def reader_of(request: HttpRequest) -> Reader:
    """The reader of this request; costs one query where a place is known, none otherwise."""
    place: Place | None = request.vk_place  # type: ignore[attr-defined]
    return Reader(
        language=request.vk_language,  # type: ignore[attr-defined]
        place=place,
        centre=centre_at(place) if place else None,
    )


def centre_at(place: Place) -> Centre | None:
    """The responsible centre: of the municipality, or for a whole district the centre with the district's key."""
    if place.kind == PlaceKind.DISTRICT or not place.municipality_key:
        return centre_by_key(place.key)
    return responsible_centre(place.municipality_key)
