"""Taking over another centre's published text: find it, look at it, take it, follow what becomes of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferText
from vielklang.offers.models.texts import PUBLIC_FIELDS
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.validation import InvalidOfferError
from vielklang.translations import actions, queries
from vielklang.translations.actions.adopting import takeable
from vielklang.translations.differences import difference
from vielklang.translations.forms_desk import LABELS, TakeFilter
from vielklang.translations.models import TextAdoption
from vielklang.translations.rules import access_adoption, access_own_offer, access_source_offer
from vielklang.translations.views.desk.board import page_of, query_without_page

ROWS = 20
MOST_LOOKED_AT = 200
"""Of the likeliest ones; twins in other centres are shown once."""


@desk(Permission.OFFER_EDIT)
@require_safe
def search(request: AreaRequest) -> HttpResponse:
    """First one's own offer, then published texts of other centres about the same; and what was taken before."""
    form = TakeFilter(request.GET)
    form.is_valid()
    data = form.cleaned_data
    own = access_own_offer(request.area, data["offer"]) if data.get("offer") else None
    rows: Any = _sources(own, data) if own else _own_offers(request, data.get("own", ""))
    changed = {row.pk for row in queries.changed_adoptions()}
    taken = [(row, row.pk in changed) for row in _taken()]
    context = {
        "own": own,
        "own_text": _source_text(own) if own else None,
        "page": page_of(request, rows, ROWS),
        "query": query_without_page(request),
        "filter": {name: data.get(name) or "" for name in ("q", "own", "topic")},
        "topics": [(key, get_taxonomy().topic_name(key, "de")) for key in own.topics] if own else [],
        "taken": sorted(taken, key=lambda pair: not pair[1]),
    }
    return render(request, "translations/desk/take_over.html", context)


@desk(Permission.OFFER_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: AreaRequest, offer: uuid.UUID, source: uuid.UUID) -> HttpResponse:
    """Both texts side by side; which languages to take."""
    own, other = access_own_offer(request.area, offer), access_source_offer(request.area, source)
    if own.source_language != other.source_language:
        raise Http404
    if request.method == "POST":
        return _take(request, own, other)
    return render(request, "translations/desk/take_over_text.html", _comparison(own, other))


@desk(Permission.OFFER_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: AreaRequest, adoption: uuid.UUID) -> HttpResponse:
    """A text that was taken: what its source says now; take it again, set it aside, or go one's own way."""
    row = access_adoption(request.area, adoption)
    source = _visible(row)
    do = request.POST.get("do") if request.method == "POST" else ""
    if do == "again" and source:
        return _take(request, access_own_offer(request.area, row.offer.public_id), source)
    if do == "ignore":
        actions.ignore_change(by=request.area.actor, adoption=row)
        messages.success(request, _("You keep your text. You are told when the source changes again."))
        return redirect(request.area.url("translations:desk_take_over"))
    if do == "end":
        actions.end_adoption(by=request.area.actor, adoption=row)
        messages.success(request, _("The text is your own now. Its source is no longer named."))
        return redirect(request.area.url("translations:desk_take_over"))
    context = {
        "adoption": row,
        "source": source,
        "is_changed": bool(source and source.content_revision > row.source_revision),
        "is_ignored": bool(source and row.ignored_revision == source.content_revision),
        "rows": _since(row, source) if source else [],
        "languages": _languages(row.offer, source, set(row.languages)) if source else [],
    }
    return render(request, "translations/desk/adoption.html", context)


def _take(request: AreaRequest, own: Offer, source: Offer) -> HttpResponse:
    try:
        row = actions.take_over(
            by=request.area.actor, offer=own, source=source, languages=request.POST.getlist("language")
        )
    except InvalidOfferError:
        messages.error(
            request,
            _("This text lacks something that your published offer needs."),
        )
        return redirect(request.area.url("translations:desk_take_over") + f"?offer={own.public_id}")
    messages.success(
        request,
        _("The text is taken over. Readers see where it comes from: KI %(centre)s.")
        % {"centre": row.source_centre_name},
    )
    return redirect(request.area.url("translations:desk_adoption", row.public_id))


def _own_offers(request: AreaRequest, text: str) -> QuerySet[Offer]:
    rows = Offer.objects.filter(centre=request.area.centre).exclude(status=OfferStatus.ARCHIVED)
    rows = rows.select_related("organisation")
    if text:
        rows = rows.filter(title__icontains=text)
    return rows.order_by("title", "pk")


def _sources(own: Offer, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Published offers of other centres about the same topics, the most similar titles first, twins once."""
    topics = [data["topic"]] if data.get("topic") else own.topics
    text = _source_text(own)
    rows = (
        Offer.objects.visible()
        .exclude(centre=own.centre_id)
        .filter(topics__overlap=topics, source_language=own.source_language)
        .annotate(likeness=TrigramSimilarity("title", data.get("q") or (text.title if text else "")))
    )
    if data.get("q"):
        rows = rows.filter(title__icontains=data["q"])
    rows = rows.select_related("centre", "organisation").prefetch_related("texts")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows.order_by(F("likeness").desc(), "pk")[:MOST_LOOKED_AT]:
        source = _source_text(row)
        if source is None:
            continue
        tags = [get_language(x.language) for x in takeable(row) if x.language != row.source_language]
        entry = {"offer": row, "text": source, "languages": tags, "twins": 0}
        if found.setdefault((source.title, source.summary), entry) is not entry:
            found[source.title, source.summary]["twins"] += 1
    return list(found.values())


def _source_text(offer: Offer) -> OfferText | None:
    return next((text for text in offer.texts.all() if text.language == offer.source_language), None)


def _taken() -> QuerySet[TextAdoption]:
    return TextAdoption.objects.select_related("offer").order_by("-taken_at", "pk")[:100]


def _visible(row: TextAdoption) -> Offer | None:
    """The source while it is public; afterwards nobody looks into another centre's desk."""
    if row.source_offer_id is None:
        return None
    return (
        Offer.objects.visible()
        .filter(pk=row.source_offer_id)
        .select_related("centre")
        .prefetch_related("texts")
        .first()
    )


def _comparison(own: Offer, other: Offer) -> dict[str, Any]:
    mine, theirs = _source_text(own), _source_text(other)
    rows = [
        {"label": LABELS[name], "mine": getattr(mine, name, ""), "theirs": getattr(theirs, name, "")}
        for name in PUBLIC_FIELDS
    ]
    shown = [row for row in rows if row["mine"] or row["theirs"]]
    return {"own": own, "source": other, "rows": shown, "languages": _languages(own, other, None)}


def _languages(own: Offer, source: Offer, chosen: set[str] | None) -> list[dict[str, Any]]:
    """The translations that can be taken; without a choice those that replace nothing of one's own are ticked."""
    mine = {text.language: text for text in own.texts.all()}
    return [
        {
            "language": get_language(text.language),
            "status": text.get_status_display(),
            "own": mine.get(text.language),
            "ticked": text.language in chosen if chosen is not None else text.language not in mine,
        }
        for text in takeable(source)
        if text.language != source.source_language
    ]


def _since(row: TextAdoption, source: Offer) -> list[dict[str, Any]]:
    now = _source_text(source)
    pairs = [(LABELS[name], row.words.get(name, ""), getattr(now, name, "")) for name in PUBLIC_FIELDS]
    return [
        {"label": label, "pieces": difference(old, new), "is_changed": old != new}
        for label, old, new in pairs
        if old or new
    ]
