"""Focus areas at the desk and in the guide."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.offers.factories import centre as centre_of
from tests.world import make_world
from vielklang.centres.actions import MOST_GOALS, Goal, delete_focus_area, set_focus_area
from vielklang.centres.models import FocusArea
from vielklang.centres.queries import focus_keys
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope

pytestmark = pytest.mark.django_db
URL = "/desk/kreis-kleve/focus/"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def kleve():
    return centre_of()


def make_focus(centre, **facts):
    defaults = {
        "title": "Beispiel",
        "keys": ["school"],
        "valid_from": dt.date(2026, 1, 1),
        "valid_until": None,
        "goals": [],
        "is_public": True,
    }
    with centre_scope(centre):
        return set_focus_area(by=SYSTEM, centre=centre, **(defaults | facts))


def test_the_guide_shows_current_public_ones(kleve):
    last_year = {"valid_from": dt.date(2020, 1, 1), "valid_until": dt.date(2020, 12, 31)}
    make_focus(kleve, keys=["sport"])
    make_focus(kleve, keys=["debt-advice"], is_public=False)
    make_focus(kleve, keys=["interpreting"], **last_year)

    page = Client().get("/de/kreis-kleve/").content.decode()
    shown = page[page.index('id="focus-heading"') : page.index('id="area-heading"')]

    assert "Sport" in shown
    assert "Schulden" not in shown
    assert "Dolmetschen" not in shown


def test_keys_are_those_of_the_day_each_once(kleve):
    make_focus(kleve, keys=["sport", "school"], valid_until=dt.date(2026, 11, 24))
    make_focus(kleve, keys=["school"], valid_from=dt.date(2026, 5, 1), is_public=False)
    with centre_scope(kleve):
        assert focus_keys(kleve, day=TODAY) == ["school", "sport"]
        assert focus_keys(kleve, day=TODAY, only_public=True) == ["sport", "school"]
        assert focus_keys(kleve, day=TODAY + dt.timedelta(days=1)) == ["school"]


def test_internal_ones_are_their_centres_alone_even_for_raw_sql(kleve):
    make_focus(kleve, title="öffentlich")
    make_focus(kleve, title="intern", is_public=False)

    def titles() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT title FROM centres_focusarea")
            return {row[0] for row in cursor.fetchall()}

    assert titles() == {"öffentlich"}
    with centre_scope(centre_of("kreis-wesel")):
        assert titles() == {"öffentlich"}
    with centre_scope(kleve):
        assert titles() == {"öffentlich", "intern"}


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_until": dt.date(2025, 12, 31)},
        {"keys": []},
        {"title": ""},
        {"goals": [Goal("x", "nonsense")]},
        {"goals": [Goal("x" * 301)]},
        {"goals": [Goal("x")] * (MOST_GOALS + 1)},
    ],
)
def test_wrong_facts_write_nothing(kleve, facts):
    with pytest.raises(ValidationError):
        make_focus(kleve, **facts)
    with centre_scope(kleve):
        assert not FocusArea.objects.exists()


def test_writing_and_deleting_leave_audit_rows(kleve):
    area = make_focus(kleve, goals=[Goal("Ziel"), Goal("  ")])
    assert area.goals == [{"text": "Ziel", "state": "open"}]
    make_focus(kleve, area=area, title="Anders")
    with centre_scope(kleve):
        delete_focus_area(by=SYSTEM, area=area)
        events = AuditEntry.objects.order_by("at").values_list("event", flat=True)
        assert list(events) == ["focus area created", "focus area changed", "focus area deleted"]


FORM = {
    "title": "Übergang in die Schule",
    "keys": ["school", "kita-place"],
    "valid_from": "2026-01-01",
    "valid_until": "2027-12-31",
    "is_public": "on",
    "goal_0": "Erstes Ziel",
    "state_0": "reached",
    "goal_1": "",
    "state_1": "open",
}


def test_a_lead_writes_changes_and_deletes_one():
    world = make_world()
    client = world.client("lead")

    assert client.post(f"{URL}new/", FORM).status_code == 302
    with centre_scope(world.home):
        area = FocusArea.objects.get()
        assert (area.keys, area.goals) == (
            ["school", "kita-place"],
            [{"text": "Erstes Ziel", "state": "reached"}],
        )
        assert area.updated_by == "Kreis Kleve"
    page = client.get(URL).content.decode()
    assert "Erstes Ziel" in page

    edit = client.get(f"{URL}{area.public_id}/").content.decode()
    assert 'value="kita-place" checked' in edit
    assert 'value="Erstes Ziel"' in edit
    assert client.post(f"{URL}{area.public_id}/", {**FORM, "title": "Neu"}).status_code == 302
    assert client.post(f"{URL}{area.public_id}/delete/").status_code == 302
    with centre_scope(world.home):
        assert not FocusArea.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("keys", ["nonsense"]), ("valid_until", "2025-01-01"), ("valid_from", "x")],
)
def test_errors_keep_what_was_written(field, value):
    client = make_world().client("lead")

    answer = client.post(f"{URL}new/", {**FORM, field: value})

    assert answer.status_code == 400
    body = answer.content.decode()
    assert "vk-field__error" in body
    assert "Erstes Ziel" in body
    if field != "keys":
        assert 'value="kita-place" checked' in body
    assert not FocusArea.objects.filter(valid_from__lte=timezone.localdate()).exists()
