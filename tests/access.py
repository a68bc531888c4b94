"""What the access matrix knows of an address. Each room lists its own in `tests/<room>/access.py`:

    ROWS = {"offers:desk_offer": desk("lead staff editor", public_id="OFFER")}
    def objects(world): return {"OFFER": …, "FOREIGN_OFFER": …}

Arguments in capitals are looked up in what `objects` returns; where `FOREIGN_…` exists too, a person at home gets 404
for it.
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


def _row(kind: AreaKind, roles: str, method: str, query: str, data: Arguments | None, ok: Any, arguments: Arguments) -> Row:  # fmt: skip
    default = {200} if method == "get" else {200, 302, 400}
    return Row(kind, frozenset(roles.split()), arguments, method, query, data or {}, frozenset(ok or default))


def desk(roles: str, *, method: str = "get", query: str = "", data: Arguments | None = None, ok: Any = None, **arguments: Any) -> Row:  # fmt: skip
    """An address below /desk/<centre>/; `ok` are the answers of those who may (200; after a POST also 302, 400)."""
    return _row(AreaKind.DESK, roles, method, query, data, ok, arguments)


def partner(roles: str, *, method: str = "get", query: str = "", data: Arguments | None = None, ok: Any = None, **arguments: Any) -> Row:  # fmt: skip
    """An address below /partner/<organisation>/."""
    return _row(AreaKind.PARTNER, roles, method, query, data, ok, arguments)


def state(*, method: str = "get", query: str = "", ok: Any = None, **arguments: Any) -> Row:
    """An address below /state/."""
    return _row(AreaKind.STATE, "coordination", method, query, None, ok, arguments)


def signed_in(*, method: str = "get", query: str = "", data: Arguments | None = None, ok: Any = None, **arguments: Any) -> Row:  # fmt: skip
    """An address for whoever is signed in, whatever they are."""
    default = {200, 302} if method == "get" else {200, 302, 400}
    return Row(None, frozenset({"signed in"}), arguments, method, query, data or {}, frozenset(ok or default))


def public(*, method: str = "get", query: str = "", data: Arguments | None = None, ok: Any = None, **arguments: Any) -> Row:  # fmt: skip
    """An address for everybody, signed in or not."""
    default = {200} if method == "get" else {200, 302, 400}
    return Row(None, frozenset({"anybody"}), arguments, method, query, data or {}, frozenset(ok or default))
