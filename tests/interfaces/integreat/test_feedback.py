"""What readers of the app send reaches the centre: words about an offer as a report, the rest as a remark."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.guide.kleve import make_centre
from tests.interfaces.integreat.making import REGION, full_offer
from vielklang.centres.models import Centre
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.interfaces.integreat.codes import offer_slug
from vielklang.interfaces.integreat.feedback import split_comment
from vielklang.upkeep.models import GuideFeedback, OfferReport, ReportContact

pytestmark = pytest.mark.django_db
NOBODY = "    Kontaktadresse: Keine Angabe"
"""What the app writes behind every comment of somebody who leaves no address."""


@pytest.fixture
def centre() -> Centre:
    return make_centre()


_addresses = iter(range(1, 250))


@pytest.fixture
def send():
    client = Client(REMOTE_ADDR=f"10.20.30.{next(_addresses)}", enforce_csrf_checks=True)

    def post(kind: str, language: str = "ar", region: str = REGION, **values):
        return client.post(f"/api/v3/{region}/{language}/feedback/{kind}/", values)

    return post


def remarks(centre) -> list[GuideFeedback]:
    with centre_scope(centre):
        return list(GuideFeedback.objects.order_by("pk"))


def reports(centre) -> list[OfferReport]:
    with centre_scope(centre):
        return list(OfferReport.objects.all())


def test_words_about_an_offer_are_a_report(centre, send):
    offer = full_offer(centre)
    slug = offer_slug(offer.title, offer.public_id)

    answer = send(
        "page",
        rating="down",
        slug=slug,
        category="Inhalte",
        comment="الرقم خطأ    Kontaktadresse: leserin@example.org",
    )

    assert (answer.status_code, answer.json()) == (201, {})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    (report,) = reports(centre)
    assert (report.offer_id, report.language, report.category, report.text) == (
        offer.pk,
        "ar",
        "other",
        "الرقم خطأ",
    )
    assert remarks(centre) == []
    with centre_scope(centre):
        contact = ReportContact.objects.get()
    assert (contact.contact, contact.organisation_id) == ("leserin@example.org", None)


@pytest.mark.parametrize(("kind", "ending"), [("event", "-20261201-1500"), ("poi", "-2"), ("poi", "")])
def test_dates_and_places_lead_to_their_offer(centre, send, kind, ending):
    offer = full_offer(centre)

    send(kind, slug=offer_slug(offer.title, offer.public_id) + ending, comment="Falsch." + NOBODY)

    assert [report.text for report in reports(centre)] == ["Falsch."]


def test_a_thumb_alone_is_no_report(centre, send):
    offer = full_offer(centre)

    assert (
        send("page", rating="up", slug=offer_slug(offer.title, offer.public_id), comment=NOBODY).status_code
        == 201
    )

    assert reports(centre) == []
    (remark,) = remarks(centre)
    assert (remark.subject, remark.rating, remark.text, remark.contact) == ("page", "up", "", "")


def test_an_offer_that_is_not_public_gets_no_report(centre, send):
    offer = full_offer(centre)
    slug = offer_slug(offer.title, offer.public_id)
    type(offer).objects.filter(pk=offer.pk).update(valid_until="2020-01-01")

    send("page", slug=slug, comment="Noch da?")

    assert reports(centre) == []
    assert [remark.page for remark in remarks(centre)] == [slug]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("page", "page"), ("categories", "guide"), ("search", "search"), ("event", "events"), ("events", "events"),
        ("imprint-page", "imprint"), ("poi", "places"), ("map", "places"),
    ],
)  # fmt: skip
def test_every_kind_reaches_the_centre(centre, send, kind, subject):
    assert send(kind, language="pes", comment="Gut.", query="Arzt").status_code == 201

    (remark,) = remarks(centre)
    assert (remark.subject, remark.language, remark.text, remark.query) == (subject, "fa", "Gut.", "Arzt")


def test_a_search_needs_no_words_but_its_query(centre, send):
    assert send("search", query="دكتور", comment=NOBODY).status_code == 201
    assert send("search", rating="down").json()["parameter"] == "query"

    assert [remark.query for remark in remarks(centre)] == ["دكتور"]


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        ("page", {}, "comment"),
        ("page", {"comment": "   "}, "comment"),
        ("page", {"comment": NOBODY}, "comment"),
        ("page", {"rating": "sideways", "comment": "x"}, "rating"),
        ("page", {"comment": "x" * 4001}, "comment"),
        ("page", {"comment": "a\x00b"}, "comment"),
        ("search", {"comment": "x"}, "query"),
    ],
)
def test_what_says_nothing_is_refused(centre, send, kind, values, name):
    answer = send(kind, **values)

    assert answer.status_code == 400
    assert answer.json()["parameter"] == name
    assert remarks(centre) == []


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "multipart/form-data", "text/plain", "multipart/form-data; boundary=é"],
)
def test_another_body_is_a_problem(client, centre, content_type):
    answer = client.generic("POST", f"/api/v3/{REGION}/de/feedback/page/", b"{}", content_type)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_unknown_kinds_regions_and_methods(client, centre, send):
    assert send("weather", rating="up").status_code == 404
    assert send("page", region="nowhere", rating="up").status_code == 404
    assert send("page", language="xx", rating="up").status_code == 404
    assert client.get(f"/api/v3/{REGION}/de/feedback/page/").status_code == 405


def test_one_address_cannot_flood_and_is_not_kept(centre):
    flood = Client(REMOTE_ADDR="10.9.8.7")
    answers = [flood.post(f"/api/v3/{REGION}/de/feedback/map/", {"rating": "up"}) for _ in range(32)]

    assert [answer.status_code for answer in answers] == [201] * 30 + [429] * 2
    assert answers[-1].headers["Retry-After"]
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    with centre_scope(centre):
        assert "10.9.8.7" not in str([list(model.objects.values()) for model in (GuideFeedback, AuditEntry)])


@pytest.mark.parametrize(
    ("comment", "parts"),
    [
        ("Gut    Kontaktadresse: Keine Angabe", ("Gut", "")),
        ("Gut    Kontaktadresse: a@example.org", ("Gut", "a@example.org")),
        ("Die Kontaktadresse: falsch    Kontaktadresse: Keine Angabe", ("Die Kontaktadresse: falsch", "")),
        ("Nur Worte", ("Nur Worte", "")),
        ("", ("", "")),
    ],
)
def test_the_address_stands_behind_the_comment(comment, parts):
    assert split_comment(comment) == parts
