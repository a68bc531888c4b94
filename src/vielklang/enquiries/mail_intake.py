"""The round through a centre's mailbox: each mail is stored first and marked on the server afterwards.

So a process that dies in between loses nothing and takes nothing twice (docs/adr/0026).
"""

from __future__ import annotations

import datetime as dt
import imaplib
import traceback
from dataclasses import dataclass, replace
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from imap_tools.errors import ImapToolsError

from vielklang.centres.models import Centre
from vielklang.core.actor import Actor
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import mail as actions
from vielklang.enquiries.enums import FileProblem, MailboxProblem, MailFate, MailReason
from vielklang.enquiries.files import CheckedFile, UnacceptableFileError, check_file, clean_name
from vielklang.enquiries.mail_reading import (
    LARGEST_MAIL,
    IncomingMail,
    UnreadableMailError,
    domain_of,
    read_mail,
)
from vielklang.enquiries.mailbox_connection import MailboxError, OpenMailbox, opened
from vielklang.enquiries.models import EnquiryMail, Mailbox

log = structlog.get_logger("vielklang.enquiries")
MOST_MAILS = 50
"""In one round; the next one goes on."""
LEASE = dt.timedelta(minutes=10)
_SEEN, _FLAGGED = "\\Seen", "\\Flagged"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is to be stored of a mail: read, with its attachments looked at."""

    mail: IncomingMail
    kept: tuple[CheckedFile, ...]
    refused: tuple[tuple[str, FileProblem], ...]


def read_mailbox(*, by: Actor, centre: Centre) -> int:
    """Read what is new; how many mails were handled. Another process that reads it now is left alone."""
    with centre_scope(centre):
        mailbox = actions.begin_reading(by=by, centre=centre, until=timezone.now() + LEASE)
    if mailbox is None:
        return 0
    problem, count = "", 0
    try:
        with opened(mailbox) as box:
            count = _round(by, centre, mailbox, box)
    except MailboxError as error:
        problem = error.problem.value
        log.warning("mailbox cannot be read", centre=centre.slug, problem=problem)
    finally:
        with centre_scope(centre):
            actions.end_reading(by=by, mailbox=mailbox, problem=MailboxProblem(problem) if problem else None)
    return count


def _round(by: Actor, centre: Centre, mailbox: Mailbox, box: OpenMailbox) -> int:
    if mailbox.uid_validity != box.validity:
        with centre_scope(centre):
            mailbox = actions.begin_numbers(
                by=by, mailbox=mailbox, validity=box.validity, last_uid=box.next_uid - 1
            )
    unseen = box.unseen()
    waiting = sorted(unseen | box.after(mailbox.last_uid))
    known = _known(centre, box.validity, waiting)
    for uid in waiting:
        if (
            known.get(uid, MailFate.UNREADABLE) not in {MailFate.UNREADABLE, MailFate.SETTLED}
            and uid in unseen
        ):
            box.mark(uid, _SEEN)  # stored before, by a process that did not come to this
    fresh = [uid for uid in waiting if uid not in known][:MOST_MAILS]
    for uid in fresh:
        _take(by, centre, mailbox, box, uid)
    return len(fresh)


def _known(centre: Centre, validity: int, uids: list[int]) -> dict[int, str]:
    with centre_scope(centre):
        rows = EnquiryMail.objects.filter(uid_validity=validity, uid__in=uids)
        return dict(rows.values_list("uid", "fate"))  # type: ignore[arg-type]  # none of these is without uid


def _take(by: Actor, centre: Centre, mailbox: Mailbox, box: OpenMailbox, uid: int) -> None:
    """Store one mail, then mark it. One that cannot be taken is flagged and stays unread, with a line at the desk."""
    at = actions.Place(mailbox, box.validity, uid)
    try:
        found = _opened(mailbox, box, uid)
        with centre_scope(centre):
            actions.take_mail(by=by, at=at, mail=found.mail, kept=found.kept, refused=found.refused)
    except UnreadableMailError as error:
        _leave(by, centre, box, at, error.reason)
        return
    except (DatabaseError, MailboxError, OSError, imaplib.IMAP4.error, ImapToolsError):
        raise
    except Exception as error:  # a mail of a kind that nobody has thought of must not hold up all others
        # where, and nothing of what: a message may quote the mail
        place = traceback.extract_tb(error.__traceback__)[-1]
        at_line = f"{place.name}:{place.lineno}"
        log.error("mail cannot be read", centre=centre.slug, error=type(error).__name__, place=at_line)
        _leave(by, centre, box, at, MailReason.BROKEN)
        return
    box.mark(uid, _SEEN)


def _leave(by: Actor, centre: Centre, box: OpenMailbox, at: actions.Place, reason: MailReason) -> None:
    with centre_scope(centre):
        actions.leave_mail(by=by, at=at, reason=reason, domain=domain_of(box.header(at.uid)))
    box.mark(at.uid, _FLAGGED)


def _opened(mailbox: Mailbox, box: OpenMailbox, uid: int) -> Opened:
    """Its size is asked before it is fetched; its files are looked at outside of the transaction."""
    if box.size(uid) > LARGEST_MAIL:
        raise UnreadableMailError(MailReason.TOO_LARGE)
    mail = read_mail(box.mail(uid))
    if is_own(mailbox, mail.sender):
        mail = replace(mail, written_by=MailReason.OWN)
    if mail.written_by is not None:
        return Opened(mail, (), ())
    kept, refused = [], []
    for name, data in mail.files:
        try:
            kept.append(check_file(name, data))
        except UnacceptableFileError as error:
            refused.append((clean_name(name, ""), error.problem))
    if mail.left_out:
        refused.append((str(mail.left_out), FileProblem.TOO_MANY))
    return Opened(mail, tuple(kept), tuple(refused))


def is_own(mailbox: Mailbox, sender: str) -> bool:
    """From an address that this installation writes from: an answer to it would come back here."""
    own = {mailbox.address, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
    return sender.lower() in {address.lower() for address in own}
