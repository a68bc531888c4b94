"""Life areas and topics with their names and everyday words in every guide language, read once from data/."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vielklang.core.languages import GUIDE_TAGS, content_chain

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class LifeArea:
    """A door of the guide. `names` by language tag; `topics` are keys, in the order they are shown."""

    key: str
    names: Mapping[str, str]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What an offer is about. `synonyms[tag]`: words people type in that language, most typical first."""

    key: str
    life_area: str
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All life areas and topics by key, in the order they are shown. Unknown keys raise `KeyError`."""

    life_areas: Mapping[str, LifeArea]
    topics: Mapping[str, Topic]

    @property
    def life_area_keys(self) -> tuple[str, ...]:
        return tuple(self.life_areas)

    @property
    def topic_keys(self) -> tuple[str, ...]:
        return tuple(self.topics)

    def life_area_of(self, topic: str) -> str:
        return self.topics[topic].life_area

    def topics_of(self, life_area: str) -> tuple[str, ...]:
        return self.life_areas[life_area].topics

    def neighbours(self, topic: str) -> tuple[str, ...]:
        """The other topics of the same life area, for "nothing found, but …"."""
        return tuple(key for key in self.topics_of(self.life_area_of(topic)) if key != topic)

    def life_area_name(self, key: str, tag: str) -> str:
        return _first(self.life_areas[key].names, tag)

    def topic_name(self, key: str, tag: str) -> str:
        return _first(self.topics[key].names, tag)

    def name_of(self, key: str, tag: str) -> str:
        """Name of a topic or, for a key that is none, of a life area ("childcare" … are topics)."""
        return self.topic_name(key, tag) if key in self.topics else self.life_area_name(key, tag)

    def synonyms_of(self, key: str, tag: str) -> tuple[str, ...]:
        return self.topics[key].synonyms.get(tag, ())


@cache
def get_taxonomy() -> Taxonomy:
    """The whole taxonomy, kept in memory. A language without a file is shown in German."""
    structure: dict[str, list[str]] = json.loads((_DATA / "life_areas.json").read_text("utf-8"))
    files = {tag: _read(tag) for tag in GUIDE_TAGS if (_DATA / "taxonomy" / f"{tag}.json").exists()}
    areas = {
        area: LifeArea(
            area, {tag: file["life_areas"][area]["name"] for tag, file in files.items()}, tuple(keys)
        )
        for area, keys in structure.items()
    }
    topics = {key: _topic(key, area, files) for area, keys in structure.items() for key in keys}
    return Taxonomy(areas, topics)


def _topic(key: str, area: str, files: Mapping[str, Any]) -> Topic:
    rows = {tag: file["topics"][key] for tag, file in files.items()}
    return Topic(
        key,
        area,
        {tag: row["name"] for tag, row in rows.items()},
        {tag: tuple(row["synonyms"]) for tag, row in rows.items()},
    )


def _read(tag: str) -> Any:
    return json.loads((_DATA / "taxonomy" / f"{tag}.json").read_text("utf-8"))


def _first(names: Mapping[str, str], tag: str) -> str:
    return next(names[x] for x in content_chain(tag) if x in names)
