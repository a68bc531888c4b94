"""The matrix against small lands counted by hand; every figure opens its rows."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests.offers.factories import ALICE
from tests.offers.factories import centre as centre_of
from tests.reporting.land import GOCH, KLEVE, REES, WESEL, make_misses, make_offer
from tests.world import make_world
from vielklang.centres.actions import set_focus_area
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import confirm_offer, suspend_offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.places.models import Municipality
from vielklang.reporting import demand
from vielklang.reporting.counting import Count, count_offers, offers_of
from vielklang.reporting.demand import Demand, register_demand
from vielklang.reporting.enums import MEASURES, By, Measure
from vielklang.reporting.figures import figures_of
from vielklang.reporting.levels import Level
from vielklang.reporting.matrix import Matrix, Question, Row, build_matrix
from vielklang.reporting.reach import reach_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kleve():
    return centre_of()


@pytest.fixture
def wesel():
    return centre_of("kreis-wesel")


def row_of(matrix: Matrix, key: str) -> Row:
    return next(row for row in matrix.rows if row.key == key)


def texts(matrix: Matrix, key: str) -> dict[str, str]:
    return {
        column.key: cell.text for column, cell in zip(matrix.columns, row_of(matrix, key).cells, strict=True)
    }


def ask(centre, **question) -> Matrix:
    with centre_scope(centre):
        return build_matrix(centre, Question(**question))


def test_an_offer_counts_where_it_takes_place(kleve, wesel):
    make_offer(kleve, KLEVE, GOCH, topics=("debt-advice", "sport"))
    make_offer(kleve, KLEVE, topics=("debt-advice", "bank-and-consumer"))
    make_offer(kleve, topics=("debt-advice",))  # by phone
    make_offer(kleve, WESEL, topics=("debt-advice",))  # next door
    make_offer(wesel, KLEVE, topics=("debt-advice",))  # the neighbour's, here
    make_offer(wesel, WESEL, topics=("debt-advice",))  # the neighbour's, there
    suspend_offer(by=SYSTEM, offer=make_offer(kleve, KLEVE), reason="Beispiel")

    counts = count_offers(kleve, By.MUNICIPALITY)

    assert {key: count.offers for key, count in counts.items() if key[0] == "debt-advice"} == {
        ("debt-advice", KLEVE): 3,
        ("debt-advice", GOCH): 1,
        ("debt-advice", ""): 1,
        ("debt-advice", "elsewhere"): 1,
        ("debt-advice", None): 5,
    }
    assert counts["money", KLEVE].offers == 3, "an offer with two topics of an area counts once in it"
    assert counts[None, KLEVE].offers == 3
    assert counts[None, None].offers == 5


def test_an_offer_on_site_without_a_place_counts_in_the_town_it_names(kleve):
    town = Municipality.objects.get(key=REES)
    make_offer(kleve, delivery=("on_site",), municipality=town)
    make_offer(kleve, delivery=("online",), municipality=town)

    counts = count_offers(kleve, By.MUNICIPALITY)

    assert (counts["debt-advice", REES].offers, counts["debt-advice", ""].offers) == (1, 1)


def test_languages_and_target_groups(kleve):
    make_offer(kleve, KLEVE, languages=("de", "ar"), target_groups=("women",))
    make_offer(kleve, KLEVE, languages=("de",), target_groups=())

    by_language, by_group = ask(kleve, by=By.LANGUAGE), ask(kleve, by=By.GROUP)

    assert texts(by_language, "debt-advice") | {"de": "2", "ar": "1", "tr": "0"} == texts(
        by_language, "debt-advice"
    )
    assert texts(by_group, "debt-advice") | {"women": "1", "men": "0", "": "1"} == texts(
        by_group, "debt-advice"
    )
    assert row_of(by_language, "debt-advice").total.text == "2"


def test_freshness_is_the_share_confirmed_within_each_offers_interval(kleve):
    now = timezone.now()
    for days in (10, 400):
        confirm_offer(by=ALICE, offer=make_offer(kleve, KLEVE), now=now - dt.timedelta(days=days))
    make_offer(kleve, KLEVE)  # nobody ever confirmed it

    assert count_offers(kleve, By.MUNICIPALITY)["debt-advice", KLEVE] == Count(offers=3, fresh=1)
    assert texts(ask(kleve, measure=Measure.FRESHNESS), "debt-advice")[KLEVE] == "33 %"


def test_distance_is_that_of_the_nearest_offer_of_any_centre(kleve, wesel):
    make_offer(wesel, WESEL, topics=("debt-advice",))
    make_offer(kleve, KLEVE, topics=("debt-advice",))
    make_offer(kleve, topics=("debt-advice", "sport"))  # by phone: everywhere, and nowhere on the map
    towns = list(Municipality.objects.filter(key__in=(KLEVE, GOCH, REES)))

    reach = reach_of(kleve, towns)
    shown = texts(ask(kleve, measure=Measure.DISTANCE), "debt-advice")

    kleve_town, goch = Municipality.objects.get(key=KLEVE), Municipality.objects.get(key=GOCH)
    assert reach.distance("debt-advice", KLEVE) == pytest.approx(0, abs=0.01)
    by_hand = (((kleve_town.lat - goch.lat) * 111.2) ** 2 + ((kleve_town.lon - goch.lon) * 69) ** 2) ** 0.5
    assert reach.distance("debt-advice", GOCH) == pytest.approx(by_hand, rel=0.02)
    assert reach.distance("sport", KLEVE) is None
    assert reach.remote == {"debt-advice", "sport"}
    assert shown[KLEVE] == "< 1 km*"
    assert texts(ask(kleve, measure=Measure.DISTANCE), "sport")[KLEVE] == "–*"


def test_searches_in_vain_are_mapped_to_topics_or_stay_words(kleve, wesel):
    make_misses(kleve, "schulden", 3)
    make_misses(kleve, "schulden", 2, days_ago=2)
    make_misses(kleve, "borç", 4, language="tr")
    make_misses(kleve, "xylophonbau", 7)
    make_misses(kleve, "schulden", 50, days_ago=200)
    make_misses(wesel, "schulden", 60)

    matrix = ask(kleve, by=By.LANGUAGE, measure=Measure.SEARCHES)

    assert row_of(matrix, "debt-advice").searches == 9
    assert texts(matrix, "debt-advice") | {"de": "5", "tr": "4"} == texts(matrix, "debt-advice")
    assert row_of(matrix, "money").searches == 9
    assert [(miss.word, miss.count) for miss in matrix.misses.unknown] == [("xylophonbau", 7)]
    assert row_of(ask(kleve, days=365), "debt-advice").searches == 59


def test_other_rooms_add_requests(kleve, monkeypatch):
    monkeypatch.setattr(demand, "_sources", [])
    register_demand(
        lambda centre, since: [Demand(topic="sport", count=2, municipality=GOCH, label="Beispiel")]
    )

    matrix = ask(kleve, measure=Measure.REQUESTS)

    assert matrix.has_requests
    assert texts(matrix, "sport")[GOCH] == "2"
    assert row_of(matrix, "sport").requests == 2
    assert row_of(ask(kleve), "sport").requests == 2


def test_a_level_is_never_colour_alone(kleve):
    make_offer(kleve, KLEVE)

    cells = {cell.text: cell.level for cell in row_of(ask(kleve), "debt-advice").cells}

    assert cells == {"0": Level.NONE, "1": Level.LITTLE}


def test_topics_of_current_focus_areas_are_marked(kleve):
    facts = {"valid_until": None, "goals": [], "is_public": False}
    with centre_scope(kleve):
        set_focus_area(
            by=SYSTEM, centre=kleve, title="Jetzt", keys=["sport"], valid_from=dt.date(2020, 1, 1), **facts
        )
        set_focus_area(
            by=SYSTEM, centre=kleve, title="Später", keys=["money"], valid_from=dt.date(2099, 1, 1), **facts
        )

    assert [row.key for row in ask(kleve).rows if row.is_focus] == ["sport"]


def test_life_areas_alone_and_one_life_area(kleve):
    assert len(ask(kleve, only_areas=True).rows) == 12
    assert {row.key for row in ask(kleve, area="money").rows} >= {"money", "debt-advice"}
    assert "sport" not in {row.key for row in ask(kleve, area="money").rows}


@pytest.mark.parametrize("by", By)
def test_queries_do_not_grow_with_the_offers(kleve, by):
    def queries(measure: Measure) -> int:
        with centre_scope(kleve), CaptureQueriesContext(connection) as captured:
            build_matrix(kleve, Question(by, measure))
        return len(captured)

    make_offer(kleve, KLEVE)
    before = {measure: queries(measure) for measure in MEASURES[by]}
    for _number in range(2):
        make_offer(kleve, GOCH, topics=("sport",))
        make_misses(kleve, f"sport{_number}", 1)

    assert {measure: queries(measure) for measure in MEASURES[by]} == before
    assert max(before.values()) <= 8


@pytest.fixture
def world():
    return make_world()


URL = "/desk/kreis-kleve/coordination/"


def test_every_figure_opens_its_rows(world):
    make_offer(world.home, KLEVE, GOCH, title="Zwei Orte")
    make_offer(world.home, KLEVE, title="Ein Ort")
    client = world.client("staff")
    page = client.get(URL).content.decode()
    links = set(re.findall(r'href="([^"]*/cell/\?[^"]*debt-advice[^"]*)"', page))

    shown = {}
    for link in sorted(links):
        body = client.get(link.replace("&amp;", "&")).content.decode()
        column = re.search(r"column=(\w*)", link)
        shown[column.group(1) if column else None] = int(
            re.search(r"(\d+) offers?</h2>|(\d+) Angebote?</h2>", body)[0].split()[0]
        )

    assert shown[KLEVE] == 2
    assert shown[GOCH] == 1
    assert shown[REES] == 0
    assert shown[None] == 4, "with the offers of the world's two organisations"


@pytest.mark.parametrize("by", By)
def test_rows_of_a_figure_are_as_many_as_it_says(kleve, by):
    make_offer(
        kleve, KLEVE, GOCH, topics=("debt-advice", "sport"), languages=("de", "tr"), target_groups=("women",)
    )
    make_offer(kleve, REES, topics=("sport",), languages=("ar",))

    for (key, column), count in count_offers(kleve, by).items():
        if key in ("debt-advice", "sport"):
            assert offers_of(kleve, by, topics=[key], column=column).count() == count.offers, (key, column)


def test_a_cell_names_the_nearest_offers(world):
    make_offer(world.home, KLEVE, title="In Kleve")
    body = (
        world.client("staff")
        .get(f"{URL}cell/?topic=debt-advice&by=municipality&column={REES}")
        .content.decode()
    )

    assert "In Kleve" in body
    assert re.search(r"2\d km", body)


@pytest.mark.parametrize(
    "query",
    [
        "topic=nothing&by=municipality",
        "topic=sport&by=x",
        f"by=municipality&column={WESEL}",
        "by=language&column=xx",
    ],
)
def test_a_cell_that_is_none_does_not_exist(world, query):
    assert world.client("staff").get(f"{URL}cell/?{query}").status_code == 404


def test_a_wrong_filter_is_named_and_counts_as_none(world):
    answer = world.client("staff").get(
        f"{URL}?by=nonsense&days=12&area=money", headers={"Accept-Language": "de"}
    )

    assert answer.status_code == 200
    assert "vk-field__error" in answer.content.decode()


@pytest.mark.parametrize("query", [f"by={by}&measure={measure}" for by in By for measure in MEASURES[by]])
def test_every_view_of_the_matrix_renders(world, query):
    assert world.client("funding").get(f"{URL}?{query}").status_code == 200


def test_csv_holds_the_figures_and_no_formula(world):
    make_offer(world.home, GOCH, topics=("sport",))

    answer = world.client("staff").get(f"{URL}matrix.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    head, sport = lines[0].split(";"), next(line.split(";") for line in lines if line.startswith("Sport"))

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert sport[head.index("Goch")] == "1"
    assert sport[1] == "1"


def test_pdf_is_tagged_and_names_centre_date_pages_and_legend(world):
    answer = world.client("staff").get(f"{URL}matrix.pdf?rows=areas", headers={"Accept-Language": "de"})
    reader = PdfReader(io.BytesIO(answer.content))
    words = " ".join(page.extract_text() for page in reader.pages)

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    for part in ("Kreis Kleve", str(timezone.localdate().year), "Geld", "Goch", f"/ {len(reader.pages)}"):
        assert part.strip("/ ") in words, part


def test_no_other_ending(world):
    assert world.client("staff").get(f"{URL}matrix.xlsx").status_code == 404


def test_searches_list_words_and_their_topics(world):
    make_misses(world.home, "schulden", 3)
    make_misses(world.home, "xylophonbau", 7)

    client = world.client("staff")
    everything = client.get(f"{URL}searches/").content.decode()
    unknown = client.get(f"{URL}searches/?known=no&days=30").content.decode()

    assert everything.index("xylophonbau") < everything.index("schulden")
    assert "xylophonbau" in unknown
    assert "schulden" not in unknown


def test_figures_on_the_start_page(world):
    make_misses(world.home, "schulden", 3, days_ago=0)
    with centre_scope(world.home):
        missing, searches = figures_of(world.area("lead"))
        assert list(figures_of(world.area("editor"))) == []

    assert int(missing.value) == len(get_taxonomy().topics) - 1
    assert searches.value == "3"
