"""Upkeep in the access matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.access import desk, partner, public
from tests.upkeep.factories import make_feedback, make_link, make_report
from vielklang.core.scope import centre_scope
from vielklang.upkeep.models import LinkCheck, ReminderStop

EVERY_CENTRE_ROLE = "lead staff editor translator funding"
EVERY_ORGANISATION_ROLE = "organisation_admin organisation_editor"
SENDS, HANDLES, EDITS = "lead staff", "lead staff", "lead staff editor"
CLOSED = {"session": "8d3f5a53-4f5b-4d4e-9f40-3f0d6f9f4a11", "ok": {404}}
"""Without the cookie of an opened link every such page is the same calm one."""
ROWS = {
    "upkeep:desk_freshness": desk(EVERY_CENTRE_ROLE),
    "upkeep:desk_offers": desk(EVERY_CENTRE_ROLE, query="state=due"),
    "upkeep:desk_unanswered": desk(EVERY_CENTRE_ROLE),
    "upkeep:desk_rules": desk("lead"),
    "upkeep:desk_allow": desk("lead", method="post", public_id="STOP"),
    "upkeep:desk_reports": desk(HANDLES),
    "upkeep:desk_report": desk(HANDLES, public_id="REPORT"),
    "upkeep:desk_report_state": desk(
        HANDLES, method="post", public_id="REPORT", data={"action": "take", "answer": ""}
    ),
    "upkeep:desk_feedback_list": desk(HANDLES),
    "upkeep:desk_feedback": desk(HANDLES, public_id="FEEDBACK"),
    "upkeep:desk_feedback_done": desk(HANDLES, method="post", public_id="FEEDBACK", data={"action": "done"}),
    "upkeep:desk_dead_links": desk(EDITS),
    "upkeep:desk_judge_website": desk(EDITS, method="post", public_id="WEBSITE"),
    "upkeep:desk_links": desk(SENDS),
    "upkeep:desk_send_link": desk(SENDS, method="post", data={"organisation": "no-organisation"}),
    "upkeep:desk_resend_link": desk(SENDS, method="post", public_id="LINK"),
    "upkeep:desk_revoke_link": desk(SENDS, method="post", public_id="LINK"),
    "upkeep:partner_freshness": partner(EVERY_ORGANISATION_ROLE),
    "upkeep:partner_confirm": partner(EVERY_ORGANISATION_ROLE),
    "upkeep:partner_confirm_offer": partner(EVERY_ORGANISATION_ROLE, method="post", offer="DUE_OFFER"),
    "upkeep:partner_reports": partner(EVERY_ORGANISATION_ROLE),
    "upkeep:partner_report": partner(EVERY_ORGANISATION_ROLE, public_id="REPORT"),
    "upkeep:partner_finish_report": partner(EVERY_ORGANISATION_ROLE, method="post", public_id="REPORT"),
    "upkeep:link": public(token="05154-unknown", ok={404}),
    "upkeep:link_renew": public(token="05154-unknown", method="post"),
    "upkeep:link_stop": public(token="unsigned", ok={404}),
    "upkeep:link_offers": public(**CLOSED),
    "upkeep:link_thanks": public(**CLOSED),
    "upkeep:link_confirm": public(**CLOSED, offer="DUE_OFFER", method="post"),
    "upkeep:link_correct": public(**CLOSED, offer="DUE_OFFER"),
    "upkeep:link_gone": public(**CLOSED, offer="DUE_OFFER"),
    "upkeep:link_undo": public(**CLOSED, offer="DUE_OFFER", method="post"),
}


def objects(world):
    found = {"DUE_OFFER": world.offer.public_id, "FOREIGN_DUE_OFFER": world.foreign_offer.public_id}
    for prefix, organisation, offer in (
        ("", world.organisation, world.offer),
        ("FOREIGN_", world.foreign_organisation, world.foreign_offer),
    ):
        found[f"{prefix}LINK"] = make_link(organisation, f"link:{prefix}access").public_id
        found[f"{prefix}FEEDBACK"] = make_feedback(organisation.centre).public_id
        found[f"{prefix}REPORT"] = make_report(offer).public_id
        with centre_scope(organisation.centre):
            check = LinkCheck.objects.create(
                centre=organisation.centre, url="https://example.org/gone", checked_at=timezone.now()
            )
            stop = ReminderStop.objects.create(
                centre=organisation.centre, organisation=organisation, email="stop@example.org"
            )
        found |= {f"{prefix}WEBSITE": check.public_id, f"{prefix}STOP": stop.public_id}
    return found
