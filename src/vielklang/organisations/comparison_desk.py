"""What a person sees before two entries become one: the values of both, and what would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.organisations.actions.merging import CHOICES, references
from vielklang.organisations.enums_desk import DuplicateReason
from vielklang.organisations.models import Organisation
from vielklang.organisations.wording_desk import CHOICE_LABELS, yes_no

Words = str | Promise


@dataclass(frozen=True)
class ComparedRow:
    """One choice: what each side says; `prefers_lost` where only the other one says something."""

    choice: str
    label: Words
    kept: str
    lost: str

    @property
    def is_same(self) -> bool:
        return self.kept == self.lost

    @property
    def prefers_lost(self) -> bool:
        return not self.kept and bool(self.lost)


def compared_rows(kept: Organisation, lost: Organisation) -> list[ComparedRow]:
    return [
        ComparedRow(choice, CHOICE_LABELS[choice], _shown(kept, choice), _shown(lost, choice))
        for choice in CHOICES
    ]


_SHOWN: dict[str, Callable[[Organisation], str]] = {
    "address": lambda row: row.address,
    "kind": lambda row: str(row.get_kind_display()),
    "legal_form": lambda row: str(row.get_legal_form_display()),
    "umbrella": lambda row: row.umbrella.name if row.umbrella else "",
    "languages": lambda row: ", ".join(language_names(row.languages)),
    "external": lambda row: f"{row.external_source} {row.external_id}".strip(),
}


def _shown(row: Organisation, choice: str) -> str:
    if choice in _SHOWN:
        return _SHOWN[choice](row)
    value = getattr(row, choice)
    if isinstance(value, bool):
        return str(yes_no(value))
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def language_names(tags: Iterable[str]) -> list[str]:
    german = (get_language() or "de").startswith("de")
    names = {x.tag: x.german_name if german else x.english_name for x in SPOKEN_LANGUAGES}
    return [names.get(tag, tag) for tag in tags]


KINDS: dict[str, Words] = {
    "offers.Offer": _("offers"),
    "organisations.ContactPerson": _("contact persons"),
    "organisations.OrganisationNote": _("notes"),
    "organisations.OrganisationText": _("descriptions"),
    "organisations.OrganisationChange": _("proposed changes"),
    "organisations.ConditionAnswer": _("answers to funding conditions"),
    "organisations.Organisation": _("member organisations"),
    "accounts.Membership": _("people with access"),
    "accounts.Invitation": _("invitations"),
}
_SILENT = {
    "organisations.DuplicateProposal",
    "organisations.DuplicateDecision",
    "organisations.OrganisationMerge",
}


def moving_counts(lost: Organisation) -> list[tuple[Words, int]]:
    """How many rows of each kind refer to the entry that goes; one query for each table."""
    counts: Counter[str] = Counter()
    for field in references():
        if field.model._meta.label not in _SILENT:
            counts[field.model._meta.label] += field.model._base_manager.filter(**{field.name: lost}).count()
    return counted(counts)


def counted(counts: Counter[str]) -> list[tuple[Words, int]]:
    """`room.Model` → how many, in words; tables without a word of their own together at the end."""
    named = [(words, counts[label]) for label, words in KINDS.items()]
    others = sum(count for label, count in counts.items() if label not in KINDS)
    return [(words, count) for words, count in [*named, (_("other records"), others)] if count]


def reasons_of(keys: Iterable[str]) -> list[Words]:
    return [DuplicateReason(key).label for key in keys if key in DuplicateReason.values]
