"""schema.org in pages, and which page is the one to find in which language."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from tests.guide.kleve import FAMILY_CENTRE, make_centre, make_offer
from tests.offers.factories import text
from vielklang.core.actor import SYSTEM
from vielklang.offers.drafts import DateDraft, HoursDraft
from vielklang.offers.models import Offer
from vielklang.organisations.actions import set_public_profile
from vielklang.organisations.models import OrganisationText

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    return response.content.decode()


def data(html: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.S)
    assert len(blocks) == 1
    graph = json.loads(blocks[0])
    assert graph["@context"] == "https://schema.org"
    return graph


def links(html: str) -> dict[str, str]:
    alternates = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    return {"canonical": canonical, **dict(alternates)}


def test_an_offer_is_a_service_with_dates(client):
    start = dt.datetime(2030, 1, 9, 14, tzinfo=dt.UTC)
    dates = (DateDraft(starts_at=start, duration=dt.timedelta(minutes=90), rrule="FREQ=WEEKLY;COUNT=2"),)
    offer = make_offer(make_centre(), dates=dates, places=(FAMILY_CENTRE,))

    service, first, second, path = data(page(client, f"/ar/offer/{offer.public_id}/"))["@graph"]

    assert (service["@type"], service["@id"]) == ("Service", f"{HOST}/de/offer/{offer.public_id}/")
    assert service["name"] == "مجموعة Griffbereit: لعب للأهل والأطفال"
    assert service["provider"] == {
        "@type": "Organization",
        "name": "Familienzentrum Beispielstraße",
        "telephone": "+492821999990",
    }
    assert service["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "EUR"}
    assert service["areaServed"] == {"@type": "AdministrativeArea", "name": "Kreis Kleve"}
    place = service["availableChannel"][0]["serviceLocation"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 51.781, "longitude": 6.134}
    assert place["address"]["addressLocality"] == "Kleve"
    assert service["hoursAvailable"][0]["dayOfWeek"] == "https://schema.org/Monday"
    assert (first["startDate"], first["endDate"]) == (
        "2030-01-09T15:00:00+01:00",
        "2030-01-09T16:30:00+01:00",
    )
    assert second["startDate"] == "2030-01-16T15:00:00+01:00"
    assert first["location"][0]["name"] == "Familienzentrum"
    assert [step["position"] for step in path["itemListElement"]] == [1, 2]


def test_public_offices_give_government_services(client):
    offer = make_offer(make_centre(), places=(), hours=False)
    offer.organisation.kind = "office"
    offer.organisation.save()

    service = data(page(client, f"/de/offer/{offer.public_id}/"))["@graph"][0]

    assert service["@type"] == "GovernmentService"
    assert service["provider"]["@type"] == "GovernmentOffice"
    assert service["availableChannel"][0]["servicePhone"]["telephone"] == "+492821999990"


def test_hours_of_one_place_stand_at_the_place(client):
    hours = (HoursDraft(weekday=5, opens=dt.time(9), closes=dt.time(12), place=0),)
    offer = make_offer(make_centre(), places=(FAMILY_CENTRE,), **{"hours": False})
    place = offer.places.get()
    offer.hours.create(place=place, weekday=hours[0].weekday, opens=hours[0].opens, closes=hours[0].closes)

    service = data(page(client, f"/de/offer/{offer.public_id}/"))["@graph"][0]

    assert "hoursAvailable" not in service
    (line,) = service["availableChannel"][0]["serviceLocation"]["openingHoursSpecification"]
    assert (line["dayOfWeek"], line["opens"]) == ("https://schema.org/Saturday", "09:00")


def test_words_cannot_leave_the_block(client):
    evil = "</script><script>alert(1)</script><!-- & ]]>"
    offer = make_offer(make_centre(), text(title=evil))

    html = page(client, f"/de/offer/{offer.public_id}/")

    assert "<script>alert" not in html
    assert data(html)["@graph"][0]["name"] == evil


def test_a_centre_is_a_government_office(client):
    make_centre()

    office = data(page(client, "/ar/kreis-kleve/"))

    assert (office["@type"], office["telephone"]) == ("GovernmentOffice", "02821 85-0")
    assert {"@type": "City", "name": "Kleve", "identifier": "05154036"} in office["areaServed"]


def test_an_organisation_with_a_page(client):
    organisation = set_public_profile(
        by=SYSTEM, organisation=make_offer(make_centre()).organisation, is_public=True
    )
    OrganisationText.objects.create(
        organisation=organisation, language="de", description="Wir sind da.", author="x"
    )

    found = data(page(client, f"/de/organisation/{organisation.public_id}/"))

    assert (found["@type"], found["description"]) == ("Organization", "Wir sind da.")


def test_an_offer_is_found_in_the_languages_of_its_texts(client):
    offer = make_offer(make_centre())
    german, arabic = (f"{HOST}/{tag}/offer/{offer.public_id}/" for tag in ("de", "ar"))
    alternates = {"de": german, "ar": arabic, "x-default": german}

    assert links(page(client, f"/ar/offer/{offer.public_id}/")) == {"canonical": arabic, **alternates}
    assert links(page(client, f"/tr/offer/{offer.public_id}/")) == {"canonical": german, **alternates}


def test_other_pages_name_all_languages(client):
    found = links(page(client, "/ar/centres/"))

    assert found["canonical"] == f"{HOST}/ar/centres/"
    assert found["x-default"] == f"{HOST}/de/centres/"
    assert len(found) == 15
    assert links(page(client, "/ar/"))["x-default"] == f"{HOST}/"


def test_it_costs_one_query_whatever_the_number_of_texts(client, django_assert_max_num_queries):
    offer = make_offer(make_centre())
    assert Offer.objects.count() == 1

    with django_assert_max_num_queries(10):
        client.get(f"/ar/offer/{offer.public_id}/")
