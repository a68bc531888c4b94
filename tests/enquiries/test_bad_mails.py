"""Mails as nobody should write them: each is read as well as it can be, or stays in the mailbox with a reason."""

from __future__ import annotations

import base64
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.enquiries.mails import mail, raw
from tests.enquiries.test_files import packed
from vielklang.enquiries.enums import MailReason
from vielklang.enquiries.files import UnacceptableFileError, check_file
from vielklang.enquiries.mail_reading import (
    LARGEST_MAIL,
    MOST_FILES,
    UnreadableMailError,
    domain_of,
    read_mail,
)
from vielklang.enquiries.mail_text import decoded, text_of_html, without_quote


def refused(data: bytes) -> MailReason:
    with pytest.raises(UnreadableMailError) as caught:
        read_mail(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=unknown-x", "Grüße", "Grüße"),
        ("Content-Type: text/plain; charset=utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("Content-Type: text/plain; charset=rot13", "Hallo", "Hallo"),
        ("Content-Type: text/plain; charset=punycode", "Hallo-", "Hallo-"),
        ('Content-Type: text/plain; charset=""', "Hallo", "Hallo"),
        ("Content-Type: text/plain; charset*=utf-8''%ff%fe", "Hallo", "Hallo"),
        ("Content-Type: text/plain; charset=windows-1251", "Привіт".encode("cp1251"), "Привіт"),
        ("Content-Type: text/plain; charset=utf-16", "سلام".encode("utf-16"), "سلام"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "SGFsbG8=!!!\xff", "Hallo"),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "SGFsbG", "Hall"),
        (
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable",
            "Gr=C3=BC=XXe",
            "Grü=XXe",
        ),
        ("Content-Type: text/plain\r\nContent-Transfer-Encoding: unsinn", "Hallo", "Hallo"),
        ("Content-Type: text", "Hallo", "Hallo"),
        ("Content-Type: ", "Hallo", "Hallo"),
        ("X: y", "Hal\x00lo\x1b[31m", "Hallo[31m"),
        ("Content-Type: text/plain; charset=utf-8", "Hal\u202elo", "Hallo"),
    ],
)
def test_words_are_read_whatever_their_encoding(head: str, body: str | bytes, text: str) -> None:
    assert read_mail(raw(body, head)).whole == text


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ=?=", "Grüß"),
        ("=?unknown-x?q?Hallo?=", "Hallo"),
        ("=?utf-8?q?a=0D=0ABcc:_x@example.org?=", "a Bcc: x@example.org"),
        ("Grüße", "Grüße"),
        ("\udcfc", "ü"),
        ("x" * 5000, "x" * 2000),
    ],
)
def test_subjects_are_one_readable_line(subject: str, shown: str) -> None:
    data = b"Subject: " + subject.encode("utf-8", "surrogateescape") + b"\r\n" + raw("Hallo")
    assert read_mail(data).subject.startswith(shown[:3])
    assert read_mail(data).subject == shown or subject.endswith("=?=")
    assert "\n" not in read_mail(data).subject


def nested(depth: int) -> bytes:
    """Multipart in multipart in multipart …"""
    body, head = "Hallo", "Content-Type: text/plain"
    for number in range(depth):
        body = f"--b{number}\r\n{head}\r\n\r\n{body}\r\n--b{number}--\r\n"
        head = f'Content-Type: multipart/mixed; boundary="b{number}"'
    return raw(body, head)


def test_parts_in_parts_are_read_to_a_depth() -> None:
    assert read_mail(nested(8)).whole == "Hallo"
    assert refused(nested(12)) == MailReason.NESTED
    start = time.perf_counter()
    assert refused(nested(5000)) == MailReason.NESTED
    assert time.perf_counter() - start < 2


def test_a_bomb_of_boundaries_is_not_taken_apart() -> None:
    head = "Content-Type: multipart/mixed; " + "boundary=x; " * 300
    assert refused(raw("--x\r\n\r\n", head)) == MailReason.NESTED


