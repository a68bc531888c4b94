"""What an organisation changes about itself at once: kept beside what stood there, until its centre has seen it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.languages import GUIDE_TAGS
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import ContactPerson, Organisation, OrganisationChange

Values = Mapping[str, Any]
"""Field → JSON value; None or "" is nothing."""
_FIELDS = (
    "name", "street", "postcode", "town", "phone", "email", "website", "legal_form", "registration_number",
    "founded_year", "member_count", "communities", "languages",
)  # fmt: skip
_OF_PERSON = ("name", "function", "phone", "email", "languages", "is_public", "receives_reminders")


class ChangeDecidedError(ValueError):
    """Somebody has decided about this change already, or it is not what they saw."""


def facts_now(organisation: Organisation) -> dict[str, Any]:
    """What an organisation itself may change, as it is stored now; two queries."""
    row = Organisation.objects.get(pk=organisation.pk)
    texts = {text.language: text.description for text in row.texts.all()}
    facts = {field: getattr(row, field) for field in _FIELDS}
    return facts | {f"text_{tag}": texts.get(tag, "") for tag in GUIDE_TAGS}


def contact_now(contact: ContactPerson | None) -> dict[str, Any] | None:
    return {field: getattr(contact, field) for field in _OF_PERSON} if contact else None


def note_change(*, by: Actor, organisation: Organisation, before: Values, after: Values) -> None:
    """Keep for the centre what changed; nothing where the organisation itself did not do it or no centre keeps it.

    Part of the action that changes it. What was changed and changed back before anybody has seen it is forgotten.
    """
    if organisation.centre_id is None or not _is_its_own(by, organisation):
        return
    rows = OrganisationChange.objects.select_for_update(of=("self",))
    row = rows.filter(organisation=organisation, state=ChangeState.DIRECT).first()
    row = row or OrganisationChange(
        centre_id=organisation.centre_id, organisation=organisation, state=ChangeState.DIRECT, proposed={}
    )
    first, last = {**before, **row.before}, {**row.proposed, **after}
    changed = [field for field in last if _plain(first.get(field)) != _plain(last[field])]
    if not changed:
        if row.pk:
            row.delete()
        return
    row.before = {field: first.get(field) for field in changed}
    row.proposed = {field: last[field] for field in changed}
    row.proposed_by, row.proposed_at = (by.person or by.name)[:120], timezone.now()
    row.save()


def note_contact(*, by: Actor, contact: ContactPerson, before: Values | None, after: Values | None) -> None:
    """The same for a contact person; None before it was added and after it was removed."""
    field = f"contact_{contact.public_id}"
    note_change(by=by, organisation=contact.organisation, before={field: before}, after={field: after})


@action
def see_change(*, by: Actor, change: OrganisationChange, shown_at: dt.datetime | None) -> None:
    """Somebody at the centre has seen what an organisation changed at once; it waits no more.

    What it says of contact persons is forgotten with that; they and their history stay. Raises `ChangeDecidedError`
    where somebody has seen it already, or where the organisation has changed more than was shown (until `shown_at`).
    """
    row = OrganisationChange.objects.select_for_update(of=("self",)).filter(pk=change.pk).first()
    if row is None or row.state != ChangeState.DIRECT or row.proposed_at != shown_at:
        raise ChangeDecidedError
    fields = sorted(
        {field.partition("_")[0] if field.startswith("contact_") else field for field in row.proposed}
    )
    row.before, row.proposed = _without_persons(row.before), _without_persons(row.proposed)
    row.state, row.decided_at = ChangeState.SEEN, timezone.now()
    row.decided_by = (by.person or by.name)[:120]
    row.save()
    record(by=by, event="organisation change seen", subject=row, label=row.organisation.name, fields=fields)


def _is_its_own(by: Actor, organisation: Organisation) -> bool:
    """A member of the organisation, in the partner area; at the desk one has the centre's rights only."""
    return any(grant.organisation_id == organisation.pk for grant in by.grants)


def _plain(value: Any) -> Any:
    return None if value in ("", []) else value


def _without_persons(values: Values) -> dict[str, Any]:
    return {field: value for field, value in values.items() if not field.startswith("contact_")}
