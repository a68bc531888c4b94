"""The page of an organisation: on request only, and no person without their yes."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.guide.kleve import make_centre, make_offer
from tests.offers.factories import draft, text
from tests.organisations.factories import AGREED, make_contact
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import create_offer, publish_offer, suspend_offer
from vielklang.organisations import actions
from vielklang.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_offer(make_centre())


@pytest.fixture
def organisation(offer) -> Organisation:
    return actions.set_public_profile(by=SYSTEM, organisation=offer.organisation, is_public=True)


def read(client, organisation: Organisation, language: str = "ar") -> str:
    response = client.get(reverse("guide:organisation", args=[language, organisation.public_id]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_without_a_public_profile_there_is_no_page(client, offer):
    for public_id in (offer.organisation.public_id, uuid.uuid4()):
        assert client.get(reverse("guide:organisation", args=["de", public_id])).status_code == 404


def test_the_page_shows_visible_offers_alone(client, organisation, offer):
    hidden = publish_offer(
        by=SYSTEM,
        offer=create_offer(
            by=SYSTEM, draft=draft(centre=offer.centre, organisation=organisation, texts=(text(title="Weg"),))
        ),
    )
    suspend_offer(by=SYSTEM, offer=hidden, reason="Beispiel")

    page = read(client, organisation)

    assert str(offer.public_id) in page
    assert "Weg" not in page
    assert str(hidden.public_id) not in page


def test_the_page_shows_persons_who_agreed_alone(client, organisation):
    with centre_scope(organisation.centre):
        make_contact(organisation, "Beispiel Offen", email="offen@example.org", **AGREED)
        make_contact(organisation, "Beispiel Verborgen", email="verborgen@example.org", phone="02821 100199")

    page = read(client, organisation)

    assert "Beispiel Offen" in page
    assert "offen@example.org" in page
    assert "Verborgen" not in page
    assert "verborgen" not in page
    assert "100199" not in page


def test_the_description_is_in_the_readers_language_or_german_and_marked(client, organisation):
    texts = {"de": "Wir sind für Familien da.", "tr": "Aileler için buradayız."}
    actions.describe_organisation(by=SYSTEM, organisation=organisation, texts=texts)

    assert "Aileler için" in read(client, organisation, "tr")
    arabic = read(client, organisation, "ar")
    assert 'lang="de" dir="ltr"' in arabic
    assert "Wir sind für Familien da." in arabic


def test_an_offer_links_to_the_page_of_its_organisation(client, offer):
    address = reverse("guide:organisation", args=["de", offer.organisation.public_id])
    page = reverse("guide:offer", args=["de", offer.public_id])

    assert address not in client.get(page).content.decode()
    actions.set_public_profile(by=SYSTEM, organisation=offer.organisation, is_public=True)
    assert address in client.get(page).content.decode()


def test_three_offers_and_persons_cost_as_many_queries_as_one(client, organisation, offer):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, organisation)
        return len(captured)

    with centre_scope(organisation.centre):
        make_contact(organisation, **AGREED)
    read(client, organisation)
    one = count()
    for number in range(2):
        values = draft(centre=offer.centre, organisation=organisation)
        publish_offer(by=SYSTEM, offer=create_offer(by=SYSTEM, draft=values))
        with centre_scope(organisation.centre):
            make_contact(organisation, f"Beispiel {number}", **AGREED)

    assert count() == one
