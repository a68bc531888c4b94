"""What a carrier says by a link: still true, corrected, gone, and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.upkeep.factories import due, make_offer, make_session
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope, organisation_scope
from vielklang.offers.actions import confirm_offer, reopen_offer, suspend_offer, update_offer
from vielklang.offers.drafts import DateDraft, HoursDraft, PlaceDraft
from vielklang.offers.models import Offer, OfferRevision
from vielklang.offers.rows import draft_of
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.asking import NOBODY_ANSWERED
from vielklang.upkeep.models import AutomaticSuspension, OfferReport

pytestmark = pytest.mark.django_db


class Carrier:
    """A browser with an open link."""

    def __init__(self, organisation: Organisation, key: str = "link:session") -> None:
        self.session, secret = make_session(organisation, key)
        self.client = Client()
        self.client.cookies[f"vk_link_{self.session.public_id.hex[:12]}"] = secret

    def url(self, name: str, *args: object) -> str:
        return reverse(f"upkeep:link_{name}", args=[self.session.public_id, *args])

    def get(self, name: str, *args: object, **options):
        return self.client.get(self.url(name, *args), **options)

    def post(self, name: str, offer: Offer, data=None, **options):
        return self.client.post(self.url(name, offer.public_id), data or {}, **options)

    def correction(self, offer: Offer, **changes: str) -> dict[str, str]:
        """The form as it stands on the page, with changes."""
        form = self.get("correct", offer.public_id).context["form"]
        values = {name: form[name].value() for name in form.fields if name != "cancelled"}
        return {name: "" if value is None else value for name, value in values.items()} | changes


@pytest.fixture
def offer(world) -> Offer:
    due(world.offer, None)
    return make_offer(world.organisation, title="Sprachcafé", phone="+4928211111")


@pytest.fixture
def carrier(world, offer) -> Carrier:
    return Carrier(world.organisation)


def test_still_true_is_one_post(world, carrier, offer):
    answer = carrier.post("confirm", offer)

    assert answer.status_code == 302
    offer.refresh_from_db()
    assert offer.confirmed_by_carrier
    assert offer.last_confirmed_by == world.organisation.name
    assert offer.confirm_due_on > timezone.localdate() + dt.timedelta(days=170)


def test_after_the_last_answer_comes_the_thanks(world, carrier, offer):
    answer = carrier.post("confirm", offer)
    page = carrier.client.get(answer.headers["Location"])

    assert answer.headers["Location"] == carrier.url("thanks")
    assert page.context["months"] in {5, 6}
    assert page.context["left"] == 0


def test_with_javascript_the_card_alone_is_exchanged(world, carrier, offer):
    second = make_offer(world.organisation, title="Zweites")
    carrier = Carrier(world.organisation, "link:two")

    first_answer = carrier.post("confirm", offer, headers={"HX-Request": "true"})
    last_answer = carrier.post("confirm", second, headers={"HX-Request": "true"})

    assert first_answer.content.decode().lstrip().startswith("<article")
    assert last_answer.headers["HX-Redirect"] == carrier.url("thanks")


def test_only_due_offers_are_asked_about(world, carrier, offer):
    page = carrier.get("offers")

    assert [card.title for card in page.context["cards"]] == ["Sprachcafé"]
    assert len(page.context["others"]) == 1


def test_a_correction_by_an_untrusted_carrier_waits_for_review_and_confirms_the_rest(world, carrier, offer):
    answer = carrier.post("correct", offer, carrier.correction(offer, phone="02821 2222"))

    assert answer.status_code == 302
    offer.refresh_from_db()
    assert offer.phone == "+4928211111", "readers still see the old one"
    assert offer.confirmed_by_carrier
    with centre_scope(world.home):
        revision = OfferRevision.objects.get(offer=offer, state="in_review")
    assert revision.content["phone"] in {"+4928212222", "02821 2222"}


def test_a_correction_by_a_trusted_carrier_is_public_at_once(world, offer):
    Organisation.objects.filter(pk=world.organisation.pk).update(publishes_directly=True)
    world.organisation.refresh_from_db()
    carrier = Carrier(world.organisation)

    carrier.post("correct", offer, carrier.correction(offer, phone="02821 2222", email="neu@example.org"))

    offer.refresh_from_db()
    assert (offer.phone, offer.email) == ("+4928212222", "neu@example.org")


def trusted(world) -> Carrier:
    Organisation.objects.filter(pk=world.organisation.pk).update(publishes_directly=True)
    world.organisation.refresh_from_db()
    return Carrier(world.organisation)


def test_hours_are_corrected_as_lines(world):
    offer = make_offer(
        world.organisation, hours=(HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),)
    )
    carrier = trusted(world)
    data = carrier.correction(offer, hours_0="9-12, 14:30 bis 16 Uhr", hours_3="10.00–11.30")

    carrier.post("correct", offer, data)

    found = [(row.weekday, f"{row.opens:%H:%M}", f"{row.closes:%H:%M}") for row in offer.hours.all()]
    assert found == [(0, "09:00", "12:00"), (0, "14:30", "16:00"), (3, "10:00", "11:30")]


def test_an_address_is_corrected_and_found_on_the_map(world):
    offer = make_offer(
        world.organisation, places=(PlaceDraft(street="Alte Str. 1", postcode="47533", town="Kleve"),)
    )
    carrier = trusted(world)

    carrier.post(
        "correct", offer, carrier.correction(offer, street="Neue Str. 2", postcode="47574", town="Goch")
    )

    place = offer.places.get()
    assert (place.street, place.postcode, place.town) == ("Neue Str. 2", "47574", "Goch")
    assert place.lat is not None


def test_a_date_is_cancelled_and_another_added(world):
    start = timezone.now().replace(microsecond=0, second=0) + dt.timedelta(days=10)
    series = DateDraft(starts_at=start, duration=dt.timedelta(hours=1), rrule="FREQ=WEEKLY;COUNT=4")
    offer = make_offer(world.organisation, dates=(series,))
    carrier = trusted(world)
    day = timezone.localdate() + dt.timedelta(days=3)
    data = carrier.correction(offer, new_date=day.isoformat(), new_from="15:00", new_until="16:30")
    form = carrier.get("correct", offer.public_id).context["form"]
    data["cancelled"] = form.fields["cancelled"].choices[1][0]

    carrier.post("correct", offer, data)

    rows = list(offer.dates.all())
    assert [bool(row.rrule) for row in rows] == [False, True]
    assert rows[1].exdates == [timezone.localtime(start + dt.timedelta(days=7)).date()]
    assert timezone.localtime(rows[0].starts_at).date() == day


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "keine Nummer"),
        ("email", "keine adresse"),
        ("website", "http://"),
        ("hours_0", "vormittags"),
        ("hours_1", "12-9"),
        ("hours_2", "9-12, 11-13"),
        ("new_from", "15:00"),
        ("capacity", "unfug"),
    ],
)
def test_what_is_wrong_is_said_and_kept(world, carrier, offer, field, typed):
    answer = carrier.post("correct", offer, carrier.correction(offer, **{field: typed}))

    assert answer.status_code == 400
    if field not in {"capacity"}:
        assert typed in answer.content.decode()
    offer.refresh_from_db()
    assert offer.last_confirmed_at is None


def test_an_empty_save_confirms_nothing(world, carrier, offer):
    answer = carrier.post("correct", offer, carrier.correction(offer))

    assert answer.status_code == 400
    offer.refresh_from_db()
    assert offer.last_confirmed_at is None


def test_a_remark_alone_goes_to_the_centre(world, carrier, offer):
    carrier.post("correct", offer, carrier.correction(offer, remark="Ab März im neuen Haus."))

    with centre_scope(world.home):
        report = OfferReport.objects.get()
    assert (report.source, report.text) == ("carrier", "Ab März im neuen Haus.")
    offer.refresh_from_db()
    assert offer.confirmed_by_carrier


def test_somebody_else_was_quicker(world, offer):
    carrier = trusted(world)
    data = carrier.correction(offer, phone="02821 2222")
    update_offer(by=SYSTEM, offer=offer, draft=replace(draft_of(offer), phone="02821 3333"))

    answer = carrier.post("correct", offer, data)

    assert answer.status_code == 400
    assert "02821 2222" in answer.content.decode()
    offer.refresh_from_db()
    assert offer.phone == "+4928213333"


def test_gone_asks_once_more_is_remembered_and_can_be_taken_back(world, carrier, offer):
    before = Offer.objects.values("status", "published_at", "confirm_due_on").get(pk=offer.pk)
    assert carrier.get("gone", offer.public_id).status_code == 200
    offer.refresh_from_db()
    assert offer.status == "published", "looking changes nothing"

    carrier.post("gone", offer)
    offer = Offer.objects.get(pk=offer.pk)
    assert (offer.status, offer.is_gone) == ("archived", True)

    carrier.post("undo", offer)
    assert Offer.objects.values("status", "published_at", "confirm_due_on").get(pk=offer.pk) == before
    assert not Offer.objects.get(pk=offer.pk).is_gone


def test_what_the_centre_changed_since_is_not_taken_back(world, carrier, offer):
    carrier.post("gone", offer)
    reopen_offer(by=SYSTEM, offer=Offer.objects.get(pk=offer.pk))

    carrier.post("undo", offer)

    assert Offer.objects.get(pk=offer.pk).status == "draft"


def test_only_what_was_called_gone_here_is_taken_back(world, carrier, offer):
    carrier.post("undo", world.offer)
    with centre_scope(world.home):
        suspend_offer(by=SYSTEM, offer=world.offer, reason="Umbau")
    carrier.post("undo", world.offer)

    assert Offer.objects.get(pk=world.offer.pk).status == "suspended"


def _suspended(world, offer: Offer, *, automatic: bool) -> None:
    with centre_scope(world.home):
        suspend_offer(by=SYSTEM, offer=offer, reason=NOBODY_ANSWERED)
        if automatic:
            AutomaticSuspension.objects.create(
                centre=world.home, organisation=world.organisation, offer=offer, at=timezone.now()
            )


def test_confirming_brings_a_suspended_offer_back_at_once(world, offer):
    _suspended(world, offer, automatic=True)
    carrier = Carrier(world.organisation)
    assert [card.title for card in carrier.get("offers").context["cards"]] == ["Sprachcafé"]

    carrier.post("confirm", offer)

    assert Offer.objects.get(pk=offer.pk).status == "published"


def test_what_the_centre_suspended_stays_suspended(world, offer):
    _suspended(world, offer, automatic=False)
    carrier = Carrier(world.organisation)
    assert carrier.session.answers == {} or str(offer.public_id) not in carrier.session.answers

    carrier.post("confirm", offer)

    assert Offer.objects.get(pk=offer.pk).status == "suspended"


def test_a_confirmation_elsewhere_lifts_it_too(world, offer, django_capture_on_commit_callbacks):
    _suspended(world, offer, automatic=True)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_offer(by=world.actor("editor"), offer=Offer.objects.get(pk=offer.pk))

    assert Offer.objects.get(pk=offer.pk).status == "published"


def test_the_audit_names_the_organisation(world, carrier, offer):
    carrier.post("confirm", offer)

    with organisation_scope(world.organisation):
        entry = AuditEntry.objects.filter(event="offer confirmed").first()
    assert (entry.actor_kind, entry.actor_name) == ("link", world.organisation.name)


@pytest.mark.parametrize("name", ["offers", "correct", "gone", "thanks"])
def test_pages_cost_the_same_for_one_and_three_offers(world, offer, name):
    counts = []
    for more in (0, 2):
        for number in range(more):
            make_offer(
                world.organisation,
                title=f"Weiteres {number}",
                hours=(HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),),
                places=(PlaceDraft(street="Str. 1"),),
            )
        session, secret = make_session(world.organisation, f"link:{name}:{more}")
        client = Client()
        client.cookies[f"vk_link_{session.public_id.hex[:12]}"] = secret
        args = [session.public_id] + ([offer.public_id] if name in {"correct", "gone"} else [])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"upkeep:link_{name}", args=args)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
