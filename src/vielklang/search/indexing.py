"""What the index holds about a text: lexemes, vectors and facts; the same for offers and for evaluated documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from pgvector import HalfVector

from vielklang.offers.enums import Delivery
from vielklang.search.encoders import Encoder, Matrix, encoders
from vielklang.search.german import terms_of
from vielklang.search.models import DIMENSIONS, EmbeddingCache, SearchDocument, SearchPassage, SearchSignature
from vielklang.search.normalise import clean, fold, words
from vielklang.search.passages import passages
from vielklang.search.projection import projections, version
from vielklang.search.questions import document_vector, foreign_key, raw_vectors, signs
from vielklang.search.thesaurus import match_topics

_FORMAT = 3  # one more whenever the rows of equal sources change
_LEXEME_LIMIT = 60
REMOTE = frozenset({Delivery.PHONE, Delivery.ONLINE, Delivery.AT_HOME})
_MOST_LEXEMES = 3000
_READ_FOR_TOPICS = 120
_PROBABLE = 0.25


@dataclass(frozen=True, slots=True)
class SourceText:
    language: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Source:
    """Something to be indexed. `texts[0]` is the one that is turned into vectors, German where there is German."""

    texts: tuple[SourceText, ...]
    offer_id: int | None = None
    reference: str = ""
    region: str = ""
    centre_id: int | None = None
    municipality_key: str = ""
    points: tuple[float, ...] = ()
    area: str = ""
    is_remote: bool = False
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Equal for equal index rows; changes with the encoders and with what was learned."""
        facts = json.dumps([_FORMAT, asdict(self), version(), list(encoders())], sort_keys=True)
        return hashlib.sha1(facts.encode(), usedforsecurity=False).hexdigest()


def write(sources: Sequence[Source]) -> int:
    """Replace the rows of these sources; the caller holds the transaction. Returns how many documents were written."""
    pieces = [passages(source.texts[0].title, source.texts[0].body) for source in sources]
    vectors = iter(embed([text for piece in pieces for text in piece]))
    SearchDocument.objects.filter(offer_id__in=[s.offer_id for s in sources if s.offer_id]).delete()
    documents = SearchDocument.objects.bulk_create(
        [document_of(source, piece) for source, piece in zip(sources, pieces, strict=True)], batch_size=500
    )
    owned = [
        (document, next(vectors)) for document, piece in zip(documents, pieces, strict=True) for _ in piece
    ]
    SearchPassage.objects.bulk_create(
        [SearchPassage(document=document, embedding=HalfVector(vector)) for document, vector in owned],
        batch_size=500,
    )
    SearchSignature.objects.bulk_create([signature_of(*pair) for pair in owned], batch_size=500)
    return len(documents)


def embed(texts: Sequence[str]) -> Matrix:
    """Stored vectors of passages, one row each; every text is encoded once in its life."""
    parts = {
        name: projections()[name].passages(_cached(encoder, texts)) for name, encoder in encoders().items()
    }
    return document_vector(parts) if parts else np.zeros((len(texts), DIMENSIONS), np.float32)


def guessed_topics(text: SourceText) -> list[str]:
    """Up to two topics of a text that nobody gave any, from its title and its first words."""
    beginning = clean(f"{text.title}. {text.body[:_READ_FOR_TOPICS]}")
    language = text.language.split("-", maxsplit=1)[0]
    matches = match_topics(beginning, language, raw_vectors(beginning, language), limit=2)
    return [match.key for match in matches if match.probability >= _PROBABLE]


def signature_of(document: SearchDocument, vector: Matrix) -> SearchSignature:
    """The small twin of a passage, not saved."""
    return SearchSignature(
        document=document,
        centre_id=document.centre_id,
        municipality_key=document.municipality_key,
        lat=document.lat,
        lon=document.lon,
        area=document.area,
        is_remote=document.is_remote,
        bits=signs(vector),
    )


def lexemes_of(source: Source) -> dict[str, str]:
    """Lexeme to weight: A in a title, B in a text, C a part of a compound."""
    found: dict[str, str] = {}
    for text in source.texts:
        for weight, content in (("A", " ".join((text.title, *source.names))), ("B", text.body)):
            for key, part in _keys(words(clean_long(content)), text.language.split("-")[0]):
                rank = "C" if part and weight == "B" else weight
                if key not in found or rank < found[key]:
                    found[key] = rank
    return dict(list(found.items())[:_MOST_LEXEMES])


def clean_long(text: str) -> str:
    """`clean` without its limit of length."""
    return " ".join(clean(text[start : start + 500]) for start in range(0, len(text), 500))


def _keys(content: list[str], language: str) -> list[tuple[str, bool]]:
    if language == "de":
        return [(term.key, term.weight < 1) for term in terms_of(content)]
    return [(foreign_key(word, language), False) for word in content if len(word) > 1]


def document_of(source: Source, piece: list[str]) -> SearchDocument:
    """The row of a source whose passages are `piece`, not saved."""
    lat, lon = source.points[:2] if source.points else (None, None)
    names = " ".join((source.texts[0].title, *source.names))
    return SearchDocument(
        offer_id=source.offer_id,
        reference=source.reference,
        region=source.region,
        centre_id=source.centre_id,
        municipality_key=source.municipality_key,
        lat=lat,
        lon=lon,
        points=list(source.points),
        area=source.area,
        is_remote=source.is_remote,
        topics=list(source.topics) or guessed_topics(source.texts[0]),
        topics_are_guessed=not source.topics,
        names=fold(names),
        text_key=_hash("\n".join(piece)),
        fingerprint=source.fingerprint(),
        lexemes=" ".join(f"{_quoted(key)}:1{weight}" for key, weight in lexemes_of(source).items()),
    )


def _quoted(key: str) -> str:
    return "'" + key[:_LEXEME_LIMIT].replace("\\", "").replace("'", "''") + "'"


def _cached(encoder: Encoder, texts: Sequence[str]) -> Matrix:
    name = f"{encoder.name}:{encoder.dimensions}"
    hashes = [_hash(text) for text in texts]
    stored = EmbeddingCache.objects.filter(encoder=name, text_hash__in=set(hashes)).values_list(
        "text_hash", "vector"
    )
    known = {text_hash: np.asarray(vector, np.float32) for text_hash, vector in stored}
    fresh = {h: text for h, text in zip(hashes, texts, strict=True) if h not in known}
    if fresh:
        rows = encoder.passages(list(fresh.values()))
        known |= dict(zip(fresh, rows, strict=True))
        EmbeddingCache.objects.bulk_create(
            [EmbeddingCache(encoder=name, text_hash=h, vector=HalfVector(known[h])) for h in fresh],
            batch_size=500,
            ignore_conflicts=True,
        )
    return np.stack([known[h] for h in hashes]) if hashes else np.zeros((0, encoder.dimensions), np.float32)


def _hash(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
