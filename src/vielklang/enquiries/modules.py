"""Reads of text modules: what the answer form offers, with the centre's own names put in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from vielklang.centres.models import Centre
from vielklang.core.languages import same_language
from vielklang.core.texts import TextStatus
from vielklang.enquiries.models import Enquiry, TextModule, TextModuleText


@dataclass(frozen=True)
class Passage:
    """A module as the answer form offers it: German, and the person's language where somebody has said it so."""

    module: TextModule
    german: str
    own: str
    is_behind: bool
    is_machine: bool
    fits: bool


def modules() -> QuerySet[TextModule]:
    """With all their texts: two queries."""
    return TextModule.objects.prefetch_related(Prefetch("texts", TextModuleText.objects.order_by("language")))


def module_by(public_id: uuid.UUID) -> TextModule:
    """Of the open scope's centre. Raises `Http404`."""
    found = modules().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def german_of(module: TextModule) -> TextModuleText | None:
    return next((row for row in module.texts.all() if row.language == "de"), None)


def is_behind(text: TextModuleText, german: TextModuleText | None) -> bool:
    """Whether the German has changed since this was translated."""
    source = text.source_revision
    return german is not None and source is not None and source < german.revision


def passages_for(enquiry: Enquiry, centre: Centre) -> list[Passage]:
    """What fits the enquiry's topics first; drafts are not offered. Two queries."""
    topics, rows = set(enquiry.topics), modules().filter(removed_at=None)
    found = [_passage(row, enquiry.language, centre, bool(topics & set(row.topics))) for row in rows]
    return sorted((row for row in found if row.german), key=lambda row: not row.fits)


def _passage(module: TextModule, language: str, centre: Centre, fits: bool) -> Passage:
    german, own = german_of(module), _own(module.texts.all(), language)
    return Passage(
        module,
        filled(german.text, centre) if german else "",
        filled(own.text, centre) if own else "",
        own is not None and is_behind(own, german),
        own is not None and own.status == TextStatus.MACHINE,
        fits,
    )


def _own(texts: Iterable[TextModuleText], language: str) -> TextModuleText | None:
    if same_language(language, "de"):
        return None
    return next((x for x in texts if x.language == language and x.status != TextStatus.DRAFT), None)


PLACEHOLDERS = ("{Zentrum}", "{Telefon}", "{E-Mail}", "{Adresse}")


def filled(text: str, centre: Centre) -> str:
    """With the centre's own particulars instead of the placeholders; what the centre has not said stays to be seen."""
    town = " ".join(part for part in (centre.postcode, centre.town) if part)
    address = ", ".join(part for part in (centre.street, town) if part)
    values = (str(centre), centre.phone, centre.email, address)
    for name, value in zip(PLACEHOLDERS, values, strict=True):
        text = text.replace(name, value or name)
    return text
