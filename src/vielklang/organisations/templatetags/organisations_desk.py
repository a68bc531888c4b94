"""Names of languages for staff, in German or English."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language as current_language

from vielklang.core.languages import get_language
from vielklang.organisations.comparison_desk import language_names
from vielklang.organisations.models import FundingCondition

register = template.Library()


@register.filter
def spoken_names(tags: Iterable[str]) -> str:
    return ", ".join(language_names(tags))


@register.filter
def language_name(tag: str) -> str:
    language = get_language(tag)
    return language.german_name if (current_language() or "de").startswith("de") else language.english_name


@register.filter
def language_direction(tag: str) -> str:
    return str(get_language(tag).direction)


@register.filter
def condition_name(condition: FundingCondition) -> str:
    return condition.name_in(current_language() or "de")
