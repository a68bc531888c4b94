"""What the database itself refuses, and what the public sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from tests.offers.factories import ALICE, centre, draft, organisation, text
from vielklang.offers import actions
from vielklang.offers.models import HoursException, Offer, OfferDate, OfferPlace, OfferText, OpeningHours

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def offer_row(**values: object) -> Offer:
    facts = {
        "centre": centre(),
        "organisation": organisation(),
        "kind": "course",
        "topics": ["german-course"],
        "delivery": ["online"],
        "area": "centre",
        "joining": "walk_in",
        "cost_kind": "free",
    }
    return Offer(**(facts | values))


def refused(row: Model, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "published"}, "offer_published_at_fits_status"),
        ({"published_at": NOW}, "offer_published_at_fits_status"),
        ({"suspended_at": NOW}, "offer_suspended_at_fits_status"),
        ({"status": "archived"}, "offer_archived_at_fits_status"),
        ({"cost_amount": "5.00"}, "offer_amount_only_where_it_costs"),
        ({"cost_kind": "paid", "cost_amount": "0"}, "offer_amount_only_where_it_costs"),
        ({"area": "municipality"}, "offer_for_a_town_names_the_town"),
        ({"age_from": 6, "age_to": 3}, "offer_ages_in_order"),
        ({"age_from": -1}, "offer_ages_in_order"),
        ({"valid_from": dt.date(2027, 1, 1), "valid_until": dt.date(2026, 1, 1)}, "offer_validity_in_order"),
        ({"last_confirmed_at": NOW}, "offer_confirmed_by_somebody"),
        ({"example_type": "griffbereit"}, "offer_example_type_only_on_examples"),
        ({"topics": []}, "offer_has_topic_and_delivery"),
        ({"delivery": []}, "offer_has_topic_and_delivery"),
    ],
)
def test_offer_that_contradicts_itself_is_refused(values: dict[str, object], constraint: str):
    refused(offer_row(**values), constraint)


def test_parts_that_contradict_themselves_are_refused():
    offer = actions.create_offer(by=ALICE, draft=draft())
    nine, ten, day = dt.time(9), dt.time(10), dt.date(2026, 12, 24)

    refused(OpeningHours(offer=offer, weekday=0, opens=ten, closes=nine), "hours_open_before_close")
    refused(OpeningHours(offer=offer, weekday=7, opens=nine, closes=ten), "hours_weekday_known")
    refused(HoursException(offer=offer, date=day, is_closed=True, opens=nine, closes=ten), "exception_closed")
    refused(HoursException(offer=offer, date=day, is_closed=False), "exception_closed")
    refused(OfferDate(offer=offer, starts_at=NOW, duration=dt.timedelta(0)), "date_duration_positive")
    refused(
        OfferDate(offer=offer, starts_at=NOW, duration=dt.timedelta(1), until=day), "date_series_facts_only"
    )
    refused(OfferPlace(offer=offer, lat=51.0), "offer_place_whole_coordinates")
    refused(OfferText(offer=offer, language="de", title="x", author="x", updated_at=NOW), "once_per_language")
    refused(OfferText(offer=offer, language="en", title="", author="x", updated_at=NOW), "has_title")


def test_same_interval_twice_is_refused_also_without_a_place():
    offer = actions.create_offer(by=ALICE, draft=draft())
    OpeningHours.objects.create(offer=offer, weekday=0, opens=dt.time(9), closes=dt.time(10))

    refused(
        OpeningHours(offer=offer, weekday=0, opens=dt.time(9), closes=dt.time(12)), "hours_once_per_start"
    )


def published(**values: object) -> Offer:
    return actions.create_offers(by=ALICE, drafts=[draft(**values)], publish=True, now=NOW)[0]


def test_visible_is_published_and_valid():
    day = dt.date(2026, 11, 23)
    shown = [published(), published(valid_from=day, valid_until=day)]
    published(valid_from=day + dt.timedelta(days=1))
    published(valid_until=day - dt.timedelta(days=1))
    actions.create_offer(by=ALICE, draft=draft())
    actions.suspend_offer(by=ALICE, offer=published(), reason="Beispiel")
    actions.archive_offer(by=ALICE, offer=published(), reason="Beispiel")

    assert list(Offer.objects.visible(NOW)) == shown


def test_visible_changes_at_midnight_in_germany():
    published(valid_until=dt.date(2026, 11, 23))
    before = dt.datetime(2026, 11, 23, 22, 59, tzinfo=dt.UTC)

    assert Offer.objects.visible(before).exists()
    assert not Offer.objects.visible(before + dt.timedelta(minutes=1)).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_need_the_same_number_of_queries_whatever_their_length(count: int, django_assert_num_queries):
    actions.create_offers(by=ALICE, drafts=[draft(texts=(text(), text("ar")))] * count, publish=True)

    with django_assert_num_queries(2):
        rows = list(Offer.objects.visible().with_texts("ar"))
        assert all({x.language for x in row.shown_texts} == {"ar", "de"} for row in rows)
    with django_assert_num_queries(6):
        cards = list(Offer.objects.visible().with_texts("ar").for_cards())
        assert [(row.centre.slug, row.organisation.name) for row in cards] == [
            ("kreis-kleve", "Beispielverein")
        ] * count
