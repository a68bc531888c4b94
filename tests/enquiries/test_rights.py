"""What a person may demand: to know everything that is stored, and its erasure; by themselves, or of the staff."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.enquiries.access_keeping import data_request
from tests.enquiries.factories import BOB, ask
from tests.world import World, make_world
from vielklang.core.scope import centre_scope
from vielklang.enquiries import actions
from vielklang.enquiries.about import data_of
from vielklang.enquiries.actions import Asked
from vielklang.enquiries.enums import ContactKind, FileKind, Purpose
from vielklang.enquiries.models import DataRequest, Enquiry, EnquiryFact, EnquiryFile
from vielklang.enquiries.passes import new_pass

pytestmark = pytest.mark.django_db
STATUS = reverse("enquiries:status", args=["de"])


@pytest.fixture
def world() -> World:
    return make_world()


def asked(world: World) -> Asked:
    made = ask(
        world.home, text="Beispielfrage?", contact_kind=ContactKind.EMAIL, contact="ich@example.org",
        name="Beispielname", purposes={Purpose.ANSWER}, topics=["violence"],
    )  # fmt: skip
    with centre_scope(world.home):
        actions.answer_enquiry(by=BOB, enquiry=made.enquiry, german="Beispielantwort")
        actions.note_on_enquiry(by=BOB, enquiry=made.enquiry, text="Beispielnotiz")
    return made


def do(made: Asked, act: str, language: str = "de"):
    data = {"pass": new_pass(made.enquiry.code_digest), "do": act}
    return Client().post(reverse("enquiries:status", args=[language]), data)


def test_the_person_takes_everything_along_in_their_language(world):
    made = asked(world)
    german, persian = (do(made, "know", tag) for tag in ("de", "fa"))

    assert german["Content-Disposition"].endswith('.txt"')
    assert german["Cache-Control"] == "no-store"
    for words in ("Beispielfrage?", "Beispielantwort", "ich@example.org", "Beispielname"):
        assert words in german.content.decode()
        assert words in persian.content.decode()
    assert "Beispielnotiz" not in german.content.decode(), (
        "the centre gives notes out, after it has read them"
    )


def test_files_come_along(world):
    made = asked(world)
    with centre_scope(world.home):
        EnquiryFile.objects.create(
            centre=world.home, enquiry=made.enquiry, message=made.enquiry.messages.first(), kind=FileKind.DOCUMENT,
            media_type="text/plain", name="../brief.txt", size=8, content=b"Beispiel", created_at=timezone.now(),
        )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(do(made, "know").content)) as archive:
        assert [name for name in archive.namelist() if "/" in name or name.startswith(".")] == []
        assert archive.read(archive.namelist()[1]) == b"Beispiel"


def test_the_person_erases_everything_after_a_second_question(world):
    made = asked(world)
    page = do(made, "erase", "ar").content.decode()
    assert 'value="erase_now"' in page
    with centre_scope(world.home):
        assert Enquiry.objects.exists()

    assert do(made, "erase_now", "ar").status_code == 200

    with centre_scope(world.home):
        assert not Enquiry.objects.exists()
        assert EnquiryFact.objects.get().count == 1
    assert Client().post(STATUS, {"code": made.code, "pin": made.pin}).status_code == 400
    assert do(made, "know").status_code == 403


def test_a_hold_keeps_it_and_says_so(world):
    made = asked(world)
    with centre_scope(world.home):
        actions.hold_enquiry(by=BOB, enquiry=made.enquiry, reason="Geheimer Grund")
    answer = do(made, "erase_now")
    assert answer.status_code == 409
    assert "Geheimer Grund" not in answer.content.decode()
    with centre_scope(world.home):
        assert Enquiry.objects.exists()


def test_all_that_belongs_to_an_enquiry_is_in_the_data_and_nothing_that_opens_it(world):
    made = asked(world)
    with centre_scope(world.home):
        found = json.dumps(data_of(made.enquiry), ensure_ascii=False)
    for words in ("Beispielfrage?", "Beispielantwort", "Beispielnotiz", "ich@example.org", "violence"):
        assert words in found
    assert made.enquiry.code_digest not in found
    assert made.enquiry.pin_hash not in found


def test_staff_answer_a_request_proven_by_code_and_pin(world):
    made, client = asked(world), world.client("staff")
    address = reverse("enquiries:desk_requests", args=[world.home.slug])
    data = {"kind": "access", "received_on": "2026-11-02", "code": made.code, "pin": made.pin}
    assert client.post(address, data | {"pin": "000000"}).status_code == 400
    assert client.post(address, data | {"received_on": "2999-01-01"}).status_code == 400

    assert client.post(address, data).status_code == 302

    with centre_scope(world.home):
        row = DataRequest.objects.get()
    assert (row.proof, row.due_on, row.enquiry_id) == ("code", dt.date(2026, 12, 2), made.enquiry.pk)
    page = reverse("enquiries:desk_request", args=[world.home.slug, row.public_id])
    assert "desk/" in client.get(page).content.decode()
    for ending in ("html", "json"):
        stored = client.get(
            reverse("enquiries:desk_export", args=[world.home.slug, made.enquiry.public_id, ending])
        )
        assert "Beispielnotiz" in stored.content.decode()
    answer = reverse("enquiries:desk_answer_request", args=[world.home.slug, row.public_id])
    assert client.post(answer, {"answer": "given"}).status_code == 302
    with centre_scope(world.home):
        row.refresh_from_db()
        assert (row.answer, Enquiry.objects.count()) == ("given", 1)


def test_staff_erase_after_a_tick_and_the_request_outlives_it(world):
    made, client = asked(world), world.client("staff")
    data = {"kind": "erasure", "received_on": "2026-11-02", "number": str(made.enquiry)}
    assert client.post(reverse("enquiries:desk_requests", args=[world.home.slug]), data).status_code == 302
    with centre_scope(world.home):
        row = DataRequest.objects.get()
    answer = reverse("enquiries:desk_answer_request", args=[world.home.slug, row.public_id])
    assert client.post(answer, {"answer": "erased"}).status_code == 400
    assert client.post(answer, {"answer": "refused"}).status_code == 400
    assert client.post(answer, {"answer": "erased", "sure": "on"}).status_code == 302

    with centre_scope(world.home):
        row.refresh_from_db()
        assert (Enquiry.objects.count(), row.answer, row.enquiry_id) == (0, "erased", None)
    page = client.get(reverse("enquiries:desk_requests", args=[world.home.slug])).content.decode()
    assert str(row) in page


def test_the_number_of_another_centre_opens_nothing(world):
    foreign = ask(world.foreign)
    client, address = world.client("staff"), reverse("enquiries:desk_requests", args=[world.home.slug])
    data = {"kind": "access", "received_on": "2026-11-02"}
    assert client.post(address, data | {"number": str(foreign.enquiry)}).status_code == 400
    assert client.post(address, data | {"code": foreign.code, "pin": foreign.pin}).status_code == 400


def test_the_page_costs_the_same_for_one_and_three(world):
    client, address = world.client("staff"), reverse("enquiries:desk_requests", args=[world.home.slug])
    client.get(address)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            data_request(world.home)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
