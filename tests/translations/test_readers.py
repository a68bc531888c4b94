"""What readers are told about where a text comes from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.translations.factories import ARABIC, GERMAN, adopt, finish, make_offer, set_text, words, work_of
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.guide.leaflet import leaflet_offer
from vielklang.offers.models import Offer
from vielklang.translations import actions


@pytest.fixture
def offer(world):
    return make_offer(world.home)


def _page(client, offer, language="en"):
    return client.get(reverse("guide:offer", args=[language, offer.public_id])).content.decode()


def _finish(world, offer, *, credit="", status=TextStatus.HUMAN):
    with centre_scope(world.home):
        work = work_of(offer, "en")
        actions.finish_text(
            by=SYSTEM,
            work=work,
            words=words(work, title="Advice for families", summary="Help with letters from Jobcenter."),
            version=work.version,
            edit_key=None,
            status=status,
            credit=credit,
        )


def test_a_source_text_is_nobodys_translation(client, offer):
    content = _page(client, offer, "de")

    assert "translated" not in content
    assert "Text: " not in content


def test_a_persons_translation_says_so(client, world, offer):
    _finish(world, offer)

    assert "A person translated this text." in _page(client, offer)


def test_a_translator_is_named_who_wants_it(client, world, offer):
    _finish(world, offer, credit="Beispiel Übersetzerin")

    assert "Translated by a person: <bdi>Beispiel Übersetzerin</bdi>" in _page(client, offer)


def test_a_name_goes_with_its_words(client, world, offer):
    _finish(world, offer, credit="Beispiel Übersetzerin")
    set_text(offer, language="en", title="Somebody else's words")

    content = _page(client, offer)

    assert "Beispiel Übersetzerin" not in content
    assert "A person translated this text." in content


def test_a_reviewed_text_says_so_and_keeps_the_name(client, world, offer):
    _finish(world, offer, credit="Beispiel Übersetzerin")
    _finish(world, offer, status=TextStatus.REVIEWED)

    assert "Translated by <bdi>Beispiel Übersetzerin</bdi> and checked by a person." in _page(client, offer)


def test_machine_text_says_so(client, offer):
    set_text(offer, language="en", title="Machine", status=TextStatus.MACHINE)

    content = _page(client, offer)

    assert "A machine translated this text. No person has checked it yet." in content
    assert "A person" not in content


def test_a_text_taken_over_names_its_source(client, world, offer):
    with centre_scope(world.home):
        adopt(offer, make_offer(world.foreign, GERMAN, ARABIC), languages=("ar",))

    for language in ("de", "ar"):
        assert '<bdi lang="de">KI Kreis Wesel</bdi>' in _page(client, offer, language)


def test_the_leaflet_says_the_same(world, offer):
    _finish(world, offer, credit="Beispiel Übersetzerin")
    shown = Offer.objects.visible().with_texts("en").for_page().get(pk=offer.pk)

    (column,) = leaflet_offer(shown, languages=["en"], url="https://example.org/").columns

    said = [" ".join(part.text for part in line) for section in column.sections for line in section.lines]
    assert "A person translated this text." in said
    assert "Translation: Beispiel Übersetzerin" in said


def test_a_machine_text_that_is_behind_says_both(world, offer):
    set_text(offer, language="en", title="Machine", status=TextStatus.MACHINE)
    set_text(offer, language="de", title="Neu")
    shown = Offer.objects.visible().with_texts("en").for_page().get(pk=offer.pk)

    (column,) = leaflet_offer(shown, languages=["en"], url="https://example.org/").columns

    assert column.note.startswith("A machine translated this text.")
    assert "newer" in column.note


def test_finishing_without_a_name_takes_none(client, world, offer):
    with centre_scope(world.home):
        finish(offer, "en", title="Advice")

    assert "Translated by a person:" not in _page(client, offer)
