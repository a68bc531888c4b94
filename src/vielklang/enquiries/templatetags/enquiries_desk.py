"""Words of the desk's pages of enquiries."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from vielklang.core.languages import get_language
from vielklang.enquiries.desk_rows import topic_words
from vielklang.offers.calendar import BERLIN
from vielklang.web import formats

register = template.Library()


@register.filter
def last_day(due_at: dt.datetime) -> str:
    """The last day on which the answer is in time: `due_at` is the midnight after it."""
    return formats.date((due_at - dt.timedelta(seconds=1)).astimezone(BERLIN), "medium")


@register.filter
def moment(when: dt.datetime) -> str:
    """Day and time in Germany."""
    local = when.astimezone(BERLIN)
    return f"{formats.date(local, 'medium')}, {formats.time(local)}"


@register.filter
def month_name(day: dt.date) -> str:
    return str(format_date(day, "LLLL yyyy", locale=formats.locale()))


@register.simple_tag
def said_in(tag: str) -> SafeString:
    """`lang="…" dir="…"` of words in this language."""
    language = get_language(tag)
    return format_html('lang="{}" dir="{}"', language.tag, language.direction)


@register.filter
def topic_word(key: str) -> str:
    return topic_words([key])
