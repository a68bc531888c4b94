"""What an organisation changes about itself: contact data at once, public words after its centre has looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils import timezone

from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.organisations.actions.direct import ChangeDecidedError, facts_now, note_change
from vielklang.organisations.actions.register import (
    InvalidOrganisationError,
    OrganisationDraft,
    _checked,
    _text_problems,
    describe_organisation,
    update_organisation,
)
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import Organisation, OrganisationChange

WAITING = ("name", "website")
"""Beside the descriptions, what a centre looks at before it is public."""


@action
def save_profile(
    *, by: Actor, organisation: Organisation, draft: OrganisationDraft, texts: Mapping[str, str]
) -> OrganisationChange | None:
    """Keep what an organisation says about itself; returns what waits for its centre now, if anything does.

    Where the centre trusts it, nothing waits. Raises `InvalidOrganisationError`, also where public words would have to
    wait and no centre keeps the entry. What is changed at once is kept for the centre to see (direct.py).
    """
    before = facts_now(organisation)
    waits = _save(by, organisation, draft, texts)
    note_change(by=by, organisation=organisation, before=before, after=facts_now(organisation))
    return waits


def _save(
    by: Actor, organisation: Organisation, draft: OrganisationDraft, texts: Mapping[str, str]
) -> OrganisationChange | None:
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.publishes_directly:
        update_organisation(by=by, organisation=row, draft=draft)
        describe_organisation(by=by, organisation=row, texts=texts)
        return _propose(by, row, {})
    values = _checked(draft)
    if problems := _text_problems(texts):
        raise InvalidOrganisationError(problems)
    proposed = _proposed(row, values, texts)
    if proposed and row.centre_id is None:
        raise InvalidOrganisationError([(field, "no centre could look at it") for field in proposed])
    known = {field: getattr(row, field) for field in WAITING}
    update_organisation(by=by, organisation=row, draft=replace(draft, **known))
    return _propose(by, row, proposed)


def _proposed(row: Organisation, values: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    known = {text.language: text.description for text in row.texts.all()}
    public = {field: values[field] for field in WAITING if values[field] != getattr(row, field)}
    words = {f"text_{tag}": text.strip() for tag, text in texts.items() if text.strip() != known.get(tag, "")}
    return public | words


def _propose(by: Actor, row: Organisation, proposed: dict[str, str]) -> OrganisationChange | None:
    open_one = OrganisationChange.objects.filter(organisation=row, state=ChangeState.OPEN).first()
    if open_one is not None and open_one.proposed == proposed:
        return open_one
    if open_one is not None:
        open_one.delete()
    if not proposed:
        if open_one is not None:
            record(by=by, event="organisation change withdrawn", subject=row, organisation_id=row.pk)
        return None
    assert row.centre is not None, "save_profile refuses to let something wait for no centre"
    change = OrganisationChange.objects.create(
        centre=row.centre,
        organisation=row,
        proposed=proposed,
        proposed_by=(by.person or by.name)[:120],
    )
    record(
        by=by, event="organisation change proposed", subject=change, label=row.name, fields=sorted(proposed)
    )
    return change


@action
def accept_change(*, by: Actor, change: OrganisationChange) -> Organisation:
    """Make the proposed words public. Raises `ChangeDecidedError`, `InvalidOrganisationError`."""
    organisation = _decide(by, change, ChangeState.ACCEPTED)
    fields = {field: getattr(organisation, field) for field in _DRAFTED}
    public = {field: change.proposed[field] for field in WAITING if field in change.proposed}
    if public:
        update_organisation(by=by, organisation=organisation, draft=OrganisationDraft(**fields | public))
    texts = {
        field.removeprefix("text_"): text
        for field, text in change.proposed.items()
        if field.startswith("text_")
    }
    describe_organisation(by=by, organisation=organisation, texts=texts)
    return organisation


@action
def reject_change(*, by: Actor, change: OrganisationChange, reason: str) -> Organisation:
    """Nothing becomes public; the organisation reads the reason. Raises `ChangeDecidedError`."""
    return _decide(by, change, ChangeState.REJECTED, reason.strip())


_DRAFTED = ("name", "kind", "street", "postcode", "town", "municipality", "phone", "email", "website")


def _decide(by: Actor, change: OrganisationChange, state: ChangeState, reason: str = "") -> Organisation:
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=change.organisation_id)
    row = OrganisationChange.objects.select_for_update(of=("self",)).filter(pk=change.pk).first()
    if row is None or row.state != ChangeState.OPEN:
        raise ChangeDecidedError
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = (by.person or by.name)[:120], timezone.now()
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    event = f"organisation change {state.value}"
    record(by=by, event=event, subject=row, label=organisation.name, fields=sorted(row.proposed))
    return organisation
