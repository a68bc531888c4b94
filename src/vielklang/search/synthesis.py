"""Load data for measurements: any number of offers, marked as examples, written past the actions in bulk.

Encoding 100,000 texts would take hours, so a vector is that of the offer's type plus seeded noise: all different, and
as near to each other as texts about one thing are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from vielklang.core.actor import Actor
from vielklang.core.languages import GUIDE_LANGUAGES, Language
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import AreaServed, OfferStatus
from vielklang.offers.examples.towns import Region, Town, regions
from vielklang.offers.examples.types import ExampleType, read_types
from vielklang.offers.models import Offer, OfferPlace, OfferText, OpeningHours
from vielklang.organisations.actions import OrganisationDraft, create_organisations
from vielklang.organisations.enums import OrganisationKind
from vielklang.organisations.models import Organisation
from vielklang.search.encoders import Matrix, unit
from vielklang.search.indexing import REMOTE, Source, SourceText, document_of, embed, signature_of
from vielklang.search.models import VECTOR_PARTS, SearchDocument, SearchSignature
from vielklang.search.passages import passages

_BATCH = 2000
_NOISE = 0.35
_FOR_THE_STATE = 0.01
_SCATTER = 0.02  # degrees, about two kilometres
_INDEX = "search_signature_bits"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A type of offer with what is the same in all its copies."""

    type: ExampleType
    body: str
    pieces: list[str]
    vectors: Matrix


@dataclass(frozen=True, slots=True)
class _Planned:
    pattern: _Pattern
    region: Region
    town: Town
    area: str
    point: tuple[float, float]


