"""What comes out of a mailbox: a new question, words to one that is there, or a line that a mail was left. In the scope
of the centre.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from vielklang.centres.models import Centre
from vielklang.core.actor import READER, Actor
from vielklang.core.audit import action, record
from vielklang.core.language_guess import guess_language
from vielklang.enquiries.actions._common import LONGEST_TEXT
from vielklang.enquiries.actions.asking import Question, ask_centre
from vielklang.enquiries.actions.desk_files import note_other_sender, note_refused, note_undelivered
from vielklang.enquiries.actions.files import keep_file
from vielklang.enquiries.actions.person import mark_urgent, write_again
from vielklang.enquiries.asking import topics_of
from vielklang.enquiries.enums import (
    Channel,
    ContactKind,
    FileProblem,
    MailboxProblem,
    MailFate,
    MailReason,
    Purpose,
)
from vielklang.enquiries.files import CheckedFile, text_file
from vielklang.enquiries.mail_ids import digest_of_id
from vielklang.enquiries.mail_reading import IncomingMail
from vielklang.enquiries.models import Enquiry, EnquiryContact, EnquiryMail, EnquiryMessage, Mailbox
from vielklang.enquiries.urgent import urgent_needs

_LONGEST_REFERENCES = 4000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies: in which mailbox, under which numbers of the server."""

    mailbox: Mailbox
    validity: int
    uid: int


@action
def begin_reading(*, by: Actor, centre: Centre, until: dt.datetime) -> Mailbox | None:
    """Take the lease of an active mailbox; None where there is none, or where somebody reads it now."""
    row = Mailbox.objects.select_for_update().filter(centre=centre, is_active=True).first()
    if row is None or (row.reading_until is not None and row.reading_until > timezone.now()):
        return None
    row.reading_until = until
    row.save(update_fields=["reading_until"])
    return row


@action
def end_reading(*, by: Actor, mailbox: Mailbox, problem: MailboxProblem | None) -> None:
    row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    row.reading_until, row.problem = None, problem or ""
    row.last_read_at = row.last_read_at if problem else timezone.now()
    row.save(update_fields=["reading_until", "problem", "last_read_at"])


@action
def begin_numbers(*, by: Actor, mailbox: Mailbox, validity: int, last_uid: int) -> Mailbox:
    """The server numbers its mails anew, or we see it for the first time: what is unread and what comes is new."""
    row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    row.uid_validity, row.last_uid = validity, last_uid
    row.save(update_fields=["uid_validity", "last_uid"])
    return row


@action
def take_mail(
    *,
    by: Actor,
    at: Place,
    mail: IncomingMail,
    kept: Sequence[CheckedFile] = (),
    refused: Sequence[tuple[str, FileProblem]] = (),
) -> EnquiryMail | None:
    """Store a mail once: as an answer to the question whose thread it names, else as a new question.

    What programs write becomes none; a report that our answer did not arrive is noted at its question. Returns None
    where this mail is there already.
    """
    _advance(at)
    digest = salted_hmac("vielklang.enquiries.mail.content", mail.content, algorithm="sha256").hexdigest()
    reason = mail.written_by
    if reason is None and EnquiryMail.objects.filter(content_digest=digest).exists():
        reason = MailReason.COPY
    if reason is not None:
        if reason == MailReason.BOUNCE and (undelivered := _thread_of(mail.mentions)):
            note_undelivered(by=by, enquiry=undelivered)
        _left(by, at, MailFate.SKIPPED, reason)
        return None
    enquiry = _thread_of(mail.thread)
    message = _continued(enquiry, mail) if enquiry else _asked(at.mailbox.centre, mail)
    _keep_files(by, message, mail, kept, refused)
    row = EnquiryMail.objects.create(
        **_columns(at), enquiry=message.enquiry, fate=MailFate.TAKEN, content_digest=digest,
        id_digest=digest_of_id(mail.message_id) if mail.message_id else "", message_id=mail.message_id,
        references=" ".join(reversed(mail.thread))[-_LONGEST_REFERENCES:], subject=mail.subject[:250],
    )  # fmt: skip
    record(by=by, event="mail taken", subject=row)
    return row


