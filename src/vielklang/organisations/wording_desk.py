"""Words of the desk about organisations: what two entries are compared by, what happened to one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHOICE_LABELS: dict[str, Promise] = {
    "name": _("Name"),
    "kind": _("Kind of organisation"),
    "address": _("Address"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "website": _("Website"),
    "street": _("Street and house number"),
    "postcode": _("Postcode"),
    "town": _("Town"),
    "centre": _("Kept by"),
    "legal_form": _("Legal form"),
    "registration_number": _("Register number"),
    "umbrella": _("Umbrella organisation"),
    "founded_year": _("Founded in"),
    "member_count": _("Members"),
    "communities": _("Communities"),
    "languages": _("Languages spoken there"),
    "publishes_directly": _("Publishes without review"),
    "is_public_profile": _("Has a page of its own in the guide"),
    "external": _("Comes from"),
}

EVENTS: dict[str, Promise] = {
    "organisation created": _("entry created"),
    "organisation updated": _("facts changed"),
    "organisation described": _("description changed"),
    "organisation change proposed": _("change proposed"),
    "organisation change withdrawn": _("proposed change withdrawn"),
    "organisation change accepted": _("proposed change accepted"),
    "organisation change rejected": _("proposed change rejected"),
    "organisation change seen": _("change seen by the centre"),
    "organisation moved": _("kept by another centre now"),
    "public profile requested": _("public profile asked for"),
    "public profile opened": _("public profile opened"),
    "public profile closed": _("public profile closed"),
    "organisation trusted": _("may publish without review"),
    "organisation's trust ended": _("publishes after review"),
    "funding conditions answered": _("funding conditions answered"),
    "organisations merged": _("another entry merged into this one"),
    "merge undone": _("merge undone"),
    "contact person added": _("contact person added"),
    "contact person changed": _("contact person changed"),
    "contact person removed": _("contact person removed"),
    "contact person restored": _("contact person brought back"),
    "note added": _("note added"),
    "note removed": _("note removed"),
    "note restored": _("note brought back"),
}
"""What a history shows of the audit; readings are for the audit page alone."""


def yes_no(value: bool) -> Promise:
    return _("yes") if value else _("no")
