"""The taxonomy is whole in every language, and short enough for a sign on a door."""

from __future__ import annotations

import pytest

from vielklang.core.languages import GUIDE_TAGS
from vielklang.offers.taxonomy import get_taxonomy


def test_size_and_order():
    taxonomy = get_taxonomy()

    assert len(taxonomy.life_area_keys) == 12
    assert len(taxonomy.topic_keys) == 63
    assert taxonomy.life_area_keys[0] == "arrival"


@pytest.mark.parametrize("tag", GUIDE_TAGS)
def test_every_language_names_everything(tag: str):
    taxonomy = get_taxonomy()

    for area in taxonomy.life_areas.values():
        assert area.names[tag].strip()
    for topic in taxonomy.topics.values():
        assert topic.names[tag].strip()
        assert len(topic.names[tag]) <= 60
        assert tag == "de-simple" or len(topic.synonyms[tag]) >= 6, (tag, topic.key)


def test_names_neighbours_and_synonyms():
    taxonomy = get_taxonomy()

    assert taxonomy.topic_name("debt-advice", "en") == taxonomy.name_of("debt-advice", "en")
    assert taxonomy.name_of("health", "de") == "Gesundheit"
    assert taxonomy.life_area_of("debt-advice") == "money"
    assert "debt-advice" not in taxonomy.neighbours("debt-advice")
    assert set(taxonomy.neighbours("debt-advice")) < set(taxonomy.topics_of("money"))
    assert "Miete" in " ".join(taxonomy.synonyms_of("rent-advice", "de"))
    assert taxonomy.synonyms_of("rent-advice", "xx") == ()


def test_unknown_keys_are_errors():
    with pytest.raises(KeyError):
        get_taxonomy().topic_name("astrology", "de")
