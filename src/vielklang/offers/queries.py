"""Lists of offers at a desk or of an organisation: filtered, counted and sorted in few statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.utils import timezone

from vielklang.core.languages import SPOKEN_LANGUAGES
from vielklang.offers.calendar import BERLIN
from vielklang.offers.enums import OfferStatus, RevisionState
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.organisations.models import Organisation

TABS = ("all", *OfferStatus.values, "overdue")
SORTS = {
    "title": "title",
    "organisation": "organisation__name",
    "status": "status",
    "confirmed": "last_confirmed_at",
    "due": "confirm_due_on",
    "changed": "updated_at",
}
PAGE_SIZE = 50
_SPOKEN = {language.tag for language in SPOKEN_LANGUAGES}


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """What a list is asked for; what an address says wrongly is left out."""

    tab: str = "all"
    text: str = ""
    topic: str = ""
    organisation: str = ""
    municipality: str = ""
    language: str = ""
    has_revision: bool = False
    sort: str = "-changed"
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> OfferFilter:
        """From the parameters `tab q topic organisation municipality language revision sort page` of an address."""
        page = query.get("page", "1")
        return cls(
            tab=_one_of(query.get("tab", ""), TABS, "all"),
            text=query.get("q", "").replace("\x00", "").strip()[:100],
            topic=_one_of(query.get("topic", ""), get_taxonomy().topics),
            organisation=_uuid(query.get("organisation", "")),
            municipality=query.get("municipality", "")[:8] if query.get("municipality", "").isdigit() else "",
            language=_one_of(query.get("language", ""), _SPOKEN),
            has_revision=query.get("revision") == "1",
            sort=_one_of(query.get("sort", ""), {*SORTS, *(f"-{key}" for key in SORTS)}, "-changed"),
            page=min(max(int(page), 1), 100_000) if page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def is_filtered(self) -> bool:
        parts = (
            self.text,
            self.topic,
            self.organisation,
            self.municipality,
            self.language,
            self.has_revision,
        )
        return any(parts)


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One page of a list with the counts of all tabs under the same filters."""

    offers: list[Offer]
    counts: Mapping[str, int]
    page: int
    pages: int


def page_of(offers: QuerySet[Offer], wanted: OfferFilter, now: dt.datetime | None = None) -> OfferPage:
    """The rows of a page with organisation and town, in three statements: counts, keys, rows.

    A page behind the last one is the last one. Ties of the order break on the key.
    """
    today = (now or timezone.now()).astimezone(BERLIN).date()
    found = _filtered(offers, wanted)
    counts = _counts(found, today)
    pages = max(1, -(-counts[wanted.tab] // PAGE_SIZE))
    page = min(wanted.page, pages)
    start = (page - 1) * PAGE_SIZE
    shown = _tab(found, wanted.tab, today)
    ids = (
        _by_organisation(shown, wanted.sort, start)
        if "organisation" in wanted.sort
        else _by_field(shown, wanted.sort, start)
    )
    place = {pk: position for position, pk in enumerate(ids)}
    rows = Offer.objects.filter(pk__in=ids).select_related("organisation", "municipality")
    rows = rows.annotate(revision_waits=Exists(_waiting().filter(offer=OuterRef("pk"))))
    return OfferPage(sorted(rows, key=lambda offer: place[offer.pk]), counts, page, pages)


def containing(offers: QuerySet[Offer], text: str) -> QuerySet[Offer]:
    """Whose title or organisation contains the text.

    Organisations that have some of these offers are looked up first: title and key of the organisation stand in the
    index that counts a centre's offers, so that a word in every offer is counted without reading one (`_counts`).
    """
    with_offers = Organisation.objects.filter(pk__in=offers.order_by().values("organisation"))
    named = list(with_offers.order_by().filter(name__icontains=text).values_list("pk", flat=True))
    if not named:
        return offers.filter(title__icontains=text)
    return offers.filter(_of_any(named) | Q(title__icontains=text))  # the cheaper test first


def _of_any(organisations: list[int]) -> Q:
    """`organisation__in` with one parameter instead of thousands, which take longer to write and plan than to find."""
    keys = Value(organisations, ArrayField(BigIntegerField()))
    return Q(
        Func(
            F("organisation_id"),
            keys,
            template="%(expressions)s)",
            arg_joiner=" = ANY(",
            output_field=BooleanField(),
        )
    )


def revisions_in_review(offers: QuerySet[Offer]) -> QuerySet[OfferRevision]:
    """Changes that wait for a decision, oldest first."""
    waiting = _waiting().filter(offer__in=offers).select_related("offer__organisation")
    found: QuerySet[OfferRevision] = waiting.order_by("created_at", "pk")
    return found


def overdue(today: dt.date) -> Q:
    """Published, and the day has passed on which somebody should have confirmed it."""
    return Q(status=OfferStatus.PUBLISHED, confirm_due_on__lt=today)


def _filtered(offers: QuerySet[Offer], wanted: OfferFilter) -> QuerySet[Offer]:
    if wanted.text:
        offers = containing(offers, wanted.text)
    if wanted.topic:
        offers = offers.filter(topics__contains=[wanted.topic])
    if wanted.organisation:
        offers = offers.filter(organisation__public_id=wanted.organisation)
    if wanted.municipality:
        offers = offers.filter(municipality=wanted.municipality)
    if wanted.language:
        offers = offers.filter(languages__contains=[wanted.language])
    if wanted.has_revision:
        offers = offers.filter(Exists(_waiting().filter(offer=OuterRef("pk"))))
    return offers


def _counts(offers: QuerySet[Offer], today: dt.date) -> dict[str, int]:
    """How many each tab has, from one statement; the page's own number is among them."""
    rows = (
        offers.order_by()
        .values("status")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(confirm_due_on__lt=today)))
    )
    by_status = {row["status"]: row for row in rows}
    counts = {
        status: by_status[status]["count"] if status in by_status else 0 for status in OfferStatus.values
    }
    late = by_status[OfferStatus.PUBLISHED]["late"] if OfferStatus.PUBLISHED in by_status else 0
    return counts | {"all": sum(counts.values()), "overdue": late}


