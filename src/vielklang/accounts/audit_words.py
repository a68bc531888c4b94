"""What stands in the audit, in words: events and kinds of things. An event without words is shown as it was written."""

from __future__ import annotations

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "person invited": _("Person invited"),
    "invitation sent again": _("Invitation sent again"),
    "invitation revoked": _("Invitation revoked"),
    "invitation accepted": _("Invitation accepted"),
    "account created": _("Account created"),
    "account disabled": _("Account closed"),
    "account enabled": _("Account opened again"),
    "role granted": _("Role given"),
    "membership changed": _("Role changed"),
    "membership ended": _("Role ended"),
    "membership restored": _("End of a role undone"),
    "language chosen": _("Language chosen"),
    "audit exported": _("Audit exported"),
    "offer created": _("Offer created"),
    "offer changed": _("Offer changed"),
    "offer published": _("Offer published"),
    "offer suspended": _("Offer suspended"),
    "offer archived": _("Offer archived"),
    "offer restored": _("Offer restored"),
    "offer confirmed": _("Offer confirmed"),
    "offer submitted": _("Offer handed in for review"),
    "offer sent back": _("Offer sent back"),
    "organisation created": _("Organisation created"),
    "organisation changed": _("Organisation changed"),
    "organisations created": _("Organisations created"),
    "organisations merged": _("Organisations merged"),
    "merge undone": _("Merge undone"),
    "contact read": _("Contact person read"),
    "contact created": _("Contact person added"),
    "contact changed": _("Contact person changed"),
    "report received": _("Report received"),
    "report read": _("Report read"),
    "report handled": _("Report handled"),
    "text saved": _("Text saved"),
    "text reviewed": _("Text reviewed"),
}

ACTOR_KINDS: dict[str, str | Promise] = {
    "person": _("person"),
    "link": _("personal link"),
    "reader": _("reader"),
    "import": _("import"),
    "system": _("program"),
}


def event_words(event: str) -> str:
    return str(EVENTS.get(event, event))


def thing_words(subject_type: str) -> str:
    """The name of a kind of thing, from its model; the raw label where the model is gone."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name) if subject_type else ""
    except (LookupError, ValueError):
        return subject_type
