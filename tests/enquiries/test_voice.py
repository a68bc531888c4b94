"""Voice messages: what is one, how it is kept and heard, and that none is lost on the way."""

from __future__ import annotations

import datetime as dt
import re
import struct
import zlib
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.enquiries.factories import ask
from tests.enquiries.sounds import OGG, SOUNDS, mp4, upload, wav, webm
from tests.enquiries.test_answers import opened, pass_in, post
from tests.enquiries.test_asking import QUESTION, form_token, send, stored
from tests.offers.factories import centre
from vielklang.core.scope import ScopeError, centre_scope, token_scope
from vielklang.enquiries import passes, tasks
from vielklang.enquiries.held import key_of
from vielklang.enquiries.models import Enquiry, EnquiryFile, EnquiryMessage, HeldVoice
from vielklang.enquiries.voice import LARGEST_VOICE, Voice, check_voice
from vielklang.upkeep import limits as counting

pytestmark = pytest.mark.django_db
SOUND = Voice(wav(), "audio/wav", 42)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    counting.storage.reset()


def files() -> list[EnquiryFile]:
    with centre_scope(centre()):
        return list(EnquiryFile.objects.all())


def _picture() -> bytes:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return head + zlib.compress(bytes(4))


@pytest.mark.parametrize(("media_type", "content"), SOUNDS.items())
def test_recordings_of_browsers_and_telephones_are_known_by_their_content(media_type, content):
    assert check_voice(content).media_type == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"MZ\x90\x00" + bytes(200), b"%PDF-1.7", b"<svg onload=alert(1)>", b"<html>OpusHead", _picture(),
        webm(b"V_VP8") + b"A_OPUS", webm(b"S_TEXT"), mp4(b"vide"), mp4() + mp4(b"vide"), b"ID3" + bytes(7),
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", b"\xff\xfb\x90\x00" + bytes(600), b"\xff\xf1" + bytes(5), b"\xff\xf1\xff",
        b"RIFF\x00\x00\x00\x00AVI ", b"OggS" + bytes(300), b"\x1aE\xdf\xa3" + bytes(70), wav() + bytes(LARGEST_VOICE),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused_with_advice(content):
    with translation.override("en"), pytest.raises(ValidationError, match="Please record"):
        check_voice(content)


@pytest.mark.parametrize(
    ("said", "kept"), [("42", 42), ("", None), ("-3", None), ("99999", None), ("x", None)]
)
def test_voice_alone_is_a_question_and_is_stored_encrypted_without_its_name(said, kept):
    answer = send(question="", voice=upload(webm()), voice_seconds=said)

    assert answer.status_code == 200
    [file] = files()
    assert (bytes(file.content), file.media_type, file.seconds, file.name) == (webm(), "audio/webm", kept, "")
    with connection.cursor() as cursor, centre_scope(centre()):
        cursor.execute("SELECT content FROM enquiries_enquiryfile")
        assert b"webm" not in bytes(cursor.fetchone()[0])
    assert HELD() == 0


