"""A draft becomes JSON and a draft again, with nothing lost."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.offers.factories import ALICE, draft, municipality, organisation, text
from vielklang.offers import actions
from vielklang.offers.drafts import DateDraft, ExceptionDraft, HoursDraft, OfferDraft, PlaceDraft
from vielklang.offers.rows import draft_of
from vielklang.offers.snapshots import draft_from, snapshot

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 12, 1, 15, 30, tzinfo=dt.UTC)


def full_draft() -> OfferDraft:
    return draft(
        municipality=municipality(),
        area="municipality",
        age_from=Decimal("2.5"),
        age_to=Decimal("6"),
        cost_kind="paid",
        cost_amount=Decimal("12.50"),
        languages=("de", "fa"),
        phone="+492214710123",
        valid_from=dt.date(2026, 1, 1),
        places=(PlaceDraft(name="Haus", postcode="47533", municipality=municipality(), lat=51.8, lon=6.1),),
        hours=(HoursDraft(weekday=1, opens=dt.time(9), closes=dt.time(12, 30), place=0),),
        exceptions=(ExceptionDraft(date=dt.date(2026, 12, 24), reason="Heiligabend"),),
        dates=(
            DateDraft(
                starts_at=START,
                duration=dt.timedelta(hours=2),
                rrule="FREQ=WEEKLY",
                until=dt.date(2027, 3, 1),
                exdates=(dt.date(2026, 12, 29),),
            ),
        ),
    )


def test_there_and_back_through_json():
    offer = actions.create_offer(by=ALICE, draft=full_draft())
    made = draft_of(offer)

    kept = json.loads(json.dumps(snapshot(made)))

    assert draft_from(kept, offer) == made
    assert snapshot(draft_from(kept, offer)) == kept


def test_equal_contents_are_equal_snapshots():
    made = full_draft()
    typed = replace(
        made, phone="0221 4710123", cost_amount=Decimal("12.5"), texts=(text(title=" Titel de "),)
    )
    assert snapshot(typed) == snapshot(made)


def test_translations_are_not_part_of_it():
    assert [row["language"] for row in snapshot(draft(texts=(text(), text("ar"))))["texts"]] == ["de"]


def test_what_no_longer_exists_falls_away():
    offer = actions.create_offer(by=ALICE, draft=draft())
    kept = snapshot(draft_of(offer)) | {"municipality": "05999999", "organisation": str(offer.public_id)}
    back = draft_from(kept, offer)
    assert (back.municipality, back.organisation) == (None, offer.organisation)


def test_an_organisation_can_change():
    offer = actions.create_offer(by=ALICE, draft=draft())
    other = organisation(name="Anderer Beispielverein")
    kept = snapshot(replace(draft_of(offer), organisation=other))
    assert draft_from(kept, offer).organisation == other
