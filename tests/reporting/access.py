"""Coordination and the state view in the access matrix."""

from __future__ import annotations

import datetime as dt

from tests.access import desk, public, state
from tests.offers.factories import draft
from tests.world import World
from vielklang.centres.actions import set_focus_area
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import create_offer, publish_offer
from vielklang.organisations.actions import OrganisationDraft, create_organisation
from vielklang.reporting.actions import accept_overlap

PLANNERS = "lead staff funding"
PAIR = {"first": "00000000-0000-4000-8000-000000000000", "second": "00000000-0000-4000-8000-000000000001"}

ROWS = {
    "reporting:desk_matrix": desk(PLANNERS),
    "reporting:desk_matrix_file": desk(PLANNERS, ending="csv"),
    "reporting:desk_cell": desk(PLANNERS, query="topic=debt-advice&by=municipality&column=05154036"),
    "reporting:desk_searches": desk(PLANNERS),
    "reporting:desk_overlaps": desk(PLANNERS),
    "reporting:desk_overlaps_file": desk(PLANNERS, ending="csv"),
    # No such offers: whoever may gets 404, which tests/reporting/test_overlaps.py looks at more closely.
    "reporting:desk_accept_overlap": desk(PLANNERS, method="post", data=PAIR, ok={404}),
    "reporting:desk_reopen_overlap": desk(PLANNERS, method="post", decision="DECISION"),
    "reporting:desk_gaps": desk(PLANNERS),
    "reporting:desk_gaps_file": desk(PLANNERS, ending="csv"),
    "reporting:desk_map": desk(PLANNERS),
    "reporting:desk_points": desk(PLANNERS),
    "reporting:desk_gap_points": desk(PLANNERS),
    "reporting:desk_calendar": desk(PLANNERS),
    "reporting:desk_focus": desk("lead"),
    "reporting:desk_focus_new": desk("lead"),
    "reporting:desk_focus_edit": desk("lead", focus="FOCUS"),
    "reporting:desk_focus_delete": desk("lead", method="post", focus="FOCUS"),
    "reporting:state": state(),
    "reporting:state_file": state(ending="csv"),
    "reporting:state_points": state(),
    "reporting:calendar_feed": public(centre="kreis-kleve"),
}


def objects(world: World) -> dict[str, object]:
    found: dict[str, object] = {}
    for prefix, centre, offer in (
        ("", world.home, world.offer),
        ("FOREIGN_", world.foreign, world.foreign_offer),
    ):
        with centre_scope(centre):
            focus = set_focus_area(
                by=SYSTEM,
                centre=centre,
                title="Beispiel",
                keys=["school"],
                valid_from=dt.date(2026, 1, 1),
                valid_until=None,
                goals=[],
                is_public=False,
            )
            other = OrganisationDraft(name="Beispiel Zweite", kind="carrier", centre=centre)
            second = create_offer(
                by=SYSTEM,
                draft=draft(centre=centre, organisation=create_organisation(by=SYSTEM, draft=other)),
            )
            decision = accept_overlap(
                by=SYSTEM, centre=centre, offers=(offer, publish_offer(by=SYSTEM, offer=second))
            )
        found |= {f"{prefix}FOCUS": focus.public_id, f"{prefix}DECISION": decision.public_id}
    return found
