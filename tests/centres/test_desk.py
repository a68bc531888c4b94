"""What a centre's lead writes about the centre: contact, hours, texts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.world import World
from vielklang.centres.models import Centre
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope

pytestmark = pytest.mark.django_db


def profile_address(world: World) -> str:
    return reverse("centres:desk_profile", args=[world.home.slug])


def texts_address(world: World, language: str = "de") -> str:
    return reverse("centres:desk_texts", args=[world.home.slug]) + f"?language={language}"


def test_the_lead_changes_contact_and_hours(world):
    values = {"phone": "02821 85-0", "email": "ki@example.org", "town": "Kleve", "website": "ki.example.org"}
    days = {"day_0": "9–12, 14:00–16.30", "day_4": "8 bis 13 Uhr"}

    response = world.client("lead").post(profile_address(world), values | days)

    assert response.status_code == 302
    centre = Centre.objects.get(pk=world.home.pk)
    assert (centre.phone, centre.website, centre.updated_by) == (
        "02821 85-0",
        "https://ki.example.org",
        str(world.home),
    )
    assert [(row.weekday, row.opens, row.closes) for row in centre.hours.all()] == [
        (0, dt.time(9), dt.time(12)),
        (0, dt.time(14), dt.time(16, 30)),
        (4, dt.time(8), dt.time(13)),
    ]
    with centre_scope(world.home):
        assert AuditEntry.objects.filter(event="centre profile changed").count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day_0", "morgens"),
        ("day_0", "12–9"),
        ("day_0", "9–12, 11–14"),
        ("day_0", "9–25"),
        ("phone", "anrufen"),
        ("postcode", "4753"),
        ("email", "ki"),
        ("website", "ftp:/x"),
    ],
)
def test_a_wrong_detail_is_named_and_what_was_typed_stays(world, field, typed):
    response = world.client("lead").post(profile_address(world), {field: typed, "town": "Rees"})

    assert response.status_code == 400
    page = response.content.decode()
    assert f'href="#id_{field}"' in page
    assert 'value="Rees"' in page
    assert not Centre.objects.get(pk=world.home.pk).hours.exists()


def test_the_lead_writes_a_text_that_the_guide_shows(world, client):
    lead = world.client("lead")
    lead.post(
        texts_address(world), {"introduction": "Wir helfen Ihnen.", "news_title": "Neu", "news": "Heute."}
    )
    lead.post(texts_address(world, "ar"), {"introduction": "نحن نساعدكم."})

    page = client.get(reverse("guide:centre", args=["ar", world.home.slug])).content.decode()

    assert "نحن نساعدكم." in page
    assert world.home.texts.get(language="ar").source_revision == 1


def test_a_translation_behind_the_german_is_marked(world):
    lead = world.client("lead")
    lead.post(texts_address(world), {"introduction": "Eins."})
    lead.post(texts_address(world, "tr"), {"introduction": "Bir."})
    lead.post(texts_address(world), {"introduction": "Zwei."})

    page = lead.get(texts_address(world, "tr")).content.decode()

    assert "vk-chip--warn" in page
    assert "Zwei." in page


def test_news_need_a_heading(world):
    response = world.client("lead").post(texts_address(world), {"introduction": "", "news": "Ohne Titel"})

    assert response.status_code == 400
    assert "Ohne Titel" in response.content.decode()
    assert not world.home.texts.exists()


def test_a_language_that_the_guide_is_not_written_in_is_not_found(world):
    assert world.client("lead").get(texts_address(world, "xx")).status_code == 404
