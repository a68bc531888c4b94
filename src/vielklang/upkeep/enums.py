"""Closed lists of upkeep. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkPurpose(TextChoices):
    """Why a personal link was sent."""

    REMINDER = "reminder", _("Reminder")
    REQUEST = "request", _("Sent by the centre")
    RENEWAL = "renewal", _("Asked for by the recipient")
    SUSPENSION = "suspension", _("Offer suspended")


class LinkState(TextChoices):
    """What has become of a link; follows from its times (`PersonalLink.state`), never stored."""

    WAITING = "waiting", _("Not opened yet")
    OPENED = "opened", _("Opened")
    ANSWERED = "answered", _("Answered")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Withdrawn")


class Answer(TextChoices):
    """What a carrier said about one offer while a link is open."""

    TRUE = "true", _("Still true")
    CORRECTED = "corrected", _("Corrected")
    GONE = "gone", _("No longer exists")


class ReportCategory(TextChoices):
    PHONE = "phone", _("The phone number is wrong")
    HOURS = "hours", _("The opening hours are wrong")
    GONE = "gone", _("This does not exist any more")
    IDEA = "idea", _("I have an idea")
    OTHER = "other", _("Something else")


class FeedbackSubject(TextChoices):
    """What a remark about the guide is about."""

    GUIDE = "guide", _("The guide as a whole")
    PAGE = "page", _("A page")
    SEARCH = "search", _("The search")
    EVENTS = "events", _("Dates")
    PLACES = "places", _("Places and the map")
    IMPRINT = "imprint", _("The imprint")


class Rating(TextChoices):
    UP = "up", _("Helpful")
    DOWN = "down", _("Not helpful")


class ReportState(TextChoices):
    NEW = "new", _("New")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    REJECTED = "rejected", _("Not followed")


class ReportSource(TextChoices):
    READER = "reader", _("A reader")
    CARRIER = "carrier", _("The organisation itself")
