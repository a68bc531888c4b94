"""Parameters: all of them add up, wrong ones are named; a short page costs as many statements as a long one."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.interfaces.hsds.making import ALICE, HOUSE, ask, ids, plain, rich
from tests.offers.factories import municipality, text
from tests.world import World, make_world
from vielklang.interfaces.hsds.terms import TEXTS, taxonomy_id, term_id
from vielklang.offers.actions import set_offer_text
from vielklang.offers.drafts import PlaceDraft

pytestmark = pytest.mark.django_db
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
FAR = PlaceDraft(name="Weit", street="Weg 2", postcode="46483", town="Wesel", lat=51.6586, lon=6.6178)


@pytest.fixture
def world() -> World:
    return make_world()


def problem(address: str, status: int = 400, **query: str) -> dict:
    answer = Client().get(f"/hsds/{address}", query)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json()


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("name", LISTS)
def test_every_address_answers_with_and_without_slash(world, name, slash):
    plain(world, "Titel", places=(HOUSE,))
    key = ids(ask(f"{name}{slash}"))[0]

    assert ask(f"{name}/{key}{slash}")["id"] == key


def test_the_root_tells_what_this_is(world, settings):
    settings.OPERATOR = settings.OPERATOR | {"name": "Land Beispiel", "email": ""}

    node = ask("")

    assert {"version", "profile", "openapi_url", "description"} <= set(node)
    assert node["publisher"] == {"name": "Land Beispiel", "website": settings.BASE_URL}
    settings.OPERATOR = settings.OPERATOR | {"name": ""}
    assert "publisher" not in ask("")


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("services", "page", "0"),
        ("services", "page", "x"),
        ("services", "per_page", "-1"),
        ("services", "format", "xml"),
        ("services", "taxonomy_term_id", "debt"),
        ("services", "taxonomy_id", "7"),
        ("services", "organization_id", "ä"),
        ("services", "modified_after", "gestern"),
        ("services", "minimal", "perhaps"),
        ("services", "full", "2"),
        ("services", "search", "x" * 201),
        ("services", "search", "a\x00b"),
        ("services", "postcode", "4753"),
        ("services", "postcode", "10115"),
        ("services", "proximity", "500"),
        ("service_at_locations", "proximity", "500"),
        ("organizations", "full_service", "ja"),
        ("organizations", "taxonomy_id", "x"),
        ("taxonomies", "page", "1.5"),
        ("taxonomy_terms", "top_only", "x"),
        ("taxonomy_terms", "parent_id", "x"),
    ],
)
def test_what_cannot_be_understood_is_named(world, address, name, value):
    assert problem(address, **{name: value})["parameter"] == name


def test_what_is_not_there_is_404(world):
    for name in LISTS:
        assert problem(f"{name}/{uuid.uuid4()}", 404)["status"] == 404
        problem(f"{name}/nothing", 404)
        problem(f"{name}/{'-' * 36}", 404)
    problem("nothing", 404)


def test_other_methods_are_405():
    for address in ("services", f"services/{uuid.uuid4()}", "openapi.json", ""):
        answer = Client().post(f"/hsds/{address}")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_unknown_parameters_do_no_harm(world):
    assert ask("services", unheard="x")["size"] == 3


def test_a_page_that_is_too_long_is_capped_and_says_so(world):
    page = ask("services", per_page=1000)

    assert page["per_page"] == 100
    assert "1000" in page["notice"]
    assert "notice" not in ask("services", per_page=100)


def test_a_page_behind_the_last_is_empty(world):
    page = ask("services", page=9)

    assert (page["size"], page["empty"], page["last_page"], page["contents"]) == (0, True, True, [])
    assert ask("services", search="Xyzzy")["total_pages"] == 1


def test_links_name_the_neighbours(world):
    answer = Client().get("/hsds/services?per_page=1&page=2&search=Titel")

    links = answer.headers["Link"]
    assert [part.split('rel="')[1].rstrip('"') for part in links.split(", ")] == [
        "first",
        "prev",
        "next",
        "last",
    ]
    assert "page=3" in links
    assert "search=Titel" in links


def test_language_and_origin_are_said(world):
    answer = Client().get("/hsds/services", headers={"accept-language": "kmr, de;q=0.5"})

    assert answer.headers["Content-Language"] == "ku"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/hsds/services").headers["Content-Language"] == "de"


def test_filters_add_up(world):
    both = rich(world)
    other = plain(world, "Deutschkurs", topics=("german-course",), organisation=world.neighbour)
    debts, owner = term_id("topics", "bank-and-consumer"), str(world.organisation.public_id)

    assert ids(ask("services", taxonomy_term_id=debts)) == [str(both.public_id)]
    assert ids(ask("services", taxonomy_term_id=debts, organization_id=world.neighbour.public_id)) == []
    assert set(ids(ask("services", organization_id=owner))) == {
        str(both.public_id),
        str(world.offer.public_id),
    }
    assert ids(ask("services", search="deutschk")) == [str(other.public_id)]
    assert ids(ask("services", search="deutschk", organization_id=owner)) == []
    assert ids(ask("services", taxonomy_id=taxonomy_id("conditions"))) == [str(both.public_id)]
    assert ids(ask("services", taxonomy_id=uuid.uuid4())) == []
    assert ids(ask("services", taxonomy_term_id=uuid.uuid4())) == []
    assert ids(ask("services", taxonomy_term_id=term_id(TEXTS, "ar"))) == [str(both.public_id)]
    assert ids(ask("services", search="استشارة")) == [str(both.public_id)]
    assert ids(ask("services", search="Geheimer")) == []
    assert ids(ask("services", search="'; DROP & | !*:")) == []


def test_a_life_area_stands_for_its_topics(world):
    parents = ask("taxonomy_terms", top_only="true", taxonomy_id=taxonomy_id("topics"), per_page=100)[
        "contents"
    ]
    debts = ask(f"taxonomy_terms/{term_id('topics', 'debt-advice')}")

    assert debts["parent_id"] in {node["id"] for node in parents}
    assert not any("parent_id" in node for node in parents)
    assert debts["id"] in ids(ask("taxonomy_terms", parent_id=debts["parent_id"]))
    assert ask("services", taxonomy_term_id=debts["parent_id"])["size"] == 3


def test_modified_after(world):
    offer, since = world.offer, timezone.now()
    assert ids(ask("services", modified_after=since.isoformat())) == []

    set_offer_text(by=ALICE, offer=offer, text=text("tr", title="Borç"))
    assert ids(ask("services", modified_after=since.isoformat())) == [str(offer.public_id)]
    world.neighbour.save()
    found = ask("services", modified_after=since.isoformat(), minimal="true")
    assert ids(found) == [str(offer.public_id), str(world.neighbour_offer.public_id)]
    assert all(set(node) == {"id", "name", "status", "last_modified"} for node in found["contents"])
    tomorrow = (since + dt.timedelta(days=1)).date().isoformat()
    assert ids(ask("services", modified_after=tomorrow)) == []


def test_postcode_and_proximity(world):
    near = plain(world, "Nah", places=(HOUSE,))
    far = plain(world, "Weit", places=(FAR,))
    town = plain(world, "Ort", area="municipality", municipality=municipality())

    at = {"postcode": "47533", "proximity": 5000}
    assert ids(ask("services", **at)) == [str(near.public_id)]
    assert [x["service_id"] for x in ask("service_at_locations", **at)["contents"]] == [str(near.public_id)]
    assert set(ids(ask("services", postcode="47533", proximity=100_000))) == {
        str(near.public_id),
        str(far.public_id),
    }
    assert ids(ask("services", postcode="47533", proximity=0)) == []
    served = ids(ask("services", postcode="47533"))
    assert {str(x.public_id) for x in (near, far, town)} <= set(served)
    assert str(world.foreign_offer.public_id) not in served
    assert str(town.public_id) not in ids(ask("services", postcode="47623"))


def test_organisations_by_term_and_name(world):
    rich(world, organisation=world.neighbour)

    term = term_id("topics", "bank-and-consumer")
    assert ids(ask("organizations", taxonomy_term_id=term)) == [str(world.neighbour.public_id)]
    assert ids(ask("organizations", taxonomy_term_id=term, search="Beispielverein")) == []
    assert ids(ask("organizations", search="nachbar")) == [str(world.neighbour.public_id)]
    whole = ask(f"organizations/{world.neighbour.public_id}", full_service="true")
    assert any("schedules" in node for node in whole["services"])


@pytest.mark.parametrize(
    "address",
    [
        "services",
        "services?full=true",
        "services?search=Titel",
        "organizations",
        "organizations?full_service=true",
        "service_at_locations",
        "service_at_locations?full=true",
    ],
)
def test_a_page_costs_the_same_however_long_it_is(world, address):
    name, _, query = address.partition("?")
    asked = dict(part.split("=") for part in query.split("&") if part)
    counts = []
    for rounds in (1, 3):
        for n in range(rounds):
            rich(world, texts=(text(title=f"Titel {n}"), text("ar", title="استشارة")))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(name, language="ar", **asked)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
