"""Identifiers of mails (`Message-ID`): in headers as they are, in the database as a digest."""

from __future__ import annotations

import re

from django.utils.crypto import salted_hmac

_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_ADDRESSED = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")

REPLY = "enquiry-reply"
"""How the keys of mails begin that hold the answer itself; its files go with them (`mail_attachments`)."""


def ids_in(text: str) -> list[str]:
    """Of a header, in its order; what is no identifier is left out."""
    return _ID.findall(text)


def ids_in_body(text: str) -> list[str]:
    """Of a report about a mail, each once."""
    return list(dict.fromkeys(_ADDRESSED.findall(text)))


def digest_of_id(message_id: str) -> str:
    return salted_hmac("vielklang.enquiries.mail", message_id, algorithm="sha256").hexdigest()