def HELD() -> int:  # noqa: N802
    """Rows of recordings that wait; counted as the owner of the table."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT count(*) FROM enquiries_heldvoice")
        count: int = cursor.fetchone()[0]
        cursor.execute("SET ROLE vielklang_web")
    return count


def test_neither_words_nor_voice_is_told():
    answer = send("de", question="")
    assert answer.status_code == 400
    assert 'aria-describedby="question-error"' in answer.content.decode()


@pytest.mark.parametrize("content", [b"MZ" + bytes(500), bytes(LARGEST_VOICE + 1)])
def test_refused_file_loses_no_words(content):
    answer = send("de", voice=upload(content))

    html = answer.content.decode()
    assert answer.status_code == 400
    assert QUESTION in html
    assert 'id="voice-error"' in html
    assert (stored(), HELD()) == ([], 0)


def test_recording_waits_while_the_rest_of_the_form_is_wrong():
    token = form_token()
    first = send("de", question="", form=token, voice=upload(OGG), voice_seconds="65", answer_by="phone")

    html = first.content.decode()
    assert first.status_code == 400
    assert "1:05" in html
    assert HELD() == 1
    again = send("de", question="", form=token)

    assert again.status_code == 200
    [file] = files()
    assert (bytes(file.content), file.seconds) == (OGG, 65)
    assert HELD() == 0


def test_recording_goes_over_to_the_new_form_when_the_old_one_is_too_old():
    first = send("de", question="", form=form_token(seconds=3 * 86400), voice=upload(OGG))
    fresh = re.search(r'name="form" value="([^"]+)"', first.content.decode())
    assert fresh
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=9)
    with time_machine.travel(moment, tick=True):
        assert send("de", question="", form=fresh[1]).status_code == 200
    assert bytes(files()[0].content) == OGG


def test_held_recording_can_be_deleted_or_replaced():
    token = form_token()
    send("de", form=token, voice=upload(OGG), answer_by="phone")
    send("de", form=token, no_voice="on", answer_by="phone")
    assert HELD() == 0

    send("de", form=token, voice=upload(OGG), answer_by="phone")
    send("de", form=token, voice=upload(wav()))

    assert [file.media_type for file in files()] == ["audio/wav"]


def test_held_recording_is_another_forms_in_no_way_and_goes_after_half_an_hour():
    token = form_token()
    send("de", form=token, voice=upload(OGG), answer_by="phone")
    opened_form = passes.opened_form(token)
    assert opened_form
    key = key_of(opened_form.token)
    assert send("de", question="").status_code == 400
    with pytest.raises(ScopeError):
        HeldVoice.objects.exists()
    with token_scope("another"):
        assert not HeldVoice.objects.filter(key=key).exists()
    [job] = ProcrastinateJob.objects.filter(task_name="enquiries.drop_held")

    tasks.drop_held.func(**job.args)
    assert HELD() == 1  # not yet
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31), tick=True):
        assert send("de", form=token, question="").status_code == 400
        tasks.drop_held.func(**job.args)
    assert HELD() == 0


def test_body_that_nobody_sends_is_not_read():
    data = {"question": QUESTION, "form": form_token(), "voice": upload(b"x")}
    assert Client().post("/de/ask/", data, CONTENT_LENGTH="900000000").status_code == 400


def test_person_hears_what_they_sent_and_says_more():
    asked = ask(centre(), text="", voice=SOUND)
    page = opened(asked)
    html = page.content.decode()
    assert "0:42" in html
    assert page["Permissions-Policy"] == "microphone=(self)"
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    [file] = files()
    sound = post(**{"pass": pass_in(page), "do": "listen", "file": str(file.public_id)})
    assert (sound.content, sound["Content-Type"], sound["Cache-Control"]) == (
        SOUND.content,
        "audio/wav",
        "private, no-store",
    )

    for _twice in range(2):
        said = post(
            **{"pass": pass_in(page), "do": "write", "text": "", "voice": upload(OGG), "voice_seconds": "3"}
        )
        assert said.status_code == 200

    assert len(files()) == 2
    assert said.content.decode().count('name="do" value="listen"') == 2


@pytest.mark.parametrize("file", ["", "nonsense", "\x00", "00000000-0000-4000-8000-000000000000", "foreign"])
def test_nobody_hears_anything_else(file):
    other = ask(centre(), voice=SOUND)
    assert other
    key = str(files()[0].public_id) if file == "foreign" else file
    page = opened(ask(centre(), text="Ohne Ton"))
    answer = post(**{"pass": pass_in(page), "do": "listen", "file": key})
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_recording_said_on_a_page_that_had_closed_waits_behind_code_and_pin():
    asked = ask(centre())
    key = pass_in(opened(asked))
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=40), tick=True):
        late = post(**{"pass": key, "do": "write", "text": "", "voice": upload(OGG), "voice_seconds": "7"})
        assert late.status_code == 403
        page = opened(asked)
        assert "0:07" in page.content.decode()
        post(**{"pass": pass_in(page), "do": "write", "text": "Dazu"})
    assert bytes(files()[0].content) == OGG
    assert HELD() == 0


def desk(world: Any, name: str, *args: object) -> str:
    return reverse(f"enquiries:desk_{name}", args=[world.home.slug, *args])


def test_colleague_listens_in_pieces_and_writes_down_what_was_said(world):
    asked = ask(world.home, text="", language="fa", voice=SOUND)
    client, one = world.client("staff"), asked.enquiry
    with centre_scope(world.home):
        file, message = EnquiryFile.objects.get(), EnquiryMessage.objects.get()
    page = client.get(desk(world, "enquiry", one.public_id)).content.decode()
    assert "<audio" in page
    address = desk(world, "file", one.public_id, file.public_id)
    whole, piece = client.get(address), client.get(address, HTTP_RANGE="bytes=0-3")
    assert (whole.content, whole["Content-Type"]) == (SOUND.content, "audio/wav")
    assert (piece.status_code, piece.content) == (206, b"RIFF")
    assert piece["Content-Range"] == f"bytes 0-3/{file.size}"
    assert client.get(address, HTTP_RANGE="bytes=999999-").status_code == 416

    write = desk(world, "write_down", one.public_id, message.public_id)
    assert client.post(write, {"transcript": " "}).status_code == 400
    client.post(write, {"transcript": "Mein Mann schlägt mich. (Beispiel)"})

    with centre_scope(world.home):
        found = Enquiry.objects.get()
        assert found.messages.get().german == "Mein Mann schlägt mich. (Beispiel)"
    assert found.is_urgent
    assert "Mein Mann" in client.get(desk(world, "list")).content.decode()
    assert "Mein Mann" not in opened(asked).content.decode()


def test_page_of_the_desk_costs_the_same_with_one_voice_message_and_three(world):
    client, counts = world.client("staff"), []
    asked = ask(world.home, voice=SOUND)
    client.get(desk(world, "enquiry", asked.enquiry.public_id))  # what is asked once per process
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(desk(world, "enquiry", asked.enquiry.public_id))
        counts.append(len(queries))
        assert not any('"enquiries_enquiryfile"."content"' in query["sql"] for query in queries)
        for voice in (OGG, webm()):
            page = opened(asked)
            post(**{"pass": pass_in(page), "do": "write", "text": "", "voice": upload(voice)})
    assert counts[0] == counts[1]
