"""Obstacles: counted where enquiries met them, also after these are deleted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.models import EnquiryTheme, Theme
from vielklang.reporting.themes import obstacles

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_an_obstacle_is_named_tagged_and_its_count_outlives_the_enquiry(world):
    client, enquiry = world.client("staff"), ask(world.home).enquiry
    new = reverse("enquiries:desk_theme_new", args=[world.home.slug])
    data = {
        "title": "Kein Kurs mit Kinderbetreuung (Beispiel)",
        "topic": "integration-course",
        "state": "open",
    }
    assert client.post(new, data | {"title": ""}).status_code == 400
    assert client.post(new, data).status_code == 302
    with centre_scope(world.home):
        theme = Theme.objects.get()
    tag = reverse("enquiries:desk_tag", args=[world.home.slug, enquiry.public_id])
    for form in ({"theme": theme.public_id}, {"theme": theme.public_id}, {"theme": "x"}):
        assert client.post(tag, form).status_code == 302
    page = client.get(
        reverse("enquiries:desk_enquiry", args=[world.home.slug, enquiry.public_id])
    ).content.decode()
    assert "Kinderbetreuung" in page
    with centre_scope(world.home):
        actions.erase_enquiry(by=BOB, enquiry=enquiry)
        theme.refresh_from_db()
        assert (theme.count, EnquiryTheme.objects.count()) == (1, 0)
        assert [row.label for row in obstacles(world.home, dt.date(2026, 1, 1))] == [theme.title]


def test_taking_it_back_counts_down(world):
    client, enquiry = world.client("staff"), ask(world.home).enquiry
    client.post(
        reverse("enquiries:desk_theme_new", args=[world.home.slug]), {"title": "Beispiel", "state": "open"}
    )
    with centre_scope(world.home):
        theme = Theme.objects.get()
    tag = reverse("enquiries:desk_tag", args=[world.home.slug, enquiry.public_id])
    client.post(tag, {"theme": theme.public_id})
    client.post(tag, {"theme": theme.public_id, "remove": "1"})
    client.post(tag, {"theme": theme.public_id, "remove": "1"})
    with centre_scope(world.home):
        theme.refresh_from_db()
    assert theme.count == 0
