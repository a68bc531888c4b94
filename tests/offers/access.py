"""Offers at the desk and in the partner area, in the access matrix."""

from __future__ import annotations

from typing import Any

from tests.access import desk, partner
from tests.world import World
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import save_revision, save_view
from vielklang.offers.models import Offer
from vielklang.offers.rows import draft_of

VIEW = "lead staff editor translator funding"
EDIT = "lead staff editor"
OWN = "organisation_admin organisation_editor"
_ONE: dict[str, Any] = {"public_id": "OFFER"}
_REVISION: dict[str, Any] = {"public_id": "OFFER", "number": "NUMBER"}
_EMPTY = {"ok": {200, 302, 422}}


def _rows(kind: str, row: Any, view: str, edit: str) -> dict[str, Any]:
    return {
        f"offers:{kind}_offers": row(view),
        f"offers:{kind}_act": row(edit, method="post", data={"do": "confirm"}),
        f"offers:{kind}_undo": row(edit, method="post"),
        f"offers:{kind}_save_view": row(view, method="post", data={"name": "Meine", "query": "tab=draft"}),
        f"offers:{kind}_new": row(edit),
        f"offers:{kind}_autosave_new": row(edit, method="post", data={"title": "Neu"}, ok={204}),
        f"offers:{kind}_discard_new": row(edit, method="post"),
        f"offers:{kind}_offer": row(view, **_ONE),
        f"offers:{kind}_edit": row(edit, **_ONE),
        f"offers:{kind}_autosave": row(edit, method="post", data={"title": "Neu"}, ok={204}, **_ONE),
        f"offers:{kind}_discard": row(edit, method="post", **_ONE),
        f"offers:{kind}_revision": row(view, **_REVISION),
        f"offers:{kind}_decide": row(edit, method="post", data={"do": "restore"}, **_REVISION),
        f"guide:{kind}_preview": row(view, language="de", **_ONE),
        f"guide:{kind}_preview_page": row(view, language="ar", **_ONE),
    }


ROWS = {
    **_rows("desk", desk, VIEW, EDIT),
    **_rows("partner", partner, OWN, OWN),
    "offers:desk_review": desk(EDIT),
    # Saved views are a person's own: nobody else's is found, whatever the role.
    "offers:desk_forget_view": desk(VIEW, method="post", public_id="VIEW", ok={302, 404}),
    "offers:partner_forget_view": partner(OWN, method="post", public_id="VIEW", ok={302, 404}),
}


def objects(world: World) -> dict[str, object]:
    return {
        "OFFER": world.offer.public_id,
        "FOREIGN_OFFER": world.foreign_offer.public_id,
        "NEIGHBOUR_OFFER": world.neighbour_offer.public_id,
        "NUMBER": _revision(world, world.offer, "lead"),
        "FOREIGN_NUMBER": 1,
        "VIEW": _view(world),
    }


def _revision(world: World, offer: Offer, role: str) -> int:
    with centre_scope(offer.centre):
        row = save_revision(
            by=world.actor(role), offer=offer, draft=draft_of(offer), base_number=offer.edition
        )
    return row.number or 0


def _view(world: World) -> object:
    with centre_scope(world.home):
        return save_view(
            by=world.actor("lead"), centre=world.home, organisation=None, name="Eigene", query=""
        ).public_id
