"""What a request of an open feed asks for, and the public addresses that all feeds name."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_TAGS
from vielklang.interfaces import parameters
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation


def language_of(request: HttpRequest) -> str:
    """`language`: a tag of the guide's languages; German where nothing is said. Raises `BadParameter`."""
    return parameters.one_of(request.GET, "language", GUIDE_TAGS, default="de")


def topic_of(request: HttpRequest) -> str:
    """`topic`: a key of the list of topics, or empty. Raises `BadParameter`."""
    return parameters.one_of(request.GET, "topic", get_taxonomy().topics)


def page_of(request: HttpRequest) -> int:
    return parameters.integer(request.GET, "page", default=1, most=100_000)


def centre_or_404(slug: str) -> Centre:
    centre = Centre.objects.active().filter(slug=slug).first()
    if centre is None:
        raise Http404("There is no centre of this name.")
    return centre


def organisation_or_404(public_id: UUID) -> Organisation:
    """One that the public knows: by a page of its own or by an offer."""
    found = Organisation.objects.filter(public_id=public_id).first()
    if found is None or not (
        found.is_public_profile or Offer.objects.visible().filter(organisation=found).exists()
    ):
        raise Http404("There is no organisation of this id.")
    return found


def absolute(name: str, *args: object, **query: object) -> str:
    """The public address of a URL name; empty query values are left out."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{settings.BASE_URL}{reverse(name, args=args)}" + (f"?{urlencode(kept)}" if kept else "")


def offer_addresses(language: str) -> Callable[[object], str]:
    """Public id → address of an offer's page; the URL is worked out once, since lists name thousands."""
    nobody = UUID(int=0)
    before, _, after = absolute("guide:offer", language, nobody).partition(str(nobody))
    return lambda public_id: f"{before}{public_id}{after}"


def host() -> str:
    """The host of the public address, the naming authority of tag URIs (RFC 4151)."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
