"""Background work of offers is registered with the worker and does what its action does."""

from __future__ import annotations

import datetime as dt

import pytest
from procrastinate.contrib.django import app

from tests.offers.factories import ALICE, draft
from vielklang.offers import actions, tasks
from vielklang.offers.drafts import DateDraft
from vielklang.offers.models import OfferOccurrence


def test_refresh_is_a_periodic_task():
    assert "offers.refresh_occurrences" in {
        task.task.name for task in app.periodic_registry.periodic_tasks.values()
    }


@pytest.mark.django_db
def test_refresh_counts_dates_out():
    start = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    single = DateDraft(starts_at=start, duration=dt.timedelta(hours=1))
    actions.create_offer(by=ALICE, draft=draft(dates=(single,)))
    OfferOccurrence.objects.all().delete()

    tasks.refresh_occurrences_regularly(timestamp=0)

    assert OfferOccurrence.objects.count() == 1
