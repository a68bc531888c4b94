"""The preview shows what is not public yet, in every language, and writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from tests.offers.editing import form_of
from tests.offers.factories import text
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.languages import GUIDE_TAGS
from vielklang.core.scope import centre_scope
from vielklang.offers import actions
from vielklang.offers.drafts import ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer, OfferPlace
from vielklang.offers.rows import draft_of

pytestmark = pytest.mark.django_db


def page(world: World, language: str = "de", query: str = "", role: str = "editor") -> str:
    address = reverse("guide:preview_page", args=[world.home.slug, world.offer.public_id, language])
    answer = world.client(role).get(address + query)
    assert answer.status_code == 200
    return answer.content.decode()


def propose(world: World, **values: object) -> int:
    with centre_scope(world.home):
        row = actions.save_revision(
            by=world.actor("organisation_editor"),
            offer=world.offer,
            draft=replace(draft_of(world.offer), **values),  # type: ignore[arg-type]
            base_number=1,
        )
    return row.number or 0


def test_what_waits_is_shown_and_nothing_is_written(world: World):
    propose(
        world,
        phone="+492214710123",
        texts=(text(summary="Bald so."),),
        places=(PlaceDraft(name="Neues Haus", town="Kleve", lat=51.8, lon=6.1),),
        hours=(HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12), place=0),),
        exceptions=(ExceptionDraft(date=dt.date.today() + dt.timedelta(days=2), reason="Fest"),),  # noqa: DTZ011
    )
    shown = page(world)
    assert all(words in shown for words in ("Bald so.", "0221 4710123", "Neues Haus", "Fest"))
    assert not OfferPlace.objects.filter(name="Neues Haus").exists()
    assert Offer.objects.get(pk=world.offer.pk).phone == ""


def test_ones_own_unfinished_work_comes_first(world: World):
    address = reverse("offers:desk_autosave", args=[world.home.slug, world.offer.public_id])
    world.client("editor").post(address, form_of(world.offer, summary="Noch nicht gespeichert"))
    assert "Noch nicht gespeichert" in page(world)
    assert "Noch nicht gespeichert" not in page(world, role="staff")


def test_a_version_by_its_number(world: World):
    number = propose(world, texts=(text(summary="Bald so."),))
    assert "Kurz gesagt." in page(world, query="?version=1")
    assert "Bald so." in page(world, query=f"?version={number}")


@pytest.mark.parametrize("language", GUIDE_TAGS)
def test_every_language(world: World, language: str):
    actions.set_offer_text(by=SYSTEM, offer=world.offer, text=text("ar", title="عنوان"))
    shown = page(world, language)
    assert f'lang="{language}"' in shown
    assert ("عنوان" in shown) == (language == "ar")


def test_the_frame_may_hold_the_page_and_nobody_else_may(world: World):
    client = world.client("editor")
    arguments = [world.home.slug, world.offer.public_id, "de"]
    outer = client.get(reverse("guide:preview", args=arguments))
    inner = client.get(reverse("guide:preview_page", args=arguments))
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert outer.content.decode().count('aria-current="page"') == 1


def test_a_foreign_offer_has_no_preview(world: World):
    address = reverse("guide:preview", args=[world.home.slug, world.foreign_offer.public_id, "de"])
    assert world.client("editor").get(address).status_code == 404
