"""Who may do what: roles and their permissions live here in code, the database keeps a role's short key.

`can` is the one question that loaders (`rules.py`), views and templates ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from vielklang.core.actor import Actor


class Permission(StrEnum):
    OFFER_VIEW = "offer.view"
    """Also what is not public: drafts, revisions, reminders."""
    OFFER_EDIT = "offer.edit"
    OFFER_CONFIRM = "offer.confirm"
    OFFER_PUBLISH = "offer.publish"
    """Review, publish, suspend, archive, restore."""
    REPORT_HANDLE = "report.handle"
    """What readers reported about an offer, with the contact they left."""
    ENQUIRY_ANSWER = "enquiry.answer"
    """What people asked the centre, with how to reach them."""
    TEXT_TRANSLATE = "text.translate"
    TEXT_REVIEW = "text.review"
    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_MERGE = "organisation.merge"
    CONTACT_VIEW = "contact.view"
    """Contact persons of organisations (names, mail, telephone) and internal notes about organisations."""
    DATA_IMPORT = "data.import"
    DATA_EXPORT = "data.export"
    COORDINATION_VIEW = "coordination.view"
    CENTRE_EDIT = "centre.edit"
    """Profile, focus areas and rules of the centre."""
    PEOPLE_MANAGE = "people.manage"
    AUDIT_VIEW = "audit.view"
    STATE_VIEW = "state.view"
    OPERATE = "operate"
    """Technical state of the installation; no private content."""


P = Permission
CONFIDENTIAL = frozenset({P.CONTACT_VIEW, P.REPORT_HANDLE, P.AUDIT_VIEW, P.PEOPLE_MANAGE, P.ENQUIRY_ANSWER})
"""Whoever may see this signs in with a second factor."""


class Role(TextChoices):
    LEAD = "lead", _("Lead")
    STAFF = "staff", _("Staff")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    FUNDING = "funding", _("Funding")
    ORGANISATION_ADMIN = "organisation_admin", _("Organisation: administration")
    ORGANISATION_EDITOR = "organisation_editor", _("Organisation: editing")
    COORDINATION = "coordination", _("State coordination")
    OPERATOR = "operator", _("Technical operation")


CENTRE_ROLES = (Role.LEAD, Role.STAFF, Role.EDITOR, Role.TRANSLATOR, Role.FUNDING)
ORGANISATION_ROLES = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_EDITOR)

_EDITING = {P.OFFER_VIEW, P.OFFER_EDIT, P.OFFER_CONFIRM, P.OFFER_PUBLISH, P.TEXT_TRANSLATE, P.TEXT_REVIEW}
_STAFF = _EDITING | {
    P.REPORT_HANDLE, P.ENQUIRY_ANSWER, P.ORGANISATION_VIEW, P.ORGANISATION_EDIT, P.CONTACT_VIEW, P.DATA_EXPORT,
    P.COORDINATION_VIEW,
}  # fmt: skip
_LEAD = _STAFF | {P.ORGANISATION_MERGE, P.DATA_IMPORT, P.CENTRE_EDIT, P.PEOPLE_MANAGE, P.AUDIT_VIEW}
_CARRIER = {P.OFFER_VIEW, P.OFFER_EDIT, P.OFFER_CONFIRM}

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.LEAD: frozenset(_LEAD),
    Role.STAFF: frozenset(_STAFF),
    Role.EDITOR: frozenset(_EDITING | {P.ORGANISATION_VIEW, P.DATA_IMPORT, P.DATA_EXPORT}),
    Role.TRANSLATOR: frozenset({P.OFFER_VIEW, P.TEXT_TRANSLATE}),
    Role.FUNDING: frozenset({P.OFFER_VIEW, P.ORGANISATION_VIEW, P.CONTACT_VIEW, P.COORDINATION_VIEW}),
    Role.ORGANISATION_ADMIN: frozenset(_CARRIER | {P.ORGANISATION_EDIT, P.CONTACT_VIEW, P.PEOPLE_MANAGE}),
    Role.ORGANISATION_EDITOR: frozenset(_CARRIER),
    Role.COORDINATION: frozenset({P.STATE_VIEW}),
    Role.OPERATOR: frozenset({P.OPERATE}),
}


def needs_second_factor(role: str) -> bool:
    """Whether a role sees private data, so that a password alone does not open it."""
    return bool(PERMISSIONS[Role(role)] & CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership as rights: a role at a centre, at an organisation, or (neither) in the whole state.

    `languages` limits a translator to these tags; empty is no limit.
    """

    role: str
    centre_id: int | None = None
    organisation_id: int | None = None
    languages: tuple[str, ...] = ()


def can(
    actor: Actor,
    permission: Permission,
    *,
    centre_id: int | None = None,
    organisation_id: int | None = None,
    language: str | None = None,
) -> bool:
    """Whether the actor may do this at this centre or for this organisation (either is enough).

    A program that nobody started (system, import by command) may; a person only by a grant, also through an import
    of theirs. `language` is asked where a text is written.
    """
    if not actor.is_person and actor.user_id is None:
        return True
    return any(
        permission in PERMISSIONS[Role(grant.role)]
        and _holds_at(grant, centre_id, organisation_id)
        and (language is None or not grant.languages or language in grant.languages)
        for grant in actor.grants
    )


def _holds_at(grant: Grant, centre_id: int | None, organisation_id: int | None) -> bool:
    if grant.organisation_id is not None:
        return grant.organisation_id == organisation_id
    if grant.centre_id is not None:
        return grant.centre_id == centre_id
    return centre_id is None and organisation_id is None
