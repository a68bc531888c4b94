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
    area = world.area(role)
    address = area.url(f"guide:{area.kind}_preview_page", world.offer.public_id, language)
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
    outer = client.get(reverse("guide:desk_preview", args=arguments))
    inner = client.get(reverse("guide:desk_preview_page", args=arguments))
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert outer.content.decode().count('aria-current="page"') == 1


def test_a_foreign_offer_has_no_preview(world: World):
    address = reverse("guide:desk_preview", args=[world.home.slug, world.foreign_offer.public_id, "de"])
    assert world.client("editor").get(address).status_code == 404


def test_a_carrier_sees_its_own_unfinished_work_and_nobody_elses(world: World):
    for role, words in (("editor", "Von der Stelle getippt"), ("organisation_editor", "Vom Träger getippt")):
        area = world.area(role)
        address = area.url(f"offers:{area.kind}_autosave", world.offer.public_id)
        world.client(role).post(address, form_of(world.offer, summary=words))

    own, colleague = (page(world, role=role) for role in ("organisation_editor", "organisation_admin"))

    assert "Vom Träger getippt" in own
    assert "Von der Stelle getippt" not in own
    assert "getippt" not in colleague


def test_a_carrier_sees_its_draft_as_readers_will(world: World):
    with centre_scope(world.home):
        values = {"organisation": world.organisation, "texts": (text(summary="Noch ein Entwurf."),)}
        draft = actions.create_offer(by=SYSTEM, draft=replace(draft_of(world.offer), **values))
    area, client = world.area("organisation_editor"), world.client("organisation_editor")

    outer = client.get(area.url("guide:partner_preview", draft.public_id, "de"))
    inner = client.get(area.url("guide:partner_preview_page", draft.public_id, "de"))

    assert area.url("guide:partner_preview_page", draft.public_id, "de") in outer.content.decode()
    assert area.url("offers:partner_offer", draft.public_id) in outer.content.decode()
    assert "Noch ein Entwurf." in inner.content.decode()
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]


@pytest.mark.parametrize("which", ["neighbour_offer", "foreign_offer"])
@pytest.mark.parametrize("name", ["partner_preview", "partner_preview_page"])
def test_a_carrier_has_no_preview_of_what_others_offer(world: World, which: str, name: str):
    offer = getattr(world, which)
    with centre_scope(offer.centre):
        draft = replace(draft_of(offer), texts=(text(summary="Geheimer Entwurf."),))
        actions.save_revision(by=world.actor("lead"), offer=offer, draft=draft, base_number=1)
    area = world.area("organisation_admin")
    for query in ("", "?version=1", "?version=2"):
        answer = world.client("organisation_admin").get(
            area.url(f"guide:{name}", offer.public_id, "de") + query
        )
        assert answer.status_code == 404


def test_the_pages_of_an_offer_lead_to_the_preview(world: World):
    number = propose(world, texts=(text(summary="Bald so."),))
    for role in ("editor", "organisation_editor"):
        area, client = world.area(role), world.client(role)
        link = area.url(f"guide:{area.kind}_preview", world.offer.public_id, "de")
        for name in ("offer", "edit"):
            shown = client.get(area.url(f"offers:{area.kind}_{name}", world.offer.public_id))
            assert f'href="{link}"' in shown.content.decode(), (role, name)
        shown = client.get(area.url(f"offers:{area.kind}_revision", world.offer.public_id, number))
        assert f'href="{link}?version={number}"' in shown.content.decode()