def _tab(offers: QuerySet[Offer], tab: str, today: dt.date) -> QuerySet[Offer]:
    if tab == "overdue":
        return offers.filter(overdue(today))
    return offers if tab == "all" else offers.filter(status=tab)


def _by_field(offers: QuerySet[Offer], sort: str, start: int) -> list[int]:
    """Keys of a page. What was never confirmed comes first where the oldest come first, and last otherwise."""
    name = sort.lstrip("-")
    field, nulls_first = F(SORTS[name]), name == "confirmed" or None
    if sort.startswith("-"):
        ordered = offers.order_by(field.desc(nulls_last=name in {"confirmed", "due"} or None), "-pk")
    else:
        ordered = offers.order_by(field.asc(nulls_first=nulls_first), "pk")
    return list(ordered.values_list("pk", flat=True)[start : start + PAGE_SIZE])


def _by_organisation(offers: QuerySet[Offer], sort: str, start: int) -> list[int]:
    """Keys of a page in the order of organisations' names: counted by organisation, only the page's own are sorted."""
    sign = "-" if sort.startswith("-") else ""
    counted = offers.order_by().values_list("organisation").annotate(count=Count("pk"))
    counts = dict(counted)
    names = Organisation.objects.filter(pk__in=counts).order_by(f"{sign}name", f"{sign}pk")
    chosen: list[int] = []
    before = passed = 0
    for organisation in names.values_list("pk", flat=True):
        if passed + counts[organisation] <= start:
            before += counts[organisation]
        elif passed < start + PAGE_SIZE:
            chosen.append(organisation)
        passed += counts[organisation]
    ordered = offers.filter(organisation__in=chosen).order_by(
        f"{sign}organisation__name", f"{sign}organisation", f"{sign}pk"
    )
    return list(ordered.values_list("pk", flat=True)[start - before : start - before + PAGE_SIZE])


def _waiting() -> QuerySet[OfferRevision]:
    rows: QuerySet[OfferRevision] = OfferRevision.objects.filter(state=RevisionState.IN_REVIEW)
    return rows


def _one_of(value: str, known: object, default: str = "") -> str:
    return value if value in known else default  # type: ignore[operator]


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""
