"""Two changes of one content: each keeps what it changed, and what both changed is named."""

import pytest

from vielklang.offers.merging import merge

BASE = {
    "phone": "1",
    "source_language": "de",
    "places": [{"name": "Haus A"}],
    "hours": [],
    "texts": [{"language": "de", "title": "Titel", "summary": "Kurz"}],
}


def text(**values):
    return [BASE["texts"][0] | values]


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "conflicts"),
    [
        ({}, {}, {}, ()),
        ({"phone": "2"}, {}, {"phone": "2"}, ()),
        ({}, {"phone": "3"}, {"phone": "3"}, ()),
        ({"phone": "2"}, {"phone": "2"}, {"phone": "2"}, ()),
        ({"phone": "2"}, {"phone": "3"}, {"phone": "2"}, ("phone",)),
        (
            {"texts": text(title="Neu")},
            {"texts": text(summary="Neu")},
            {"texts": text(title="Neu", summary="Neu")},
            (),
        ),
        (
            {"texts": text(title="A")},
            {"texts": text(title="B")},
            {"texts": text(title="A")},
            ("texts.title",),
        ),
        ({"places": []}, {"hours": [{"place": 0}]}, {"places": []}, ("places", "hours")),
        (
            {"source_language": "tr", "texts": text(language="tr")},
            {"texts": text(summary="Neu")},
            {"source_language": "tr", "texts": text(language="tr")},
            ("source_language", "texts.language", "texts.summary"),
        ),
    ],
)
def test_both_changes_are_kept(mine, theirs, merged, conflicts):
    found = merge(BASE, BASE | mine, BASE | theirs)
    content = {name: value for name, value in found.content.items() if name in BASE}
    assert content == BASE | merged
    assert found.conflicts == conflicts


def test_without_a_known_base_every_difference_is_a_conflict():
    assert merge({}, BASE | {"phone": "2"}, BASE).conflicts == ("phone",)
