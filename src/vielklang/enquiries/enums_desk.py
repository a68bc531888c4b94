"""Closed lists of enquiries whose words staff alone read. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    GUIDE = "guide", _("Guide")
    PHONE = "phone", _("By phone")
    COUNTER = "counter", _("In person")
    MAIL = "mail", _("By mail")


class EnquiryState(TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for others")
    CLOSED = "closed", _("Closed")


class Direction(TextChoices):
    """Who says something to whom."""

    ASKED = "asked", _("From the person")
    ANSWERED = "answered", _("To the person")
    NOTE = "note", _("Internal note")


class FileKind(TextChoices):
    """What came with a message."""

    VOICE = "voice", _("Voice message")
    IMAGE = "image", _("Picture")
    DOCUMENT = "document", _("Document")


class FileScan(TextChoices):
    """What the virus scanner said of a file."""

    NONE = "none", _("not checked")
    WAITING = "waiting", _("not checked yet")
    CLEAN = "clean", _("checked")
    INFECTED = "infected", _("infected")


class FileProblem(TextChoices):
    """Why a file is not kept."""

    EMPTY = "empty", _("It is empty.")
    TOO_LARGE = "too_large", _("It is larger than 10 MB.")
    TOO_MANY_PIXELS = "pixels", _("The picture has too many pixels.")
    UNKNOWN_KIND = (
        "unknown",
        _("We take pictures (JPEG, PNG, WebP, GIF), PDF, text, Word and OpenDocument texts."),
    )
    PACKED = "packed", _("Packed files (ZIP) are not opened. Please send the files singly.")
    MACROS = "macros", _("It contains macros (small programs).")
    BROKEN = "broken", _("It is broken and cannot be opened.")
    INFECTED = "infected", _("The virus scanner found malware in it.")
    TOO_MANY = "many", _("There were too many files in one message.")


class ReferralKind(TextChoices):
    """To whom."""

    ORGANISATION = "organisation", _("Organisation")
    CENTRE = "centre", _("Another centre")
    APPOINTMENT = "appointment", _("Appointment with interpreter")


class ReferralState(TextChoices):
    SENT = "sent", _("Sent, no answer yet")
    ASKED = "asked", _("Receiver asks back")
    PROPOSED = "proposed", _("Appointment proposed")
    ACCEPTED = "accepted", _("Accepted")
    DONE = "done", _("Finished")
    REFUSED = "refused", _("Refused")
    RETURNED = "returned", _("Handed back")
    EXPIRED = "expired", _("Time is over")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VisitSeen(TextChoices):
    """What became of a referral, as receiver and centre say it."""

    SOLVED = "solved", _("Person came, solved")
    PARTLY = "partly", _("Person came, partly solved")
    NOT_SOLVED = "not_solved", _("Person came, not solved")
    ABSENT = "absent", _("Person did not come")
