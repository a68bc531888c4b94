"""Closed lists of enquiries. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vielklang.enquiries.enums_desk import (
    Channel,
    Direction,
    EnquiryState,
    FileKind,
    FileProblem,
    FileScan,
    MailboxProblem,
    MailboxSecurity,
    MailFate,
    MailReason,
    ReferralKind,
    ReferralState,
    VisitSeen,
)

__all__ = [
    "Channel", "ContactKind", "Direction", "EnquiryState", "FileKind", "FileProblem", "FileScan", "MailFate",
    "MailReason", "MailboxProblem", "MailboxSecurity", "Outcome", "PassedField", "Purpose", "ReferralKind",
    "ReferralState", "Visit", "VisitSeen",
]  # fmt: skip


class ContactKind(TextChoices):
    """How the person wants to hear the answer."""

    CODE = "code", _("With a code, on this website")
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone call")
    MESSENGER = "messenger", _("By messenger")


class Purpose(TextChoices):
    """What a person agrees to, each for itself."""

    ANSWER = "answer", _("We may contact you with the answer.")
    REFER = "refer", _("We may pass your question on to somebody who can help.")
    FOLLOW_UP = "follow_up", _("We may ask you later whether it helped.")


class Outcome(TextChoices):
    """What the person says became of it, or the centre at the end."""

    HELPED = "helped", _("It helped")
    PARTLY = "partly", _("It helped a little")
    NOT_HELPED = "not_helped", _("It did not help")
    UNKNOWN = "unknown", _("Not known")


class PassedField(TextChoices):
    """What a referral may tell the receiver, each chosen for itself."""

    QUESTION = "question", _("Question")
    LANGUAGE = "language", _("Language")
    PLACE = "place", _("Place")
    TOPICS = "topics", _("Topics")
    NAME = "name", _("Name")
    CONTACT = "contact", _("Contact")
    NOTE = "note", _("A word from the centre")


class Visit(TextChoices):
    """What became of a referral, in the person's words; `enums_desk.VisitSeen` has those of receiver and centre."""

    SOLVED = "solved", _("I was there. It helped.")
    PARTLY = "partly", _("I was there. It helped a little.")
    NOT_SOLVED = "not_solved", _("I was there. It did not help.")
    ABSENT = "absent", _("I was not there.")
