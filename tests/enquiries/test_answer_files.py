"""A file that a colleague gives along: looked at like every other, opened by the person with code and PIN."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.core.smtp import free_port
from tests.enquiries.clamav import EICAR, scanning
from tests.enquiries.factories import BOB, ask, keep
from tests.enquiries.test_files import PDF, PROGRAM
from tests.world import World
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import Asked, note_on_enquiry
from vielklang.enquiries.files import check_file
from vielklang.enquiries.models import EnquiryFile

pytestmark = pytest.mark.django_db
STATUS = reverse("enquiries:status", args=["uk"])


def answer(world: World, asked: Asked, name: str, content: bytes) -> Any:
    staff = world.client("staff")
    page = reverse("enquiries:desk_enquiry", args=[world.home.slug, asked.enquiry.public_id])
    data = {
        "edition": str(staff.get(page).context["edition"]), "german": "Siehe Anhang.",
        "file": SimpleUploadedFile(name, content, "image/jpeg"),
    }  # fmt: skip
    return staff.post(reverse("enquiries:desk_answer", args=[world.home.slug, asked.enquiry.public_id]), data)


def opened(asked: Asked) -> tuple[str, str]:
    """(page, pass) after typing code and PIN."""
    page = Client().post(STATUS, {"code": asked.code, "pin": asked.pin})
    return page.content.decode(), page.context["pass"]


def test_the_person_opens_it_with_code_and_pin(world: World) -> None:
    asked = ask(world.home)
    assert answer(world, asked, "Antrag.jpg", PDF).status_code == 302
    with centre_scope(world.home):
        file = EnquiryFile.objects.get()
    page, key = opened(asked)
    assert "Antrag.jpg.pdf" in page

    got = Client().post(STATUS, {"pass": key, "do": "file", "file": str(file.public_id)})

    assert (got.status_code, got.content) == (200, PDF)
    assert got["Content-Disposition"] == 'attachment; filename="Antrag.jpg.pdf"'
    assert got["Cache-Control"] == "private, no-store"
    assert Client().post(STATUS, {"pass": "x", "do": "file", "file": str(file.public_id)}).status_code == 403


def test_files_of_others_of_notes_and_unchecked_ones_are_not_opened(world: World, settings) -> None:
    asked, other = ask(world.home), ask(world.home)
    foreign = keep(other.enquiry)
    with centre_scope(world.home):
        note = note_on_enquiry(by=BOB, enquiry=asked.enquiry, text="Intern")
        inside = EnquiryFile.objects.get(pk=keep(asked.enquiry).pk)
        inside.message = note
        inside.save()
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{free_port()}"
    waiting = keep(asked.enquiry, check_file("wartet.txt", b"Hallo"))
    page, key = opened(asked)
    assert "wartet.txt" in page
    for wanted in (foreign.public_id, inside.public_id, waiting.public_id, "unsinn"):
        assert Client().post(STATUS, {"pass": key, "do": "file", "file": str(wanted)}).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("bild.jpg", PROGRAM), ("bild.jpg", EICAR), ("leer.pdf", b"")])
def test_a_file_that_may_not_go_out_is_refused_and_the_answer_kept(
    world: World, settings, name: str, content: bytes
) -> None:
    with scanning(settings):
        got = answer(world, ask(world.home), name, content)
    assert got.status_code == 400
    assert got.context["answer_form"].errors["file"]
    assert "Siehe Anhang." in got.content.decode()


def test_without_the_scanner_nothing_is_given_along(world: World, settings) -> None:
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{free_port()}"
    assert answer(world, ask(world.home), "Antrag.pdf", PDF).status_code == 400
