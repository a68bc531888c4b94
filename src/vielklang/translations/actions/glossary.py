"""Writes to the glossary: a centre's own terms, and the statewide ones from the shipped file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.audit import action, record
from vielklang.core.languages import GUIDE_TAGS
from vielklang.translations.enums import TermKind
from vielklang.translations.models import GlossaryTerm

DATA = Path(__file__).resolve().parent.parent / "data" / "glossary.json"


@action
def set_term(
    *,
    by: Actor,
    centre: Centre,
    term: str,
    kind: str,
    translations: Mapping[str, str],
    note: str = "",
    is_reviewed: bool = False,
    row: GlossaryTerm | None = None,
) -> GlossaryTerm:
    """Add or change a term of the centre's own. Raises `ValidationError` for one that is there already."""
    name = " ".join(term.split())
    others = GlossaryTerm.objects.filter(centre=centre, term__iexact=name)
    if (others.exclude(pk=row.pk) if row else others).exists():
        raise ValidationError({"term": _("Your glossary has this term already.")})
    entry = row or GlossaryTerm(centre=centre)
    entry.term, entry.kind, entry.note, entry.is_reviewed = name, kind, note, is_reviewed
    entry.translations = _words(translations) if kind == TermKind.FIXED else {}
    entry.updated_by = (by.person or by.name)[:120]
    entry.save()
    record(by=by, event="glossary term set", subject=entry)
    return entry


@action
def remove_term(*, by: Actor, row: GlossaryTerm) -> None:
    """Take a term of the centre's own away; a statewide one of the same name holds again."""
    record(by=by, event="glossary term removed", subject=row)
    row.delete()


@action
def load_glossary(*, by: Actor) -> int:
    """Bring the statewide terms to the state of the shipped file; returns how many were written."""
    wanted = {row["term"]: row for row in json.loads(DATA.read_text(encoding="utf-8"))["terms"]}
    known = {row.term: row for row in GlossaryTerm.objects.filter(centre=None)}
    GlossaryTerm.objects.filter(centre=None).exclude(term__in=wanted).delete()
    count = 0
    for term, data in wanted.items():
        entry = known.get(term) or GlossaryTerm(centre=None, term=term)
        values = {
            "kind": data["kind"],
            "translations": data.get("translations", {}),
            "note": data.get("note", ""),
            "is_reviewed": data.get("is_reviewed", False),
        }
        if entry.pk and all(getattr(entry, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(entry, name, value)
        entry.updated_by = by.name
        entry.save()
        count += 1
    return count


def _words(translations: Mapping[str, str]) -> dict[str, str]:
    return {
        tag: " ".join(word.split())
        for tag, word in translations.items()
        if tag in GUIDE_TAGS and word.strip()
    }
