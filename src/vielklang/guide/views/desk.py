"""Preview: an offer as readers would see it, in every language, before anything is public. The partner area shows the
same pages (partner.py) of what is the organisation's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace, csp_update
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, View, desk
from vielklang.core.areas import Area
from vielklang.core.languages import GUIDE_LANGUAGES, get_language
from vielklang.core.permissions import Permission
from vielklang.guide.context import Reader
from vielklang.guide.offer_page import offer_facts
from vielklang.offers.desk_drafting import Editor, data_from
from vielklang.offers.drafts import OfferDraft
from vielklang.offers.merging import merged_with
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.previewing import unsaved_offer
from vielklang.offers.rows import draft_of
from vielklang.offers.rules import access_offer, access_revision, access_working_revision
from vielklang.offers.snapshots import draft_from
from vielklang.offers.texts import NoTextError, text_in


@require_safe
def _preview(request: AreaRequest, public_id: UUID, language: str) -> HttpResponse:
    """The page in a frame of a phone's width, with a tab for each language."""
    area, version = request.area, request.GET.get("version", "")
    offer = access_offer(area, public_id, Permission.OFFER_VIEW)
    _draft, says = _content(area, offer, version)
    query = f"?version={version}" if version.isdecimal() else ""
    context = {
        "offer": offer,
        "shown": get_language(language),
        "tabs": [
            (tag, area.url(f"guide:{area.kind}_preview", public_id, tag.tag) + query)
            for tag in GUIDE_LANGUAGES
        ],
        "page": area.url(f"guide:{area.kind}_preview_page", public_id, language) + query,
        "says": says,
    }
    return render(request, "guide/desk/preview.html", context)


@require_safe
def _page(request: AreaRequest, public_id: UUID, language: str) -> HttpResponse:
    """The reader's page itself, of content that may not be public; nothing is written."""
    offer = access_offer(request.area, public_id, Permission.OFFER_VIEW)
    draft, _says = _content(request.area, offer, request.GET.get("version", ""))
    shown = unsaved_offer(by=request.area.actor, draft=draft, offer=offer)
    tongue = get_language(language)
    request.vk_language = tongue  # type: ignore[attr-defined]
    reader = Reader(tongue, None, None)
    with translation.override(language):
        try:
            text = text_in(shown, language)
        except NoTextError:
            text = None
        context = {"reader": reader, "offer": shown, "text": text, "second_language": None, "german": None}
        context |= {"today": timezone.localdate().weekday(), **offer_facts(shown, reader, timezone.now())}
        response = render(request, "guide/desk/preview_page.html", context)
    response.headers["Content-Language"] = language
    return response


def behind(door: Callable[[Permission], Callable[[View], View]]) -> tuple[Any, Any]:
    """Both pages for an area: the one with the frame, and the one that may stand in a frame of ours."""
    may_view = door(Permission.OFFER_VIEW)
    outer = csp_update({"frame-src": ["'self'"]})(may_view(_preview))
    inner = csp_replace({"frame-ancestors": ["'self'"]})(xframe_options_sameorigin(may_view(_page)))
    return outer, inner


preview, preview_page = behind(desk)


def _content(area: Area, offer: Offer, version: str) -> tuple[OfferDraft, str]:
    """Which content is shown, and what to say about it: a version, one's own work, what waits, or what is public."""
    if version.isdecimal() and len(version) < 9:
        revision = access_revision(area, offer, int(version))
        words = _("Version %(number)s") % {"number": revision.number}
        waits = revision.state == "in_review"
        content = merged_with(offer, revision).content if waits else revision.content or {}
        return draft_from(content, offer), words
    working = access_working_revision(area, offer)
    if working is not None and working.form_data:
        editor = Editor(data_from(working.form_data), area=area, checks=True)
        if editor.is_valid(offer):
            return editor.draft(offer), _("With your unfinished changes")
    waiting = OfferRevision.objects.filter(offer=offer, state="in_review").first()
    if waiting is not None:
        return draft_from(merged_with(offer, waiting).content, offer), _(
            "With the change that waits for review"
        )
    return draft_of(offer), _("As it is saved")
