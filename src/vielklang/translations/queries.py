"""Reads of the boards: every text in exactly one state, counted per language and listed by what people need most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from vielklang.centres.models import Centre
from vielklang.core.languages import Language
from vielklang.core.texts import TextStatus
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import Offer, OfferText
from vielklang.translations.enums import RequestState, TextState
from vielklang.translations.models import TextAdoption, TranslationRecord, TranslationRequest
from vielklang.translations.works import Work, centre_work

Board = Any
"""Offers with the annotations of `board`, for which there is no type."""
WAITING = (TextState.MISSING, TextState.DRAFT, TextState.BEHIND, TextState.MACHINE)
SORTS = ("need", "title", "old")
_ASKED = (RequestState.OPEN, RequestState.RUNNING, RequestState.FAILED)


def _state(prefix: str, revision: str) -> Case:
    """The state of a text row at `prefix`; rows without a text are missing. `has_draft` must be annotated."""
    status = f"{prefix}status"
    return Case(
        When(Q(has_draft=True) | Q(**{status: TextStatus.DRAFT}), then=Value(TextState.DRAFT.value)),
        When(Q(**{f"{prefix}pk__isnull": True}), then=Value(TextState.MISSING.value)),
        When(Q(**{f"{prefix}source_revision__lt": F(revision)}), then=Value(TextState.BEHIND.value)),
        When(Q(**{status: TextStatus.MACHINE}), then=Value(TextState.MACHINE.value)),
        default=Value(TextState.DONE.value),
        output_field=CharField(),
    )


def board(centre: Centre, language: str) -> Board:
    """The centre's offers with `state` and `asked` (a request's state); needs the centre's scope."""
    drafts = TranslationRecord.objects.filter(offer=OuterRef("pk"), language=language, draft__isnull=False)
    requests = TranslationRequest.objects.filter(offer=OuterRef("pk"), language=language, state__in=_ASKED)
    return (
        Offer.objects.filter(centre=centre)
        .exclude(status=OfferStatus.ARCHIVED)
        .exclude(source_language=language)
        .annotate(own=FilteredRelation("texts", condition=Q(texts__language=language)))
        .annotate(
            has_draft=Exists(drafts),
            asked=Subquery(requests.values("state")[:1]),
            is_public=Case(
                When(status=OfferStatus.PUBLISHED, then=1), default=0, output_field=IntegerField()
            ),
            state=_state("own__", "content_revision"),
            text_at=F("own__updated_at"),
        )
        .select_related("organisation")
    )


def filtered(
    rows: Board, *, state: str = "", text: str = "", public: bool = False, sort: str = "need"
) -> Board:
    """The board after its filters, in a stable order."""
    if state == "asked":
        rows = rows.filter(asked__isnull=False)
    elif state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(organisation__name__icontains=text))
    if public:
        rows = rows.filter(is_public=1)
    if sort == "title":
        return rows.order_by("title", "pk")
    if sort == "old":
        return rows.order_by(F("text_at").asc(nulls_first=True), "created_at", "pk")
    # What readers see comes first, then what somebody asked for, then what was confirmed lately and will stay.
    return rows.order_by(
        "-is_public",
        F("asked").asc(nulls_last=True),
        F("last_confirmed_at").desc(nulls_last=True),
        "created_at",
        "pk",
    )


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One line of the overview: how many offers are in which state, and how many were asked for."""

    language: Language
    counts: Mapping[str, int]
    asked: int
    total: int
    published: int
    available: int

    @property
    def share(self) -> int | None:
        """Of the published offers: how many can be read in this language, in per cent."""
        return round(100 * self.available / self.published) if self.published else None

    @property
    def waiting(self) -> int:
        return sum(self.counts.get(state, 0) for state in WAITING)


def overview(centre: Centre, languages: Iterable[Language]) -> list[LanguageRow]:
    """The matrix language × state, in five queries whatever the number of languages; needs the centre's scope."""
    offers = Offer.objects.filter(centre=centre).exclude(status=OfferStatus.ARCHIVED)
    totals = Counter({row["source_language"]: row["n"] for row in _grouped(offers, "source_language")})
    public = offers.filter(status=OfferStatus.PUBLISHED)
    published = Counter({row["source_language"]: row["n"] for row in _grouped(public, "source_language")})
    states = _states_by_language(centre)
    available = _available(centre)
    asked = Counter(
        dict(
            TranslationRequest.objects.filter(state__in=_ASKED, offer__in=offers)
            .values_list("language")
            .annotate(n=Count("pk"))
        )
    )
    found = []
    for language in languages:
        tag = language.tag
        total = totals.total() - totals[tag]
        counts = states.get(tag, {})
        counts = {**counts, TextState.MISSING.value: total - sum(counts.values())}
        shown = published.total() - published[tag]
        found.append(LanguageRow(language, counts, asked[tag], total, shown, available[tag]))
    return found


