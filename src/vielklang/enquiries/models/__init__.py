"""Enquiries: the question with its state (enquiry.py), what was said, how to reach the person and what they agreed to
(said.py), what came with the words (files.py) or waits to (held.py), whom it was passed on to (referral.py), a centre's
own rules (rules.py), what an enquiry is found by (words.py), what keeps it (holds.py), what stays of it (facts.py),
what a person demands by law (requests.py).
"""

from vielklang.enquiries.models.checklist import Checklist, ChecklistStep, ChecklistTick
from vielklang.enquiries.models.colleagues import Absence, Mention
from vielklang.enquiries.models.enquiry import OPEN_STATES, Enquiry
from vielklang.enquiries.models.facts import DeletionRun, EnquiryFact, ReferralFact
from vielklang.enquiries.models.files import EnquiryFile
from vielklang.enquiries.models.held import HeldVoice
from vielklang.enquiries.models.holds import EnquiryHold
from vielklang.enquiries.models.mailbox import EnquiryMail, Mailbox
from vielklang.enquiries.models.referral import Referral, ReferralMessage
from vielklang.enquiries.models.regrouping import EnquiryRegrouping
from vielklang.enquiries.models.requests import DataRequest
from vielklang.enquiries.models.rules import EnquiryRules
from vielklang.enquiries.models.said import EnquiryConsent, EnquiryContact, EnquiryMessage, EnquiryOffer
from vielklang.enquiries.models.text_module import TextModule, TextModuleText
from vielklang.enquiries.models.theme import EnquiryTheme, Theme
from vielklang.enquiries.models.words import EnquiryWords

__all__ = [
    "OPEN_STATES",
    "Absence",
    "Checklist",
    "ChecklistStep",
    "ChecklistTick",
    "DataRequest",
    "DeletionRun",
    "Enquiry",
    "EnquiryConsent",
    "EnquiryContact",
    "EnquiryFact",
    "EnquiryFile",
    "EnquiryHold",
    "EnquiryMail",
    "EnquiryMessage",
    "EnquiryOffer",
    "EnquiryRegrouping",
    "EnquiryRules",
    "EnquiryTheme",
    "EnquiryWords",
    "HeldVoice",
    "Mailbox",
    "Mention",
    "Referral",
    "ReferralFact",
    "ReferralMessage",
    "TextModule",
    "TextModuleText",
    "Theme",
]
