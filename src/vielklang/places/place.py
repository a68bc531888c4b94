"""A place as the guide, the search and the terminal hand it on: frozen values, no database rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from vielklang.places.enums import AnswerKind, PlaceKind

_EARTH_METRES = 6_371_000


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the state: a postcode within a municipality, a municipality, or a whole district.

    `key` is the official key of the municipality (8 digits) or of the district (5 digits). `name` has no
    postcode, `label` is what a page shows ("47533 Kleve", "Kleve", "Kreis Kleve"). Coordinates are WGS 84,
    the middle of it.
    """

    kind: PlaceKind
    key: str
    name: str
    label: str
    lat: float
    lon: float
    district_key: str
    postcode: str | None = None

    @property
    def municipality_key(self) -> str | None:
        """`None` for a district."""
        return None if self.kind == PlaceKind.DISTRICT else self.key

    @property
    def token(self) -> str:
        """A short stable text for addresses, which `finding.place_from_token` reads back."""
        return f"{self.postcode}-{self.key}" if self.postcode else self.key

    def distance_m(self, lat: float, lon: float) -> int:
        return distance_m(self.lat, self.lon, lat, lon)


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What came of a place question.

    found: `places` holds the one place. choose: `places` are all that it can mean. elsewhere: a place in
    Germany outside the state, named in `elsewhere`. unknown_postcode: nobody lives there (a PO box, a
    company, a slip); `places` are towns of the numbers beside it, or `elsewhere` names one.
    not_found: `places` are up to three similar names. empty: nothing was asked.
    """

    kind: AnswerKind
    text: str
    places: tuple[Place, ...] = field(default=())
    elsewhere: str = ""
    postcode: str | None = None

    @property
    def place(self) -> Place | None:
        """The one place that was found, or `None`."""
        return self.places[0] if self.kind == AnswerKind.FOUND else None


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Great-circle distance in metres."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return round(2 * _EARTH_METRES * math.asin(math.sqrt(min(1.0, half))))
