"""Parts of addresses: a guide language, and which text is worked on."""

from __future__ import annotations

from vielklang.core.languages import GUIDE_TAGS
from vielklang.translations.works import CENTRE_KEY


class TextLanguageConverter:
    regex = "|".join(sorted(GUIDE_TAGS, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class WorkConverter:
    """An offer's public id, or the word for the centre's own text."""

    regex = f"{CENTRE_KEY}|[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)
