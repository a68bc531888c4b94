"""Machine translation of answers and questions, by a helper that speaks LibreTranslate on this machine."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.enquiries.factories import ask
from tests.translations.helper_server import KEY, running_helper
from tests.world import World, make_world
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries.models import Enquiry, EnquiryMessage, EnquiryRules

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def helper(settings):
    with running_helper() as server:
        settings.TRANSLATOR = {"kind": "libretranslate", "url": server.url, "key": KEY, "timeout": 2}
        yield server


def allowed(world: World) -> None:
    with centre_scope(world.home):
        EnquiryRules.objects.create(centre=world.home, uses_translator=True)


def address(world: World, name: str, enquiry: Enquiry) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, enquiry.public_id])


def pressed(world: World, enquiry: Enquiry, **data: str):
    return world.client("staff").post(address(world, "answer", enquiry), {"translate": "1", **data})


def page(world: World, enquiry: Enquiry) -> str:
    return world.client("staff").get(address(world, "enquiry", enquiry)).content.decode()


def test_an_answer_is_translated_and_marked_until_somebody_has_checked_it(world, helper):
    allowed(world)
    enquiry, client = ask(world.home).enquiry, world.client("staff")
    assert 'name="translate"' in page(world, enquiry)

    shown = pressed(world, enquiry, german="Im Sprachcafé.", text="alt")

    form = shown.context["answer_form"]
    assert form["text"].value() == "[uk] Im Sprachcafé."
    assert form["status"].value() == TextStatus.MACHINE
    assert helper.texts == ["Im Sprachcafé."]
    for status in (TextStatus.MACHINE, TextStatus.REVIEWED):
        edition = str(client.get(address(world, "enquiry", enquiry)).context["edition"])
        data = {"edition": edition, "german": "Im Café.", "text": "[uk] Im Café.", "status": status}
        assert client.post(address(world, "answer", enquiry), data).status_code == 302
        with centre_scope(world.home):
            assert EnquiryMessage.objects.last().status == status


@pytest.mark.parametrize("how", ["garbage", "500", "429"])
def test_where_the_helper_fails_nothing_typed_is_lost(world, helper, how):
    allowed(world)
    helper.behaviour.append(how)
    shown = pressed(world, ask(world.home).enquiry, german="Bleibt", text="лишається")
    assert shown.status_code == 200
    assert shown.context["help_problem"]
    assert shown.context["answer_form"]["text"].value() == "лишається"
    assert pressed(world, ask(world.home).enquiry, german=" ").context["help_problem"]


def test_without_the_centre_s_word_nothing_leaves_the_house(world, helper):
    enquiry = ask(world.home).enquiry
    html = page(world, enquiry)
    assert 'name="translate"' not in html
    assert pressed(world, enquiry, german="Geheim").status_code == 403
    assert world.client("staff").post(address(world, "german", enquiry)).status_code == 403
    assert helper.texts == []


def test_without_a_helper_there_is_no_button_and_the_page_says_how(world):
    allowed(world)
    html = page(world, ask(world.home).enquiry)
    assert 'name="translate"' not in html
    assert "Hier ist kein Übersetzungsdienst eingerichtet." in html
    assert "VIELKLANG_" not in html


@pytest.mark.parametrize("language", ["de", "de-simple"])
def test_german_needs_no_machine(world, helper, language):
    allowed(world)
    html = page(world, ask(world.home, language=language, text="Wo?").enquiry)
    assert 'name="translate"' not in html


def test_a_question_is_shown_in_german_beside_the_original(world, helper):
    allowed(world)
    enquiry = ask(world.home).enquiry
    assert "/german/" in page(world, enquiry)

    world.client("staff").post(address(world, "german", enquiry))

    with centre_scope(world.home):
        message = EnquiryMessage.objects.get()
    assert (message.german, message.status) == (f"[de] {message.text}", TextStatus.MACHINE)
    html = page(world, enquiry)
    assert html.count(message.text) >= 2
    assert "/german/" not in html
    world.client("staff").post(address(world, "german", enquiry))
    assert len(helper.texts) == 1
