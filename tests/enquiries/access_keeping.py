"""Keeping, figures and rights of persons in the access matrix."""

from __future__ import annotations

from tests.access import desk

ANSWERS = "lead staff"
KEEPING_ROWS = {
    "enquiries:desk_keeping": desk("lead"),
    "enquiries:desk_hold": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"reason": "Beispiel"}),
    "enquiries:desk_lift": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"reason": "Beispiel"}),
}
