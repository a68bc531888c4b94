"""The editor: what is typed becomes a draft, is kept, and never overwrites what somebody else saved."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.offers.editing import NEW, form_of
from tests.offers.factories import draft
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope
from vielklang.offers import actions
from vielklang.offers.drafts import DateDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of

pytestmark = pytest.mark.django_db


def desk_url(world: World, name: str, *args: object) -> str:
    return reverse(f"offers:desk_{name}", args=[world.home.slug, *args])


def partner_url(world: World, name: str, *args: object) -> str:
    return reverse(f"offers:partner_{name}", args=[world.organisation.public_id, *args])


def revisions(world: World, **filters: object) -> list[OfferRevision]:
    with centre_scope(world.home):
        return list(OfferRevision.objects.filter(**filters).select_related("offer"))


def test_a_new_offer_is_a_draft(world: World):
    answer = world.client("editor").post(desk_url(world, "new"), NEW | {"then": "save"})
    offer = Offer.objects.get(title="Beispielkurs Deutsch")
    assert answer.headers["Location"] == desk_url(world, "offer", offer.public_id)
    assert (offer.status, offer.organisation, offer.childcare) == ("draft", world.organisation, "yes")


def test_the_desk_saves_and_publishes_in_one_step(world: World):
    world.client("editor").post(desk_url(world, "new"), NEW | {"then": "publish"})
    assert Offer.objects.get(title="Beispielkurs Deutsch").status == "published"


def test_a_carrier_hands_in_and_cannot_publish(world: World):
    client = world.client("organisation_editor")
    client.post(partner_url(world, "new"), NEW | {"then": "publish"})
    assert Offer.objects.get(title="Beispielkurs Deutsch").status == "draft"
    client.post(partner_url(world, "new"), NEW | {"title": "Zweiter Beispielkurs", "then": "submit"})
    assert Offer.objects.get(title="Zweiter Beispielkurs").status == "in_review"


def test_a_carrier_writes_for_itself_alone(world: World):
    stolen = NEW | {"organisation": world.foreign_organisation.name, "then": "save"}
    world.client("organisation_editor").post(partner_url(world, "new"), stolen)
    assert Offer.objects.get(title="Beispielkurs Deutsch").organisation == world.organisation


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"organisation": "Gibt es nicht"}, "No organisation of this name"),
        ({"phone": "12"}, "This is not a telephone number."),
        ({"website": "ftp://x"}, "This is not a web address."),
        ({"cost_amount": "5"}, "An amount goes with"),
        ({"area": "municipality"}, "For which town?"),
        ({"age_from": "6", "age_to": "3"}, "This lies before the beginning."),
        ({"pause_from": "2026-06-01"}, "A pause has a first and a last day."),
        ({"hours-0-weekday": "0", "hours-0-opens": "12:00", "hours-0-closes": "9"}, "It closes before it opens."),
        ({"hours-0-weekday": "0", "hours-0-opens": "neun", "hours-0-closes": "12"}, "Please write the time as in"),
        ({"places-0-postcode": "4753"}, "A postcode has five digits."),
        ({"exceptions-0-reason": "Fest"}, "Which day?"),
        ({"dates-0-date": "2026-12-01", "dates-0-starts": "9", "dates-0-ends": "10", "dates-0-until": "2027-01-01"},
         "how often is it?"),
        ({"dates-0-date": "2026-12-01", "dates-0-starts": "9", "dates-0-ends": "10", "dates-0-repeat": "weekly",
          "dates-0-exdates": "Heiligabend"}, "Please write the days as in"),
        ({"hours-0-weekday": "0", "hours-0-opens": "9", "hours-0-closes": "12", "hours-1-weekday": "0",
          "hours-1-opens": "11", "hours-1-closes": "13"}, "two intervals of a day overlap"),
    ],
)  # fmt: skip
def test_wrong_input_is_named_and_kept(world: World, change: dict[str, str], words: str):
    answer = world.client("editor").post(
        desk_url(world, "new"), NEW | {"bring": "Stift und Heft"} | change, headers={"accept-language": "en"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page.replace("&#x27;", "'")
    assert "Stift und Heft" in page
    assert not Offer.objects.filter(title="Beispielkurs Deutsch").exists()


def test_rows_become_hours_places_and_dates(world: World):
    typed = {
        "places-0-name_of_place": "Haus der Beispiele", "places-0-postcode": "47533", "places-0-town": "Kleve",
        "places-3-name_of_place": "Zweites Haus",
        "hours-0-weekday": "workdays", "hours-0-opens": "9", "hours-0-closes": "12.30 Uhr", "hours-0-place": "0",
        "hours-2-weekday": "5", "hours-2-opens": "10:00", "hours-2-closes": "24:00", "hours-2-place": "3",
        "exceptions-0-date": "2026-12-24", "exceptions-0-until": "2026-12-26", "exceptions-0-reason": "Weihnachten",
        "dates-0-date": "2026-12-08", "dates-0-starts": "15", "dates-0-ends": "17",
        "dates-0-repeat": "month_weekday", "dates-0-until": "2027-06-30", "dates-0-exdates": "12.1.2027",
    }  # fmt: skip
    answer = world.client("editor").post(desk_url(world, "new"), NEW | typed)
    assert answer.status_code == 302
    made = draft_of(Offer.objects.get(title="Beispielkurs Deutsch"))

    assert [(place.name, str(place.municipality)) for place in made.places] == [
        ("Haus der Beispiele", "Kleve"), ("Zweites Haus", "None"),
    ]  # fmt: skip
    assert made.places[0].lat is not None
    assert [row.weekday for row in made.hours if row.place == 0] == [0, 1, 2, 3, 4]
    assert [(row.weekday, row.closes) for row in made.hours if row.place == 1] == [(5, dt.time(23, 59))]
    assert [str(row.date) for row in made.exceptions] == ["2026-12-24", "2026-12-25", "2026-12-26"]
    assert (made.dates[0].rrule, str(made.dates[0].exdates[0])) == ("FREQ=MONTHLY;BYDAY=2TU", "2027-01-12")


def test_opening_and_saving_changes_nothing(world: World):
    full = draft(
        centre=world.home,
        organisation=world.organisation,
        phone="+492214710123",
        places=(
            PlaceDraft(
                name="Haus", street="Beispielweg 1", postcode="47533", town="Kleve", lat=51.8, lon=6.1
            ),
        ),
        hours=(HoursDraft(weekday=2, opens=dt.time(9), closes=dt.time(23, 59), place=0),),
        dates=(
            DateDraft(
                starts_at=dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC),
                duration=dt.timedelta(days=2, hours=3),
                rrule="FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8",
                on_holidays=True,
            ),
        ),
    )
    offer = actions.publish_offer(by=SYSTEM, offer=actions.create_offer(by=SYSTEM, draft=full))
    answer = world.client("editor").post(desk_url(world, "edit", offer.public_id), form_of(offer))
    assert answer.status_code == 302
    assert draft_of(Offer.objects.get(pk=offer.pk)) == full


@pytest.mark.parametrize("role", ["editor", "organisation_editor"])
def test_every_part_of_the_page_is_there(world: World, role: str):
    url = desk_url if role == "editor" else partner_url
    page = world.client(role).get(url(world, "edit", world.offer.public_id)).content.decode()
    assert all(
        f'id="{part}"' in page for part in ("text", "when", "where", "join", "whom", "costs", "contact")
    )
    assert 'value="Titel de"' in page
    assert "data-vk-autosave-url" in page


def test_a_row_is_added_without_javascript_and_nothing_is_lost(world: World):
    typed = form_of(world.offer, add="hours", bring="Stift", **{"hours-0-weekday": "1", "hours-0-opens": "9"})
    answer = world.client("editor").post(desk_url(world, "edit", world.offer.public_id), typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="hours-0-opens" value="9"' in page
    assert 'name="hours-1-opens"' in page
    assert "Stift" in page
    assert not revisions(world)


def test_a_row_is_removed_without_javascript(world: World):
    rows = {"hours-0-weekday": "1", "hours-0-opens": "9", "hours-1-weekday": "2", "hours-1-opens": "10"}
    typed = form_of(world.offer, remove="hours-0", **rows)
    page = world.client("editor").post(desk_url(world, "edit", world.offer.public_id), typed).content.decode()
    assert 'name="hours-0-opens"' not in page
    assert 'name="hours-1-opens" value="10"' in page


def test_a_carriers_change_waits(world: World):
    typed = form_of(world.offer, capacity="full", note="Alles belegt")
    world.client("organisation_editor").post(partner_url(world, "edit", world.offer.public_id), typed)
    (first, waiting) = sorted(revisions(world), key=lambda row: row.number)
    assert (first.state, waiting.state, waiting.note) == ("published", "in_review", "Alles belegt")
    assert Offer.objects.get(pk=world.offer.pk).capacity == "unknown"
    page = world.client("organisation_editor").get(partner_url(world, "edit", world.offer.public_id))
    assert '<option value="full" selected>' in page.content.decode()


def test_autosave_keeps_incomplete_work_for_its_author_alone(world: World):
    client = world.client("editor")
    autosave = desk_url(world, "autosave", world.offer.public_id)
    answer = client.post(autosave, form_of(world.offer, title="", description="Mitten im Sa"))
    assert answer.status_code == 204
    edit = desk_url(world, "edit", world.offer.public_id)
    assert "Mitten im Sa" in client.get(edit).content.decode()

    other = world.client("staff").get(edit, headers={"accept-language": "en"}).content.decode()
    assert "Mitten im Sa" not in other
    assert "Beispiel Editor is editing this offer since" in other.replace("Redaktion", "Editor")


def test_a_new_offer_is_kept_while_it_is_typed(world: World):
    client = world.client("editor")
    client.post(desk_url(world, "autosave_new"), {"title": "Angefangen"})
    assert "Angefangen" in client.get(desk_url(world, "new")).content.decode()
    client.post(desk_url(world, "discard_new"))
    assert "Angefangen" not in client.get(desk_url(world, "new")).content.decode()


def test_saving_uses_kept_work_up(world: World):
    client = world.client("editor")
    client.post(desk_url(world, "autosave_new"), {"title": "Angefangen"})
    client.post(desk_url(world, "new"), NEW)
    client.post(desk_url(world, "autosave", world.offer.public_id), form_of(world.offer))
    client.post(desk_url(world, "edit", world.offer.public_id), form_of(world.offer, capacity="few"))
    assert not revisions(world, state="working")


def test_the_second_editor_sees_both_and_nothing_is_overwritten(world: World):
    edit = desk_url(world, "edit", world.offer.public_id)
    mine = form_of(world.offer, capacity="full", title="Mein Titel")
    world.client("staff").post(edit, form_of(world.offer, interpreting="on", title="Titel der anderen"))

    answer = world.client("editor").post(edit, mine, headers={"accept-language": "en"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has saved this offer meanwhile" in page
    assert "Interpreting on request" in page
    assert "<del>" in page
    assert Offer.objects.get(pk=world.offer.pk).title == "Titel der anderen"


def test_both_changes_are_put_together(world: World):
    edit = desk_url(world, "edit", world.offer.public_id)
    mine = form_of(world.offer, capacity="full")
    world.client("staff").post(edit, form_of(world.offer, interpreting="on", title="Titel der anderen"))
    client = world.client("editor")
    conflict = client.post(edit, mine)

    merged: dict[str, list[str]] = {}
    for name, value in conflict.context["merged"]:
        merged.setdefault(name, []).append(value)
    client.post(edit, merged)

    offer = Offer.objects.get(pk=world.offer.pk)
    assert (offer.title, offer.interpreting, offer.capacity) == ("Titel der anderen", True, "full")


def test_the_rules_of_confirmation_are_set_here_too(world: World):
    typed = form_of(world.offer, confirm_every="12", pause_from="2027-07-01", pause_until="2027-08-31")
    world.client("editor").post(desk_url(world, "edit", world.offer.public_id), typed)
    offer = Offer.objects.get(pk=world.offer.pk)
    assert (offer.confirm_every, str(offer.pause_from)) == (12, "2027-07-01")
    assert offer.last_confirmed_at is None


def test_an_archived_offer_is_not_edited(world: World):
    actions.archive_offer(by=SYSTEM, offer=world.offer, reason="Beendet")
    answer = world.client("editor").get(desk_url(world, "edit", world.offer.public_id))
    assert answer.headers["Location"] == desk_url(world, "offer", world.offer.public_id)


def test_bad_base_numbers_and_rows_are_a_conflict_or_an_error_and_never_a_crash(world: World):
    edit = desk_url(world, "edit", world.offer.public_id)
    client = world.client("editor")
    assert client.post(edit, form_of(world.offer, base_number="x")).status_code in {409, 422}
    assert client.post(edit, form_of(world.offer, base_number="999999999999")).status_code == 409
    assert client.post(edit, {"title": "\x00", "topics": "nein", "hours-0-place": "9"}).status_code == 422
    assert client.post(edit, form_of(world.offer, **{"hours-9999-weekday": "7"})).status_code == 422
