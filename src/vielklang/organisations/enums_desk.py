"""Closed lists of organisations whose words only staff read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalForm(TextChoices):
    REGISTERED_ASSOCIATION = "ev", _("Registered association (e. V.)")
    BRANCH = "branch", _("Branch of an association, without a register entry of its own")
    ASSOCIATION = "association", _("Association that is not registered")
    NON_PROFIT_COMPANY = "ggmbh", _("Non-profit company (gGmbH, gUG)")
    COMPANY = "gmbh", _("Company (GmbH, UG)")
    FOUNDATION = "foundation", _("Foundation")
    COOPERATIVE = "cooperative", _("Cooperative (eG)")
    PUBLIC_BODY = "public_body", _("Public body (municipality, district, state)")
    RELIGIOUS_BODY = "religious_body", _("Religious body under public law")
    INFORMAL = "informal", _("Informal group without a legal form")
    OTHER = "other", _("Other legal form")


class Answer(TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class FundingState(TextChoices):
    """What the answers to all conditions that hold today come to."""

    FULFILS = "fulfils", _("fulfils the conditions")
    FAILS = "fails", _("does not fulfil the conditions")
    UNKNOWN = "unknown", _("not known")


class Consent(TextChoices):
    """How a contact person agreed that their name is public."""

    WRITTEN = "written", _("in writing")
    MAIL = "mail", _("by e-mail")
    PHONE = "phone", _("on the telephone")
    SPOKEN = "spoken", _("in a conversation")
    PARTNER = "partner", _("in the partner area")


class DuplicateReason(TextChoices):
    """Why two entries may be one, strongest first."""

    SAME_NAME = "same_name", _("same name")
    SIMILAR_NAME = "similar_name", _("similar name")
    SAME_PHONE = "same_phone", _("same telephone number")
    SAME_MAIL = "same_mail", _("same e-mail address")
    SAME_ADDRESS = "same_address", _("same address")
    SAME_WEBSITE = "same_website", _("same website")
    SAME_STREET = "same_street", _("same street")
    SAME_MAIL_DOMAIN = "same_mail_domain", _("e-mail addresses of the same house")


class ChangeState(TextChoices):
    """What became of a change that an organisation proposed (the first three) or made at once."""

    OPEN = "open", _("waits")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    DIRECT = "direct", _("made at once")
    SEEN = "seen", _("made at once, seen by the centre")
