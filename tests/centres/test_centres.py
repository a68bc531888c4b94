"""The 54 centres, who is responsible where, and what a centre says about itself."""

from __future__ import annotations

import csv
from datetime import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from vielklang.centres.actions import Hours, load_centres, set_centre_text, sort_name, update_centre_profile
from vielklang.centres.models import Centre, CentreArea, CentreHours
from vielklang.centres.queries import (
    centre_areas_geojson,
    centre_by_key,
    centre_by_slug,
    centres_of_district,
    list_centres,
    responsible_centre,
    translations_behind,
)
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.core.texts import TextStatus
from vielklang.places.models import Municipality, ReferenceState
from vielklang.places.place import distance_m

pytestmark = pytest.mark.django_db

EDITOR = Actor(ActorKind.PERSON, "Kreis Kleve")


@pytest.fixture
def kleve() -> Centre:
    return Centre.objects.get(slug="kreis-kleve")


def test_there_are_54_centres_and_every_municipality_has_one() -> None:
    assert len(list_centres()) == 54
    assert not Municipality.objects.filter(centre_area__isnull=True).exists()
    assert CentreArea.objects.count() == 396


def test_aachen_is_two_centres() -> None:
    city, region = responsible_centre("05334002"), responsible_centre("05334032")
    assert (city.slug, city.key, city.name) == ("stadt-aachen", "05334002", "Stadt Aachen")
    assert (region.slug, region.key) == ("staedteregion-aachen", "05334")
    assert [area.municipality_id for area in city.areas.all()] == ["05334002"]
    assert region.areas.count() == 9
    assert {centre.slug for centre in centres_of_district("05334")} == {city.slug, region.slug}
    assert region.area_label == "StädteRegion Aachen (ohne Stadt Aachen)"
    assert city.area_label == "Stadt Aachen"


def test_centre_is_found_by_its_key_and_its_slug() -> None:
    by_key, by_slug = centre_by_key("05334002"), centre_by_slug("stadt-aachen")
    assert by_key is not None
    assert by_key == by_slug
    assert (centre_by_key("09162"), centre_by_slug("muenchen")) == (None, None)


def test_unknown_municipality_has_no_centre() -> None:
    with pytest.raises(Centre.DoesNotExist):
        responsible_centre("09162000")


def test_slugs_are_plain_ascii() -> None:
    assert [centre.slug for centre in list_centres() if not centre.slug.isascii()] == []


def test_centres_are_listed_by_name_without_its_kind() -> None:
    names = [centre.name for centre in list_centres()]
    assert names.index("Kreis Kleve") < names.index("Stadt Köln") < names.index("Stadt Krefeld")
    assert sort_name("StädteRegion Aachen") == "aachen"


def test_centre_that_is_not_active_is_not_listed(kleve: Centre) -> None:
    Centre.objects.filter(pk=kleve.pk).update(is_active=False)
    assert kleve not in list_centres()
    assert "kreis-kleve" not in {
        feature["properties"]["slug"] for feature in centre_areas_geojson()["features"]
    }
    assert centre_by_slug("kreis-kleve") is None


def test_contacts_name_their_source() -> None:
    with_contact = [centre for centre in list_centres() if centre.has_contact]
    assert with_contact
    assert all(centre.contact_source for centre in with_contact)
    assert all(centre.website.startswith("http") for centre in list_centres())


def test_every_shipped_profile_is_valid() -> None:
    for centre in list_centres():
        centre.full_clean()


def test_second_load_writes_nothing() -> None:
    assert load_centres(by=SYSTEM) is False


def test_load_keeps_the_profile_a_centre_has_written(kleve: Centre) -> None:
    update_centre_profile(by=EDITOR, centre=kleve, phone="+49 2821 850", website="https://example.org/")
    Centre.objects.filter(pk=kleve.pk).update(name="Kreis Cleve")
    ReferenceState.objects.filter(name="centres").update(digest="older")

    assert load_centres(by=SYSTEM) is True

    kleve.refresh_from_db()
    assert (kleve.name, kleve.phone, kleve.website) == ("Kreis Kleve", "+49 2821 850", "https://example.org/")
    assert kleve.updated_by == "Kreis Kleve"


