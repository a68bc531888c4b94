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
    MERGED = "merged", _("Part of another")


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


class RequestKind(TextChoices):
    """What a person demands by law."""

    ACCESS = "access", _("Know what is stored")
    ERASURE = "erasure", _("Erase everything")


class RequestProof(TextChoices):
    """How the centre knows that it is the person."""

    CODE = "code", _("Code and PIN")
    STAFF = "staff", _("known to a colleague")


class RequestAnswer(TextChoices):
    GIVEN = "given", _("Given to the person")
    ERASED = "erased", _("Erased")
    REFUSED = "refused", _("Refused")


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


class MailboxSecurity(TextChoices):
    """How the connection to a mailbox is encrypted; there is none without."""

    TLS = "tls", _("TLS from the beginning (usually port 993)")
    STARTTLS = "starttls", _("STARTTLS (usually port 143)")


class MailboxProblem(TextChoices):
    """Why a mailbox cannot be read, and what to do."""

    UNREACHABLE = (
        "unreachable",
        _(
            "The mail server does not answer. Please check server and port, and ask your IT about the firewall."
        ),
    )
    CERTIFICATE = (
        "certificate",
        _(
            "The mail server's certificate is not valid for this name. Please check the server's name with your IT."
        ),
    )
    LOGIN = "login", _("The mail server refuses user name or password. Please type them again.")
    FOLDER = "folder", _("This folder does not exist in the mailbox. The usual one is INBOX.")
    OTHER = "other", _("The mail server answered something unexpected. We try again every two minutes.")


class MailFate(TextChoices):
    """What became of a mail."""

    TAKEN = "taken", _("became a question or an answer to one")
    SENT = "sent", _("sent to the person")
    SKIPPED = "skipped", _("left out: written by a program")
    UNREADABLE = "unreadable", _("could not be read")
    SETTLED = "settled", _("could not be read, settled by a colleague")


class MailReason(TextChoices):
    """Why a mail became no question."""

    AUTOMATIC = "automatic", _("automatic reply")
    BOUNCE = "bounce", _("report about a mail that could not be delivered")
    MAILING_LIST = "list", _("newsletter or mailing list")
    OWN = "own", _("sent by this platform itself")
    COPY = "copy", _("delivered twice")
    TOO_LARGE = "too_large", _("larger than 25 MB")
    NESTED = "nested", _("too many parts in one another")
    NO_SENDER = "no_sender", _("no sender's address that can be answered")
    EMPTY = "empty", _("nothing written and nothing attached")
    BROKEN = "broken", _("broken")
