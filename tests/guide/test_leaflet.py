"""Leaflets: all that a person needs is on the page, in their language or marked, one page, tagged, fast to read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import math
from decimal import Decimal

import pypdf
import pytest
from django.test import Client
from django.utils.translation import gettext, override

from tests.guide.kleve import (
    ARABIC,
    BERLIN,
    FAMILY_CENTRE,
    GERMAN,
    KLEVE,
    KURMANCI,
    NOW,
    UKRAINIAN,
    make_centre,
    make_offer,
)
from vielklang.centres.models import Centre
from vielklang.guide.leaflet import LeafletOffer, Words, leaflet_offer, leaflet_pdf
from vielklang.offers.drafts import DateDraft, ExceptionDraft, TextDraft
from vielklang.offers.models import Offer
from vielklang.places.enums import PlaceKind
from vielklang.places.index import get_index
from vielklang.places.place import Place

URL = "https://guide.example/ar/offer/1/"


@pytest.fixture
def offer(db: None) -> Offer:
    return make_offer(make_centre(), GERMAN, ARABIC, UKRAINIAN, KURMANCI)


def built(offer: Offer, *languages: str) -> LeafletOffer:
    return leaflet_offer(offer, languages=languages, url=URL, place=KLEVE, now=NOW)


def words_of(row: LeafletOffer, key: str, column: int = 0) -> str:
    sections = {section.key: section for section in row.columns[column].sections}
    return "\n".join(" ".join(piece.text for piece in line) for line in sections[key].lines)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, lines joined."""
    found = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return [" ".join(text.split()) for text in found]


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """(kind, alternative text) of each element, in reading order."""
    found: list[tuple[str, str]] = []

    def walk(element: object) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for part in element:
                walk(part)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((element["/S"], element.get("/Alt", "")))
            walk(element.get("/K"))

    walk(pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found


def test_german_leaflet_says_all_on_one_page(offer: Offer):
    text = pages(leaflet_pdf([built(offer, "de")], languages=("de",), printed_on=dt.date(2026, 11, 22)))
    assert len(text) == 1
    for expected in (
        GERMAN.title,
        GERMAN.summary,
        "Hagsche Straße 12, 47533 Kleve",
        "02821 999990",
        "Montag",
        "09:00–12:00, 14:00–16:00",
        "Kommunales Integrationszentrum Kreis Kleve",
        "3. November 2026",
        "22. November 2026",
        "guide.example/ar/offer/1",
    ):
        assert expected in text[0]


def test_sections_stand_in_the_order_in_which_a_person_needs_them(offer: Offer):
    keys = [section.key for section in built(offer, "de").columns[0].sections]
    order = ["what", "whom", "when", "where", "join", "bring", "conditions", "costs", "languages", "access"]
    assert keys == [*order, "provider", "confirmed"]


def test_labels_and_names_are_in_the_readers_language(offer: Offer):
    row = built(offer, "ar")
    assert "الاثنين" in words_of(row, "when")
    assert "العربية" in words_of(row, "languages")
    assert row.columns[0].life_area_name == "الأطفال الصغار"


def test_translated_text_is_not_marked(offer: Offer):
    column = built(offer, "ar").columns[0]
    assert column.title == Words(ARABIC.title, "ar")
    assert column.note == ""


def test_missing_translation_shows_german_and_says_so(offer: Offer):
    column = built(offer, "fa").columns[0]
    assert column.title == Words(GERMAN.title, "de")
    with override("fa"):
        assert column.note == gettext("Text in German")


def test_machine_text_is_marked(offer: Offer):
    assert built(offer, "ku").columns[0].note
    assert not built(offer, "uk").columns[0].note


def test_outdated_translation_is_marked(offer: Offer):
    Offer.objects.filter(pk=offer.pk).update(content_revision=2)
    assert built(Offer.objects.get(pk=offer.pk), "ar").columns[0].note


def test_plain_german_reader_gets_german_without_a_note(offer: Offer):
    assert built(offer, "de-simple").columns[0].note == ""


def test_phone_is_dialled_from_the_left_in_every_language(offer: Offer):
    join = next(section for section in built(offer, "ar").columns[0].sections if section.key == "join")
    phone = next(piece for line in join.lines for piece in line if piece.fixed)
    assert phone.text == "02821 999990"
    assert phone.direction == "ltr"


def test_distance_is_from_the_readers_place(offer: Offer):
    assert "47533 Kleve" in words_of(built(offer, "de"), "where").splitlines()[-1]
    without = leaflet_offer(offer, languages=("de",), url=URL, now=NOW)
    assert words_of(without, "where").splitlines()[-1] == "Eingang im Hof"


def test_paid_offer_names_the_amount(db: None):
    offer = make_offer(make_centre(), cost_kind="paid", cost_amount=Decimal("12.50"))
    offer.refresh_from_db()
    assert "12,50" in words_of(built(offer, "de"), "costs")


def test_next_dates_and_closed_days_are_printed(db: None):
    series = DateDraft(
        starts_at=dt.datetime(2026, 11, 3, 9, 30, tzinfo=BERLIN),
        duration=dt.timedelta(minutes=90),
        rrule="FREQ=WEEKLY;BYDAY=TU",
    )
    closed = ExceptionDraft(date=dt.date(2026, 12, 1), reason="Betriebsausflug")
    when = words_of(built(make_offer(make_centre(), dates=(series,), exceptions=(closed,)), "de"), "when")
    assert "Dienstag, 24. November 2026: 09:30–11:00" in when
    assert "Dienstag, 1. Dezember 2026: 09:30" not in when
    assert "Betriebsausflug" in when


def test_offer_without_times_says_ask(db: None):
    offer = make_offer(make_centre(), hours=False)
    assert len(words_of(built(offer, "de"), "when").splitlines()) == 1


def test_unconfirmed_offer_says_so(db: None):
    offer = make_offer(make_centre(), confirmed=False)
    assert words_of(built(offer, "de"), "confirmed")


@pytest.mark.slow
@pytest.mark.parametrize("languages", [("fa", "de"), ("de", "fa")])
def test_two_languages_stand_side_by_side_german_left(offer: Offer, languages: tuple[str, str]):
    pdf = leaflet_pdf([built(offer, *languages)], languages=languages)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/Lang"] == languages[0]
    lines: list[tuple[float, str]] = []
    reader.pages[0].extract_text(visitor_text=lambda text, cm, tm, *_: lines.append((cm[4] + tm[4], text)))
    middle = reader.pages[0].mediabox.width / 2
    monday = next(x for x, text in lines if "Montag" in text)
    arabic = [x for x, text in lines if any("\u0600" <= letter <= "\u06ff" for letter in text)]
    assert monday < middle
    assert arabic
    assert min(arabic) > middle


def test_code_has_alternative_text_and_headings_are_in_order(offer: Offer):
    tags = structure(leaflet_pdf([built(offer, "de")], languages=("de",)))
    kinds = [kind for kind, _ in tags]
    figures = [alt for kind, alt in tags if kind == "/Figure"]
    assert len(figures) == 2
    assert URL in figures[1]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert kinds.count("/P") > 10


@pytest.mark.slow
def test_several_offers_get_a_numbered_list_in_front(offer: Offer):
    row = built(offer, "uk")
    text = pages(leaflet_pdf([row] * 3, languages=("uk",)))
    assert len(text) == 4
    assert text[0].count(UKRAINIAN.title) == 3
    assert all(UKRAINIAN.title in page for page in text[1:])


@pytest.mark.slow
def test_hostile_title_stays_text(offer: Offer):
    title = '#panic("x") $ \\ " <b> \u202e\u200f 🙂'
    hostile = dataclasses.replace(GERMAN, title=title, description='= h\n#read("/etc/passwd")\n' + "x" * 400)
    row = built(make_offer(offer.centre, hostile), "de", "ar")
    text = pages(leaflet_pdf([row], languages=("de", "ar")))[0]
    assert '#panic("x") $ \\ " <b>' in text
    assert '#read("/etc/passwd")' in text


@pytest.mark.slow
def test_long_text_flows_on_to_a_second_page(db: None):
    long = TextDraft(
        language="de", title="Lang", summary="Kurz", description="Ein Satz über den Kurs. " * 400
    )
    text = pages(leaflet_pdf([built(make_offer(make_centre(), long), "de")], languages=("de",)))
    assert len(text) > 1
    assert "Kommunales Integrationszentrum" in text[-1]


def test_leaflet_of_nothing_is_a_mistake(offer: Offer):
    with pytest.raises(ValueError, match="an offer"):
        leaflet_pdf([], languages=("de",))
    with pytest.raises(ValueError, match="two languages"):
        leaflet_pdf([built(offer, "de")], languages=("de", "ar", "fa"))


def test_counsellor_prints_the_visitors_language_beside_german(offer: Offer, client: Client):
    answer = client.get(f"/de/offer/{offer.public_id}/leaflet.pdf", {"second": "uk"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = pages(answer.content)[0]
    assert "Kinder" in text
    assert "ігрова" in text


def test_building_a_read_offer_costs_no_query(offer: Offer, django_assert_num_queries):
    read = (
        Offer.objects.visible(NOW)
        .with_texts("ar")
        .for_page()
        .prefetch_related("text_credits")
        .get(pk=offer.pk)
    )
    with django_assert_num_queries(0):
        built(read, "ar", "de")


def sketched(offer: Offer, *languages: str, reader: Place | None = KLEVE) -> LeafletOffer:
    towns = get_index().municipalities.values()
    return leaflet_offer(offer, languages=languages, url=URL, place=reader, towns=towns, now=NOW)


def test_sketch_shows_the_area_the_place_and_towns_around_it(offer: Offer):
    sketch = sketched(offer, "de").sketch
    assert sketch
    assert sketch.height <= 32
    assert len(sketch.places) == 1
    assert sketch.reader
    names = [town.name for town in sketch.towns]
    assert names[0] == "Kleve"
    assert 3 <= len(names) <= 5
    drawn = [*sketch.places, sketch.reader, *itertools.chain(*sketch.outlines)]
    drawn += [town.corner for town in sketch.towns]
    assert all(0 < x < sketch.width and 0 < y < sketch.height for x, y in drawn)


@pytest.mark.parametrize("centre_key", ["05154", "05315", "05334", "05916", "05958"])
def test_names_on_a_sketch_never_cover_each_other(db: None, centre_key: str):
    centre = Centre.objects.get(key=centre_key)
    place = dataclasses.replace(FAMILY_CENTRE, lat=centre.lat, lon=centre.lon)
    for languages in (("de",), ("de", "ar")):
        sketch = sketched(make_offer(centre, places=(place,)), *languages).sketch
        assert sketch
        assert len(sketch.towns) >= 3
        for one, other in itertools.combinations(sketch.towns, 2):
            (left, top), (other_left, other_top) = one.corner, other.corner
            beside = left + one.width <= other_left or other_left + other.width <= left
            assert beside or math.fabs(top - other_top) >= 2.5, (one.name, other.name)


def test_sketch_keeps_its_proportions(offer: Offer):
    """A degree of longitude is shorter than one of latitude: distances on paper stay those of the land."""
    east = dataclasses.replace(KLEVE, lat=FAMILY_CENTRE.lat, lon=6.25)
    south = dataclasses.replace(KLEVE, lat=51.65, lon=FAMILY_CENTRE.lon)
    across, down = sketched(offer, "de", reader=east).sketch, sketched(offer, "de", reader=south).sketch
    assert across
    assert down
    assert across.reader
    assert down.reader
    on_paper = math.dist(across.places[0], across.reader) / math.dist(down.places[0], down.reader)
    on_land = east.distance_m(51.781, 6.134) / south.distance_m(51.781, 6.134)
    assert on_paper == pytest.approx(on_land, rel=0.02)


def test_sketch_is_put_into_words_for_who_cannot_see_it(offer: Offer):
    row = sketched(offer, "de")
    tags = structure(leaflet_pdf([row], languages=("de",)))
    alternative = next(alt for kind, alt in tags if kind == "/Figure")
    assert "Kreis Kleve" in alternative
    assert "1 km von" in alternative
    with override("de"):
        assert gettext("Sketch, not to scale") in pages(leaflet_pdf([row], languages=("de",)))[0]


@pytest.mark.parametrize(
    "reader", [None, Place(PlaceKind.DISTRICT, "05154", "Kleve", "Kreis Kleve", 51.6, 6.2, "05154")]
)
def test_reader_without_a_point_has_no_mark(offer: Offer, reader: Place | None):
    sketch = sketched(offer, "de", reader=reader).sketch
    assert sketch
    assert sketch.reader is None


def test_reader_far_away_is_not_on_the_sketch(offer: Offer):
    cologne = Place(KLEVE.kind, "05315000", "Köln", "50667 Köln", 50.94, 6.96, "05315", "50667")
    row = sketched(offer, "de", reader=cologne)
    assert row.sketch
    assert row.sketch.reader is None
    assert "50667 Köln" in row.columns[0].sketch_words


def test_offer_without_a_place_has_no_sketch(db: None):
    row = sketched(make_offer(make_centre(), places=(), delivery=("online", "phone")), "de")
    assert row.sketch is None
    assert row.columns[0].sketch_words == ""
    figures = [alt for kind, alt in structure(leaflet_pdf([row], languages=("de",))) if kind == "/Figure"]
    assert len(figures) == 1


def test_sketch_of_a_read_offer_costs_no_query(offer: Offer, django_assert_num_queries):
    read = (
        Offer.objects.visible(NOW)
        .with_texts("ar")
        .for_page()
        .prefetch_related("text_credits")
        .get(pk=offer.pk)
    )
    towns = get_index().municipalities.values()
    with django_assert_num_queries(0):
        assert leaflet_offer(read, languages=("ar", "de"), url=URL, place=KLEVE, towns=towns, now=NOW).sketch
