"""Who may do what with translations, and the loaders that are the only door to a private row."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from vielklang.core.areas import Area
from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS, Language
from vielklang.core.permissions import Permission
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer
from vielklang.translations.models import GlossaryTerm, TextAdoption, TranslationRequest
from vielklang.translations.works import Work, find_work


def languages_of(area: Area) -> list[Language]:
    """The languages that this person may write here; a translator's own ones only."""
    return [
        language for language in GUIDE_LANGUAGES if area.can(Permission.TEXT_TRANSLATE, language=language.tag)
    ]


def check_language(area: Area, language: str, permission: Permission = Permission.TEXT_TRANSLATE) -> None:
    """Raises `Http404` for a language the guide has not, `PermissionDenied` for one that is not this person's."""
    if language not in GUIDE_TAGS:
        raise Http404
    if not area.can(permission, language=language):
        raise PermissionDenied


def access_work(
    area: Area, key: str, language: str, permission: Permission = Permission.TEXT_TRANSLATE
) -> Work:
    """The text that an address names; another centre's is 404, another language than one's own 403."""
    work = find_work(area.centre, key, language)
    if work is None:
        raise Http404
    check_language(area, language, permission)
    return work


def access_term(
    area: Area, public_id: uuid.UUID, permission: Permission = Permission.TEXT_REVIEW
) -> GlossaryTerm:
    """A term of this centre; statewide ones can be read by all and changed by nobody at a desk."""
    term = GlossaryTerm.objects.filter(Q(centre=area.centre), public_id=public_id).first()
    if term is None:
        raise Http404
    if not area.can(permission):
        raise PermissionDenied
    return term


def access_request(area: Area, public_id: uuid.UUID) -> TranslationRequest:
    request = TranslationRequest.objects.filter(public_id=public_id).select_related("offer").first()
    if request is None:
        raise Http404
    check_language(area, request.language)
    return request


def access_adoption(area: Area, public_id: uuid.UUID) -> TextAdoption:
    adoption = (
        TextAdoption.objects.filter(public_id=public_id)
        .select_related("offer__centre", "source_offer__centre")
        .first()
    )
    if adoption is None:
        raise Http404
    if not area.can(Permission.OFFER_EDIT):
        raise PermissionDenied
    return adoption


def access_own_offer(area: Area, public_id: uuid.UUID) -> Offer:
    """An offer of this centre that may be written."""
    offer = (
        Offer.objects.filter(centre=area.centre, public_id=public_id)
        .exclude(status=OfferStatus.ARCHIVED)
        .select_related("centre", "organisation")
        .prefetch_related("texts")
        .first()
    )
    if offer is None:
        raise Http404
    if not area.can(Permission.OFFER_EDIT):
        raise PermissionDenied
    return offer


def access_source_offer(area: Area, public_id: uuid.UUID) -> Offer:
    """A published offer of another centre: public data, for taking over its text."""
    offer = (
        Offer.objects.visible()
        .exclude(centre=area.centre)
        .filter(public_id=public_id)
        .select_related("centre", "organisation")
        .prefetch_related("texts")
        .first()
    )
    if offer is None:
        raise Http404
    return offer
