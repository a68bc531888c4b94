"""A sketch map for paper: the centre's area, where the offer is, a few names around it. Millimetres from top left."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from vielklang.centres.queries import outline_of
from vielklang.guide.leaflet.model import Point, Sketch, Town
from vielklang.offers.models import Offer
from vielklang.places.enums import PlaceKind
from vielklang.places.place import Place

SIZES = {1: (50.0, 32.0), 2: (38.0, 30.0)}
"""Width and height on paper, by the number of languages that share the contact box with it."""
MARGIN = 2.5
NAMES, LEAST_TOWNS = 5, 4
WIDER_VIEWS = (1, 0.85, 0.7, 0.6, 0.5, 0.4)
LETTER, LINE = 2.33, 2.6
"""Size of the letters and height of a line of a name, as leaflet.typ sets it."""
NARROW, WIDE = "fijlrtI.,-()/ ", "mwMW"
DOT_ROOM, MARK_ROOM = 0.8, 2.2
"""Half the room that a town's dot and the mark of a place take."""
GAP = 0.7
"""Between two names."""


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not apart and self.top < other.bottom and other.top < self.bottom

    def wider(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def within(self, width: float, height: float) -> bool:
        return (
            self.left >= 0.6 and self.top >= 0.4 and self.right <= width - 0.6 and self.bottom <= height - 0.4
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular around the middle of what has to be seen; `scale` is millimetres per degree of latitude."""

    width: float
    height: float
    lon: float
    lat: float
    scale: float

    def at(self, lat: float, lon: float) -> Point:
        x = self.width / 2 + (lon - self.lon) * math.cos(math.radians(self.lat)) * self.scale
        return round(x, 2), round(self.height / 2 - (lat - self.lat) * self.scale, 2)

    def shows(self, point: Point) -> bool:
        x, y = point
        return MARGIN <= x <= self.width - MARGIN and MARGIN <= y <= self.height - MARGIN


def sketch_of(
    offer: Offer, *, reader: Place | None, towns: Collection[Place], languages: int
) -> Sketch | None:
    """`None` for an offer without a place on the map. `towns` are those that may be named."""
    spots = [
        (place.lat, place.lon)
        for place in offer.places.all()
        if place.lat is not None and place.lon is not None
    ]
    if not spots:
        return None
    outlines = outline_of(offer.centre.key)
    seen = [*spots, *((lat, lon) for ring in outlines for lon, lat in ring)]
    projection = _with_towns(_projection(seen, *SIZES[languages]), towns)
    places = tuple(dict.fromkeys(projection.at(*spot) for spot in spots))
    at_reader = _reader_mark(reader, projection)
    return Sketch(
        width=projection.width,
        height=projection.height,
        outlines=tuple(tuple(projection.at(lat, lon) for lon, lat in ring) for ring in outlines),
        places=places,
        reader=at_reader,
        towns=tuple(_named(_by_distance(towns, *spots[0]), projection, (*places, at_reader or places[0]))),
    )


def _projection(seen: Sequence[tuple[float, float]], width: float, height: float) -> Projection:
    lats, lons = [lat for lat, _ in seen], [lon for _, lon in seen]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    across = (max(lons) - min(lons)) * math.cos(math.radians(lat))
    least = 0.02  # a single point needs no larger scale than a town does
    scale = min(
        (width - 2 * MARGIN) / max(across, least), (height - 2 * MARGIN) / max(max(lats) - min(lats), least)
    )
    return Projection(width, height, lon, lat, scale)


def _with_towns(projection: Projection, towns: Collection[Place]) -> Projection:
    """A small city alone says little about where it lies: its neighbours come into view."""
    views = [replace(projection, scale=projection.scale * share) for share in WIDER_VIEWS]

    def seen(view: Projection) -> int:
        return sum(view.shows(view.at(town.lat, town.lon)) for town in towns)

    return next((view for view in views if seen(view) >= LEAST_TOWNS), views[-1] if towns else projection)


def _reader_mark(reader: Place | None, projection: Projection) -> Point | None:
    """A whole district is not a point; a place beyond the sketch is left to the words."""
    if reader is None or reader.kind == PlaceKind.DISTRICT:
        return None
    point = projection.at(reader.lat, reader.lon)
    return point if projection.shows(point) else None


def _by_distance(towns: Iterable[Place], lat: float, lon: float) -> list[Place]:
    return sorted(towns, key=lambda town: town.distance_m(lat, lon))


def _named(towns: Sequence[Place], projection: Projection, marks: Sequence[Point]) -> Iterable[Town]:
    """The nearest whose names find room: no name on another, on a mark or over the edge."""
    taken = [_around(mark, MARK_ROOM) for mark in marks]
    found = 0
    for town in towns:
        point = projection.at(town.lat, town.lon)
        if found == NAMES or not projection.shows(point):
            continue
        hidden = any(math.dist(point, mark) < MARK_ROOM for mark in marks)
        spot = _free_box(town.name, point, MARK_ROOM if hidden else DOT_ROOM, projection, taken)
        if spot:
            found += 1
            taken += [spot.wider(GAP), _around(point, DOT_ROOM)]
            yield Town(town.name, None if hidden else point, (spot.left, spot.top), spot.right - spot.left)


def _free_box(
    name: str, point: Point, room: float, projection: Projection, taken: Sequence[Box]
) -> Box | None:
    for box in _name_boxes(name, point, room):
        if box.within(projection.width, projection.height) and not any(map(box.touches, taken)):
            return box
    return None


def _around(point: Point, room: float) -> Box:
    x, y = point
    return Box(x - room, y - room, x + room, y + room)


def _name_boxes(name: str, point: Point, room: float) -> Iterable[Box]:
    """Where a name may stand: right of its point, left, above, below."""
    (x, y), width = point, _width(name)
    half, gap = width / 2, room + 0.3
    for left, top in (
        (x + gap, y - LINE / 2),
        (x - gap - width, y - LINE / 2),
        (x - half, y - gap - LINE),
        (x - half, y + gap),
    ):
        yield Box(round(left, 2), round(top, 2), round(left + width, 2), round(top + LINE, 2))


def _width(name: str) -> float:
    """Close enough to keep names apart: fonts are known to typst only."""
    return LETTER * sum(
        0.34 if letter in NARROW else 0.86 if letter in WIDE else 0.66 if letter.isupper() else 0.57
        for letter in name
    )
