"""Enquiries in the access matrix."""

from __future__ import annotations

from tests.access import public
from tests.enquiries.access_desk import DESK_ROWS, desk_objects
from tests.enquiries.access_keeping import KEEPING_ROWS, keeping_objects
from tests.enquiries.access_work import WORK_ROWS, work_objects
from tests.world import World

ROWS = {
    "enquiries:ask": public(language="ar"),
    "enquiries:status": public(language="ar"),
    "enquiries:referral": public(token="nobody-has-this-one", ok={404}),
    **DESK_ROWS,
    **KEEPING_ROWS,
    **WORK_ROWS,
}


def objects(world: World) -> dict[str, object]:
    return desk_objects(world) | work_objects(world) | keeping_objects(world)
