"""Taking another centre's published text, and following it."""

from __future__ import annotations

import pytest

from tests.offers.factories import text
from tests.translations.factories import ARABIC, GERMAN, adopt, make_offer, set_text
from vielklang.core.actor import SYSTEM
from vielklang.core.texts import TextStatus
from vielklang.offers.actions import suspend_offer
from vielklang.offers.models import Offer
from vielklang.offers.texts import text_in
from vielklang.translations import actions, queries
from vielklang.translations.credits import credit_of
from vielklang.translations.models import TextAdoption, TextCredit


@pytest.fixture
def source(home):
    return make_offer(home.foreign, GERMAN, ARABIC, text("tr", status=TextStatus.MACHINE))


@pytest.fixture
def own(home):
    return make_offer(home.home, text("de", title="Unser Titel"))


def _shown(offer, language="ar"):
    return Offer.objects.with_texts(language).get(pk=offer.pk)


def test_the_text_and_the_chosen_translations_are_taken(own, source):
    row = adopt(own, source, languages=("ar",))

    fresh = Offer.objects.get(pk=own.pk)
    assert (row.source_centre_name, row.languages, row.source_revision) == ("Kreis Wesel", ["de", "ar"], 1)
    assert fresh.texts.get(language="de").title == GERMAN.title
    assert fresh.texts.get(language="ar").source_revision == fresh.content_revision == 2
    assert not fresh.texts.filter(language="tr").exists()


def test_a_machine_text_stays_one(own, source):
    adopt(own, source, languages=("tr",))

    assert own.texts.get(language="tr").status == TextStatus.MACHINE


def test_what_is_behind_there_is_not_taken(own, source):
    source = set_text(source, language="de", title="Neuer Titel")

    assert adopt(own, source, languages=("ar",)).languages == ["de"]


def test_readers_see_where_it_comes_from(own, source):
    adopt(own, source, languages=("ar",))
    set_text(own, text("uk", title="Переклад"))

    for language in ("ar", "de", "uk"):
        shown = _shown(own, language)
        assert credit_of(shown, text_in(shown, language)).source == "KI Kreis Wesel", language


def test_ones_own_centre_is_no_source(own, home):
    with pytest.raises(ValueError, match="another centre"):
        adopt(own, make_offer(home.home))


def test_a_change_of_the_source_is_told_until_something_is_done(own, source):
    row = adopt(own, source, languages=("ar",))
    assert list(queries.changed_adoptions()) == []

    source = set_text(source, language="de", title="Neuer Titel")
    assert list(queries.changed_adoptions()) == [row]

    actions.ignore_change(by=SYSTEM, adoption=queries.changed_adoptions().get())
    assert list(queries.changed_adoptions()) == []

    source = set_text(source, language="de", title="Noch neuer")
    assert list(queries.changed_adoptions()) == [row]

    adopt(own, source)
    assert list(queries.changed_adoptions()) == []
    assert own.texts.get(language="de").title == "Noch neuer"


def test_a_withdrawn_source_tells_nothing(own, source):
    adopt(own, source)
    set_text(source, language="de", title="Neuer Titel")
    suspend_offer(by=SYSTEM, offer=source, reason="Pause")

    assert list(queries.changed_adoptions()) == []


def test_ones_own_text_is_no_longer_followed(own, source):
    row = adopt(own, source)

    actions.end_adoption(by=SYSTEM, adoption=row)

    assert not TextAdoption.objects.exists()
    assert set(TextCredit.objects.values_list("source_name", flat=True)) == {""}
