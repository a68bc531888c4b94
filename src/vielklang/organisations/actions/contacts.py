"""Writes about persons to talk to and internal notes. Removing deletes;
undo brings back from the history.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.organisations.actions.direct import contact_now, note_contact
from vielklang.organisations.contact import contact_problems, normal_phone
from vielklang.organisations.enums_desk import Consent
from vielklang.organisations.models import ContactPerson, Organisation, OrganisationNote

_Row = TypeVar("_Row", ContactPerson, OrganisationNote)
_SPOKEN = {language.tag for language in SPOKEN_LANGUAGES}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """All that may be said about a contact person; `is_public` needs when and how they agreed."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""
    languages: Sequence[str] = ()
    is_public: bool = False
    public_agreed_on: dt.date | None = None
    public_agreed_how: str = ""
    receives_reminders: bool = False


@action
def add_contact(
    *, by: Actor, organisation: Organisation, centre: Centre, draft: ContactDraft
) -> ContactPerson:
    """Add somebody to talk to; `centre` keeps the organisation. Raises `InvalidOrganisationError`."""
    row = ContactPerson(organisation=organisation, centre=centre, **_checked(draft))
    row.save()
    record(by=by, event="contact person added", subject=row, label=organisation.name)
    note_contact(by=by, contact=row, before=None, after=contact_now(row))
    return row


@action
def change_contact(*, by: Actor, contact: ContactPerson, draft: ContactDraft) -> ContactPerson:
    """Replace what is known by the draft. Raises `InvalidOrganisationError`."""
    row = ContactPerson.objects.select_for_update().get(pk=contact.pk)
    before = contact_now(row)
    for field, value in _checked(draft).items():
        setattr(row, field, value)
    row.save()
    record(by=by, event="contact person changed", subject=row, label=row.organisation.name)
    note_contact(by=by, contact=row, before=before, after=contact_now(row))
    return row


@action
def remove_contact(*, by: Actor, contact: ContactPerson) -> None:
    record(by=by, event="contact person removed", subject=contact, label=contact.organisation.name)
    note_contact(by=by, contact=contact, before=contact_now(contact), after=None)
    contact.delete()


@action
def restore_contact(*, by: Actor, organisation: Organisation, public_id: uuid.UUID) -> ContactPerson | None:
    """Bring back a contact person that was removed from this organisation; None where there is none to bring back."""
    row = _from_history(ContactPerson, organisation, public_id)
    if row is not None:
        record(by=by, event="contact person restored", subject=row, label=organisation.name)
        note_contact(by=by, contact=row, before=None, after=contact_now(row))
    return row


@action
def add_note(*, by: Actor, organisation: Organisation, centre: Centre, text: str) -> OrganisationNote:
    """Write an internal note under the person's own name."""
    author = by.person or by.name
    row = OrganisationNote(organisation=organisation, centre=centre, text=text.strip(), author=author[:120])
    row.save()
    record(by=by, event="note added", subject=row, label=organisation.name)
    return row


@action
def remove_note(*, by: Actor, note: OrganisationNote) -> None:
    record(by=by, event="note removed", subject=note, label=note.organisation.name)
    note.delete()


@action
def restore_note(*, by: Actor, organisation: Organisation, public_id: uuid.UUID) -> OrganisationNote | None:
    row = _from_history(OrganisationNote, organisation, public_id)
    if row is not None:
        record(by=by, event="note restored", subject=row, label=organisation.name)
    return row


def _from_history(model: type[_Row], organisation: Organisation, public_id: uuid.UUID) -> _Row | None:
    """Insert a removed row again as the history last saw it; None where it exists or never did."""
    if model._default_manager.filter(public_id=public_id).exists():
        return None
    history = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    seen = history._default_manager.filter(
        public_id=public_id, organisation_id=organisation.pk, pgh_label="delete"
    )
    last = seen.order_by("-pgh_id").first()
    if last is None:
        return None
    row = model(**{field.attname: getattr(last, field.attname) for field in model._meta.concrete_fields})
    row.save_base(raw=True, force_insert=True)  # times stay what they were
    return row


def _checked(draft: ContactDraft) -> dict[str, Any]:
    from vielklang.organisations.actions.register import InvalidOrganisationError

    problems = list(contact_problems(phone=draft.phone, email=draft.email))
    if not draft.name.strip():
        problems.append(("name", "is missing"))
    if draft.receives_reminders and not draft.email:
        problems.append(("email", "is needed for reminders"))
    if draft.is_public and (draft.public_agreed_on is None or draft.public_agreed_how not in Consent.values):
        problems.append(("is_public", "needs the day and the way of the agreement"))
    if unknown := sorted(set(draft.languages) - _SPOKEN):
        problems.append(("languages", f"{unknown[0]!r} is unknown"))
    if problems:
        raise InvalidOrganisationError(problems)
    values = {field: getattr(draft, field) for field in draft.__dataclass_fields__}
    if not draft.is_public:
        values |= {"public_agreed_on": None, "public_agreed_how": ""}
    return values | {
        "name": draft.name.strip(),
        "phone": normal_phone(draft.phone),
        "languages": list(dict.fromkeys(draft.languages)),
    }
