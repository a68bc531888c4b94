"""The desk's addresses of enquiries in the access matrix."""

from __future__ import annotations

import uuid

from tests.access import desk
from tests.enquiries.factories import ask, keep, left_mail, refer
from tests.enquiries.sounds import wav
from tests.world import World
from vielklang.centres.models import Centre
from vielklang.core.scope import centre_scope
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
    "enquiries:desk_write_down": desk(
        ANSWERS, method="post", public_id="VOICED", message="SAID", data={"transcript": "Ja."}
    ),
    "enquiries:desk_file": desk(ANSWERS, public_id="ENQUIRY", file_id="FILE"),
    "enquiries:desk_mailbox": desk("lead"),
    "enquiries:desk_mails": desk(ANSWERS),
    "enquiries:desk_mail_settle": desk(ANSWERS, method="post", mail="LEFT_MAIL"),
    "enquiries:desk_referrals": desk(ANSWERS, query="group=waiting"),
    "enquiries:desk_refer": desk(ANSWERS, public_id="ENQUIRY", query="q=Beispiel"),
    "enquiries:desk_referral": desk(ANSWERS, public_id="REFERRAL"),
    "enquiries:desk_referral_act": desk(ANSWERS, method="post", public_id="REFERRAL", data={"do": "withdraw"}),
    "enquiries:desk_reopen": desk(ANSWERS, method="post", public_id="ENQUIRY"),
}  # fmt: skip


def desk_objects(world: World) -> dict[str, object]:
    home, foreign = ask(world.home).enquiry, ask(world.foreign).enquiry
    (voiced, said), (foreign_voiced, foreign_said) = _voiced(world.home), _voiced(world.foreign)
    return {
        "REFERRAL": refer(ask(world.home)).public_id,
        "FOREIGN_REFERRAL": refer(ask(world.foreign)).public_id,
        "ENQUIRY": home.public_id,
        "FOREIGN_ENQUIRY": foreign.public_id,
        "FILE": keep(home).public_id,
        "LEFT_MAIL": left_mail(world.home).public_id,
        "FOREIGN_LEFT_MAIL": left_mail(world.foreign).public_id,
        "FOREIGN_FILE": keep(foreign).public_id,
        "VOICED": voiced,
        "SAID": said,
        "FOREIGN_VOICED": foreign_voiced,
        "FOREIGN_SAID": foreign_said,
    }


def _voiced(centre: Centre) -> tuple[uuid.UUID, uuid.UUID]:
    """Public ids of an enquiry that was spoken and of what was said."""
    enquiry = ask(centre, voice=Voice(wav(), "audio/wav", 3)).enquiry
    with centre_scope(centre):
        return enquiry.public_id, enquiry.messages.get().public_id
