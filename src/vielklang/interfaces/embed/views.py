"""What other websites show of the guide: each page depends on its address alone."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import etag, require_safe

from vielklang.interfaces.embed.door import embeddable, page, reading
from vielklang.interfaces.embed.listing import PARAMETERS, Wanted, list_offers
from vielklang.offers.schedule import next_change
from vielklang.web.ready import keep, ready


@cache
def _built() -> tuple[bytes, str]:
    """The built script and its ETag."""
    content = Path(finders.find("build/embed.js") or "").read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'


@embeddable
@require_safe
@ready()
def search(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A search box whose results open in the guide, at the centre's place."""
    with reading(request, slug, language) as reader:
        keep(request, centre=reader.centre.pk if reader.centre else 0)
        return page(request, "interfaces/public/embed_search.html", reader)


@embeddable
@require_safe
@ready(query=PARAMETERS)
def offers(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A centre's offers, all or those of a topic, an area of life, an organisation; each opens in the guide."""
    with reading(request, slug, language) as reader:
        assert reader.centre is not None
        wanted = Wanted.of(request.GET)
        listing = list_offers(reader.centre.pk, reader.language, wanted)
        changes_at = next_change(card.open_state for card in listing.cards)
        keep(request, centre=reader.centre.pk, until=changes_at)
        template = "interfaces/public/embed_offers.html"
        return page(request, template, reader, listing=listing, wanted=wanted)


@embeddable
@require_safe
def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below /embed/: it stands in somebody's frame as well."""
    raise Http404


@login_not_required
def script(request: HttpRequest) -> HttpResponse:
    """The one line that a website adds: puts the frame after itself and gives it the height of its content."""
    response = _script(request)
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@etag(lambda request: _built()[1])
def _script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_built()[0], content_type="text/javascript; charset=utf-8")
