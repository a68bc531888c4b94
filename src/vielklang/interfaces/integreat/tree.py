"""The centre's pages as a tree: life areas, their topics, the offers of each; and the centre itself.

The tree is made of one light query; whole offers are read only for the pages that are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from vielklang.interfaces.integreat.codes import (
    CENTRE_PAGE,
    key_in,
    number_of,
    number_of_text,
    offer_slug,
    page_key,
    readable,
)
from vielklang.interfaces.integreat.content import centre_html, offer_html
from vielklang.interfaces.integreat.edition import (
    Edition,
    guide_area,
    guide_centre,
    guide_offer,
    guide_topic,
    iso,
)
from vielklang.interfaces.integreat.wording import Words
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.offers.texts import text_in

Page = dict[str, Any]
Parts = tuple[str, ...]


@dataclass(slots=True)
class Node:
    """A page before its words are written. `parts`: its path behind region and language; `guide`: its address there."""

    parts: Parts
    order: int
    title: str = ""
    changed: dt.datetime | None = None
    guide: str = ""
    number: int = 0
    public_id: UUID | None = None
    children: list[Node] = field(default_factory=list)


_PARTS = ("places", "hours", "exceptions", "dates", "text_credits")


def whole(offers: QuerySet[Offer], tag: str) -> list[Offer]:
    """These offers with all that pages, places and dates say of them: a fixed number of queries.

    Rows of the parts are handed out by hand: `prefetch_related` makes a query set for each offer and part, which
    costs more than all the rest.
    """
    found = list(offers.with_texts(tag).select_related("organisation"))  # type: ignore[attr-defined]
    ids = [offer.pk for offer in found]
    for part in _PARTS:
        model: Any = Offer._meta.get_field(part).related_model
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in model.objects.filter(offer__in=ids).order_by(*model._meta.ordering):
            rows[row.offer_id].append(row)
        for offer in found:
            offer._prefetched_objects_cache[part] = rows[offer.pk]
    return found


class Tree:
    """All pages of an edition. One query; `pages` costs a fixed number more where offers are among them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.words = Words(edition.tag)
        self.roots = [*self._areas(), self._centre()]
        self._nodes = {node.parts: node for node in _walk(self.roots)}
        self._by_key = {node.public_id.hex[:12]: node for node in _walk(self.roots) if node.public_id}

    def _areas(self) -> Iterator[Node]:
        taxonomy, tag = get_taxonomy(), self.edition.tag
        by_topic: dict[str, list[tuple[UUID, str, dt.datetime]]] = {}
        rows = Offer.objects.visible(self.edition.now).filter(centre=self.edition.centre)
        for public_id, title, topics, changed in rows.order_by("pk").values_list(
            "public_id", "title", "topics", "updated_at"
        ):
            by_topic.setdefault(topics[0], []).append((public_id, title, changed))
        for number, area in enumerate(taxonomy.life_area_keys, start=1):
            topics_here = [key for key in taxonomy.topics_of(area) if key in by_topic]
            if not topics_here:
                continue
            parts = (page_key(area),)
            topics = [
                self._topic(parts, order, key, by_topic[key])
                for order, key in enumerate(topics_here, start=1)
            ]
            yield Node(
                parts,
                number,
                taxonomy.life_area_name(area, tag),
                _latest(topics),
                guide_area(area, self.edition.centre),
                number_of_text(area),
                children=topics,
            )

    def _topic(
        self, above: Parts, order: int, key: str, rows: Sequence[tuple[UUID, str, dt.datetime]]
    ) -> Node:
        parts = (*above, key)
        ordered = sorted(rows, key=lambda row: (readable(row[1]), row[0]))
        offers = [
            Node((*parts, offer_slug(title, public_id)), place, title, changed, guide_offer(public_id),
                 number_of(public_id), public_id)
            for place, (public_id, title, changed) in enumerate(ordered, start=1)
        ]  # fmt: skip
        name = get_taxonomy().topic_name(key, self.edition.tag)
        guide = guide_topic(key, self.edition.centre)
        return Node(parts, order, name, _latest(offers), guide, number_of_text(key), children=offers)

    def _centre(self) -> Node:
        centre = self.edition.centre
        changed = max([centre.updated_at, *(text.updated_at for text in centre.texts.all())])
        order = len(get_taxonomy().life_areas) + 1
        title = f"{self.words('Municipal integration centre')}: {centre.name}"
        return Node((CENTRE_PAGE,), order, title, changed, guide_centre(centre), number_of_text(CENTRE_PAGE))

    def find(self, path: str) -> Node:
        """The page with this path; an offer also under an older title or topic. Raises `Http404`."""
        region, code, *parts = [*path.strip("/").split("/"), ""][:8]
        if parts and not parts[-1]:
            parts.pop()
        here = bool(parts) and (region, code) == (self.edition.region, self.edition.code)
        node = (self._nodes.get(tuple(parts)) or self._by_key.get(key_in(parts[-1]))) if here else None
        if node is None:
            raise Http404("There is no page with this path here.")
        return node

    def below(self, roots: Iterable[Node], depth: int) -> list[Node]:
        """These pages and `depth` levels under them, each before its children."""
        return list(_walk(roots, depth))

    def everything(self) -> list[Node]:
        return list(self._nodes.values())

    def above(self, node: Node) -> list[Node]:
        """From the first level down to the page's own parent."""
        return [self._nodes[node.parts[:length]] for length in range(1, len(node.parts))]

    def pages(self, nodes: Collection[Node]) -> list[Page]:
        """The pages with all their fields, in the order of the nodes; a withdrawn offer is left out."""
        wanted = [node.public_id for node in nodes if node.public_id]
        offers: Mapping[UUID, Offer] = {}
        if wanted:
            rows = Offer.objects.visible(self.edition.now).filter(public_id__in=wanted)
            offers = {offer.public_id: offer for offer in whole(rows, self.edition.tag)}
        shown = (node for node in nodes if node.public_id is None or node.public_id in offers)
        return [self._page(node, offers.get(node.public_id) if node.public_id else None) for node in shown]

    def _page(self, node: Node, offer: Offer | None) -> Page:
        title, excerpt, content = node.title, "", ""
        changed = node.changed
        if offer is not None:
            text = text_in(offer, self.edition.tag)
            title, excerpt = text.title, text.summary
            content = offer_html(offer, text, self.edition, self.words)
            changed = max(offer.updated_at, text.text.updated_at)
        elif node.parts == (CENTRE_PAGE,):
            content = centre_html(self.edition, self.words)
        return {
            "id": node.number,
            "url": node.guide.replace("{tag}", self.edition.tag),
            "path": self.edition.path(*node.parts),
            "title": title,
            "excerpt": excerpt,
            "content": content,
            "last_updated": iso(changed or self.edition.centre.updated_at),
            "available_languages": self.edition.elsewhere(node.parts, node.number, node.guide),
            "thumbnail": None,
            "order": node.order,
            "parent": self._parent(node),
            "organization": None,
            "embedded_offers": [],
            "slug_history": [],
        }

    def _parent(self, node: Node) -> Page:
        above = self._nodes.get(node.parts[:-1])
        if above is None:
            return {"id": 0, "url": None, "path": None}
        url = above.guide.replace("{tag}", self.edition.tag)
        return {"id": above.number, "url": url, "path": self.edition.path(*above.parts)}


def _walk(nodes: Iterable[Node], depth: int = 99) -> Iterator[Node]:
    for node in nodes:
        yield node
        if depth > 0:
            yield from _walk(node.children, depth - 1)


def _latest(nodes: Sequence[Node]) -> dt.datetime | None:
    return max((node.changed for node in nodes if node.changed), default=None)