def test_thousands_of_attachments_cost_little_and_the_words_are_kept() -> None:
    part = '--x\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nHallo\r\n'
    body = "--x\r\nContent-Type: text/plain\r\n\r\nMeine Frage\r\n" + part * 3000 + "--x--\r\n"
    start = time.perf_counter()
    found = read_mail(raw(body, "Content-Type: multipart/mixed; boundary=x"))
    assert time.perf_counter() - start < 3
    assert found.whole == "Meine Frage"
    assert (len(found.files), found.left_out) == (MOST_FILES, 3000 - MOST_FILES)
    more = "--x\r\n\r\nx\r\n" * 50_000
    assert refused(raw(more, "Content-Type: multipart/mixed; boundary=x")) == MailReason.NESTED


def test_a_mail_too_large_is_not_taken_apart() -> None:
    assert refused(raw(b"x" * LARGEST_MAIL)) == MailReason.TOO_LARGE


@pytest.mark.parametrize(
    "sender", ["", "niemand", "<>", "a@b@c", "@example.org", "x" * 300 + "@example.org", "\udcff"]
)
def test_without_an_address_that_can_be_answered_it_stays(sender: str) -> None:
    data = b"From: " + sender.encode("utf-8", "surrogateescape") + b"\r\n\r\nHallo"
    assert refused(data) == MailReason.NO_SENDER
    assert domain_of(data) == ""


def test_who_wants_the_answer_elsewhere_gets_it_there() -> None:
    found = read_mail(mail(Reply_To="Tochter <tochter@example.org>"))
    assert (found.sender, found.sender_name) == ("tochter@example.org", "Tochter")


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\xff\xfe\x00", b"\x00" * 100, b"From", b":\r\n:\r\n"])
def test_what_is_no_mail_stays(data: bytes) -> None:
    assert refused(data) == MailReason.NO_SENDER


def test_a_mail_with_nothing_in_it_stays() -> None:
    assert refused(raw("", "X: y")) == MailReason.EMPTY
    assert refused(raw(" \r\n\t", "X: y")) == MailReason.EMPTY
    assert read_mail(mail("", Subject="Nur ein Betreff")).subject == "Nur ein Betreff"


HOSTILE = """<html><head><title>Titel</title><style>p{}</style><script>alert(1)</script></head><body>
<p onclick="x()">Guten&nbsp;Tag,</p><div>wo ist der <b>Kurs</b>?<br>Danke</div>
<img src="https://track.example.org/pixel.gif?id=1"><a href="javascript:alert(1)">Klick</a>
<svg><script>alert(2)</script></svg><iframe src="//evil.example.org"></iframe>&lt;script&gt;
<blockquote>Alte Mail</blockquote><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table>
</body></html>"""


def test_of_a_page_words_alone_are_left() -> None:
    found = read_mail(raw(HOSTILE, "Content-Type: text/html; charset=utf-8"))
    assert found.whole.startswith("Guten Tag,\nwo ist der Kurs?\nDanke")
    assert "Alte Mail" in found.whole
    assert "Alte Mail" not in found.text
    for hidden in ("alert", "track.example", "evil.example", "onerror", "Titel"):
        assert hidden not in found.whole


