"""What a draft may not say; every rule names its field and a reason that a person understands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.offers.factories import ALICE, draft, text
from vielklang.offers import actions
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, PlaceDraft
from vielklang.offers.validation import problems_of

pytestmark = pytest.mark.django_db
NINE, TEN, NOON = dt.time(9), dt.time(10), dt.time(12)
DAY = dt.date(2026, 12, 24)
START = dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def hours(opens: dt.time, closes: dt.time, weekday: int = 0, place: int | None = None) -> HoursDraft:
    return HoursDraft(weekday=weekday, opens=opens, closes=closes, place=place)


def date(**values: Any) -> DateDraft:
    return DateDraft(**({"starts_at": START, "duration": HOUR} | values))


def test_a_plain_draft_has_no_problem():
    assert problems_of(draft()) == []


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"kind": "party"}, "kind", "known are counselling"),
        ({"topics": ("astrology",)}, "topics", "'astrology' is unknown"),
        ({"topics": ()}, "topics", "at least one"),
        ({"delivery": ()}, "delivery", "at least one"),
        ({"languages": ("xx",)}, "languages", "'xx' is unknown"),
        ({"languages": ("de-simple",)}, "languages", "unknown"),
        ({"documents": ("none",)}, "documents", "unknown"),
        ({"lift": "maybe"}, "lift", "known are yes, no, unknown"),
        ({"age_from": Decimal(6), "age_to": Decimal(3)}, "age_to", "below age_from"),
        ({"age_from": Decimal(130)}, "age_from", "between 0 and 120"),
        ({"cost_amount": Decimal(5)}, "cost_amount", "does not go with"),
        ({"cost_kind": "paid", "cost_amount": Decimal(0)}, "cost_amount", "more than 0"),
        ({"valid_from": DAY, "valid_until": dt.date(2026, 1, 1)}, "valid_until", "before"),
        ({"last_confirmed_at": START}, "last_confirmed_by", "belong together"),
        ({"phone": "call me"}, "phone", "not a phone number"),
        ({"phone": "12"}, "phone", "too short"),
        ({"email": "nobody"}, "email", "not a mail address"),
        ({"website": "javascript:alert(1)"}, "website", "not a web address"),
        ({"area": "municipality"}, "municipality", "for one town"),
        ({"funding_programme": "x" * 81}, "funding_programme", "at most 80"),
        ({"funding_programme": "a\x00b"}, "funding_programme", "NUL"),
        ({"places": (PlaceDraft(postcode="4753"),)}, "places.postcode", "five digits"),
        ({"places": (PlaceDraft(lat=51.0),)}, "places.lat", "belong together"),
        ({"places": (PlaceDraft(lat=151.0, lon=6.0),)}, "places.lat", "no place on earth"),
        ({"texts": ()}, "texts", "source text (de) is missing"),
        ({"texts": (text(), text())}, "texts", "twice"),
        ({"texts": (text(), text("xx"))}, "texts.language", "not a language of the guide"),
        ({"texts": (text(title=" "),)}, "texts.title", "missing"),
        ({"texts": (text(status="perfect"),)}, "texts.status", "unknown"),
        ({"texts": (text(summary="x" * 301),)}, "texts.summary", "at most 300"),
        ({"hours": (hours(NINE, TEN, weekday=7),)}, "hours.weekday", "Monday"),
        ({"hours": (hours(TEN, NINE),)}, "hours.closes", "not after 10:00"),
        ({"hours": (hours(NINE, TEN, place=0),)}, "hours.place", "no place number 0"),
        (
            {"hours": (hours(NINE, NOON), hours(TEN, NOON))},
            "hours.opens",
            "within another interval",
        ),
        ({"exceptions": (ExceptionDraft(date=DAY, opens=NINE),)}, "exceptions.closes", "belong together"),
        (
            {"exceptions": (ExceptionDraft(date=DAY, opens=TEN, closes=NINE),)},
            "exceptions.closes",
            "not after",
        ),
        ({"dates": (date(starts_at=START.replace(tzinfo=None)),)}, "dates.starts_at", "time zone"),
        ({"dates": (date(starts_at=START.replace(year=1)),)}, "dates.starts_at", "between 2000"),
        ({"dates": (date(duration=-HOUR),)}, "dates.duration", "more than nothing"),
        ({"dates": (date(rrule="FREQ=HOURLY"),)}, "dates.rrule", "FREQ must be"),
        ({"dates": (date(until=DAY),)}, "dates.until", "rrule is missing"),
    ],
)
def test_each_wrong_detail_is_named(values: dict[str, Any], field: str, reason: str):
    found = problems_of(draft(**values))

    assert [problem.field for problem in found] == [field]
    assert reason in found[0].reason


def test_all_problems_are_named_at_once():
    found = problems_of(draft(kind="party", email="nobody", texts=()))

    assert {problem.field for problem in found} == {"kind", "email", "texts"}


WORDS = st.text(max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=WORDS,
    phone=WORDS,
    website=WORDS,
    topic=st.sampled_from(["debt-advice", "x"]),
    amount=st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.none(),
    rrule=st.sampled_from(["", "FREQ=WEEKLY"]) | WORDS,
)
def test_what_passes_the_rules_can_be_stored(
    *, title: str, phone: str, website: str, topic: str, amount: Decimal | None, rrule: str
):
    made = draft(
        texts=(text(title=title),),
        phone=phone,
        website=website,
        topics=(topic,),
        cost_kind="paid",
        cost_amount=amount,
        dates=(date(rrule=rrule),),
    )
    if not problems_of(made):
        stored = actions.create_offer(by=ALICE, draft=made)
        assert stored.texts.get().title == title.strip()
