"""Parts of the guide's addresses: languages and the readable names of centres."""

from django.urls import register_converter

from vielklang.core.languages import GUIDE_TAGS


class LanguageConverter:
    regex = "|".join(sorted(GUIDE_TAGS, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SlugConverter(LanguageConverter):
    regex = "[a-z][a-z0-9-]{1,60}"


register_converter(LanguageConverter, "language")
register_converter(SlugConverter, "centre")
