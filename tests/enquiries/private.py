"""Private rows of enquiries, for the scope suite."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tests.enquiries.access_keeping import data_request, named_theme
from tests.enquiries.factories import BOB, ask, refer
from tests.private import Rows
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.actions.absences import enter_absence
from vielklang.enquiries.actions.checklists import save_checklist, tick_steps
from vielklang.enquiries.actions.mentions import note_naming
from vielklang.enquiries.actions.modules import save_text_module
from vielklang.enquiries.actions.regrouping import merge_enquiries
from vielklang.enquiries.enums import ContactKind, FileKind, MailFate, Outcome, Purpose
from vielklang.enquiries.models import (
    Absence,
    Checklist,
    ChecklistStep,
    ChecklistTick,
    DataRequest,
    DeletionRun,
    Enquiry,
    EnquiryConsent,
    EnquiryContact,
    EnquiryFact,
    EnquiryFile,
    EnquiryHold,
    EnquiryMail,
    EnquiryMessage,
    EnquiryOffer,
    EnquiryRegrouping,
    EnquiryRules,
    EnquiryTheme,
    EnquiryWords,
    Mailbox,
    Mention,
    Referral,
    ReferralFact,
    ReferralMessage,
    TextModule,
    TextModuleText,
    Theme,
)
from vielklang.enquiries.retention import forget_enquiries
from vielklang.offers.models import Offer


def _asked(world, centre, organisation):
    ask(centre, contact_kind=ContactKind.EMAIL, contact="frage@example.org", purposes={Purpose.ANSWER})


def _named(world, centre, organisation):
    asked = ask(centre)
    with centre_scope(centre):
        EnquiryOffer.objects.create(
            centre=centre,
            enquiry=asked.enquiry,
            offer=Offer.objects.filter(organisation=organisation).first(),
            added_at=timezone.now(),
        )


def _file(world, centre, organisation):
    asked = ask(centre)
    with centre_scope(centre):
        EnquiryFile.objects.create(
            centre=centre, enquiry=asked.enquiry, message=asked.enquiry.messages.get(), kind=FileKind.DOCUMENT,
            media_type="text/plain", size=8, content=b"Beispiel", created_at=timezone.now(),
        )  # fmt: skip


def _mail(world, centre, organisation):
    asked = ask(centre)
    with centre_scope(centre):
        EnquiryMail.objects.create(
            centre=centre, enquiry=asked.enquiry, fate=MailFate.SENT, id_digest="x", created_at=timezone.now()
        )


def _mailbox(world, centre, organisation):
    with centre_scope(centre):
        Mailbox.objects.create(
            centre=centre, address="a@example.org", host="mail.example.org", user="a", password="b"
        )


def _rules(world, centre, organisation):
    with centre_scope(centre):
        EnquiryRules.objects.create(centre=centre)


def _referred(world, centre, organisation):
    referral = refer(ask(centre))
    with centre_scope(centre):
        ReferralMessage.objects.create(
            centre=centre,
            referral=referral,
            is_from_receiver=True,
            text="Beispiel",
            created_at=timezone.now(),
        )


def _deleted(world, centre, organisation):
    """Leaves a run and a fact."""
    asked = ask(centre)
    with centre_scope(centre):
        actions.close_enquiry(by=BOB, enquiry=asked.enquiry, outcome=Outcome.HELPED)
    forget_enquiries(by=SYSTEM, centre=centre, now=timezone.now() + dt.timedelta(days=400))


def _referral_counted(world, centre, organisation):
    asked = ask(centre)
    refer(asked)
    with centre_scope(centre):
        actions.erase_enquiry(by=BOB, enquiry=asked.enquiry)


def _held(world, centre, organisation):
    asked = ask(centre)
    with centre_scope(centre):
        actions.hold_enquiry(by=BOB, enquiry=asked.enquiry, reason="Beispiel")


def _merged(world, centre, organisation):
    one, other = ask(centre).enquiry, ask(centre).enquiry
    with centre_scope(centre):
        merge_enquiries(by=SYSTEM, one=one, other=other)


def _pair(world, centre):
    """Two people who work at this centre."""
    return (
        (world.people["lead"], world.people["staff"])
        if centre == world.home
        else (world.stranger, world.people["lead"])
    )


def _absence(world, centre, organisation):
    person, substitute = _pair(world, centre)
    with centre_scope(centre):
        last = Absence.objects.order_by("ends_on").last()  # nobody is away twice at once
        day = (last.ends_on if last else timezone.localdate()) + dt.timedelta(days=90)
        enter_absence(
            by=SYSTEM, centre=centre, person=person, substitute=substitute, starts_on=day, ends_on=day
        )


def _mention(world, centre, organisation):
    enquiry, (person, _other) = ask(centre).enquiry, _pair(world, centre)
    with centre_scope(centre):
        note_naming(by=SYSTEM, enquiry=enquiry, text="Beispiel", people=[person])


def _ticked(world, centre, organisation):
    enquiry = ask(centre).enquiry
    with centre_scope(centre):
        made = save_checklist(
            by=SYSTEM, centre=centre, checklist=None, title="x", topics=[], steps=["Beispiel"]
        )
        tick_steps(by=SYSTEM, enquiry=enquiry, shown=[], done=list(made.steps.all()))


def _module(world, centre, organisation):
    with centre_scope(centre):
        save_text_module(
            by=SYSTEM, centre=centre, module=None, title="Beispiel", topics=[], german="Beispiel"
        )


ROWS: Rows = {
    EnquiryRegrouping: _merged,
    Referral: _referred,
    ReferralFact: _referral_counted,
    ReferralMessage: _referred,
    Absence: _absence,
    Mention: _mention,
    Checklist: _ticked,
    ChecklistStep: _ticked,
    ChecklistTick: _ticked,
    TextModule: _module,
    TextModuleText: _module,
    Enquiry: _asked,
    EnquiryMail: _mail,
    EnquiryMessage: _asked,
    EnquiryContact: _asked,
    EnquiryConsent: _asked,
    EnquiryFile: _file,
    EnquiryFact: _deleted,
    DeletionRun: _deleted,
    EnquiryHold: _held,
    Theme: lambda world, centre, organisation: named_theme(centre),
    EnquiryTheme: lambda world, centre, organisation: named_theme(centre),
    DataRequest: lambda world, centre, organisation: data_request(centre),
    EnquiryOffer: _named,
    EnquiryRules: _rules,
    Mailbox: _mailbox,
    EnquiryWords: _asked,
}
