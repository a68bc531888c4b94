"""Which entry that is there already a row means: by number, by the source's number, by organisation and title."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F
from rapidfuzz import fuzz, process

from vielklang.centres.models import Centre
from vielklang.offers.enums import OfferStatus
from vielklang.offers.models import OfferText
from vielklang.organisations.models import Organisation

SIMILAR_FROM = 82
"""Least similarity (0 to 100) of two titles of one organisation that is proposed to a person."""
SAME_FROM = 93
"""From here the proposal is "update", below it is "new"."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that is there. `is_closed`: archived, so that nothing updates it; `is_gone`: said to be no more."""

    pk: int
    public_id: str
    organisation: str
    title: str
    is_closed: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Match:
    known: Known
    score: int = 100
    is_certain: bool = True


@dataclass
class Matcher:
    """What a centre has, for look-ups without queries."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    by_public_id: dict[str, Known] = field(default_factory=dict)
    by_external: dict[tuple[str, str], Known] = field(default_factory=dict)
    by_title: dict[tuple[str, str], Known] = field(default_factory=dict)
    titles: dict[str, dict[int, Known]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, centre: Centre) -> Matcher:
        found = cls()
        rows = Organisation.objects.filter(centre=None) | Organisation.objects.filter(centre=centre)
        for organisation in rows.order_by(F("centre").asc(nulls_first=True), "-pk"):
            found.organisations[folded(organisation.name)] = organisation
        texts = OfferText.objects.filter(offer__centre=centre, language=F("offer__source_language"))
        fields = (
            "pk",
            "public_id",
            "organisation__name",
            "status",
            "is_gone",
            "external_source",
            "external_id",
        )
        rows_of = texts.order_by("-offer__pk").values_list("title", *(f"offer__{x}" for x in fields))
        for title, pk, public_id, organisation_name, status, is_gone, source, external_id in rows_of:
            is_closed = status == OfferStatus.ARCHIVED
            known = Known(pk, str(public_id), organisation_name, title, is_closed, is_gone)
            found._add(known, source, external_id)
        return found

    def _add(self, known: Known, source: str, external_id: str) -> None:
        self.by_public_id[known.public_id] = known
        if external_id:
            self.by_external[source, external_id] = known
        key = (folded(known.organisation), folded(known.title))
        if not known.is_closed or (known.is_gone and key not in self.by_title):
            self.by_title[key] = known
        if not known.is_closed:
            self.titles[key[0]][known.pk] = known

    def find(self, cells: dict[str, str]) -> Match | None:
        """The entry a row means, or the likeliest. None: it is new."""
        external_id = cells.get("external_id", "")
        known = self.by_public_id.get(cells.get("id") or external_id)
        if known is None and external_id:
            known = self.by_external.get((cells.get("external_source", ""), external_id))
        if known is not None:
            return Match(known)
        title = folded(cells.get(f"title_{cells.get('source_language') or 'de'}", ""))
        organisation = folded(cells.get("organisation", ""))
        if known := self.by_title.get((organisation, title)):
            return Match(known)
        return self._similar(organisation, title)

    def _similar(self, organisation: str, title: str) -> Match | None:
        rows = self.titles.get(organisation)
        if not rows or not title:
            return None
        titles = {pk: folded(known.title) for pk, known in rows.items()}
        best = process.extractOne(title, titles, scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR_FROM)
        if best is None:
            return None
        _title, score, pk = best
        return Match(rows[pk], int(score), is_certain=False)


def folded(text: str) -> str:
    return " ".join(text.casefold().split())
