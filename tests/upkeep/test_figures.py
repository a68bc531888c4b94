"""The freshness figure, its rows and its pages."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.offers.factories import ALICE
from tests.upkeep.factories import due, make_link, make_offer, today
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers.actions import confirm_offer
from vielklang.offers.models import Offer
from vielklang.organisations.actions import OrganisationDraft, create_organisation
from vielklang.upkeep.actions.asking import set_rules
from vielklang.upkeep.figures import confirmations_by_month, freshness_by_organisation, freshness_of
from vielklang.upkeep.models import UpkeepRules

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(world) -> list[Offer]:
    """Of five: two fresh by the carrier, one fresh by the centre, one eight months old, one never."""
    rows = [make_offer(world.organisation, title=f"Angebot {n}", due_since=None) for n in range(4)]
    for offer, months, own in zip(rows, (1, 2, 3, 8), (True, True, False, True), strict=True):
        confirm_offer(
            by=ALICE, offer=offer, by_carrier=own, now=timezone.now() - relativedelta(months=months)
        )
    due(rows[3], 60)
    due(world.offer, 5)
    return rows


def own(world):
    return Offer.objects.filter(organisation=world.organisation)


def test_the_figure_in_one_query(world, offers):
    with CaptureQueriesContext(connection) as queries:
        found = freshness_of(own(world), today())

    assert (found.offers, found.fresh, found.own, found.due, found.never) == (5, 3, 2, 2, 1)
    assert (found.percent, found.own_percent) == (60, 40)
    assert len(queries) == 1


def test_no_offers_is_no_error(world):
    Offer.objects.filter(centre=world.home).update(valid_until=today() - dt.timedelta(days=1))

    assert freshness_of(own(world), today()).percent == 0


def test_exactly_six_months_ago_is_still_fresh(world):
    """The peers' figure falls through to 0 on that very day."""
    edge = timezone.make_aware(dt.datetime.combine(today() - relativedelta(months=6), dt.time(0, 0)))
    confirm_offer(by=ALICE, offer=world.offer, now=edge)
    assert freshness_of(own(world), today()).fresh == 1
    confirm_offer(by=ALICE, offer=world.offer, now=edge - dt.timedelta(seconds=1))
    assert freshness_of(own(world), today()).fresh == 0


def test_by_organisation_and_by_month(world, offers):
    (row,) = freshness_by_organisation(own(world), today())
    months = confirmations_by_month(own(world), today())

    assert (row["name"], row["offers"], row["percent"]) == (world.organisation.name, 5, 60)
    assert len(months) == 12
    assert sum(month.count for month in months) == 4
    assert max(month.height for month in months) == 10


@pytest.mark.parametrize(
    ("state", "count"), [("", 5), ("fresh", 3), ("own", 2), ("due", 2), ("never", 1), ("stale", 1)]
)
def test_each_figure_opens_its_rows(world, offers, state, count):
    address = reverse("upkeep:desk_offers", args=[world.home.slug])

    page = world.client("editor").get(f"{address}?state={state}&organisation={world.organisation.public_id}")

    assert len(page.context["page"].object_list) == count


@pytest.mark.parametrize("sort", ["name", "-name", "percent", "-own", "due", "offers", "nonsense"])
def test_the_table_sorts_by_the_address(world, offers, sort):
    address = reverse("upkeep:desk_freshness", args=[world.home.slug])

    assert world.client("editor").get(f"{address}?sort={sort}&page=99").status_code == 200


@pytest.mark.parametrize("name", ["desk_freshness", "desk_offers", "desk_unanswered", "desk_links"])
def test_lists_cost_the_same_for_one_and_three(world, name):
    client, counts = world.client("lead"), []
    due(world.offer, 100)
    client.get(reverse(f"upkeep:{name}", args=[world.home.slug]))  # the session's first request writes
    for more in (0, 2):
        for number in range(more):
            organisation = create_organisation(
                by=SYSTEM,
                draft=OrganisationDraft(name=f"Verein {number}", kind="carrier", centre=world.home),
            )
            make_offer(organisation, due_since=100)
        make_link(world.organisation, f"link:{more}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"upkeep:{name}", args=[world.home.slug])).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_start_pages_show_it(world, offers):
    desk = world.client("editor").get(reverse("accounts:desk", args=[world.home.slug]))
    partner = world.client("organisation_editor").get(
        reverse("accounts:partner", args=[world.organisation.public_id])
    )

    of_centre = freshness_of(Offer.objects.filter(centre=world.home), today())
    assert f"{of_centre.percent} %" in [figure.value for figure in desk.context["figures"]]
    assert "60 %" in [figure.value for figure in partner.context["figures"]]
    assert [item.count for item in partner.context["waiting"] if "confirm" in item.url] == [2]


def test_one_tap_in_the_partner_area(world, offers):
    client = world.client("organisation_editor")
    address = reverse(
        "upkeep:partner_confirm_offer", args=[world.organisation.public_id, world.offer.public_id]
    )

    answer = client.post(address, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert Offer.objects.get(pk=world.offer.pk).confirmed_by_carrier


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reminder_days": "0, 2"}, "reminder_days"),
        ({"reminder_days": "eins"}, "reminder_days"),
        ({"reminder_days": ""}, "reminder_days"),
        ({"reminder_days": "0,10,20,30,40,50,60"}, "reminder_days"),
        ({"escalate_after_days": "20"}, "escalate_after_days"),
        ({"suspend_after_days": "30"}, "suspend_after_days"),
        ({"link_days": "0"}, "link_days"),
        ({"link_days": "91"}, "link_days"),
    ],
)
def test_wrong_rules_are_refused_and_kept(world, changes, field):
    typed = {
        "reminder_days": "0, 14, 28",
        "escalate_after_days": "42",
        "suspend_after_days": "",
        "link_days": "30",
    }
    address = reverse("upkeep:desk_rules", args=[world.home.slug])

    answer = world.client("lead").post(address, typed | changes)

    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    with centre_scope(world.home):
        assert not UpkeepRules.objects.exists()


def test_rules_are_saved(world):
    address = reverse("upkeep:desk_rules", args=[world.home.slug])
    typed = {
        "reminder_days": "0; 10",
        "escalate_after_days": "20",
        "suspend_after_days": "40",
        "link_days": "14",
    }

    assert world.client("lead").post(address, typed).status_code == 302

    with centre_scope(world.home):
        rules = UpkeepRules.of(world.home)
        assert (rules.reminder_days, rules.suspend_after_days) == ([0, 10], 40)
        set_rules(by=SYSTEM, centre=world.home, values={"suspend_after_days": None})
        assert UpkeepRules.of(world.home).suspend_after_days is None
