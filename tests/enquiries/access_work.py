"""Addresses of the work on enquiries in the access matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.access import desk
from tests.enquiries.factories import ask
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions.absences import enter_absence
from vielklang.enquiries.actions.checklists import save_checklist
from vielklang.enquiries.actions.modules import save_text_module
from vielklang.enquiries.actions.regrouping import merge_enquiries
from vielklang.enquiries.models import EnquiryRegrouping

ANSWERS = "lead staff"
WORK_ROWS = {
    "enquiries:desk_merge": desk(ANSWERS, public_id="ENQUIRY"),
    "enquiries:desk_split": desk(ANSWERS, public_id="ENQUIRY"),
    "enquiries:desk_regroup_undo": desk(
        ANSWERS, method="post", public_id="MERGED", regrouping_id="REGROUPING"
    ),
    "enquiries:desk_absences": desk(ANSWERS),
    "enquiries:desk_absence_remove": desk("lead", method="post", absence_id="ABSENCE"),
    "enquiries:desk_mentions": desk(ANSWERS),
    "enquiries:desk_checklists": desk(ANSWERS),
    "enquiries:desk_checklist_new": desk(ANSWERS),
    "enquiries:desk_checklist": desk(ANSWERS, checklist_id="CHECKLIST"),
    "enquiries:desk_checklist_remove": desk(ANSWERS, method="post", checklist_id="CHECKLIST"),
    "enquiries:desk_german": desk(ANSWERS, method="post", public_id="ENQUIRY", ok={302, 403}),
    "enquiries:desk_tick": desk(ANSWERS, method="post", public_id="ENQUIRY"),
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
    for prefix, centre in (("", world.home), ("FOREIGN_", world.foreign)):
        one, other = ask(centre).enquiry, ask(centre).enquiry
        with centre_scope(centre):
            whole = merge_enquiries(by=SYSTEM, one=one, other=other)
            made = save_checklist(
                by=SYSTEM, centre=centre, checklist=None, title="Beispiel", topics=[], steps=["Beispiel"]
            )
            found[f"{prefix}CHECKLIST"] = made.public_id
            person = world.people["lead"] if centre == world.home else world.stranger
            today = timezone.localdate()
            absence = enter_absence(
                by=SYSTEM, centre=centre, person=person, substitute=world.people["editor"], starts_on=today,
                ends_on=today,
            )  # fmt: skip
            found[f"{prefix}ABSENCE"] = absence.public_id
            found[f"{prefix}MERGED"] = whole.public_id
            found[f"{prefix}REGROUPING"] = EnquiryRegrouping.objects.get(target=whole).public_id
    return found
