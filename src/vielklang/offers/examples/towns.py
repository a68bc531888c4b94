"""Where example offers go: each centre's towns, the seat first and larger towns more often."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from vielklang.centres.models import Centre
from vielklang.places.models import Municipality, Postcode


@dataclass(frozen=True, slots=True)
class Town:
    municipality: Municipality
    postcodes: tuple[Postcode, ...]
    is_seat: bool

    @property
    def weight(self) -> int:
        """Postcodes stand for people: a large town has more of them."""
        return len(self.postcodes) + (3 if self.is_seat else 0)


@dataclass(frozen=True, slots=True)
class Region:
    """A centre with its towns, the seat first."""

    centre: Centre
    towns: tuple[Town, ...]

    @property
    def seat(self) -> Town:
        return self.towns[0]

    def draw(self, random: Random) -> Town:
        return random.choices(self.towns, [town.weight for town in self.towns])[0]


def regions() -> list[Region]:
    """All centres with their towns, ordered by key; four queries."""
    centres = Centre.objects.order_by("key").prefetch_related("areas__municipality__postcodes")
    return [_region(centre) for centre in centres if centre.areas.all()]


def _region(centre: Centre) -> Region:
    areas = sorted(centre.areas.all(), key=lambda area: area.municipality_id)
    rows = [(area.municipality, tuple(area.municipality.postcodes.all())) for area in areas]
    rows = [row for row in rows if row[1]]
    # The seat: the town that the centre is named after, else the one with the most postcodes.
    seat = max(rows, key=lambda row: (row[0].name in centre.name, len(row[1]), row[0].key))[0]
    towns = [Town(municipality, postcodes, municipality == seat) for municipality, postcodes in rows]
    return Region(centre, tuple(sorted(towns, key=lambda town: not town.is_seat)))
