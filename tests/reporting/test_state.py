"""The state view: figures by hand, small numbers protected, nothing private read."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests.offers.factories import ALICE
from tests.offers.factories import centre as centre_of
from tests.reporting.land import GOCH, KLEVE, WESEL, make_misses, make_offer
from tests.test_scope import PRIVATE
from tests.world import make_world
from vielklang.core.scope import current_scope
from vielklang.offers.actions import confirm_offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.reporting.state import Line, state_lines, total_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def kleve():
    return centre_of()


def line_of(centre, **options) -> Line:
    return next(line for line in state_lines(**options) if line.centre == centre)


def test_figures_of_a_centre(kleve):
    now = timezone.now()
    carrier = make_offer(kleve, KLEVE, topics=("sport",), languages=("de", "tr"))
    confirm_offer(by=ALICE, offer=carrier, by_carrier=True, now=now - dt.timedelta(days=30))
    confirm_offer(by=ALICE, offer=make_offer(kleve, GOCH, languages=("de",)), now=now - dt.timedelta(days=60))
    confirm_offer(by=ALICE, offer=make_offer(kleve, GOCH), by_carrier=True, now=now - dt.timedelta(days=300))
    make_offer(kleve, topics=("sport",), languages=("ar",))

    line = line_of(kleve)

    assert (line.offers, line.fresh, line.by_carrier, line.languages) == (4, 2, 1, 3)
    assert (line.freshness, line.carrier_share) == (0.5, 0.5)
    assert set(get_taxonomy().topic_keys) - set(line.missing) == {"sport", "debt-advice"}
    assert line.per_10_000 == pytest.approx(4 * 10_000 / kleve.district.population)


def test_all_54_centres_and_the_regional_governments():
    assert len(state_lines()) == 54
    by_government = {key: len(state_lines(government=key)) for key in "13579"}
    assert sum(by_government.values()) == 54
    assert {line.centre.key[2] for line in state_lines(government="9")} == {"9"}


def test_two_centres_of_one_district_have_no_population_of_their_own():
    missing = [line.centre.name for line in state_lines() if line.population is None]
    assert sorted(missing) == ["Stadt Aachen", "StädteRegion Aachen"]


def test_of_one_topic(kleve):
    make_offer(kleve, KLEVE, topics=("sport",), languages=("de", "tr"))
    make_offer(kleve, KLEVE, topics=("debt-advice",), languages=("ar",))
    make_misses(kleve, "schulden", 7)
    make_misses(kleve, "schwimmkurs", 9)

    line = line_of(kleve, topic="sport")

    assert (line.offers, line.languages, line.missing, line.searches) == (1, 2, (), 9)
    assert line_of(centre_of("kreis-wesel"), topic="sport").missing == ("sport",)


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "< 5"), (4, "< 5"), (5, "5")])
def test_small_numbers_of_searches_are_protected(kleve, count, shown):
    if count:
        make_misses(kleve, "schulden", count)
    assert line_of(kleve).shown_searches == shown


def test_neither_sum_nor_order_gives_a_protected_number_away(kleve):
    wesel, borken = centre_of("kreis-wesel"), centre_of("kreis-borken")
    make_misses(kleve, "schulden", 2)
    make_misses(wesel, "schulden", 4)
    make_misses(borken, "schulden", 30)

    lines = state_lines(sort="searches", down=True)

    assert total_line(lines).shown_searches == "30"
    assert lines[0].centre == borken
    assert lines[1].searches_rank == lines[2].searches_rank


@pytest.mark.parametrize(
    "sort", ["offers", "density", "languages", "freshness", "carriers", "missing", "searches"]
)
def test_sorting(kleve, sort):
    make_offer(kleve, KLEVE)
    assert len(state_lines(sort=sort)) == len(state_lines(sort=sort, down=True)) == 54
    assert state_lines(sort="offers", down=True)[0].centre == kleve


def test_no_scope_is_open_and_no_private_table_is_read(kleve):
    make_offer(kleve, KLEVE)
    assert current_scope() is None

    with CaptureQueriesContext(connection) as captured:
        total_line(state_lines(topic="debt-advice"))

    sql = " ".join(query["sql"] for query in captured)
    assert len(captured) <= 7
    assert [model._meta.db_table for model in PRIVATE if f'"{model._meta.db_table}"' in sql] == []


def test_queries_do_not_grow(kleve):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            state_lines()
        return len(captured)

    before = queries()
    for key in (KLEVE, GOCH, WESEL):
        make_offer(kleve, key)

    assert queries() == before


@pytest.fixture
def client():
    world = make_world()
    make_misses(world.home, "schulden", 3)
    make_offer(world.home, KLEVE, topics=("sport",))
    return world.client("coordination")


def test_the_page_and_its_map(client):
    page = client.get("/state/?sort=-offers&government=1").content.decode()
    points = client.get("/state/points.geojson?topic=sport").json()

    assert 'aria-sort="descending"' in page
    assert page.index("Kreis Kleve</a>") < page.index("Kreis Wesel</a>")
    assert "Stadt Köln" not in page.split("<table")[1]
    assert "&lt; 5" in page
    labels = {feature["properties"]["name"]: feature["properties"]["label"] for feature in points["features"]}
    assert (len(labels), labels["Kreis Kleve"], labels["Kreis Wesel"]) == (54, "1", "0")


def test_wrong_filters_are_said(client):
    answer = client.get("/state/?topic=x&government=2&sort=nonsense&days=x")
    assert answer.status_code == 200
    assert answer.content.decode().count("vk-field__error") == 3


def test_files(client):
    csv = client.get("/state/centres.csv").content.decode("utf-8-sig").splitlines()
    reader = PdfReader(io.BytesIO(client.get("/state/centres.pdf?government=1").content))

    assert len(csv) == 56
    assert next(line for line in csv if line.startswith("Kreis Kleve;")).endswith(";< 5")
    assert "Kreis Kleve" in reader.pages[0].extract_text()
