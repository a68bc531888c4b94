"""Every body is valid HSDS, holds no null and no empty text, and says nothing that is not public."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.interfaces.hsds.making import ALICE, PAGE, ask, ids, plain, rich, values
from tests.world import World, make_world
from vielklang.interfaces.hsds import document
from vielklang.interfaces.hsds.terms import TEXTS, term_id
from vielklang.offers.actions import archive_offer, confirm_offer, suspend_offer
from vielklang.offers.models import OfferText

pytestmark = pytest.mark.django_db
LISTS = {
    "services": "compiled/service_list.json",
    "services?full=true": "compiled/service.json",
    "services?minimal=true": "compiled/service_list.json",
    "organizations": "compiled/organization_list.json",
    "organizations?full=true": "compiled/organization.json",
    "organizations?full_service=true": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location_list.json",
    "service_at_locations?full=true": "compiled/service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
SINGLES = {
    "services": "compiled/service.json",
    "organizations": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location.json",  # openapi.json of the standard names service.json
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}


@pytest.fixture
def world() -> World:
    made = make_world()
    rich(made)
    profile = type(made.organisation).objects.get(pk=made.organisation.pk)
    profile.is_public_profile, profile.founded_year, profile.website = True, 1998, "https://example.org"
    profile.street, profile.postcode, profile.town, profile.legal_form = "Weg 1", "47533", "Kleve", "ev"
    profile.save()
    profile.texts.create(language="de", description="Wir helfen.", author="Beispiel Geheimperson")
    return made


def bodies() -> dict[str, list[Any]]:
    """All entries of lists and all single objects, by address."""
    found = {}
    for address in LISTS:
        name, _, query = address.partition("?")
        parameters = dict(part.split("=") for part in query.split("&") if part)
        found[address] = ask(name, per_page=100, **parameters)["contents"]
    for name in SINGLES:
        found[f"{name}/id"] = [ask(f"{name}/{key}") for key in ids(ask(name, per_page=100))]
    return found


def standard(folder: Path, name: str) -> jsonschema_rs.Draft202012Validator:
    """A schema of the standard; those that are not compiled refer to files beside them."""
    schema = json.loads((folder / name).read_text())

    def beside(address: str) -> Any:
        return json.loads((folder / address.rsplit("/", 1)[-1]).read_text())

    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, base_uri="json-schema:///schema/x.json", retriever=beside
    )


def ours(name: str) -> jsonschema_rs.Draft202012Validator:
    whole = {"$ref": f"#/components/schemas/{name}", "components": document.build()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def test_every_body_is_valid_by_the_schemas_of_the_standard(world, shared):
    folder = shared / "schemas" / "hsds-3.1-dev" / "schema"
    if not folder.exists():
        pytest.skip("the schemas of HSDS are not here")

    for address, nodes in bodies().items():
        name = SINGLES[address.removesuffix("/id")] if address.endswith("/id") else LISTS[address]
        validator = standard(folder, name)
        assert nodes, address
        for node in nodes:
            assert [f"{e.instance_path} {e.message}" for e in validator.iter_errors(node)] == [], address


@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("services", "ServiceInList"),
        ("services?full=true", "Service"),
        ("services?minimal=true", "ServiceInShort"),
        ("organizations", "OrganizationInList"),
        ("organizations?full=true", "Organization"),
        ("organizations?full_service=true", "Organization"),
        ("service_at_locations", "ServiceAtLocationInList"),
        ("service_at_locations?full=true", "WholeServiceAtLocation"),
        ("taxonomies", "Taxonomy"),
        ("taxonomy_terms", "TaxonomyTerm"),
        ("services/id", "Service"),
        ("organizations/id", "Organization"),
        ("service_at_locations/id", "WholeServiceAtLocation"),
        ("taxonomies/id", "Taxonomy"),
        ("taxonomy_terms/id", "TaxonomyTerm"),
    ],
)
def test_every_body_is_what_our_own_document_says(world, address, shape):
    validator = ours(shape)

    for node in bodies()[address]:
        assert [f"{e.instance_path} {e.message}" for e in validator.iter_errors(node)] == []


def test_every_page_has_its_seven_fields(world):
    for address in LISTS:
        name, _, query = address.partition("?")
        page = ask(name, **dict(part.split("=") for part in query.split("&") if part))
        assert set(PAGE) <= set(page)
        assert page["size"] == len(page["contents"]) > 0
        assert (page["page_number"], page["first_page"], page["empty"]) == (1, True, False)
        assert page["last_page"] == (page["total_pages"] == 1)


def test_nothing_is_null_or_empty(world):
    for address, nodes in bodies().items():
        for value in values(nodes):
            assert value is not None, address
            assert value not in ("", [], {}), address


def test_nothing_that_is_not_public_goes_out(world):
    offer = rich(world, funding_programme="Geheimprogramm")
    confirm_offer(by=ALICE, offer=offer)
    type(offer).objects.filter(pk=offer.pk).update(external_source="geheime-quelle", external_id="geheim-7")
    hidden = [plain(world, "Geheimer Titel A"), plain(world, "Geheimer Titel B")]
    suspend_offer(by=ALICE, offer=hidden[0], reason="Geheimgrund")
    archive_offer(by=ALICE, offer=hidden[1], reason="Geheimgrund")

    everything = json.dumps(bodies(), ensure_ascii=False).casefold()

    assert "geheim" not in everything
    assert not {str(x.public_id) for x in hidden} & {x for x in values(bodies()) if isinstance(x, str)}
    for one in hidden:
        ask(f"services/{one.public_id}", status=404)


def test_a_service_tells_what_the_offer_says(world):
    offer = rich(world)
    confirm_offer(by=ALICE, offer=offer)

    node = ask(f"services/{offer.public_id}", language="de")

    assert (node["name"], node["status"]) == ("Hilfe bei Schulden", "active")
    assert node["organization_id"] == node["organization"]["id"] == str(world.organisation.public_id)
    assert node["description"] == "Kurz gesagt.\n\nLänger gesagt."
    assert (node["fees_description"], node["application_process"]) == ("Nichts", "Anrufen")
    assert (node["minimum_age"], node["maximum_age"]) == (0.5, 6)
    assert node["url"] == "https://example.org/stra%C3%9Fe?b=c"
    assert node["phones"][0]["number"].startswith("+49")
    assert {x["code"] for x in node["languages"]} == {"de", "ckb", "uk"}
    assert node["cost_options"][0]["amount"] == 12.5
    assert {x["document"] for x in node["required_documents"]} >= {"Briefe"}
    house = next(x["location"] for x in node["service_at_locations"] if "addresses" in x["location"])
    assert house["addresses"][0] | {"id": ""} == {
        "id": "", "address_1": "Beispielstraße 1", "city": "Kleve", "state_province": "NW", "postal_code": "47533",
        "country": "DE", "address_type": "physical",
    }  # fmt: skip
    assert "contacts" not in json.dumps(node)


def test_clock_times_have_the_offset_of_germany(world):
    node = ask(f"services/{rich(world).public_id}")

    series = next(x for x in node["schedules"] if "dtstart" in x)
    assert (series["opens_at"], series["closes_at"]) == ("15:00+01:00", "16:30+01:00")
    assert (series["freq"], series["byday"], series["until"]) == ("WEEKLY", "TU", "2027-06-30")
    closed = next(x for x in node["schedules"] if x.get("valid_from") == "2032-12-24")
    assert closed["notes"] == "Ferien"


def test_assured_is_not_modified(world):
    offer = rich(world)
    before = ask(f"services/{offer.public_id}")
    assert "assured_date" not in before

    confirm_offer(by=ALICE, offer=offer)
    confirmed = ask(f"services/{offer.public_id}")
    OfferText.objects.filter(offer=offer, language="ar").update(updated_at="2030-01-01T00:00:00Z")
    after = ask(f"services/{offer.public_id}")

    assert len(confirmed["assured_date"]) == 10
    assert after["assured_date"] == confirmed["assured_date"]
    assert after["last_modified"] == "2030-01-01T00:00:00.000Z"


def test_texts_are_in_the_language_asked_for_and_say_which(world):
    offer = rich(world)
    address = f"services/{offer.public_id}"

    arabic, russian = ask(address, language="ar"), ask(address, language="ru-RU,ru;q=0.9")

    assert (arabic["name"], russian["name"]) == ("استشارة", "Hilfe bei Schulden")
    shown = {
        name: [
            (x["taxonomy_term"]["code"], x["value"])
            for x in node["attributes"]
            if x.get("link_type") == "shown_text"
        ]
        for name, node in (("ar", arabic), ("ru", russian))
    }
    assert shown == {"ar": [("ar", "machine")], "ru": [("de", "human")]}
    topic = next(x["taxonomy_term"] for x in arabic["attributes"] if x["link_type"] == "topics")
    assert topic["language"] == "ar"
    listed = next(x for x in ask("services", language="ar")["contents"] if x["id"] == str(offer.public_id))
    languages = [x["taxonomy_term_id"] for x in listed["attributes"]]
    assert (listed["name"], languages) == ("استشارة", [term_id(TEXTS, "ar")])


def test_places_keep_their_ids_when_an_offer_is_saved(world):
    from dataclasses import replace

    from vielklang.offers.actions import update_offer
    from vielklang.offers.rows import draft_of

    offer = rich(world)
    before = ids(ask("service_at_locations", organization_id=world.organisation.public_id))

    update_offer(by=ALICE, offer=offer, draft=replace(draft_of(offer), phone="0211 1"))

    assert ids(ask("service_at_locations", organization_id=world.organisation.public_id)) == before


def test_without_a_public_profile_an_organisation_says_little(world):
    type(world.organisation).objects.update(is_public_profile=False)

    node = ask(f"organizations/{world.organisation.public_id}", language="de")

    assert node["description"] == "Träger" or node["description"]
    assert not {"locations", "legal_status", "year_incorporated"} & set(node)
    assert "Wir helfen" not in json.dumps(node)


def test_an_organisation_without_anything_public_is_not_there(world):
    type(world.organisation).objects.update(is_public_profile=False)
    archive_offer(by=ALICE, offer=world.neighbour_offer, reason="")

    ask(f"organizations/{world.neighbour.public_id}", status=404)

    assert str(world.neighbour.public_id) not in ids(ask("organizations"))
