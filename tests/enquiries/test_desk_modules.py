"""Text modules: written once, translated, inserted into an answer; and what the person will read, before sending."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.enquiries.factories import ask
from tests.world import World, make_world
from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions.modules import save_text_module, translate_text_module
from vielklang.enquiries.models import Enquiry, EnquiryMessage, TextModule, TextModuleText
from vielklang.enquiries.modules import passages_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def module(
    world: World, title: str = "Termin", german: str = "Kommen Sie vorbei.", **texts: str
) -> TextModule:
    with centre_scope(world.home):
        made = save_text_module(
            by=SYSTEM, centre=world.home, module=None, title=title, topics=["debt-advice"], german=german
        )
        for language, text in texts.items():
            translate_text_module(
                by=SYSTEM, module=made, language=language, text=text, status=TextStatus.HUMAN
            )
    return made


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, *args])


def helped(world: World, enquiry: Enquiry, **data: str):
    return world.client("staff").post(address(world, "answer", enquiry.public_id), data)


def test_a_module_is_written_translated_removed_and_taken_back(world):
    client = world.client("staff")
    assert client.post(address(world, "module_new"), {"title": "Termin"}).status_code == 400
    client.post(
        address(world, "module_new"),
        {"title": "Termin", "german": "Kommen Sie vorbei.", "topics": ["debt-advice"]},
    )
    with centre_scope(world.home):
        made = TextModule.objects.get()
    text = address(world, "module_text", made.public_id, "ar")
    assert 'dir="rtl"' in client.get(text).content.decode()
    client.post(text, {"text": "تعال إلينا.", "status": "human"})
    assert "العربية" in client.get(address(world, "modules")).content.decode()
    assert client.get(address(world, "module_text", made.public_id, "de")).status_code == 404

    client.post(address(world, "module_remove", made.public_id))
    assert "Termin" not in client.get(address(world, "modules")).content.decode()
    assert "Termin" in client.get(address(world, "modules"), {"removed": "on"}).content.decode()
    client.post(address(world, "module_restore", made.public_id))
    client.post(text, {"text": "", "status": "human"})
    with centre_scope(world.home):
        assert [row.language for row in TextModuleText.objects.all()] == ["de"]
        assert TextModule.objects.get().removed_at is None


def test_other_german_words_leave_translations_behind(world):
    made = module(world, uk="Приходьте.")
    with centre_scope(world.home):
        for german, behind in (("Kommen Sie vorbei.", False), ("Rufen Sie an.", True)):
            save_text_module(
                by=SYSTEM, centre=world.home, module=made, title="Termin", topics=[], german=german
            )
            [found] = passages_for(Enquiry(language="uk", topics=[]), world.home)
            assert found.is_behind == behind
        translate_text_module(
            by=SYSTEM, module=made, language="uk", text="Телефонуйте.", status=TextStatus.HUMAN
        )
        [found] = passages_for(Enquiry(language="uk", topics=[]), world.home)
        assert not found.is_behind


def test_inserting_keeps_what_is_typed_and_fills_both_languages(world):
    Centre.objects.filter(pk=world.home.pk).update(phone="02821 0000", street="")
    made = module(world, german="Rufen Sie an: {Telefon}. {Zentrum} {E-Mail}", uk="Телефонуйте: {Telefon}.")
    enquiry = ask(world.home).enquiry

    page = helped(
        world, enquiry, insert="1", module=str(made.public_id), german="Guten Tag", text="Добрий день"
    )

    form = page.context["answer_form"]
    assert page.status_code == 200
    assert form["german"].value().startswith("Guten Tag\n\nRufen Sie an: ")
    assert "02821 0000" in form["german"].value()
    assert "{Zentrum}" not in form["german"].value()
    assert form["text"].value().startswith("Добрий день\n\nТелефонуйте: ")
    with centre_scope(world.home):
        assert EnquiryMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("texts", "said"), [({}, "help_note"), ({"ar": "نعم"}, "help_note"), ({"uk": "Так"}, None)]
)
def test_what_is_missing_is_said(world, texts, said):
    made, enquiry = module(world, **texts), ask(world.home).enquiry
    page = helped(world, enquiry, insert="1", module=str(made.public_id))
    assert ("help_note" in page.context) == bool(said)


@pytest.mark.parametrize("key", ["", "unsinn", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_module_inserts_nothing(world, key):
    module(world)
    page = helped(world, ask(world.home).enquiry, insert="1", module=key, german="Bleibt")
    assert page.context["help_problem"]
    assert page.context["answer_form"]["german"].value() == "Bleibt"


def test_a_machine_s_words_stay_a_machine_s_and_drafts_stay_away(world):
    made, enquiry = module(world), ask(world.home).enquiry
    for status, own in ((TextStatus.MACHINE, "Так"), (TextStatus.DRAFT, "")):
        with centre_scope(world.home):
            translate_text_module(by=SYSTEM, module=made, language="uk", text="Так", status=status)
        page = helped(world, enquiry, insert="1", module=str(made.public_id))
        assert (page.context["answer_form"]["text"].value() or "") == own
    with centre_scope(world.home):
        translate_text_module(by=SYSTEM, module=made, language="uk", text="Так", status=TextStatus.MACHINE)
    page = helped(world, enquiry, insert="1", module=str(made.public_id), status="human")
    assert page.context["answer_form"]["status"].value() == TextStatus.MACHINE


def test_fitting_ones_come_first_and_other_centres_have_their_own(world):
    module(world, "Schulden")
    with centre_scope(world.home):
        save_text_module(by=SYSTEM, centre=world.home, module=None, title="Anderes", topics=[], german="x")
    enquiry = ask(world.home, topics=["debt-advice"]).enquiry
    page = world.client("staff").get(address(world, "enquiry", enquiry.public_id))
    assert [row.module.title for row in page.context["fitting"]] == ["Schulden"]
    assert [row.module.title for row in page.context["passages"]] == ["Anderes"]
    with centre_scope(world.foreign):
        assert passages_for(enquiry, world.foreign) == []


def test_pages_cost_the_same_for_one_and_three_modules(world):
    client, counts = world.client("staff"), []
    enquiry = ask(world.home).enquiry
    pages = (address(world, "modules"), address(world, "enquiry", enquiry.public_id))
    client.get(pages[0])
    for titles in (["a"], ["b", "c"]):
        for title in titles:
            module(world, title, uk="Так", ar="نعم")
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_preview_is_what_the_person_will_read(world):
    enquiry = ask(world.home, language="ar", text="أين؟").enquiry

    page = helped(
        world, enquiry, preview="1", german="Im <Café>.", text="في المقهى.", status="machine"
    ).content.decode()

    shown = page[page.index('id="preview"') :]
    assert 'lang="ar" dir="rtl"' in shown[:600]
    assert "أجاب" in shown or "ردّ" in shown or "رد " in shown, "the page's own words in Arabic"
    assert "في المقهى." in shown
    assert "Im &lt;Café&gt;." in shown
    with centre_scope(world.home):
        assert EnquiryMessage.objects.count() == 1
    assert helped(world, enquiry, preview="1", german=" ").context["help_problem"]


def test_without_a_translation_the_preview_says_that_it_is_german(world):
    enquiry = ask(world.home, language="fa", text="کجا؟").enquiry
    page = helped(world, enquiry, preview="1", german="Im Café.")
    assert page.context["preview"]["message"].language == "de"
    assert 'dir="rtl"' in page.content.decode()
