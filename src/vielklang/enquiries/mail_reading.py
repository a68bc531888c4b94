"""A mail as it lies on the server becomes words, sender, thread and attachments. Nothing in it is believed or opened.

Neighbours: `mail_text` (words), `mail_intake` (the round through a mailbox).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vielklang.enquiries.enums import MailReason
from vielklang.enquiries.mail_ids import ids_in, ids_in_body
from vielklang.enquiries.mail_text import decoded, header_text, text_of_html, tidy, without_quote

LARGEST_MAIL = 25_000_000
MOST_PARTS = 200
DEEPEST = 10
MOST_FILES = 20
_MOST_IDS = 50
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_HEADERS_READ = 200
_THREADS, _LONGEST_THREAD = frozenset({"references", "in-reply-to"}), 20_000
_LISTS = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list", "feedback-id")
_ROBOTS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-vacation")
_REPORTERS = ("mailer-daemon", "postmaster")


class UnreadableMailError(Exception):
    """A mail that cannot be taken; it stays where it is."""

    def __init__(self, reason: MailReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """`thread`: ids of the mails it answers, the nearest first. `text` is what is new, `whole` with all quotes.

    `files` are (name, content), at most `MOST_FILES`; `left_out` more came. `written_by` says which kind of program
    wrote it, empty for people. `mentions`: ids in its body, where a report names the mail it is about.
    """

    message_id: str
    thread: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    text: str
    whole: str
    files: tuple[tuple[str, bytes], ...]
    left_out: int
    written_by: MailReason | None
    content: str
    mentions: tuple[str, ...] = ()


def read_mail(raw: bytes) -> IncomingMail:
    """Raises `UnreadableMailError`; whatever else is wrong in a mail is read as well as it can be."""
    if len(raw) > LARGEST_MAIL:
        raise UnreadableMailError(MailReason.TOO_LARGE)
    if len(_BOUNDARY.findall(raw)) > MOST_PARTS:
        raise UnreadableMailError(MailReason.NESTED)
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
        leaves = list(_leaves(message))
    except (RecursionError, MemoryError) as error:
        raise UnreadableMailError(MailReason.NESTED) from error
    headers = _headers(message)
    whole, fresh = _words(leaves)
    files, left_out = _files(leaves)
    written_by = _program(message, headers)
    sender, name = _sender(headers)
    if not sender and written_by is None:
        raise UnreadableMailError(MailReason.NO_SENDER)
    if not whole and not files and not headers.get("subject") and written_by is None:
        raise UnreadableMailError(MailReason.EMPTY)
    return IncomingMail(
        message_id=next(iter(ids_in(headers.get("message-id", ""))), ""),
        thread=_thread(headers),
        sender=sender,
        sender_name=name,
        subject=headers.get("subject", ""),
        text=fresh,
        whole=whole,
        files=files,
        left_out=left_out,
        written_by=written_by,
        content=_content(headers, whole, files),
        mentions=tuple(ids_in_body(raw[:300_000].decode("ascii", "replace")))[:_MOST_IDS],
    )


def domain_of(header: bytes) -> str:
    """Of a mail that cannot be read: who sent it, without the name; empty where even that cannot be told."""
    message = BytesParser(policy=compat32).parsebytes(header, headersonly=True)
    sender, _name = _sender(_headers(message))
    return sender.rpartition("@")[2]


def _headers(message: Message) -> dict[str, str]:
    """The first of each name, readable; identifiers and addresses are taken from what stands there."""
    found: dict[str, str] = {}
    for name, value in list(message.raw_items())[:_HEADERS_READ]:
        key = str(name).lower()
        found.setdefault(key, str(value)[-_LONGEST_THREAD:] if key in _THREADS else header_text(str(value)))
    return found


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something. A mail inside a mail counts as one part and is not opened."""
    waiting, count = [(message, 0)], 0
    while waiting:
        part, depth = waiting.pop(0)
        count += 1
        if depth > DEEPEST or count > MOST_PARTS * 20:
            raise UnreadableMailError(MailReason.NESTED)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting[:0] = [(row, depth + 1) for row in inside if isinstance(row, Message)]
        else:
            yield part


