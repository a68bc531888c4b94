"""The conversation with a mail server: IMAP over TLS by `imap-tools`, and words for everything that goes wrong."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from vielklang.enquiries.enums import MailboxProblem, MailboxSecurity
from vielklang.enquiries.models import Mailbox

_SECONDS = 20
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_HEADER_BYTES = 65_536


class MailboxError(Exception):
    """`problem` says what to do."""

    def __init__(self, problem: MailboxProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A folder that is open; `validity` and `next_uid` are the server's numbers (RFC 9051, 2.3.1.1)."""

    box: BaseMailBox
    validity: int
    next_uid: int

    def unseen(self) -> set[int]:
        return {int(uid) for uid in self.box.uids("UNSEEN")}

    def after(self, uid: int) -> set[int]:
        """The mails with higher numbers; a server names the last one even where it is lower."""
        return {int(found) for found in self.box.uids(f"UID {uid + 1}:*") if int(found) > uid}

    def size(self, uid: int) -> int:
        """Bytes; 0 for a mail that is gone meanwhile."""
        _status, rows = self.box.client.uid("fetch", str(uid), "(RFC822.SIZE)")
        found = next((match for row in rows if isinstance(row, bytes) and (match := _SIZE.search(row))), None)
        return int(found[1]) if found else 0

    def mail(self, uid: int) -> bytes:
        return self._fetched(uid, "(BODY.PEEK[])")

    def header(self, uid: int) -> bytes:
        return self._fetched(uid, f"(BODY.PEEK[HEADER]<0.{_HEADER_BYTES}>)")

    def mark(self, uid: int, flag: str) -> None:
        self.box.flag(str(uid), [flag], True)

    def _fetched(self, uid: int, what: str) -> bytes:
        _status, rows = self.box.client.uid("fetch", str(uid), what)
        return next((row[1] for row in rows if isinstance(row, tuple)), b"")


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[OpenMailbox]:
    """Raises `MailboxError`, also where the connection ends in the middle."""
    try:
        box = _connected(mailbox)
    except ssl.SSLError as error:
        raise MailboxError(MailboxProblem.CERTIFICATE) from error
    except (OSError, ValueError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxError(MailboxProblem.UNREACHABLE) from error
    try:
        _sign_in(box, mailbox)
        box.folder.set(mailbox.folder)
        numbers = box.folder.status(mailbox.folder, ["UIDVALIDITY", "UIDNEXT"])
        yield OpenMailbox(box, numbers["UIDVALIDITY"], numbers["UIDNEXT"])
    except MailboxFolderSelectError as error:
        raise MailboxError(MailboxProblem.FOLDER) from error
    except (OSError, KeyError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise MailboxError(MailboxProblem.OTHER) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.logout()


def problem_of(mailbox: Mailbox) -> MailboxProblem | None:
    """Opens it once and changes nothing in it; None where all is well."""
    try:
        with opened(mailbox):
            return None
    except MailboxError as error:
        return error.problem


def _connected(mailbox: Mailbox) -> BaseMailBox:
    context = ssl.create_default_context(cafile=settings.MAILBOX_CA_FILE or None)
    kind = MailBox if mailbox.security == MailboxSecurity.TLS else MailBoxStartTls
    return kind(mailbox.host, mailbox.port, timeout=_SECONDS, ssl_context=context)


def _sign_in(box: BaseMailBox, mailbox: Mailbox) -> None:
    try:
        if (mailbox.user + mailbox.password).isascii():
            box.login(mailbox.user, mailbox.password, None)
        else:
            box.login_utf8(mailbox.user, mailbox.password, None)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, MailboxLoginError) as error:
        raise MailboxError(MailboxProblem.LOGIN) from error