def test_a_page_of_a_hundred_thousand_brackets_costs_little() -> None:
    start = time.perf_counter()
    assert text_of_html("<div>" * 100_000 + "Hallo") == "Hallo"
    text_of_html("<" * 500_000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("inside", ["=ff" * 10, "../../x", "a" * 1000, "\u202egpj.exe", "=?utf-8?b?!!!?="])
def test_names_of_attachments_are_data(inside: str) -> None:
    body = f'--x\r\nContent-Disposition: attachment; filename="{inside}"\r\n\r\nHallo\r\n--x--'
    [(name, data)] = read_mail(raw(body, "Content-Type: multipart/mixed; boundary=x")).files
    assert data.startswith(b"Hallo")
    assert "/" not in check_file(name, data).name


def test_a_broken_name_of_an_attachment_is_none() -> None:
    body = (
        "--x\r\nContent-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=x\r\n\r\nHallo\r\n--x--"
    )
    [(name, _data)] = read_mail(raw(body, "Content-Type: multipart/mixed; boundary=x")).files
    assert name


def test_a_packed_bomb_is_not_unpacked() -> None:
    bomb = base64.encodebytes(packed(*(f"{n}.zip" for n in range(2500)))).decode()
    body = (
        "--x\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/jpeg\r\n"
        f'Content-Disposition: attachment; filename="foto.jpg"\r\n\r\n{bomb}\r\n--x--'
    )
    [(name, data)] = read_mail(raw(body, "Content-Type: multipart/mixed; boundary=x")).files
    with pytest.raises(UnacceptableFileError):
        check_file(name, data)


def test_a_mail_inside_a_mail_is_not_opened() -> None:
    inner = mail("Innen", From="innen@example.org").decode()
    outer = "--x\r\nContent-Type: text/plain\r\n\r\nAußen\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
    body = f"{outer}{inner}\r\n--x--"
    found = read_mail(raw(body, "Content-Type: multipart/mixed; boundary=x"))
    assert (found.whole, found.sender) == ("Außen", "olena@example.org")


def test_endless_threads_are_cut_and_broken_ids_left_out() -> None:
    chain = " ".join(f"<{n}@example.org>" for n in range(5000))
    found = read_mail(b"References: " + chain.encode() + b" <kaputt\xff@x> \r\n" + raw("Hallo"))
    assert found.thread[0] == "<4999@example.org>"
    assert len(found.thread) == 50


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Ja, gern.\n\nAm Mo., 23.11.2026 schrieb KI Kreis Kleve:\n> Passt Montag?\n>\n> KI", "Ja, gern."),
        (
            "Ja.\n\nOn Mon, 23 Nov 2026 at 10:00 KI Kreis Kleve\n<anfragen@ki.example.org> wrote:\n\n> Monday?",
            "Ja.",
        ),
        ("نعم\n\nفي الاثنين 23 نوفمبر كتب KI:\n> Montag?", "نعم"),
        ("Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: KI\nText", "Ja."),
        (
            "Ja.\n\nVon: KI <a@ki.example.org>\nGesendet: Montag\nAn: Olena\nBetreff: Kurs\n\nPasst Montag?",
            "Ja.",
        ),
        ("Ja.\n--\nOlena", "Ja."),
        ("> Passt Montag?\nJa.\n> Uhrzeit?\nZehn.", "> Passt Montag?\nJa.\n> Uhrzeit?\nZehn."),
        ("> nur Zitat", "> nur Zitat"),
        ("Meine Fragen:\nWann?\nWo?", "Meine Fragen:\nWann?\nWo?"),
        ("> Nur Zitat\n> und noch eines", "> Nur Zitat\n> und noch eines"),
    ],
)
def test_what_is_quoted_is_cut_from_answers(text: str, new: str) -> None:
    assert without_quote(text) == new


def test_no_charset_is_an_error() -> None:
    for charset in ("", "x" * 1000, "utf-7", "idna", "zip", "hex", "undefined", "\x00", "mbcs", "cp65001"):
        assert decoded(b"Hallo \xff", charset).startswith("Hallo")


_HEADS = st.sampled_from([
    b"From: a@example.org", b"From: =?utf-8?b?!!?= <a@example.org>", b"Subject: =?x?q?=FF?=",
    b"Content-Type: text/html",
    b"Content-Type: multipart/mixed; boundary=x", b"Content-Type: multipart/alternative; boundary=\"x\"; charset=\xff",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"Content-Type: message/rfc822",
    b"Content-Disposition: attachment; filename*=utf-8''%ff", b"References: <a@b> <\xff>", b"Return-Path: <>",
])  # fmt: skip
_BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"--x\r\n", b"--x--", b"\r\n\r\n", b"begin 644 a\r\n#0V%T\r\nend"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_HEADS, max_size=6), st.lists(st.one_of(_HEADS, _BODIES), max_size=12))
def test_whatever_comes_is_read_or_refused(heads: list[bytes], pieces: list[bytes]) -> None:
    data = b"\r\n".join(heads) + b"\r\n\r\n" + b"\r\n".join(pieces)
    try:
        found = read_mail(data)
    except UnreadableMailError:
        return
    for text in (
        found.whole,
        found.text,
        found.subject,
        found.sender_name,
        *(name for name, _data in found.files),
    ):
        text.encode()
        assert "\0" not in text
    for name, content in found.files:
        with suppress(UnacceptableFileError):
            check_file(name, content).name.encode()
