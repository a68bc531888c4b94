"""Writes to the register itself: entries, their descriptions, their public page, the trust of their centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.languages import GUIDE_TAGS, SPOKEN_LANGUAGES
from vielklang.organisations.contact import contact_problems, normal_phone
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.enums_desk import LegalForm
from vielklang.organisations.models import Organisation, OrganisationMerge, OrganisationText
from vielklang.organisations.models.organisation import LONGEST_DESCRIPTION
from vielklang.organisations.signals import organisations_changed
from vielklang.places.models import Municipality

log = structlog.get_logger(__name__)
KEEP: Final[Any] = object()
"""Left out of a draft: stays as it is."""
_FIRST_YEAR, _LAST_YEAR = 1000, 2200
_SPOKEN = {language.tag for language in SPOKEN_LANGUAGES}


class InvalidOrganisationError(ValueError):
    """The draft breaks a rule. `problems`: (field, reason), all of them."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft:
    """All that somebody may say about an organisation; checked by the actions, not before.

    `centre` counts for new entries; one that is kept already goes to another centre by `move_organisation` alone.
    What imports do not know (everything from `centre` on) stays as it is where it is left out.
    """

    name: str
    kind: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: Municipality | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    centre: Centre | None = KEEP
    legal_form: str = KEEP
    registration_number: str = KEEP
    umbrella: Organisation | None = KEEP
    founded_year: int | None = KEEP
    member_count: int | None = KEEP
    communities: Sequence[str] = KEEP
    languages: Sequence[str] = KEEP


@action
def create_organisation(*, by: Actor, draft: OrganisationDraft, is_example: bool = False) -> Organisation:
    """Add one organisation. Raises `InvalidOrganisationError`."""
    row = Organisation(**_checked(draft), is_example=is_example)
    row.save()
    record(by=by, event="organisation created", subject=row, organisation_id=row.pk)
    _look_for_duplicates([row])
    return row


@action
def create_organisations(
    *, by: Actor, drafts: Sequence[OrganisationDraft], is_example: bool = False
) -> list[Organisation]:
    """Add many in one statement, checked like one. Raises `InvalidOrganisationError` for the first wrong."""
    rows = [Organisation(**_checked(draft), is_example=is_example) for draft in drafts]
    created = Organisation.objects.bulk_create(rows, batch_size=1000)
    for centre_id, found in groupby(sorted(created, key=_centre_of), key=_centre_of):
        record(by=by, event="organisations created", centre_id=centre_id or None, count=len(list(found)))
    if not is_example:
        _look_for_duplicates(created)
    log.info("organisations created", by=str(by), count=len(created))
    return created


@action
def update_organisation(*, by: Actor, organisation: Organisation, draft: OrganisationDraft) -> Organisation:
    """Replace what is known by the draft; `is_example` stays. Raises `InvalidOrganisationError`."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    values = _checked(draft)
    if values.get("umbrella") == row:
        raise InvalidOrganisationError([("umbrella", "is the organisation itself")])
    if values.get("centre", row.centre) != row.centre:
        raise InvalidOrganisationError([("centre", "is changed by moving the entry alone")])
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field, value in values.items():
        setattr(row, field, value)
    row.save()
    record(by=by, event="organisation updated", subject=row, organisation_id=row.pk, fields=sorted(changed))
    if changed:
        _tell([row.pk])
        _look_for_duplicates([row])
    return row


@action
def describe_organisation(*, by: Actor, organisation: Organisation, texts: Mapping[str, str]) -> None:
    """Write the short description in these languages; an empty one removes it, others stay.

    Raises `InvalidOrganisationError` for a language that the guide is not written in and for a text too long.
    """
    if problems := _text_problems(texts):
        raise InvalidOrganisationError(problems)
    known = {text.language: text for text in OrganisationText.objects.filter(organisation=organisation)}
    changed = {
        tag: text.strip()
        for tag, text in texts.items()
        if text.strip() != (known[tag].description if tag in known else "")
    }
    for tag, text in changed.items():
        if text:
            OrganisationText.objects.update_or_create(
                organisation=organisation, language=tag, defaults={"description": text, "author": by.name}
            )
        else:
            known[tag].delete()
    if changed:
        record(
            by=by,
            event="organisation described",
            subject=organisation,
            organisation_id=organisation.pk,
            languages=sorted(changed),
        )


def _text_problems(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    problems = [(tag, "is no language of the guide") for tag in texts if tag not in GUIDE_TAGS]
    return problems + [
        (tag, f"is longer than {LONGEST_DESCRIPTION} characters")
        for tag, text in texts.items()
        if len(text) > LONGEST_DESCRIPTION
    ]


@action
def request_profile(*, by: Actor, organisation: Organisation) -> None:
    """The organisation asks for a page of its own in the guide; its centre decides. Again: nothing changes."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.is_public_profile or row.profile_requested_at:
        return
    row.profile_requested_at = timezone.now()
    row.save(update_fields=["profile_requested_at", "updated_at"])
    record(by=by, event="public profile requested", subject=row, organisation_id=row.pk)


