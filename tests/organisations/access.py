"""Organisations in the access matrix."""

from __future__ import annotations

from tests.access import desk, partner
from tests.organisations.factories import make_change, make_contact, make_direct_change, make_organisation
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.organisations import actions
from vielklang.organisations.models import DuplicateDecision, OrganisationMerge

VIEW, EDIT, LEAD = "lead staff editor funding", "lead staff", "lead"
MEMBERS = "organisation_admin organisation_editor"
FACTS = {"name": "Beispielverein neu", "kind": "carrier"}
ONE, PAIR = {"public_id": "O_ORGANISATION"}, {"first": "O_FIRST", "second": "O_SECOND"}
PERSON = {"public_id": "O_CONTACT"}

ROWS = {
    "organisations:desk_list": desk(VIEW),
    "organisations:desk_new": desk(EDIT),
    "organisations:desk_detail": desk(VIEW, **ONE),
    "organisations:desk_edit": desk(EDIT, method="post", data=FACTS, **ONE),
    "organisations:desk_trust": desk(LEAD, method="post", data={"trusted": "yes"}, **ONE),
    "organisations:desk_public_profile": desk(EDIT, method="post", data={"public": "yes"}, **ONE),
    "organisations:desk_move": desk(LEAD, **ONE),
    "organisations:desk_move_undo": desk(LEAD, method="post", public_id="O_MOVED"),
    "organisations:desk_conditions": desk(EDIT, **ONE),
    "organisations:desk_contact_new": desk(EDIT, method="post", data={"name": "Beispiel"}, **ONE),
    "organisations:desk_contact_edit": desk(EDIT, **PERSON),
    "organisations:desk_contact_remove": desk(EDIT, method="post", **PERSON),
    "organisations:desk_contact_restore": desk(EDIT, method="post", removed="O_REMOVED", **ONE),
    "organisations:desk_note_add": desk(EDIT, method="post", data={"text": "Beispiel"}, **ONE),
    "organisations:desk_note_remove": desk(EDIT, method="post", public_id="O_NOTE"),
    "organisations:desk_note_restore": desk(EDIT, method="post", removed="O_REMOVED", **ONE),
    "organisations:desk_change_accept": desk(EDIT, method="post", public_id="O_CHANGE"),
    "organisations:desk_change_reject": desk(
        EDIT, method="post", data={"reason": "Beispiel"}, public_id="O_CHANGE"
    ),
    "organisations:desk_change_seen": desk(EDIT, method="post", public_id="O_DIRECT"),
    "organisations:desk_duplicates": desk(EDIT),
    "organisations:desk_duplicates_refresh": desk(EDIT, method="post"),
    "organisations:desk_compare": desk(EDIT, **PAIR),
    "organisations:desk_merge": desk(LEAD, method="post", **PAIR),
    "organisations:desk_merge_undo": desk(LEAD, method="post", public_id="O_MERGE"),
    "organisations:desk_different": desk(EDIT, method="post", **PAIR),
    "organisations:desk_different_undo": desk(EDIT, method="post", public_id="O_DECISION"),
    "organisations:partner_profile": partner(MEMBERS),
    "organisations:partner_edit": partner("organisation_admin"),
    "organisations:partner_profile_request": partner("organisation_admin", method="post"),
    "organisations:partner_contact_new": partner("organisation_admin"),
    "organisations:partner_contact_edit": partner("organisation_admin", **PERSON),
    "organisations:partner_contact_remove": partner("organisation_admin", method="post", **PERSON),
    "organisations:partner_contact_restore": partner(
        "organisation_admin", method="post", public_id="O_REMOVED"
    ),
}


def objects(world):
    found = {"O_REMOVED": "00000000-0000-4000-8000-000000000000"}
    for prefix, centre, organisation in (
        ("", world.home, world.organisation),
        ("FOREIGN_", world.foreign, world.foreign_organisation),
    ):
        with centre_scope(centre):
            rows = _rows(centre, organisation)
        other = world.foreign if centre == world.home else world.home
        moved = make_organisation("Umzug", centre=centre)
        rows["O_MOVED"] = actions.move_organisation(by=SYSTEM, organisation=moved, centre=other)
        found |= {f"{prefix}{key}": row.public_id for key, row in rows.items()}
    with centre_scope(world.home):
        found["NEIGHBOUR_O_CONTACT"] = make_contact(world.neighbour).public_id
    return found


def _rows(centre, organisation):
    first, second, third, lost = (make_organisation(f"Eintrag {n}", centre=centre) for n in range(4))
    decision = actions.decide_different(by=SYSTEM, centre=centre, first=first, second=third)
    merge = actions.merge_organisations(by=SYSTEM, centre=centre, kept=third, lost=lost, take={})
    note = actions.add_note(by=SYSTEM, organisation=organisation, centre=centre, text="Beispiel")
    assert isinstance(decision, DuplicateDecision)
    assert isinstance(merge, OrganisationMerge)
    return {
        "O_ORGANISATION": organisation,
        "O_CONTACT": make_contact(organisation),
        "O_NOTE": note,
        "O_DIRECT": make_direct_change(organisation),
        "O_CHANGE": make_change(
            organisation
        ),  # after it: who changes something at once takes back what waited
        "O_FIRST": first,
        "O_SECOND": second,
        "O_DECISION": decision,
        "O_MERGE": merge,
    }
