"""The public feed of a centre's dates, to subscribe to in a calendar."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from vielklang.centres.models import Centre
from vielklang.centres.queries import centre_by_slug
from vielklang.core.languages import GUIDE_TAGS
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.dates import DateFilter, calendar_feed


@login_not_required
@require_safe
def calendar_feed_view(request: HttpRequest, centre: str) -> HttpResponse:
    """Coming dates as iCalendar; `topic`, `municipality`, `organisation` and `language` (default: de) in the query.

    An unknown value is a bad request, so that nobody subscribes to something else than was meant.
    """
    found = centre_by_slug(centre)
    if found is None:
        raise Http404
    language = request.GET.get("language", "de")
    if language not in GUIDE_TAGS:
        raise BadRequest("language")
    content = calendar_feed(found, _filters(request, found), language)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=900)
    return get_conditional_response(request, etag=etag, response=response) or response


def _filters(request: HttpRequest, centre: Centre) -> DateFilter:
    topic, municipality = request.GET.get("topic", ""), request.GET.get("municipality", "")
    organisation = request.GET.get("organisation", "")
    if topic and topic not in get_taxonomy().topics:
        raise BadRequest("topic")
    if municipality and municipality not in {area.municipality_id for area in centre.areas.all()}:
        raise BadRequest("municipality")
    try:
        return DateFilter(topic, municipality, UUID(organisation) if organisation else None)
    except ValueError as error:
        raise BadRequest("organisation") from error
