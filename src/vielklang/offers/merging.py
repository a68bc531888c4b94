"""Two changes of one content (snapshots): what one side changed goes on top of what the other one says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.offers.snapshots import Json, snapshot

TEXT = "texts."
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("places", "hours", "exceptions"),  # hours name places by their position
    ("area", "municipality"),
    ("cost_kind", "cost_amount"),
    ("age_from", "age_to"),
    ("valid_from", "valid_until"),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """`conflicts` names what both sides changed, each to something else; parts of the text as `texts.title`."""

    content: Json
    conflicts: tuple[str, ...]


def merge(base: Json, mine: Json, theirs: Json) -> Merged:
    """`theirs` with what `mine` changed of `base`; in a conflict it says what `mine` says."""
    sides = [_flat(content) for content in (base, mine, theirs)]
    result, conflicts = dict(sides[2]), []
    for unit in _units(sides):
        old, my, their = ([side.get(name) for name in unit] for side in sides)
        if my in (old, their):
            continue
        result |= dict(zip(unit, my, strict=True))
        if their != old:
            conflicts += [name for name, a, b in zip(unit, my, their, strict=True) if a != b]
    return Merged(_whole(result), tuple(conflicts))


def merged_with(offer: Offer, revision: OfferRevision) -> Merged:
    """A change that waits, on top of what the offer says by now."""
    base = OfferRevision.objects.filter(offer=offer, number=revision.base_number).first()
    return merge((base and base.content) or {}, revision.content or {}, snapshot(draft_of(offer)))


def _units(sides: Sequence[Json]) -> list[tuple[str, ...]]:
    """What is taken from one side as a whole: single fields, what depends on each other, texts of another language."""
    names = dict.fromkeys(name for side in sides for name in side)
    together = _TOGETHER
    if len({side.get("source_language") for side in sides}) > 1:
        together += (("source_language", *(name for name in names if name.startswith(TEXT))),)
    bound = {name for unit in together for name in unit}
    return [*together, *((name,) for name in names if name not in bound)]


def _flat(content: Mapping[str, object]) -> Json:
    """The parts of the source text stand beside the facts."""
    facts: Json = dict(content)
    texts = facts.pop("texts", None)
    return facts | {f"{TEXT}{name}": value for text in (texts or ())[:1] for name, value in text.items()}


def _whole(flat: Json) -> Json:
    text = {name.removeprefix(TEXT): value for name, value in flat.items() if name.startswith(TEXT)}
    facts = {name: value for name, value in flat.items() if not name.startswith(TEXT)}
    return facts | {"texts": [text] if text else []}
