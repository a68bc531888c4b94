"""Words of the desk's pages of enquiries."""

from __future__ import annotations

import datetime as dt

from django import template

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
