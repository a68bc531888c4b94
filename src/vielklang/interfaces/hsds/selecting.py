"""Filters of the HSDS API as conditions in SQL. They hold for withdrawn offers too, so that pages keep their places."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin

from vielklang.centres.models import CentreArea
from vielklang.core.texts import TextStatus
from vielklang.interfaces.hsds.asking import Filters
from vielklang.interfaces.hsds.terms import LIFE_AREAS, LISTS, TEXTS, Term, all_terms, taxonomies
from vielklang.offers.enums import AreaServed
from vielklang.offers.models import Offer, OfferPlace, OfferText
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation, OrganisationText
from vielklang.places.place import Place

NOTHING = Q(pk=None)
_METRES_PER_DEGREE = 111_195.0
_EARTH_METRES = 6_371_000.0
_WORD = re.compile(r"\w+")
_MOST_WORDS = 12


class _Says(Func):
    """Whether a text has these words; the left side is what the index `offer_text_words` holds."""

    template = (
        "to_tsvector('simple', title || ' ' || summary || ' ' || description)"
        " @@ to_tsquery('simple', %(expressions)s)"
    )
    output_field = BooleanField()


def numbers(filters: Filters) -> Q:
    """Publications (`OfferNumber`) whose offer fits; everything where nothing is asked for."""
    found = Q()
    if conditions := _offers(filters):
        found &= Q(offer__in=Offer.objects.filter(*conditions).values("pk"))
    if filters.modified_after is not None:
        found &= _modified(filters)
    return found


def places(filters: Filters) -> QuerySet[OfferPlace]:
    """Places within reach, where a distance is asked for; one that was entered twice counts once."""
    twin = OfferPlace.objects.filter(public_id=OuterRef("public_id"), pk__lt=OuterRef("pk"))
    rows = OfferPlace.objects.filter(~Exists(twin))
    if filters.proximity is None:
        return rows
    return rows.filter(pk__in=_near(filters.points, filters.proximity).values("pk"))


def organisations(filters: Filters) -> QuerySet[Organisation]:
    """By name, what they say of themselves, or by their offers' terms."""
    rows = Organisation.objects.all()
    if filters.search:
        rows = rows.filter(_said_of_organisation(filters.search))
    if conditions := [*_terms(filters)]:
        offers = Offer.objects.filter(*conditions, numbers__isnull=False)
        rows = rows.filter(pk__in=offers.values("organisation"))
    return rows


def _offers(filters: Filters) -> list[Any]:
    conditions: list[Any] = [*_terms(filters)]
    if filters.search:
        conditions.append(_said(filters.search))
    if filters.organization is not None:
        conditions.append(Q(organisation__public_id=filters.organization))
    if filters.proximity is not None:
        near = _near(filters.points, filters.proximity)
        conditions.append(Exists(near.filter(offer=OuterRef("pk"))))
    elif filters.points:
        conditions.append(_serving(filters.points))
    return conditions


def _terms(filters: Filters) -> list[Q]:
    conditions = []
    if filters.term is not None:
        term = all_terms().get(str(filters.term))
        conditions.append(_of_term(term) if term else NOTHING)
    if filters.taxonomy is not None and str(filters.taxonomy) not in taxonomies():
        conditions.append(NOTHING)
    elif filters.taxonomy is not None:
        column = taxonomies()[str(filters.taxonomy)]
        conditions.append(Q(**{f"{column}__len__gt": 0}) if column in LISTS else Q())
    return conditions


def _of_term(term: Term) -> Q:
    if term.column == LIFE_AREAS:
        return Q(topics__overlap=list(get_taxonomy().topics_of(term.key)))
    if term.column == TEXTS:
        texts = OfferText.objects.filter(offer=OuterRef("pk"), language=term.key)
        return Q(Exists(texts.exclude(status=TextStatus.DRAFT)))
    if term.column in LISTS:
        return Q(**{f"{term.column}__contains": [term.key]})
    return Q(**{term.column: term.key})


def _said(search: str) -> Q:
    """Every word, or one that begins like it, stands in a text of the offer; or its organisation is called so."""
    words = _WORD.findall(search)[:_MOST_WORDS]
    if not words:
        return NOTHING
    wanted = " & ".join(f"'{word}':*" for word in words)
    texts = OfferText.objects.exclude(status=TextStatus.DRAFT).filter(_Says(Value(wanted)))
    with transaction.atomic(), connection.cursor() as cursor:
        # Once, and by the index: PostgreSQL thinks that taking all texts apart costs less, which takes seconds.
        cursor.execute("SET LOCAL enable_seqscan = off")
        offers = set(texts.order_by().values_list("offer", flat=True))
        cursor.execute("SET LOCAL enable_seqscan = on")
    named = Organisation.objects.filter(name__icontains=search)
    return Q(pk__in=offers) | Q(organisation__in=named.values("pk"))


def _said_of_organisation(search: str) -> Q:
    told = OrganisationText.objects.filter(
        organisation__is_public_profile=True, description__icontains=search
    )
    told = told.exclude(status=TextStatus.DRAFT)
    return Q(name__icontains=search) | Q(pk__in=told.values("organisation"))


def _modified(filters: Filters) -> Q:
    """The same moments that `last_modified` is the latest of."""
    since = filters.modified_after
    texts = OfferText.objects.filter(updated_at__gte=since).exclude(status=TextStatus.DRAFT)
    told = OrganisationText.objects.filter(updated_at__gte=since).exclude(status=TextStatus.DRAFT)
    return (
        Q(changed_at__gte=since)
        | Q(offer__in=texts.values("offer"))
        | Q(offer__organisation__updated_at__gte=since)
        | Q(offer__organisation__in=told.values("organisation"))
    )


def _serving(points: Sequence[Place]) -> Q:
    """Offers for the people of a postcode."""
    keys = [point.key for point in points]
    centres = CentreArea.objects.filter(municipality__in=keys).values("centre")
    return (
        Q(area=AreaServed.STATE)
        | Q(area=AreaServed.CENTRE, centre__in=centres)
        | Q(area=AreaServed.MUNICIPALITY, municipality__in=keys)
    )


def _near(points: Sequence[Place], metres: int) -> QuerySet[OfferPlace]:
    """Places at most so far from one of the points; a box that an index can find comes first."""
    conditions = Q()
    measured = {}
    for position, point in enumerate(points):
        high = metres / _METRES_PER_DEGREE + 0.0001
        wide = high / max(math.cos(math.radians(point.lat)), 0.01)
        measured[f"metres_{position}"] = _distance(point)
        conditions |= Q(
            lat__range=(point.lat - high, point.lat + high),
            lon__range=(point.lon - wide, point.lon + wide),
            **{f"metres_{position}__lte": metres},
        )
    return OfferPlace.objects.annotate(**measured).filter(conditions)


def _distance(point: Place) -> Combinable:
    lat, lon = Radians(F("lat")), Radians(F("lon"))
    here_lat, here_lon = Value(math.radians(point.lat)), Value(math.radians(point.lon))
    cosine = Sin(here_lat) * Sin(lat) + Cos(here_lat) * Cos(lat) * Cos(lon - here_lon)
    rounded = Least(Greatest(cosine, Value(-1.0)), Value(1.0), output_field=FloatField())
    return ACos(rounded) * _EARTH_METRES
