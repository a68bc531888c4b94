"""What a person sees of a change that waits for the centre, or that an organisation made at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language as current_language
from django.utils.translation import gettext as _

from vielklang.core.areas import Area
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.organisations.comparison_desk import Words, language_names
from vielklang.organisations.enums_desk import ChangeState, LegalForm
from vielklang.organisations.models import Organisation, OrganisationChange
from vielklang.organisations.wording_desk import CHOICE_LABELS
from vielklang.web.formats import phone_number

PROPOSED = (ChangeState.OPEN, ChangeState.ACCEPTED, ChangeState.REJECTED)


@dataclass(frozen=True)
class Difference:
    label: Words
    before: str
    after: str
    language: str = "de"
    direction: str = "auto"


def latest_change(organisation: Organisation) -> OrganisationChange | None:
    """What was proposed last, decided or not; inside a scope."""
    return OrganisationChange.objects.filter(organisation=organisation, state__in=PROPOSED).first()


def open_change(organisation: Organisation) -> OrganisationChange | None:
    return OrganisationChange.objects.filter(organisation=organisation, state=ChangeState.OPEN).first()


def direct_change(area: Area, organisation: Organisation) -> OrganisationChange | None:
    """What the organisation changed at once and nobody at the centre has seen, for those who answer for it."""
    if not area.can(Permission.ORGANISATION_EDIT):
        return None
    return OrganisationChange.objects.filter(organisation=organisation, state=ChangeState.DIRECT).first()


def differences(organisation: Organisation, change: OrganisationChange | None) -> list[Difference]:
    """What stands there now beside what shall."""
    known = {text.language: text.description for text in organisation.texts.all()}
    found = []
    for field, after in change.proposed.items() if change else ():
        before = known.get(field.removeprefix("text_"), "") if field.startswith("text_") else ""
        found.append(_difference(field, before or getattr(organisation, field, ""), after))
    return found


def direct_differences(area: Area, change: OrganisationChange | None) -> list[Difference]:
    """What stood there beside what stands there now; persons only for those who may see them."""
    if change is None:
        return []
    sees_persons = area.can(Permission.CONTACT_VIEW)
    return [
        _difference(field, change.before.get(field), after)
        for field, after in change.proposed.items()
        if sees_persons or not field.startswith("contact_")
    ]


def _difference(field: str, before: Any, after: Any) -> Difference:
    if field.startswith("contact_"):
        return Difference(_("Contact person"), _person(before), _person(after))
    if not field.startswith("text_"):
        return Difference(CHOICE_LABELS[field], _shown(field, before), _shown(field, after))
    tag = field.removeprefix("text_")
    language = get_language(tag)
    german = (current_language() or "de").startswith("de")
    name = language.german_name if german else language.english_name
    label = _("Description: %(language)s") % {"language": name}
    return Difference(label, before or "", after or "", tag, str(language.direction))


def _shown(field: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if field == "phone":
        return phone_number(value)[0]
    if field == "legal_form":
        return str(LegalForm(value).label)
    if field == "languages":
        return ", ".join(language_names(value))
    return ", ".join(value) if isinstance(value, list) else str(value)


def _person(values: Mapping[str, Any] | None) -> str:
    """One line; empty where the person is not there."""
    if not values:
        return ""
    parts = [values["name"], values["function"], _shown("phone", values["phone"]), values["email"]]
    parts.append(_shown("languages", values["languages"]))
    parts.append(_("shown in the guide") if values["is_public"] else _("not public"))
    parts.append(_("receives reminders") if values["receives_reminders"] else "")
    return ", ".join(part for part in parts if part)
