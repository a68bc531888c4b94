"""Files at the desk: shown, opened, and what the virus scanner says of them over its real protocol."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.core.smtp import free_port
from tests.enquiries.clamav import EICAR, scanning
from tests.enquiries.factories import ask, keep
from tests.enquiries.test_files import PDF, photograph
from tests.world import World
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import Direction, FileProblem, FileScan
from vielklang.enquiries.file_scans import scan_waiting_files
from vielklang.enquiries.files import UnacceptableFileError, check_file
from vielklang.enquiries.models import Enquiry, EnquiryFile
from vielklang.enquiries.tasks import scan_files

pytestmark = pytest.mark.django_db


def address(world: World, file: EnquiryFile) -> str:
    return reverse("enquiries:desk_file", args=[world.home.slug, file.enquiry.public_id, file.public_id])


def page_of(world: World, enquiry: Enquiry) -> str:
    found = world.client("staff").get(
        reverse("enquiries:desk_enquiry", args=[world.home.slug, enquiry.public_id])
    )
    return found.content.decode()


def test_files_stand_with_their_message_and_opening_one_is_recorded(world: World) -> None:
    enquiry = ask(world.home).enquiry
    file = keep(enquiry, check_file("Bescheid.pdf", PDF))
    assert "Bescheid.pdf" in page_of(world, enquiry)

    answer = world.client("staff").get(address(world, file))

    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Disposition"] == 'attachment; filename="Bescheid.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    with centre_scope(world.home):
        reads = AuditEntry.objects.filter(subject_id=str(enquiry.public_id), event__endswith="read")
        assert reads.count() == 2


def test_pictures_open_in_the_browser_and_carry_no_place(world: World) -> None:
    file = keep(ask(world.home).enquiry, check_file("Ärger “1”.jpg", photograph()))
    answer = world.client("staff").get(address(world, file))
    assert answer["Content-Disposition"].startswith("inline; filename*=")
    assert b"GPS" not in answer.content


def test_a_file_is_reached_through_its_own_enquiry_alone(world: World) -> None:
    file, other = keep(ask(world.home).enquiry), ask(world.home).enquiry
    wrong = reverse("enquiries:desk_file", args=[world.home.slug, other.public_id, file.public_id])
    assert world.client("staff").get(wrong).status_code == 404


def test_content_and_name_are_encrypted_and_go_with_the_enquiry(world: World) -> None:
    enquiry = ask(world.home).enquiry
    file = keep(enquiry)
    with centre_scope(world.home), connection.cursor() as cursor:
        cursor.execute("SELECT name, content FROM enquiries_enquiryfile WHERE id = %s", [file.pk])
        name, content = cursor.fetchone()
        assert "brief" not in name
        assert b"Beispiel" not in bytes(content)
        enquiry.delete()
        assert not EnquiryFile.objects.exists()


def test_the_page_costs_the_same_with_one_and_three_files(world: World) -> None:
    enquiry, counts = ask(world.home).enquiry, []
    for more in (1, 2):
        for _n in range(more):
            keep(enquiry)
        with CaptureQueriesContext(connection) as queries:
            page_of(world, enquiry)
        counts.append(len([q for q in queries if "enquir" in q["sql"]]))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_unix", [False, True])
def test_the_scanner_is_shown_the_file(settings, tmp_path, is_unix: bool) -> None:
    with scanning(settings, path=str(tmp_path / "clamd") if is_unix else "") as sizes:
        assert check_file("Bescheid.pdf", PDF).scan == FileScan.CLEAN
        assert check_file("lang.txt", b"x" * 200_000).scan == FileScan.CLEAN
        with pytest.raises(UnacceptableFileError) as caught:
            check_file("harmlos.txt", b"Hallo\n" + EICAR)
    assert caught.value.problem == FileProblem.INFECTED
    assert sizes == [len(PDF), 200_000, len(EICAR) + 6]


def test_where_the_scanner_cannot_say_nobody_opens_the_file(world: World, settings) -> None:
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{free_port()}"
    enquiry = ask(world.home).enquiry
    good = keep(enquiry, check_file("gut.txt", b"Hallo"))
    bad = keep(enquiry, check_file("schlecht.txt", EICAR))
    assert (good.scan, bad.scan) == (FileScan.WAITING, FileScan.WAITING)

    answer = world.client("staff").get(address(world, bad))

    assert answer.status_code == 409
    assert EICAR not in answer.content
    assert address(world, bad) not in page_of(world, enquiry)
    assert scan_waiting_files(by=SYSTEM, centre=world.home) == 0

    with scanning(settings):
        scan_files(timestamp=0)

    assert world.client("staff").get(address(world, good)).content == b"Hallo"
    assert world.client("staff").get(address(world, bad)).status_code == 404
    with centre_scope(world.home):
        [kept] = EnquiryFile.objects.all()
        note = enquiry.messages.get(direction=Direction.NOTE)
    assert kept == good
    assert "schlecht.txt" in note.text


def test_a_file_that_the_scanner_refuses_to_look_at_waits(settings) -> None:
    with scanning(settings, largest=10):
        assert check_file("lang.txt", b"x" * 100).scan == FileScan.WAITING
