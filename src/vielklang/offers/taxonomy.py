"""Life areas and topics with their names and everyday words in every guide language, read once from data/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vielklang.core.languages import GUIDE_TAGS, content_chain

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class LifeArea:
    """A door of the guide. `names` by language tag; `topics` are keys, in the order they are shown."""

    key: str
    names: Mapping[str, str]
    topics: tuple[str, ...]

    def name(self, tag: str) -> str:
        return _first(self.names, tag)


@dataclass(frozen=True, slots=True)
class Topic:
    """What an offer is about. `synonyms[tag]`: words people type in that language, most typical first."""

    key: str
    life_area: str
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]

    def name(self, tag: str) -> str:
        return _first(self.names, tag)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    life_areas: Mapping[str, LifeArea]
    topics: Mapping[str, Topic]
    languages: tuple[str, ...]

    def neighbours(self, topic: str) -> tuple[str, ...]:
        """The other topics of the same life area, for "nothing found, but …"."""
        return tuple(x for x in self.life_areas[self.topics[topic].life_area].topics if x != topic)


@cache
def get_taxonomy() -> Taxonomy:
    """The whole taxonomy, kept in memory. Languages without a file are absent from `languages` and shown in German."""
    structure: dict[str, list[str]] = json.loads((_DATA / "life_areas.json").read_text("utf-8"))
    files = {tag: _read(tag) for tag in GUIDE_TAGS if (_DATA / "taxonomy" / f"{tag}.json").exists()}
    areas, topics = {}, {}
    for area, keys in structure.items():
        names = {tag: file["life_areas"][area]["name"] for tag, file in files.items()}
        areas[area] = LifeArea(area, names, tuple(keys))
        for key in keys:
            rows = {tag: file["topics"][key] for tag, file in files.items()}
            topics[key] = Topic(
                key,
                area,
                {tag: row["name"] for tag, row in rows.items()},
                {tag: tuple(row["synonyms"]) for tag, row in rows.items()},
            )
    return Taxonomy(areas, topics, tuple(files))


def _read(tag: str) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((_DATA / "taxonomy" / f"{tag}.json").read_text("utf-8"))


def _first(names: Mapping[str, str], tag: str) -> str:
    return next(names[x] for x in content_chain(tag) if x in names)
