"""JSON-LD blocks and the languages of a page, for the head of public pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.texts import TextStatus
from vielklang.guide.context import Reader
from vielklang.guide.structured import centre_graph, offer_graph, organisation_graph
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.schedule import Span
from vielklang.offers.texts import ShownText
from vielklang.organisations.models import Organisation, OrganisationText

register = template.Library()
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""No text can end the block or begin a comment in it."""


def _block(graph: dict[str, Any]) -> SafeString:
    """A data block: browsers do not run it, so that the policy for scripts needs no exception."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag
def offer_data(offer: Offer, text: ShownText, dates: Sequence[Span], reader: Reader) -> SafeString:
    return _block(offer_graph(offer, text, dates, reader.language.tag))


@register.simple_tag
def centre_data(centre: Centre, text: Any, reader: Reader) -> SafeString:
    return _block(centre_graph(centre, text, reader.language.tag))


@register.simple_tag
def organisation_data(
    organisation: Organisation, text: OrganisationText | None, reader: Reader
) -> SafeString:
    return _block(organisation_graph(organisation, text, reader.language.tag))


@register.simple_tag
def offer_alternates(offer: Offer, text: ShownText) -> SafeString:
    """Canonical address and alternates of an offer's page: the languages that it has a text in; one query.

    A page that shows German in place of a text it has not is not the one to find: the German page is.
    """
    rows = OfferText.objects.filter(offer=offer).exclude(status=TextStatus.DRAFT)
    known = set(rows.values_list("language", flat=True))
    urls = {tag: _offer_url(tag, offer) for tag in GUIDE_TAGS if tag in known}
    canonical = urls.get(text.language) or _offer_url("de", offer)
    default = urls.get("de", canonical)
    links = format_html_join(
        "\n    ",
        '<link rel="alternate" hreflang="{}" href="{}">',
        (*urls.items(), ("x-default", default)),
    )
    return format_html('<link rel="canonical" href="{}">\n    {}', canonical, links)


def _offer_url(tag: str, offer: Offer) -> str:
    return f"{settings.BASE_URL}{reverse('guide:offer', args=[tag, offer.public_id])}"
