"""What a request to the HSDS API asks for, from its parameters. They are cumulative; unknown ones are ignored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from vielklang.interfaces import parameters
from vielklang.interfaces.parameters import Query
from vielklang.interfaces.problems import BadParameter
from vielklang.places.index import get_index
from vielklang.places.place import Place

PER_PAGE, MOST_PER_PAGE = 50, 100
FARTHEST_M = 1_000_000
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Cut:
    """Which page, and how long it is; `wanted`: how long it was to be, if that was too long."""

    page: int = 1
    per_page: int = PER_PAGE
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """All of them must hold. `points`: the middles of a postcode, in each municipality that it lies in."""

    search: str = ""
    term: UUID | None = None
    taxonomy: UUID | None = None
    organization: UUID | None = None
    modified_after: dt.datetime | None = None
    points: tuple[Place, ...] = ()
    proximity: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


def cut(query: Query) -> Cut:
    """Raises `BadParameter`; also for a `format` that we do not have."""
    parameters.one_of(query, "format", {"json"})
    wanted = parameters.integer(query, "per_page", default=PER_PAGE)
    per_page = min(wanted, MOST_PER_PAGE)
    page = parameters.integer(query, "page", default=1)
    return Cut(page, per_page, wanted if wanted > per_page else 0)


def filters(query: Query, *, names: tuple[str, ...]) -> Filters:
    """`names`: the parameters that this list has. Raises `BadParameter`."""
    held = {name: query.get(name, "") for name in names}
    points = _points(held)
    return Filters(
        search=parameters.text(held, "search"),
        term=parameters.identifier(held, "taxonomy_term_id"),
        taxonomy=parameters.identifier(held, "taxonomy_id"),
        organization=parameters.identifier(held, "organization_id"),
        modified_after=parameters.moment(held, "modified_after"),
        points=points,
        proximity=_proximity(held, points),
    )


def _points(query: Query) -> tuple[Place, ...]:
    code = parameters.text(query, "postcode")
    if not code:
        return ()
    if not (code.isascii() and code.isdecimal() and len(code) == _DIGITS):
        raise BadParameter("postcode", "must have five digits.")
    found = get_index().postcodes.get(code, [])
    if not found:
        raise BadParameter("postcode", "is not one of North Rhine-Westphalia.")
    return tuple(found)


def _proximity(query: Query, points: tuple[Place, ...]) -> int | None:
    if not query.get("proximity", "").strip():
        return None
    metres = parameters.integer(query, "proximity", default=0, least=0, most=FARTHEST_M)
    if not points:
        raise BadParameter("proximity", "needs a postcode to be measured from.")
    return metres
