"""Keeping, figures and rights of persons in the access matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.access import desk
from tests.enquiries.factories import BOB, ask
from tests.world import World
from vielklang.centres.models import Centre
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.enums_desk import RequestKind, RequestProof
from vielklang.enquiries.models import DataRequest

ANSWERS = "lead staff"
KEEPING_ROWS = {
    "enquiries:desk_requests": desk(ANSWERS),
    "enquiries:desk_request": desk(ANSWERS, public_id="REQUEST"),
    "enquiries:desk_answer_request": desk(
        ANSWERS, method="post", public_id="REQUEST", data={"answer": "given"}
    ),
    "enquiries:desk_export": desk(ANSWERS, public_id="ENQUIRY", ending="html"),
    "enquiries:desk_statistics_file": desk(ANSWERS),
    "enquiries:desk_counted": desk(ANSWERS, query="topic=violence"),
    "enquiries:desk_keeping": desk("lead"),
    "enquiries:desk_hold": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"reason": "Beispiel"}),
    "enquiries:desk_lift": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"reason": "Beispiel"}),
}


def data_request(centre: Centre) -> DataRequest:
    enquiry = ask(centre).enquiry
    with centre_scope(centre):
        return actions.receive_request(
            by=BOB,
            enquiry=enquiry,
            kind=RequestKind.ACCESS,
            proof=RequestProof.STAFF,
            received_on=timezone.localdate(),
        )


def keeping_objects(world: World) -> dict[str, object]:
    return {
        "REQUEST": data_request(world.home).public_id,
        "FOREIGN_REQUEST": data_request(world.foreign).public_id,
    }
