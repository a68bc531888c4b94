"""What the access matrix knows of an address. Each room lists its own in `tests/<room>/access.py`:

    ROWS = {"offers:desk_offer": desk("lead staff editor", public_id="OFFER")}
    def objects(world): return {"OFFER": …, "FOREIGN_OFFER": …}

Arguments in capitals are looked up in what `objects` returns; where `FOREIGN_…` exists too, a person at home gets 404
for it; `NEIGHBOUR_…` is an object of another organisation at home, which the partner area does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vielklang.core.areas import AreaKind

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """`roles` at home get `ok`; others who work there 403; strangers 404; nobody signed in is sent to sign in."""

    kind: AreaKind | None
    roles: frozenset[str]
    arguments: Arguments = field(default_factory=dict)
    method: str = "get"
    query: str = ""
    data: Arguments = field(default_factory=dict)
    ok: frozenset[int] = frozenset({200})


def _row(kind: AreaKind | None, roles: str, options: Arguments) -> Row:
    method = options.pop("method", "get")
    default = {200} if method == "get" else {200, 302, 400}
    return Row(
        kind,
        frozenset(roles.split()),
        method=method,
        query=options.pop("query", ""),
        data=options.pop("data", {}),
        ok=frozenset(options.pop("ok", default)),
        arguments=options,
    )


def desk(roles: str, **options: Any) -> Row:
    """An address below /desk/<centre>/.

    `method` ("get", "post"), `query`, `data`, `ok` (answers of those who may: 200; after a POST also 302, 400);
    everything else is an argument of the address.
    """
    return _row(AreaKind.DESK, roles, options)


def partner(roles: str, **options: Any) -> Row:
    """An address below /partner/<organisation>/."""
    return _row(AreaKind.PARTNER, roles, options)


def state(**options: Any) -> Row:
    """An address below /state/."""
    return _row(AreaKind.STATE, "coordination", options)


def operation(**options: Any) -> Row:
    """An address below /operation/."""
    return _row(AreaKind.OPERATION, "operator", options)


def signed_in(**options: Any) -> Row:
    """An address for whoever is signed in, whatever they are."""
    return _row(None, "signed-in", {"ok": {200, 302, 400}, **options})


def public(**options: Any) -> Row:
    """An address for everybody, signed in or not."""
    return _row(None, "anybody", options)