@action
def leave_mail(*, by: Actor, at: Place, reason: MailReason, domain: str) -> EnquiryMail:
    """Note that a mail cannot be taken; it stays in the mailbox. Of the sender only the domain is kept."""
    _advance(at)
    return _left(by, at, MailFate.UNREADABLE, reason, domain)


@action
def settle_mail(*, by: Actor, mail: EnquiryMail) -> EnquiryMail:
    """A colleague looked at it in the mailbox: the line at the desk goes."""
    row = EnquiryMail.objects.select_for_update().get(pk=mail.pk)
    if row.fate == MailFate.UNREADABLE:
        row.fate, row.sender_domain = MailFate.SETTLED, ""
        row.save(update_fields=["fate", "sender_domain"])
        record(by=by, event="mail settled", subject=row)
    return row


@action
def forget_left_mails(*, by: Actor, centre: Centre, before: dt.datetime) -> int:
    """Lines about what programs wrote, when the page no longer shows them; the server knows that it is read."""
    rows = EnquiryMail.objects.filter(centre=centre, fate=MailFate.SKIPPED, created_at__lt=before)
    return rows.delete()[0]


def _asked(centre: Centre, mail: IncomingMail) -> EnquiryMessage:
    """A new question. Who writes a mail wants an answer by mail: that, and no more, counts as agreed (ADR 0026)."""
    text = "\n\n".join(part for part in (mail.subject, mail.whole) if part)
    language = guess_language(mail.whole or mail.subject)
    topics = topics_of(text, language, None)
    question = Question(
        language=language, text=text, contact_kind=ContactKind.EMAIL, contact=mail.sender, name=mail.sender_name,
        topics=topics, purposes=frozenset({Purpose.ANSWER}), is_urgent=bool(urgent_needs(text, topics)),
        channel=Channel.MAIL,
    )  # fmt: skip
    asked = ask_centre(by=READER, centre=centre, question=question)
    return asked.enquiry.messages.get()


def _continued(enquiry: Enquiry, mail: IncomingMail) -> EnquiryMessage:
    message = write_again(by=READER, enquiry=enquiry, text=mail.text or mail.subject)
    contact = EnquiryContact.objects.filter(enquiry=enquiry, kind=ContactKind.EMAIL).first()
    if contact is None or contact.value.lower() != mail.sender.lower():
        note_other_sender(by=READER, enquiry=message.enquiry, address=mail.sender)
    if not message.enquiry.is_urgent and urgent_needs(mail.text, message.enquiry.topics):
        mark_urgent(by=READER, enquiry=message.enquiry)
    return message


def _keep_files(
    by: Actor,
    message: EnquiryMessage,
    mail: IncomingMail,
    kept: Sequence[CheckedFile],
    refused: Sequence[tuple[str, FileProblem]],
) -> None:
    """The attachments; a text that is longer than a message is kept whole as one more."""
    for file in kept:
        keep_file(by=by, message=message, checked=file)
    if len(mail.whole) + len(mail.subject) + 2 > LONGEST_TEXT:
        keep_file(by=by, message=message, checked=text_file("mail.txt", f"{mail.subject}\n\n{mail.whole}"))
    for name, problem in refused:
        note_refused(by=by, enquiry=message.enquiry, name=name, problem=problem)


def _thread_of(ids: Sequence[str]) -> Enquiry | None:
    """The question to which a mail with one of these ids belongs; the nearest id counts first."""
    digests = [digest_of_id(one) for one in ids]
    rows = EnquiryMail.objects.filter(id_digest__in=digests, enquiry__isnull=False).select_related(
        "enquiry__centre"
    )
    found = {row.id_digest: row.enquiry for row in rows}
    return next((found[digest] for digest in digests if digest in found), None)


def _left(by: Actor, at: Place, fate: MailFate, reason: MailReason, domain: str = "") -> EnquiryMail:
    row = EnquiryMail.objects.create(**_columns(at), fate=fate, reason=reason, sender_domain=domain[:250])
    record(by=by, event="mail left", subject=row, reason=reason.value)
    return row


def _columns(at: Place) -> dict[str, Any]:
    return {
        "centre_id": at.mailbox.centre_id, "uid_validity": at.validity, "uid": at.uid, "created_at": timezone.now()
    }  # fmt: skip


def _advance(at: Place) -> None:
    Mailbox.objects.filter(pk=at.mailbox.pk).update(last_uid=Greatest(F("last_uid"), at.uid))
