"""Closed lists of enquiries. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    GUIDE = "guide", _("Guide")
    PHONE = "phone", _("By phone")
    COUNTER = "counter", _("In person")
    MAIL = "mail", _("By mail")


class ContactKind(TextChoices):
    """How the person wants to hear the answer."""

    CODE = "code", _("With a code, on this website")
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone call")
    MESSENGER = "messenger", _("By messenger")


class EnquiryState(TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for the person")
    CLOSED = "closed", _("Closed")


class Direction(TextChoices):
    """Who says something to whom."""

    ASKED = "asked", _("From the person")
    ANSWERED = "answered", _("To the person")
    NOTE = "note", _("Internal note")


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
