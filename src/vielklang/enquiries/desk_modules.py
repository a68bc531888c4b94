"""What the desk shows of text modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from vielklang.accounts.access import AreaRequest
from vielklang.core.languages import GUIDE_LANGUAGES, Language, same_language
from vielklang.enquiries.desk_rows import topic_words
from vielklang.enquiries.models import Enquiry, TextModule, TextModuleText
from vielklang.enquiries.modules import Passage, german_of, is_behind, passages_for

TRANSLATED = tuple(language for language in GUIDE_LANGUAGES if language.tag != "de")


@dataclass(frozen=True)
class Translation:
    """A module in one language, or that it is missing there."""

    language: Language
    text: TextModuleText | None
    is_behind: bool


@dataclass(frozen=True)
class ModuleRow:
    """A line of the list of text modules."""

    module: TextModule
    topics: str
    german: TextModuleText | None
    translations: list[Translation]

    @property
    def there(self) -> list[Translation]:
        return [row for row in self.translations if row.text]


def module_rows(rows: Iterable[TextModule]) -> list[ModuleRow]:
    return [module_row(row) for row in rows]


def module_row(module: TextModule) -> ModuleRow:
    german = german_of(module)
    texts = {row.language: row for row in module.texts.all()}
    translations = [
        Translation(language, text, text is not None and is_behind(text, german))
        for language in TRANSLATED
        for text in (texts.get(language.tag),)
    ]
    return ModuleRow(module, topic_words(module.topics), german, translations)


def modules_panel(request: AreaRequest, enquiry: Enquiry) -> dict[str, Any]:
    """The text modules that the answer form offers; two queries."""
    found: list[Passage] = [] if enquiry.closed_at else passages_for(enquiry, request.area.centre)
    return {
        "fitting": [row for row in found if row.fits],
        "passages": [row for row in found if not row.fits],
        "chosen_module": request.POST.get("module", ""),
        "has_own": not same_language(enquiry.language, "de"),
    }
