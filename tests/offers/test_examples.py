"""Example content: whole, recognisable, the same for the same seed, and gone again when it is removed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.offers import examples
from vielklang.offers.examples.loading import load_examples
from vielklang.offers.examples.types import ExampleType, read_types
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.rows import draft_of
from vielklang.organisations.models import Organisation

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def test_every_type_has_four_languages_and_titles_without_places():
    types = read_types()

    assert 40 <= len(types) <= 50
    for kind in types:
        assert set(kind.texts) >= {"de", "en", "ar", "uk"}, kind.key
        assert all(text.title and text.summary and text.description for text in kind.texts.values())
    assert len({kind.texts["de"].title for kind in types}) == len(types)


def test_a_type_with_an_unknown_field_is_refused():
    data = json.loads(read_types()[0].model_dump_json(by_alias=True))

    with pytest.raises(ValueError, match="colour"):
        ExampleType.model_validate(data | {"colour": "red"})


@pytest.fixture
def _few_centres(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same loading for four centres only: the rules do not depend on their number."""
    few = {"kreis-kleve", "koeln", "muenster", "bottrop"}
    everything = examples.loading.regions
    monkeypatch.setattr(
        examples.loading, "regions", lambda: [x for x in everything() if x.centre.slug in few]
    )


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("_few_centres")
def test_examples_are_whole_repeatable_and_removable():
    progress: list[tuple[int, int]] = []
    count = load_examples(by=SYSTEM, now=NOW, progress=lambda done, total: progress.append((done, total)))
    first = [draft_of(offer) for offer in Offer.objects.order_by("pk")]

    assert progress[-1] == (count, count) == (len(first), len(first))
    assert load_examples(by=SYSTEM, now=NOW) == 0
    _check_what_is_there()

    assert examples.remove_examples(by=SYSTEM) == count
    assert not Organisation.objects.exists()
    load_examples(by=SYSTEM, now=NOW)
    again = [draft_of(offer) for offer in Offer.objects.order_by("pk")]
    assert [_comparable(draft) for draft in again] == [_comparable(draft) for draft in first]


def _comparable(draft: object) -> str:
    return str(draft).replace(repr(draft.organisation), draft.organisation.name)  # type: ignore[attr-defined]


def _check_what_is_there() -> None:
    visible = Offer.objects.visible(NOW)
    assert visible.count() == Offer.objects.count()
    assert not Offer.objects.filter(is_example=False).exists()
    for centre in Centre.objects.filter(offers__isnull=False).distinct():
        assert 38 <= visible.filter(centre=centre).count() <= 50
        entry = visible.get(centre=centre, topics__contains=["school-entry"])
        assert (entry.organisation.kind, entry.organisation.centre) == ("centre", centre)
    state = [kind.key for kind in read_types() if kind.area == "state"]
    assert sorted(visible.filter(area="state").values_list("example_type", flat=True)) == sorted(state)
    in_kleve = visible.filter(centre__slug="kreis-kleve", languages__contains=["fa"])
    assert in_kleve.filter(topics__0="debt-advice").count() == 2
    for name in Organisation.objects.values_list("name", flat=True):
        assert "Beispiel" in name
    for place in OfferPlace.objects.all():
        assert "Beispiel" in place.street or "Muster" in place.street
    half_a_year = NOW - dt.timedelta(days=181)
    assert not Offer.objects.filter(last_confirmed_at__lt=half_a_year).exists()
