"""Mails as they lie on a server, good ones and bad ones."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

_numbers = itertools.count(1)
FROM = "Olena Beispiel <olena@example.org>"


def mail(
    text: str = "Де я можу вивчати німецьку мову?",
    *,
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: Any,
) -> bytes:
    """From Olena, in Ukrainian, if nothing else is asked for; a header that is None is left out."""
    made = EmailMessage()
    values = {
        "From": FROM, "To": "anfragen@ki.example.org", "Subject": "Мовний курс",
        "Date": "Mon, 23 Nov 2026 10:00:00 +0100", "Message-ID": f"<{next(_numbers)}@mail.example.org>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    for name, value in values.items():
        if value is not None:
            made[name] = value
    made.set_content(text)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def raw(
    body: bytes | str, head: str = "Content-Type: text/plain; charset=utf-8", sender: str = FROM
) -> bytes:
    """A mail of which every byte is ours."""
    start = f"From: {sender}\r\nMessage-ID: <{next(_numbers)}@mail.example.org>\r\nMIME-Version: 1.0\r\n"
    data = body if isinstance(body, bytes) else body.encode()
    return start.encode() + head.encode("utf-8", "surrogateescape") + b"\r\n\r\n" + data


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: what a machine's load does not change."""
    count = 0

    def seen(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    previous = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(previous)
    return count
