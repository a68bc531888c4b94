"""The desk's addresses of enquiries in the access matrix."""

from __future__ import annotations

import uuid

from tests.access import desk
from tests.enquiries.factories import ask
from tests.enquiries.sounds import wav
from tests.world import World
from vielklang.centres.models import Centre
from vielklang.core.scope import centre_scope
from vielklang.enquiries.models import EnquiryFile
from vielklang.enquiries.voice import Voice

ANSWERS = "lead staff"
DESK_ROWS = {
    "enquiries:desk_list": desk(ANSWERS, query="urgent=on"),
    "enquiries:desk_new": desk(ANSWERS),
    "enquiries:desk_statistics": desk(ANSWERS),
    "enquiries:desk_rules": desk("lead"),
    "enquiries:desk_enquiry": desk(ANSWERS, public_id="ENQUIRY"),
    "enquiries:desk_answer": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"german": "Ja."}, ok={302, 409}),
    "enquiries:desk_assign": desk(ANSWERS, method="post", public_id="ENQUIRY", ok={302, 409}),
    "enquiries:desk_note": desk(ANSWERS, method="post", public_id="ENQUIRY", data={"note": "Rückruf."}),
    "enquiries:desk_close": desk(
        ANSWERS, method="post", public_id="ENQUIRY", data={"outcome": "helped"}, ok={302, 409}
    ),
    "enquiries:desk_file": desk(ANSWERS, public_id="VOICED", file="VOICE"),
    "enquiries:desk_write_down": desk(
        ANSWERS, method="post", public_id="VOICED", message="SAID", data={"transcript": "Ja."}
    ),
    "enquiries:desk_reopen": desk(ANSWERS, method="post", public_id="ENQUIRY"),
}  # fmt: skip


def desk_objects(world: World) -> dict[str, object]:
    voiced, foreign = _voiced(world.home), _voiced(world.foreign)
    return {
        **dict(zip(("VOICED", "VOICE", "SAID"), voiced, strict=True)),
        **{
            f"FOREIGN_{name}": value for name, value in zip(("VOICED", "VOICE", "SAID"), foreign, strict=True)
        },
        "ENQUIRY": ask(world.home).enquiry.public_id,
        "FOREIGN_ENQUIRY": ask(world.foreign).enquiry.public_id,
    }


def _voiced(centre: Centre) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """Public ids of an enquiry with a voice message, of its sound and of the message."""
    enquiry = ask(centre, voice=Voice(wav(), "audio/wav", 3)).enquiry
    with centre_scope(centre):
        file = EnquiryFile.objects.select_related("message").get(enquiry=enquiry)
    return enquiry.public_id, file.public_id, file.message.public_id
