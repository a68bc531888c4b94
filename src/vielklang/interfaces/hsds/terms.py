"""Our closed lists as HSDS taxonomies and terms, with ids that are the same in every answer and export."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vielklang.core.languages import GUIDE_TAGS, get_language
from vielklang.interfaces.imports.hsds_fields import FACET
from vielklang.offers.enums import (
    AreaServed,
    Capacity,
    Childcare,
    Condition,
    Delivery,
    Joining,
    OfferKind,
    TargetGroup,
)
from vielklang.offers.taxonomy import get_taxonomy

Node = dict[str, Any]
ROOT = uuid.UUID("6f0f4a2e-53a7-4c0e-9c1d-1f0a3f1f7d10")
"""Root of the ids of our taxonomies and terms."""
TOPICS, LIFE_AREAS, TEXTS = "topics", "life_areas", "text_languages"
LISTS = ("topics", "target_groups", "delivery", "conditions")
"""Columns of an offer that hold several keys."""
SINGLES = ("kind", "area", "joining", "childcare", "capacity")

_CHOICES: dict[str, type[TextChoices]] = {
    "target_groups": TargetGroup, "delivery": Delivery, "conditions": Condition, "kind": OfferKind,
    "area": AreaServed, "joining": Joining, "childcare": Childcare, "capacity": Capacity,
}  # fmt: skip
_NAMES: dict[str, Promise | str] = {
    TOPICS: _("Topics"),
    "target_groups": _("Target groups"),
    "delivery": _("Ways of taking part"),
    "conditions": _("Conditions"),
    "kind": _("Kinds of offers"),
    "area": _("Area served"),
    "joining": _("How to join"),
    "childcare": _("Childcare"),
    "capacity": _("Free places"),
    TEXTS: _("Languages of the texts"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """`column`: the column of an offer, `life_areas` for a parent of topics, `text_languages` for its texts."""

    id: str
    column: str
    key: str
    parent: str = ""

    @property
    def taxonomy(self) -> str:
        return TOPICS if self.column == LIFE_AREAS else self.column

    def name(self, language: str) -> str:
        """In the language of the reader; of closed lists in the active one, which the caller sets."""
        if self.column == TOPICS:
            return get_taxonomy().topic_name(self.key, language)
        if self.column == LIFE_AREAS:
            return get_taxonomy().life_area_name(self.key, language)
        if self.column == TEXTS:
            return get_language(self.key).endonym
        return str(_CHOICES[self.column](self.key).label)


@cache
def term_id(column: str, key: str) -> str:
    return str(uuid.uuid5(ROOT, f"{column}:{key}"))


@cache
def taxonomy_id(column: str) -> str:
    return str(uuid.uuid5(ROOT, f"taxonomy:{column}"))


@cache
def all_terms() -> dict[str, Term]:
    """Every term by its id; topics first, each after its life area."""
    return {term.id: term for term in _terms()}


def taxonomies() -> dict[str, str]:
    """Column by id of its taxonomy."""
    return {taxonomy_id(column): column for column in _NAMES}


def taxonomy(column: str) -> Node:
    name = str(_NAMES[column])
    return {"id": taxonomy_id(column), "name": name, "description": name, "uri": f"urn:{FACET}{column}"}


def term(term: Term, language: str) -> Node:
    """A `taxonomy_term`; topics have their life area as parent. Import reads `code` and `taxonomy` back."""
    name = term.name(language)
    node = {
        "id": term.id,
        "code": f"life_area:{term.key}" if term.column == LIFE_AREAS else term.key,
        "name": name,
        "description": name,
        "taxonomy": f"{FACET}{term.taxonomy}",
        "taxonomy_id": taxonomy_id(term.taxonomy),
        "language": (term.key if term.column == TEXTS else language).partition("-")[0],
    }
    return node | ({"parent_id": term.parent} if term.parent else {})


def _terms() -> Iterator[Term]:
    words = get_taxonomy()
    for area in words.life_area_keys:
        parent = term_id(LIFE_AREAS, area)
        yield Term(parent, LIFE_AREAS, area)
        yield from (Term(term_id(TOPICS, key), TOPICS, key, parent) for key in words.topics_of(area))
    for column, choices in _CHOICES.items():
        yield from _of(column, choices.values)
    yield from _of(TEXTS, GUIDE_TAGS)


def _of(column: str, keys: Iterable[str]) -> Iterator[Term]:
    return (Term(term_id(column, key), column, key) for key in keys)