def _words(leaves: list[Message]) -> tuple[str, str]:
    """(all words, the new ones), of plain text where there is some, else of HTML."""
    plain = [_text(part) for part in leaves if _is_words(part, "text/plain")]
    if any(text.strip() for text in plain):
        whole = tidy("\n\n".join(plain))
        return whole, without_quote(whole)
    pages = [_text(part) for part in leaves if _is_words(part, "text/html")]
    whole = tidy("\n\n".join(text_of_html(page) for page in pages))
    fresh = tidy("\n\n".join(text_of_html(page, without_quotes=True) for page in pages))
    return whole, without_quote(fresh or whole)


def _is_words(part: Message, content_type: str) -> bool:
    return part.get_content_type() == content_type and not _file_name(part)


def _text(part: Message) -> str:
    return decoded(_data(part), str(part.get_content_charset("") or ""))


def _data(part: Message) -> bytes:
    """Broken base64 and the like give what can be read of it."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""


def _files(leaves: list[Message]) -> tuple[tuple[tuple[str, bytes], ...], int]:
    parts = [
        part for part in leaves if not _is_words(part, "text/plain") and not _is_words(part, "text/html")
    ]
    kept = [(_file_name(part), _data(part)) for part in parts[:MOST_FILES]]
    return tuple((name, data) for name, data in kept if name or data), max(0, len(parts) - MOST_FILES)


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (ValueError, LookupError, TypeError):
        name = ""
    is_attached = str(part.get("content-disposition", "")).lower().lstrip().startswith("attachment")
    return header_text(str(name)) or ("file" if is_attached else "")


def _sender(headers: dict[str, str]) -> tuple[str, str]:
    """(address that can be answered, name): where the person wants answers, else who wrote."""
    for field in ("reply-to", "from"):
        for name, address in getaddresses([headers.get(field, "")])[:1]:
            try:
                validate_email(address)
            except ValidationError:
                continue
            if len(address) <= 254:
                return address, name[:120]
    return "", ""


def _program(message: Message, headers: dict[str, str]) -> MailReason | None:
    """Which kind of program wrote it (RFC 3834, RFC 2919), so that two programs never answer each other."""
    who = headers.get("from", "").lower()
    content_type = message.get_content_type()
    if headers.get("return-path", "").strip() == "<>" or content_type == "multipart/report":
        return MailReason.BOUNCE
    if any(f"{name}@" in who for name in _REPORTERS):
        return MailReason.BOUNCE
    if headers.get("auto-submitted", "no").split(";")[0].strip().lower() != "no":
        return MailReason.AUTOMATIC
    if any(name in headers for name in _ROBOTS) or headers.get("precedence", "").lower() == "auto_reply":
        return MailReason.AUTOMATIC
    if any(name in headers for name in _LISTS) or headers.get("precedence", "").lower() in {
        "bulk",
        "list",
        "junk",
    }:
        return MailReason.MAILING_LIST
    return None


def _thread(headers: dict[str, str]) -> tuple[str, ...]:
    near, far = ids_in(headers.get("in-reply-to", "")), ids_in(headers.get("references", ""))
    return tuple(dict.fromkeys([*near, *reversed(far)]))[:_MOST_IDS]


def _content(headers: dict[str, str], whole: str, files: tuple[tuple[str, bytes], ...]) -> str:
    """The same for two copies of a mail, whichever way they came; another for every other mail."""
    mark = sha256()
    for name in ("message-id", "date", "from", "subject"):
        mark.update(headers.get(name, "").encode() + b"\0")
    mark.update(whole.encode() + b"\0")
    for name, data in files:
        mark.update(name.encode() + b"\0" + sha256(data).digest())
    return mark.hexdigest()
