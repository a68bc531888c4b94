"""Machine translation for enquiries: only where the installation has a helper and the centre has said yes.

The helper is asked while the page waits; what people write leaves the house in no other way.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from vielklang.centres.models import Centre
from vielklang.core.languages import same_language
from vielklang.enquiries.queries import rules_of
from vielklang.translations.adapters import get_helper
from vielklang.translations.glossary import terms_of


def helper_name() -> str:
    """The host that gets the texts; empty where the installation has no helper."""
    return (urlsplit(settings.TRANSLATOR["url"]).hostname or "") if get_helper() is not None else ""


def may_translate(centre: Centre, language: str) -> bool:
    """Whether a machine may be asked for this language: plain German and German are none of a machine's."""
    if same_language(language, "de") or "-" in language or get_helper() is None:
        return False
    return rules_of(centre).uses_translator


def translated(centre: Centre, texts: list[str], source: str, target: str) -> list[str]:
    """The centre's own words stay as they are. Raises `HelperError`; `PermissionError` where it may not be asked."""
    helper = get_helper()
    foreign = target if same_language(source, "de") else source
    if helper is None or not may_translate(centre, foreign):
        raise PermissionError
    glossary = terms_of(centre, target) if same_language(source, "de") else []
    return helper.translate(texts, source, target, glossary)
