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
    WAITING = "waiting", _("Waiting for the person")
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
