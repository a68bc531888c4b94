"""What the pages on offers at the desk and in the partner area need in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vielklang.offers import desk_words as words
from vielklang.offers.enums import OfferStatus
from vielklang.web import formats

register = template.Library()
_KINDS = {OfferStatus.PUBLISHED: "good", OfferStatus.IN_REVIEW: "accent", OfferStatus.SUSPENDED: "warn"}


@register.simple_tag(takes_context=True)
def offers_url(context: Mapping[str, Any], name: str, *args: object) -> str:
    """An address of this room in the area one works in: `{% offers_url 'offer' offer.public_id %}`."""
    area = context["area"]
    return str(area.url(f"offers:{area.kind}_{name}", *args))


@register.simple_tag(takes_context=True)
def preview_url(context: Mapping[str, Any], public_id: object) -> str:
    """Where the area one works in shows an offer as readers would see it; in German first."""
    area = context["area"]
    return str(area.url(f"guide:{area.kind}_preview", public_id, "de"))


@register.filter
def short_date(value: dt.date | dt.datetime | None) -> str:
    return "" if value is None else formats.date(value, "medium")


@register.filter
def moment(value: dt.datetime) -> str:
    """ "24.11.2026, 15:04"."""
    local = timezone.localtime(value)
    return f"{formats.date(local.date(), 'medium')}, {local:%H:%M}"


@register.filter
def status_kind(status: str) -> str:
    """The colour of a state's chip; the word stands in it."""
    return _KINDS.get(OfferStatus(status), "")


@register.filter
def revision_state(state: str) -> str:
    return str(words.STATES[state])  # type: ignore[index]


@register.filter
def event_words(event: str) -> str:
    """What the audit calls an event, in the person's language."""
    return str(words.EVENTS.get(event, event))


@register.simple_tag
def meter(percent: int) -> SafeString:
    """A bar with its number; the number says it too."""
    words_of = _("%(percent)s %% complete") % {"percent": percent}
    return mark_safe(  # noqa: S308 - a number and our own words
        f'<progress class="vk-meter vk-meter--bar" max="100" value="{int(percent)}" aria-label="{words_of}"></progress>'
        f' <span class="vk-small">{int(percent)} %</span>'
    )
