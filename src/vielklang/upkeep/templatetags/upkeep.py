"""Words of upkeep's pages and mails: an offer's German title, hours and dates in one line."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django import template
from django.utils.translation import gettext as _

from vielklang.core.languages import get_language
from vielklang.offers.models import Offer
from vielklang.offers.schedule import DayHours, Span
from vielklang.offers.texts import NoTextError, text_in
from vielklang.organisations.models import Organisation
from vielklang.upkeep.models import LinkCheck
from vielklang.web import formats

register = template.Library()


@register.filter
def title_of(offer: Offer) -> str:
    """The German title, or that of its source language; no query after `with_texts("de")`."""
    try:
        return text_in(offer, "de").title
    except NoTextError:
        return str(offer)


@register.filter
def long_date(moment: dt.date | dt.datetime) -> str:
    return formats.date(moment)


@register.filter
def day_line(day: DayHours) -> str:
    """ "Monday 09:00–12:00, 14:00–16:00"."""
    times = ", ".join(f"{formats.time(opens)}–{formats.time(closes)}" for opens, closes in day.intervals)
    place = f" ({day.place.name})" if day.place and day.place.name else ""
    return f"{day.label} {times}{place}"


@register.filter
def span_line(span: Span) -> str:
    return _("%(day)s, %(from)s–%(until)s") % {
        "day": formats.date(span.starts_at, "full"),
        "from": formats.time(span.starts_at),
        "until": formats.time(span.ends_at),
    }


@register.filter
def language_name(tag: str) -> str:
    """A language as colleagues call it."""
    language = get_language(tag)
    return language.german_name if formats.page_tag().startswith("de") else language.english_name


@register.filter
def short_month(day: dt.date) -> str:
    return str(format_date(day, "MMM", locale=formats.locale()))


@register.filter
def problem_words(check: LinkCheck) -> str:
    """Why a website counts as dead, for people."""
    words = {
        "not_found": _("The page does not exist"),
        "server_error": _("The website has an error"),
        "timeout": _("No answer in time"),
        "no_such_host": _("The name of the website does not exist"),
        "certificate": _("The security certificate is not valid"),
        "no_connection": _("No connection"),
        "too_many_redirects": _("Leads round in circles"),
    }
    text = words.get(check.problem, _("Cannot be checked"))
    return f"{text} ({check.status})" if check.status else text


@register.simple_tag(takes_context=True)
def entry_url(context: template.Context, row: Offer | Organisation, name: str) -> str:
    """Where an offer or organisation is looked at (`offer`, `organisation`) or changed (`edit`) in the open area."""
    area = context["area"]
    room = "offers" if isinstance(row, Offer) else "organisations"
    return str(area.url(f"{room}:{area.kind}_{name}", row.public_id))