@action
def set_public_profile(*, by: Actor, organisation: Organisation, is_public: bool) -> Organisation:
    """Give the organisation its page in the guide, or take it away; a waiting request is answered by either."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    row.is_public_profile, row.profile_requested_at = is_public, None
    row.save(update_fields=["is_public_profile", "profile_requested_at", "updated_at"])
    event = "public profile opened" if is_public else "public profile closed"
    record(by=by, event=event, subject=row, organisation_id=row.pk)
    return row


@action
def set_trusted(*, by: Actor, organisation: Organisation, is_trusted: bool) -> Organisation:
    """Whether what the organisation changes is public without a review."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    row.publishes_directly = is_trusted
    row.save(update_fields=["publishes_directly", "updated_at"])
    event = "organisation trusted" if is_trusted else "organisation's trust ended"
    record(by=by, event=event, subject=row, organisation_id=row.pk)
    return row


@action
def remove_example_organisations(*, by: Actor) -> int:
    """Delete example organisations; their offers must be gone. Returns how many there were.

    Runs as the owner of the tables, like everything of the demonstration.
    """
    OrganisationMerge._base_manager.filter(kept__is_example=True).delete()
    count = Organisation.objects.filter(is_example=True).count()
    Organisation.objects.filter(is_example=True).delete()
    record(by=by, event="example organisations removed", count=count)
    return count


def _checked(draft: OrganisationDraft) -> dict[str, Any]:
    """The values of a draft as they are stored; raises `InvalidOrganisationError` with all problems."""
    values = {
        field: value for field in draft.__dataclass_fields__ if (value := getattr(draft, field)) is not KEEP
    }
    problems = list(
        contact_problems(phone=draft.phone, email=draft.email, website=draft.website, postcode=draft.postcode)
    )
    problems += _fact_problems(values)
    if not draft.name.strip():
        problems.append(("name", "is missing"))
    if draft.kind not in OrganisationKind.values:
        problems.append(
            ("kind", f"{draft.kind!r} is unknown, known are {', '.join(OrganisationKind.values)}")
        )
    if problems:
        raise InvalidOrganisationError(problems)
    for field in {"communities", "languages"} & set(values):
        values[field] = list(dict.fromkeys(value.strip() for value in values[field] if value.strip()))
    return values | {"name": draft.name.strip(), "phone": normal_phone(draft.phone)}


def _fact_problems(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if (form := values.get("legal_form")) and form not in LegalForm.values:
        yield "legal_form", f"{form!r} is unknown, known are {', '.join(LegalForm.values)}"
    year = values.get("founded_year")
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        yield "founded_year", f"{year} is not a year"
    if (members := values.get("member_count")) is not None and members < 0:
        yield "member_count", "is below zero"
    if unknown := sorted(set(values.get("languages", ())) - _SPOKEN):
        yield "languages", f"{unknown[0]!r} is unknown"


def _centre_of(row: Organisation) -> int:
    return row.centre_id or 0


def _tell(organisation_ids: Iterable[int]) -> None:
    ids = tuple(organisation_ids)
    transaction.on_commit(lambda: organisations_changed.send(Organisation, organisation_ids=ids))


def _look_for_duplicates(rows: Iterable[Organisation]) -> None:
    """Ask for a new search of each centre; many changes in a row are one job."""
    from vielklang.organisations.tasks import ask_for_duplicates  # procrastinate is ready after Django

    for centre_id in sorted({row.centre_id for row in rows if row.centre_id}):
        ask_for_duplicates(centre_id)