def _grouped(rows: QuerySet[Offer], field: str) -> Iterable[dict[str, object]]:
    return rows.order_by().values(field).annotate(n=Count("pk"))


def _states_by_language(centre: Centre) -> dict[str, dict[str, int]]:
    """language → state → number of offers, without the missing ones."""
    drafts = TranslationRecord.objects.filter(
        offer=OuterRef("offer"), language=OuterRef("language"), draft__isnull=False
    )
    texts = (
        OfferText.objects.filter(offer__centre=centre)
        .exclude(offer__status=OfferStatus.ARCHIVED)
        .exclude(language=F("offer__source_language"))
        .annotate(has_draft=Exists(drafts))
        .annotate(state=_state("", "offer__content_revision"))
        .order_by()
        .values_list("language", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for language, state, count in texts:
        found.setdefault(language, {})[state] = count
    stored = OfferText.objects.filter(offer=OuterRef("offer"), language=OuterRef("language"))
    alone = (
        TranslationRecord.objects.filter(offer__isnull=False, draft__isnull=False)
        .exclude(offer__status=OfferStatus.ARCHIVED)
        .exclude(language=F("offer__source_language"))
        .filter(~Exists(stored))
        .order_by()
        .values_list("language")
        .annotate(n=Count("pk"))
    )
    for language, count in alone:
        row = found.setdefault(language, {})
        row[TextState.DRAFT] = row.get(TextState.DRAFT, 0) + count
    return found


def _available(centre: Centre) -> Counter[str]:
    """language → published offers that readers can read in it (plain German is its own language here)."""
    rows = (
        OfferText.objects.filter(
            offer__centre=centre, offer__status=OfferStatus.PUBLISHED, status__in=TextStatus.shown()
        )
        .exclude(language=F("offer__source_language"))
        .order_by()
        .values_list("language")
        .annotate(n=Count("pk"))
    )
    return Counter(dict(rows))


def waiting(centre: Centre, languages: Iterable[str]) -> Counter[str]:
    """Published texts behind and machine texts to review, in these languages; one query."""
    drafts = TranslationRecord.objects.filter(
        offer=OuterRef("offer"), language=OuterRef("language"), draft__isnull=False
    )
    rows = (
        OfferText.objects.filter(
            offer__centre=centre, offer__status=OfferStatus.PUBLISHED, language__in=list(languages)
        )
        .exclude(language=F("offer__source_language"))
        .annotate(has_draft=Exists(drafts))
        .annotate(state=_state("", "offer__content_revision"))
        .order_by()
        .values_list("language", "state")
        .annotate(n=Count("pk"))
    )
    found: Counter[str] = Counter()
    for language, state, count in rows:
        found[state] += count
        found[f"{state} {language}"] += count
    return found


def changed_adoptions() -> QuerySet[TextAdoption]:
    """Offers of this scope whose text comes from an offer that says something newer now."""
    return (
        TextAdoption.objects.filter(
            source_offer__status=OfferStatus.PUBLISHED,
            source_offer__content_revision__gt=F("source_revision"),
        )
        .exclude(offer__status=OfferStatus.ARCHIVED)
        .exclude(ignored_revision__isnull=False, ignored_revision__gte=F("source_offer__content_revision"))
        .select_related("offer", "source_offer")
        .order_by("taken_at", "pk")
    )


def centre_text_waiting(centre: Centre, language: str) -> Work | None:
    """The centre's own text, where something is to be done about it in this language."""
    work = centre_work(centre, language)
    return work if work and work.state in WAITING else None


def next_work(centre: Centre, language: str, after: Offer | None, state: str = "") -> Offer | None:
    """What comes after this offer on the board; the first one where nothing does."""
    rows = (
        filtered(board(centre, language), state=state)
        if state
        else filtered(board(centre, language).exclude(state=TextState.DONE))
    )
    ids = list(rows.values_list("pk", flat=True)[:500])
    if after is not None:
        ids = [pk for pk in ids if pk != after.pk]
    return Offer.objects.filter(pk=ids[0]).first() if ids else None
