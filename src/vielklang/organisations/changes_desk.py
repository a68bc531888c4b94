"""What a person sees of a change that waits for the centre."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language as current_language
from django.utils.translation import gettext as _

from vielklang.core.languages import get_language
from vielklang.organisations.comparison_desk import Words
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models import Organisation, OrganisationChange
from vielklang.organisations.wording_desk import CHOICE_LABELS


@dataclass(frozen=True)
class Difference:
    label: Words
    before: str
    after: str
    language: str = "de"
    direction: str = "auto"


def latest_change(organisation: Organisation) -> OrganisationChange | None:
    """What was proposed last, decided or not; inside a scope."""
    return OrganisationChange.objects.filter(organisation=organisation).first()


def open_change(organisation: Organisation) -> OrganisationChange | None:
    return OrganisationChange.objects.filter(organisation=organisation, state=ChangeState.OPEN).first()


def differences(organisation: Organisation, change: OrganisationChange | None) -> list[Difference]:
    """What stands there now beside what shall."""
    known = {text.language: text.description for text in organisation.texts.all()}
    found = []
    for field, after in change.proposed.items() if change else ():
        if not field.startswith("text_"):
            found.append(Difference(CHOICE_LABELS[field], getattr(organisation, field), after))
            continue
        tag = field.removeprefix("text_")
        language = get_language(tag)
        german = (current_language() or "de").startswith("de")
        name = language.german_name if german else language.english_name
        label = _("Description: %(language)s") % {"language": name}
        found.append(Difference(label, known.get(tag, ""), after, tag, str(language.direction)))
    return found
