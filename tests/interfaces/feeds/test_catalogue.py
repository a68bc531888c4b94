"""The entry for data portals, read back by rdflib: one graph in three forms, with what DCAT-AP.de demands."""

from __future__ import annotations

import json
from xml.etree import ElementTree as Xml

import pytest

from tests.interfaces.feeds.making import make_offers
from vielklang.core.actor import SYSTEM
from vielklang.interfaces.feeds.actions import make_archive

pytestmark = pytest.mark.django_db
OPERATOR = {
    "name": 'Beispielland "Nord"',
    "address": "",
    "email": "daten@example.org",
    "phone": "",
}
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FORMS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


@pytest.fixture
def _all_known(settings):
    settings.OPERATOR = OPERATOR
    settings.OPEN_DATA_CONTRIBUTOR = "http://dcat-ap.de/def/contributors/beispiel"
    make_offers()
    make_archive(by=SYSTEM)


@pytest.mark.usefixtures("_all_known")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_three_forms_say_the_same(client):
    rdflib = pytest.importorskip("rdflib")
    from rdflib.compare import isomorphic

    graphs = {}
    for end, name in FORMS.items():
        body = client.get(f"/open/catalogue.{end}").content
        graphs[end] = rdflib.Graph().parse(data=body, format=name)

    assert len(graphs["ttl"]) > 50
    assert isomorphic(graphs["ttl"], graphs["jsonld"])
    assert isomorphic(graphs["ttl"], graphs["rdf"])
    dcat, dct = rdflib.Namespace(DCAT), rdflib.Namespace(DCT)
    graph = graphs["ttl"]
    sets = set(graph.subjects(rdflib.RDF.type, dcat.Dataset))
    assert sets == set(graph.objects(None, dcat.dataset))
    for one in sets:
        needed = (dct.title, dct.description, dct.publisher, dcat.contactPoint, dcat.theme, dcat.distribution)
        assert all(list(graph.objects(one, name)) for name in needed), one
        for form in graph.objects(one, dcat.distribution):
            assert list(graph.objects(form, dcat.accessURL))
            assert str(next(graph.objects(form, dct.license))) == "http://dcat-ap.de/def/licenses/cc-by/4.0"
    named = {node for node in graph.objects() if isinstance(node, rdflib.URIRef) and "#" in node}
    ours = {node for node in named if str(node).startswith("http://127.0.0.1:8000/")}
    assert ours <= set(graph.subjects()), "whatever is referred to is described"


@pytest.mark.usefixtures("_all_known")
def test_each_form_is_well_formed(client):
    answers = {end: client.get(f"/open/catalogue.{end}") for end in FORMS}

    assert [answer.headers["Content-Type"] for answer in answers.values()] == [
        "text/turtle; charset=utf-8",
        "application/ld+json",
        "application/rdf+xml",
    ]
    assert r'foaf:name "Beispielland \"Nord\"" .' in answers["ttl"].content.decode()
    types = {node["@type"] for node in json.loads(answers["jsonld"].content)["@graph"]}
    assert types == {"dcat:Catalog", "dcat:Dataset", "dcat:Distribution", "foaf:Agent", "vcard:Organization"}
    assert len(Xml.fromstring(answers["rdf"].content)) == len(json.loads(answers["jsonld"].content)["@graph"])


def test_what_nobody_entered_is_left_out(client, settings):
    settings.OPERATOR = dict.fromkeys(OPERATOR, "")

    words = client.get("/open/catalogue.ttl").content.decode()

    for name in ("dct:publisher", "dcat:contactPoint", "dcatde:contributorID", "data.zip"):
        assert name not in words
    assert "politicalGeocoding/stateKey/05" in words
    assert "offers.geojson" in words


def test_the_licence_of_the_installation(client, settings):
    settings.OPEN_DATA_LICENCE = "dl-de-zero-2.0"

    words = client.get("/open/catalogue.ttl").content.decode()

    assert "<http://dcat-ap.de/def/licenses/dl-zero-de/2.0>" in words
    assert "licenseAttributionByText" not in words


def test_another_form_is_unknown(client):
    response = client.get("/open/catalogue.csv")

    assert response.status_code == 404
    assert "ttl, jsonld, rdf" in response.json()["detail"]
