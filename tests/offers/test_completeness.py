"""What is missing, the same whether seen from a draft or from rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.offers.factories import ALICE, draft, text
from vielklang.offers import actions
from vielklang.offers.completeness import WEIGHTS, completeness_of, completeness_of_rows
from vielklang.offers.drafts import HoursDraft, PlaceDraft
from vielklang.offers.rows import draft_of

pytestmark = pytest.mark.django_db


def whole():
    return draft(
        phone="+492214710123",
        languages=("de", "ar"),
        target_groups=("everyone",),
        step_free_entrance="yes",
        accessible_toilet="no",
        places=(PlaceDraft(name="Haus"),),
        hours=(HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),),
        texts=(text(description="Wir beraten Menschen mit Schulden, kostenlos und vertraulich, in vielen Sprachen."),
               text("ar")),
    )  # fmt: skip


def gaps(made):
    return {hint.key for hint in completeness_of(made).gaps}


def test_a_whole_offer_lacks_nothing():
    assert completeness_of(whole()).percent == 100
    assert completeness_of(whole()).hints == ()


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"hours": ()}, "times"),
        ({"places": ()}, "place"),
        ({"phone": ""}, "contact"),
        ({"target_groups": ()}, "whom"),
        ({"step_free_entrance": "unknown"}, "access"),
        ({"cost_kind": "paid"}, "cost"),
        ({"joining": "registration"}, "join"),
        ({"texts": (text(),)}, "texts"),
        ({"texts": (text(description="Kurz."), text("ar"))}, "description"),
    ],
)
def test_each_gap_is_named(change, gap):
    made = replace(whole(), **change)
    assert gap in gaps(made)
    assert completeness_of(made).percent < 100


def test_questions_cost_nothing():
    made = replace(whole(), languages=("de",), kind="course")
    found = completeness_of(made)
    assert (found.percent, {hint.key for hint in found.hints}) == (100, {"languages", "childcare"})


def test_by_phone_needs_no_place():
    assert gaps(replace(whole(), places=(), delivery=("phone",), step_free_entrance="unknown")) == set()


def test_heaviest_first():
    hints = completeness_of(draft()).hints
    weights = [WEIGHTS[hint.key] for hint in hints]
    assert weights == sorted(weights, reverse=True)


def test_rows_say_the_same_as_drafts(django_assert_num_queries):
    drafts = [whole(), draft(), replace(whole(), hours=(), cost_kind="paid")]
    offers = actions.create_offers(by=ALICE, drafts=drafts)
    with django_assert_num_queries(2):
        found = completeness_of_rows(offers)
    assert [found[offer.pk] for offer in offers] == [completeness_of(draft_of(offer)) for offer in offers]
