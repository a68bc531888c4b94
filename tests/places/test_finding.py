"""What people type, and the place it means."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vielklang.places.enums import AnswerKind, PlaceKind
from vielklang.places.finding import find_place, nearest_place, place_from_token
from vielklang.places.index import get_index
from vielklang.places.models import Municipality
from vielklang.places.place import distance_m

pytestmark = pytest.mark.django_db

KLEVE = "47533 Kleve"


def _labels(text: str) -> list[str]:
    return [place.label for place in find_place(text).places]


@pytest.mark.parametrize(
    "text",
    ["47533", "٤٧٥٣٣", "۴۷۵۳۳", " D-47533 ", "DE 47533", "47533 Kleve", "Kleve 47533", "4 7 5 3 3", "47 533"],
)
def test_postcode_is_found_however_it_is_written(text: str) -> None:
    answer = find_place(text)
    assert (answer.kind, [place.label for place in answer.places]) == (AnswerKind.FOUND, [KLEVE])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kleve", "Kleve"),
        ("Muenster", "Münster"),
        ("Munster", "Münster"),
        ("Koeln", "Köln"),
        ("Koln", "Köln"),
        ("MOENCHENGLADBACH", "Mönchengladbach"),
        ("Dortmnd", "Dortmund"),
        ("Gelsenkichen", "Gelsenkirchen"),
        ("Paderbron", "Paderborn"),
        ("Essn", "Essen"),
        ("Mülheim/Ruhr", "Mülheim an der Ruhr"),
        ("Mülheim a.d. Ruhr", "Mülheim an der Ruhr"),
        ("St. Augustin", "Sankt Augustin"),
        ("bergisch gladbach", "Bergisch Gladbach"),
        ("Stolberg", "Stolberg (Rhld.)"),
        ("Rheda", "Rheda-Wiedenbrück"),
        ("in Köln", "Köln"),
        ("Stadt Aachen", "Aachen"),
        ("Kreis Köln", "Köln"),
        ("Wattenscheid", "Bochum"),
        ("Neunkirchen", "Neunkirchen"),
        ("Neuenkirchen", "Neuenkirchen"),
        ("Cologne", "Köln"),
        ("Кёльн", "Köln"),
        ("Кельн", "Köln"),
        ("Дортмунд", "Dortmund"),
        ("Дюссельдорф", "Düsseldorf"),
        ("Клеве", "Kleve"),
        ("Бохум", "Bochum"),
        ("كولن", "Köln"),
        ("کلن", "Köln"),
        ("دورتموند", "Dortmund"),
        ("كليفه", "Kleve"),
        ("لیپشتات", "Lippstadt"),
    ],
)
def test_name_is_found_however_it_is_written(text: str, label: str) -> None:
    answer = find_place(text)
    assert answer.kind == AnswerKind.FOUND
    assert answer.place is not None
    assert (answer.place.kind, answer.place.label) == (PlaceKind.MUNICIPALITY, label)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kreis Kleve", "05154"),
        ("Landkreis Kleve", "05154"),
        ("Städteregion Aachen", "05334"),
        ("staedteregion aachen", "05334"),
        ("Lippe", "05766"),
        ("Rhein-Sieg-Kreis", "05382"),
        ("Rhein Sieg", "05382"),
        ("Hochsauerlandkreis", "05958"),
        ("Märkischer Kreis", "05962"),
        ("Kreis Neuss", "05162"),
    ],
)
def test_district_is_found(text: str, key: str) -> None:
    place = find_place(text).place
    assert place is not None
    assert (place.kind, place.key, place.municipality_key) == (PlaceKind.DISTRICT, key, None)


def test_postcode_in_two_municipalities_asks_which_one() -> None:
    answer = find_place("40472")
    assert answer.kind == AnswerKind.CHOOSE
    assert {place.name for place in answer.places} == {"Düsseldorf", "Ratingen"}


def test_postcode_in_two_municipalities_is_decided_by_the_name_beside_it() -> None:
    assert _labels("40472 Ratingen") == ["40472 Ratingen"]
    assert _labels("51467 bergisch gladbach") == ["51467 Bergisch Gladbach"]


def test_postcode_that_contradicts_the_name_asks_which_is_meant() -> None:
    answer = find_place("47533 Köln")
    assert answer.kind == AnswerKind.CHOOSE
    assert _labels("47533 Köln") == [KLEVE, "Köln"]


@pytest.mark.parametrize(
    ("text", "name"), [("10115", "Berlin"), ("Hannover", "Hannover"), ("Marburg", "Marburg")]
)
def test_place_of_another_state_is_named(text: str, name: str) -> None:
    answer = find_place(text)
    assert (answer.kind, answer.places, answer.elsewhere) == (AnswerKind.ELSEWHERE, (), name)


def test_frankfurt_is_elsewhere_though_it_is_never_written_in_full() -> None:
    assert find_place("Frankfurt").kind == AnswerKind.ELSEWHERE


@pytest.mark.parametrize(
    ("code", "town"), [("33311", "Gütersloh"), ("48079", "Münster"), ("45403", "Mülheim an der Ruhr")]
)
def test_postcode_of_a_po_box_offers_the_town(code: str, town: str) -> None:
    answer = find_place(code)
    assert (answer.kind, answer.postcode) == (AnswerKind.UNKNOWN_POSTCODE, code)
    assert town in [place.name for place in answer.places]


def test_postcode_of_a_po_box_elsewhere_offers_no_place_of_the_state() -> None:
    answer = find_place("10001")
    assert (answer.kind, answer.places, answer.elsewhere) == (AnswerKind.UNKNOWN_POSTCODE, (), "Berlin")


def test_postcode_half_typed_suggests_places() -> None:
    assert find_place("4753").kind == AnswerKind.NOT_FOUND
    assert "Kleve" in _labels("4753")


def test_name_far_off_suggests_at_most_three() -> None:
    answer = find_place("Dortmuttnd")
    assert answer.kind in {AnswerKind.NOT_FOUND, AnswerKind.FOUND}
    assert "Dortmund" in [place.name for place in answer.places]
    assert len(find_place("Wessen").places) <= 3


def test_slip_between_two_names_asks_which_one() -> None:
    answer = find_place("Merl")
    assert answer.kind == AnswerKind.CHOOSE
    assert {"Marl", "Verl", "Werl"} == {place.name for place in answer.places}


@pytest.mark.parametrize(
    "text",
    [
        "asdfgh",
        "😀",
        "\x00\x01",
        "'; DROP TABLE places_place; --",
        "<script>alert(1)</script>",
        "123456",
        "99",
        "x" * 10_000,
    ],
)
def test_nonsense_is_not_found(text: str) -> None:
    answer = find_place(text)
    assert (answer.kind, answer.places) == (AnswerKind.NOT_FOUND, ())


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_typed_is_empty(text: str) -> None:
    assert find_place(text).kind == AnswerKind.EMPTY


def test_marks_of_direction_do_no_harm() -> None:
    assert _labels("\u200f\u202bKleve\u202c") == ["Kleve"]
    assert _labels("\u200f47533\u200e") == [KLEVE]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.text(alphabet="0123456789 -DKölnءآن\u200f\x00", max_size=30))
def test_any_text_gets_an_answer_that_fits_its_kind(text: str) -> None:
    answer = find_place(text)
    assert (answer.place is not None) == (answer.kind == AnswerKind.FOUND)
    assert len(answer.places) <= 12
    assert all(place_from_token(place.token) == place for place in answer.places)


def test_ten_thousand_characters_are_answered_quickly() -> None:
    find_place("Kleve")
    start = time.perf_counter()
    find_place("Köln " * 2000)
    assert time.perf_counter() - start < 0.05


def test_every_municipality_is_found_by_its_name() -> None:
    wrong = [town.name for town in Municipality.objects.all() if _found_key(town.name) != town.key]
    assert wrong == []


def _found_key(name: str) -> str | None:
    place = find_place(name).place
    return place.key if place else None


def test_token_brings_the_place_back() -> None:
    for text in ("47533", "Kleve", "Kreis Kleve"):
        place = find_place(text).place
        assert place is not None
        assert place_from_token(place.token) == place


@pytest.mark.parametrize(
    "token", ["", "x", "10115", "47533-05315000", "99999999", "٠٥١٥٤", "05154 ", "0" * 5000, "\x00"]
)
def test_token_that_names_nothing_is_none(token: str) -> None:
    assert place_from_token(token) is None


def test_token_of_an_independent_city_district_is_the_city() -> None:
    place = place_from_token("05315")
    assert place is not None
    assert place.key == "05315000"


def test_nearest_place_of_a_point_in_kleve() -> None:
    place = nearest_place(51.79, 6.14)
    assert place is not None
    assert place.label == KLEVE


@pytest.mark.parametrize(
    ("lat", "lon"), [(48.14, 11.58), (float("nan"), 7), (51, float("inf")), (900, 7), (0, 0)]
)
def test_nearest_place_of_a_point_far_away_is_none(lat: float, lon: float) -> None:
    assert nearest_place(lat, lon) is None


def test_distance_from_cologne_to_dortmund_in_metres() -> None:
    assert distance_m(50.9375, 6.9603, 51.5136, 7.4653) == pytest.approx(73_000, abs=1_500)


def test_token_may_be_a_bare_postcode_that_lies_in_one_municipality():
    place = place_from_token("47533")
    assert place is not None
    assert (place.postcode, place.municipality_key) == ("47533", "05154036")


def test_token_of_a_postcode_in_two_municipalities_is_no_place():
    shared = next(code for code, places in get_index().postcodes.items() if len(places) > 1)
    assert place_from_token(shared) is None