def test_profile_takes_hours_of_the_week(kleve: Centre) -> None:
    week = [Hours(0, time(9), time(12)), Hours(0, time(14), time(16)), Hours(3, time(9), time(17))]
    update_centre_profile(by=EDITOR, centre=kleve, hours=week)
    kept = [(row.weekday, row.opens, row.closes) for row in kleve.hours.all()]
    assert kept == [tuple(row) for row in week]

    update_centre_profile(by=EDITOR, centre=kleve, town="Kleve")
    assert kleve.hours.count() == 3


@pytest.mark.parametrize(
    "changes", [{"email": "nobody"}, {"website": "javascript:alert(1)"}, {"postcode": "475333"}]
)
def test_profile_with_a_wrong_value_changes_nothing(kleve: Centre, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        update_centre_profile(by=EDITOR, centre=kleve, **changes)  # type: ignore[arg-type]
    stored = Centre.objects.get(pk=kleve.pk)
    assert all(getattr(stored, field) != value for field, value in changes.items())


def test_hours_that_close_before_they_open_are_refused(kleve: Centre) -> None:
    with pytest.raises(ValidationError):
        update_centre_profile(by=EDITOR, centre=kleve, hours=[Hours(0, time(12), time(9))])
    with pytest.raises(IntegrityError), transaction.atomic():
        CentreHours.objects.create(centre=kleve, weekday=8, opens=time(9), closes=time(10))


def test_text_is_shown_in_the_language_or_in_german(kleve: Centre) -> None:
    set_centre_text(by=EDITOR, centre=kleve, language="de", introduction="Wir helfen.")
    set_centre_text(
        by=EDITOR, centre=kleve, language="ar", introduction="نحن نساعد.", status=TextStatus.MACHINE
    )
    set_centre_text(by=EDITOR, centre=kleve, language="uk", introduction="Чернетка", status=TextStatus.DRAFT)

    shown = {
        tag: text.language for tag in ("de", "de-simple", "ar", "uk", "tr") if (text := kleve.text_for(tag))
    }

    assert shown == {"de": "de", "de-simple": "de", "ar": "ar", "uk": "de", "tr": "de"}


def test_no_text_is_none(kleve: Centre) -> None:
    assert kleve.text_for("ar") is None


def test_translation_is_behind_when_the_german_text_moved_on(kleve: Centre) -> None:
    set_centre_text(by=EDITOR, centre=kleve, language="de", introduction="Eins")
    set_centre_text(by=EDITOR, centre=kleve, language="tr", introduction="Bir")
    assert not translations_behind(kleve).exists()

    german = set_centre_text(by=EDITOR, centre=kleve, language="de", introduction="Zwei")
    assert german.revision == 2
    assert [text.language for text in translations_behind(kleve)] == ["tr"]

    set_centre_text(by=EDITOR, centre=kleve, language="tr", introduction="İki")
    assert not translations_behind(kleve).exists()


def test_same_words_again_are_no_new_revision(kleve: Centre) -> None:
    for _ in range(2):
        text = set_centre_text(by=EDITOR, centre=kleve, language="de", introduction="Eins")
    assert (text.revision, text.source_revision, text.author) == (1, None, "Kreis Kleve")


@pytest.mark.parametrize(
    "words",
    [
        {"language": "xx", "introduction": "?"},
        {"language": "de", "introduction": "x", "news": "ohne Titel"},
        {"language": "de", "introduction": "x" * 5000},
    ],
)
def test_wrong_text_is_refused(kleve: Centre, words: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        set_centre_text(by=EDITOR, centre=kleve, **words)
    assert not kleve.texts.exists()


def test_outlines_are_54_closed_rings_around_their_areas() -> None:
    features = centre_areas_geojson()["features"]
    assert len(features) == 54
    for feature in features:
        rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
        lon, lat = rings[0][0]
        label = feature["properties"]
        assert distance_m(lat, lon, label["lat"], label["lon"]) < 75_000


def test_areas_are_those_of_the_official_list(shared: Path) -> None:
    with (shared / "data/nrw_ki_areas.csv").open(encoding="utf-8", newline="") as file:
        official = {
            row["ki_key"]: (row["area_label"], int(row["municipalities"])) for row in csv.DictReader(file)
        }
    ours = {centre.key: (centre.area_label, centre.areas.count()) for centre in list_centres()}
    assert ours == official
