"""Addresses of the work on enquiries in the access matrix."""

from __future__ import annotations

from tests.access import desk
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions.modules import save_text_module

ANSWERS = "lead staff"
WORK_ROWS = {
    "enquiries:desk_modules": desk(ANSWERS),
    "enquiries:desk_module_new": desk(ANSWERS),
    "enquiries:desk_module": desk(ANSWERS, module_id="MODULE"),
    "enquiries:desk_module_text": desk(ANSWERS, module_id="MODULE", language="ar"),
    "enquiries:desk_module_remove": desk(ANSWERS, method="post", module_id="MODULE"),
    "enquiries:desk_module_restore": desk(ANSWERS, method="post", module_id="MODULE"),
}


def work_objects(world: World) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, centre in (("MODULE", world.home), ("FOREIGN_MODULE", world.foreign)):
        with centre_scope(centre):
            made = save_text_module(
                by=SYSTEM, centre=centre, module=None, title="Beispiel", topics=[], german="Beispiel"
            )
            found[name] = made.public_id
    return found
