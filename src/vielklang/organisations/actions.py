"""Every write to organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.db import transaction

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.organisations.contact import contact_problems, normal_phone
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.models import Organisation
from vielklang.places.models import Municipality

log = structlog.get_logger(__name__)


class InvalidOrganisationError(ValueError):
    """The draft breaks a rule. `problems`: (field, reason), all of them."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft:
    """All that somebody may say about an organisation; checked by the actions, not before."""

    name: str
    kind: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: Municipality | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    centre: Centre | None = None


@transaction.atomic
def create_organisation(*, by: Actor, draft: OrganisationDraft, is_example: bool = False) -> Organisation:
    """Add one organisation. Raises `InvalidOrganisationError`."""
    return create_organisations(by=by, drafts=[draft], is_example=is_example)[0]


@transaction.atomic
def create_organisations(
    *, by: Actor, drafts: Sequence[OrganisationDraft], is_example: bool = False
) -> list[Organisation]:
    """Add many in one statement, checked like one. Raises `InvalidOrganisationError` for the first wrong."""
    rows = [Organisation(**_checked(draft), is_example=is_example) for draft in drafts]
    created = Organisation.objects.bulk_create(rows, batch_size=1000)
    log.info("organisations created", by=str(by), count=len(created))
    return created


@transaction.atomic
def update_organisation(*, by: Actor, organisation: Organisation, draft: OrganisationDraft) -> Organisation:
    """Replace what is known by the draft; `is_example` stays. Raises `InvalidOrganisationError`."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for field, value in _checked(draft).items():
        setattr(row, field, value)
    row.save()
    log.info("organisation updated", by=str(by), organisation=str(row.public_id))
    return row


def _checked(draft: OrganisationDraft) -> dict[str, object]:
    problems = list(
        contact_problems(phone=draft.phone, email=draft.email, website=draft.website, postcode=draft.postcode)
    )
    if not draft.name.strip():
        problems.append(("name", "is missing"))
    if draft.kind not in OrganisationKind.values:
        problems.append(
            ("kind", f"{draft.kind!r} is unknown, known are {', '.join(OrganisationKind.values)}")
        )
    if problems:
        raise InvalidOrganisationError(problems)
    values = {field: getattr(draft, field) for field in draft.__dataclass_fields__}
    return values | {"name": draft.name.strip(), "phone": normal_phone(draft.phone)}


@transaction.atomic
def remove_example_organisations(*, by: Actor) -> int:
    """Delete example organisations; their offers must be gone. Returns how many there were."""
    count, _ = Organisation.objects.filter(is_example=True).delete()
    log.info("example organisations removed", by=str(by), count=count)
    return count