def synthesize(
    *,
    by: Actor,
    offers: int,
    seed: int = 2026,
    languages: int = 1,
    evenly: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Add so many published example offers with their index rows; the same for the same seed. Returns how many.

    `languages`: of the guide, German first. Where a type has no text in one, its English text stands there, marked
    by the language's tag and as machine text. `evenly` gives each centre as many as the next one. The vector index is left out while rows are written and built once at the end. `offers_changed` is not sent.
    """
    random, noise = Random(seed), np.random.default_rng(seed)  # noqa: S311
    patterns, areas = list(_patterns()), regions()
    written = [language for language in GUIDE_LANGUAGES if language.tag != "de-simple"][:languages]
    organisations = _organisations(by, areas)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {_INDEX}")
    for start in range(0, offers, _BATCH):
        size = min(_BATCH, offers - start)
        planned = [
            _plan(patterns, areas[number % len(areas)] if evenly else random.choice(areas), random)
            for number in range(start, start + size)
        ]
        with transaction.atomic():
            _write_batch(by, planned, organisations, noise, written)
        if progress:
            progress(start + size, offers)
    _build_index()
    return offers


def _patterns() -> Iterator[_Pattern]:
    for kind in read_types():
        text = kind.texts["de"]
        body = f"{text.summary}\n{text.description}\n{text.conditions}".strip()
        pieces = passages(text.title, body)
        yield _Pattern(kind, body, pieces, embed(pieces))


def _organisations(by: Actor, areas: Sequence[Region]) -> dict[str, Organisation]:
    drafts = [
        OrganisationDraft(
            name=f"Lastdaten {region.centre.name}", kind=OrganisationKind.OTHER, centre=region.centre
        )
        for region in areas
    ]
    created = create_organisations(by=by, drafts=drafts, is_example=True)
    return {region.centre.slug: row for region, row in zip(areas, created, strict=True)}


def _plan(patterns: Sequence[_Pattern], region: Region, random: Random) -> _Planned:
    pattern = random.choice(patterns)
    town = region.draw(random)
    postcode = random.choice(town.postcodes)
    local = AreaServed.CENTRE if pattern.type.area == AreaServed.STATE else pattern.type.area
    area = AreaServed.STATE if random.random() < _FOR_THE_STATE else local
    point = (postcode.lat + random.gauss(0, _SCATTER), postcode.lon + random.gauss(0, _SCATTER))
    return _Planned(pattern, region, town, area, point)


def _write_batch(
    by: Actor,
    planned: Sequence[_Planned],
    organisations: dict[str, Organisation],
    noise: np.random.Generator,
    languages: Sequence[Language],
) -> None:
    rows = [_offer(plan, organisations[plan.region.centre.slug]) for plan in planned]
    offers = Offer.objects.bulk_create(rows, batch_size=500)
    pairs = list(zip(offers, planned, strict=True))
    texts = [_text(by, *pair, language.tag) for pair in pairs for language in languages]
    OfferText.objects.bulk_create(texts, batch_size=500)
    OfferPlace.objects.bulk_create([_place(*pair) for pair in pairs], batch_size=500)
    OpeningHours.objects.bulk_create([row for pair in pairs for row in _hours(*pair)], batch_size=1000)
    documents = SearchDocument.objects.bulk_create(
        [document_of(_source(*pair), pair[1].pattern.pieces) for pair in pairs], batch_size=500
    )
    _copy_passages(list(zip(documents, planned, strict=True)), noise)


def _offer(plan: _Planned, organisation: Organisation) -> Offer:
    kind, now = plan.pattern.type, timezone.now()
    return Offer(
        centre=plan.region.centre,
        organisation=organisation,
        municipality=plan.town.municipality,
        kind=kind.kind,
        title=kind.texts["de"].title,
        topics=list(kind.topics),
        target_groups=list(kind.target_groups),
        age_from=kind.age_from,
        age_to=kind.age_to,
        area=plan.area,
        delivery=list(kind.delivery),
        joining=kind.join,
        cost_kind=kind.cost,
        cost_amount=kind.cost_amount,
        childcare=kind.childcare,
        languages=list(kind.languages),
        status=OfferStatus.PUBLISHED,
        published_at=now,
        is_example=True,
        example_type=kind.key,
    )


def _text(by: Actor, offer: Offer, plan: _Planned, tag: str) -> OfferText:
    texts = plan.pattern.type.texts
    words = texts.get(tag, texts["en"]).model_dump()
    status = TextStatus.HUMAN
    if tag not in texts:
        words["title"], status = f"[{tag}] {words['title']}", TextStatus.MACHINE
    return OfferText(
        offer=offer, language=tag, status=status, author=str(by), updated_at=timezone.now(), **words
    )


def _place(offer: Offer, plan: _Planned) -> OfferPlace:
    lat, lon = plan.point
    town = plan.town.municipality
    return OfferPlace(offer=offer, town=town.name, municipality=town, lat=lat, lon=lon)


def _hours(offer: Offer, plan: _Planned) -> list[OpeningHours]:
    found = {hours.weekday: hours for hours in plan.pattern.type.hours}
    return [
        OpeningHours(offer=offer, weekday=day, opens=x.opens, closes=x.closes) for day, x in found.items()
    ]


def _source(offer: Offer, plan: _Planned) -> Source:
    return Source(
        texts=(SourceText("de", plan.pattern.type.texts["de"].title, plan.pattern.body),),
        offer_id=offer.pk,
        centre_id=offer.centre_id,
        municipality_key=offer.municipality_id or "",
        points=plan.point,
        area=plan.area,
        is_remote=bool(REMOTE & set(offer.delivery)),
        topics=tuple(offer.topics),
        names=(f"Lastdaten {plan.region.centre.name}", plan.town.municipality.name),
    )


def _copy_passages(pairs: Sequence[tuple[SearchDocument, _Planned]], noise: np.random.Generator) -> None:
    connection.ensure_connection()
    register_vector(connection.connection)
    signatures = []
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY search_searchpassage (document_id, embedding) FROM STDIN WITH (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["int8", "halfvec"])
        for document, plan in pairs:
            for vector in _noisy(plan.pattern.vectors, noise):
                copy.write_row((document.pk, HalfVector(vector)))
                signatures.append(signature_of(document, vector))
    SearchSignature.objects.bulk_create(signatures, batch_size=1000)


def _noisy(vectors: Matrix, noise: np.random.Generator) -> Matrix:
    parts, start = [], 0
    for size in VECTOR_PARTS.values():
        part = vectors[:, start : start + size]
        random = noise.standard_normal(part.shape, dtype=np.float32) * (_NOISE / np.sqrt(size))
        parts.append(unit(part + random) if part.any() else part)
        start += size
    return np.concatenate(parts, axis=1)


def _build_index() -> None:
    index = next(index for index in SearchSignature._meta.indexes if index.name == _INDEX)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1500MB'; SET max_parallel_maintenance_workers = 2")
        with connection.schema_editor() as editor:
            editor.add_index(SearchSignature, index)
        cursor.execute("RESET maintenance_work_mem; RESET max_parallel_maintenance_workers")
        cursor.execute("VACUUM ANALYZE search_searchdocument")
        cursor.execute("VACUUM ANALYZE search_searchpassage")
        cursor.execute("VACUUM ANALYZE search_searchsignature")
        cursor.execute("ANALYZE")
