"""Mail: written in the reader's language as text and HTML, kept until sent, never sent twice.

`queue_mail` belongs into the action that causes the mail: the row and the job commit with it or not at all.
Templates: `<name>.subject.txt`, `<name>.txt`, `<name>.html` (which extends `core/mail.html`).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from email.charset import QP, Charset
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from vielklang.core.actor import Actor
from vielklang.core.audit import action
from vielklang.core.encryption import encrypt
from vielklang.core.languages import get_language
from vielklang.core.models import MailState, OutgoingMail
from vielklang.core.scope import token_scope

log = structlog.get_logger("vielklang.mail")
MOST_ATTEMPTS = 7
"""After 5 seconds, 25 seconds, 2 minutes, 10 minutes, 50 minutes, 4 hours: a server that asks for patience gets it."""
ERASE_AFTER = {"hours": 24}
NOTE_SECONDS = 60
_ERASED: dict[str, Any] = {"to": "", "subject": "", "text": "", "html": "", "headers": {}}
_SEVEN_BIT = Charset("utf-8")
_SEVEN_BIT.body_encoding = QP


Attached = Callable[[str, int | None], Sequence[tuple[str, bytes, str]]]
_ATTACHED: dict[str, Attached] = {}


def register_attachments(kind: str, files: Attached) -> None:
    """Mails whose key begins with "<kind>:" carry the (name, content, media type) that `files(key, centre_id)` gives.

    Asked when the mail leaves, so that no content waits beside it.
    """
    _ATTACHED[kind] = files


@action
def queue_mail(
    *,
    by: Actor,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str = "de",
    centre_id: int | None = None,
    organisation_id: int | None = None,
    unsubscribe_url: str = "",
    headers: Mapping[str, str] | None = None,
) -> bool:
    """Write a mail now and send it after the commit; returns False where a mail with this `key` exists already.

    `context` is given to the templates with `language`, `base_url` and `site_name`. `unsubscribe_url`: where due,
    becomes `List-Unsubscribe` with one-click POST (RFC 8058). `headers`: what else stands in its head, before ours.
    """
    tongue = get_language(language)
    values = {**context, "language": tongue, "base_url": settings.BASE_URL, "site_name": "Vielklang"}
    with translation.override(language):
        subject = " ".join(_plain(f"{template}.subject.txt", values).split())
        text = _plain(f"{template}.txt", values).strip() + "\n"
        html = render_to_string(f"{template}.html", values | {"subject": subject})
    head = {
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",  # RFC 3834
        "X-Auto-Response-Suppress": "All",  # and what Exchange understands of it
    }
    if unsubscribe_url:
        head |= {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    head |= headers or {}
    public_id = uuid.uuid4()
    # By hand, because the key may belong to a row that no scope of ours can see.
    with token_scope(str(public_id)), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_outgoingmail (public_id, key, centre_id, organisation_id, \"to\", language, subject,"
            " text, html, headers, state, attempts, problem, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, 'waiting', 0, '', %s)"
            " ON CONFLICT (key) DO NOTHING",
            [public_id, key, centre_id, organisation_id, encrypt(to), language, encrypt(subject[:250]), encrypt(text),
             encrypt(html), _json(head), timezone.now()],
        )  # fmt: skip
        if cursor.rowcount == 0:
            return False
    _defer(public_id)
    return True


def deliver(public_id: uuid.UUID) -> bool:
    """Send one waiting mail; called by its job, harmless to repeat.

    The row is claimed and committed before the SMTP conversation. A mail that is still `sending` when its job runs
    again belonged to a worker that was killed in that conversation: it is `failed` as interrupted and not sent again by
    itself, because a second mail is worse than a late one. A refusal puts it back to `waiting` (raised, so that the job
    is tried again) until `MOST_ATTEMPTS`.
    """
    with token_scope(str(public_id)):
        mail = (
            OutgoingMail.objects.select_for_update(skip_locked=True)
            .filter(state__in=(MailState.WAITING, MailState.SENDING))
            .first()
        )
        if mail is None:
            return False
        if mail.state == MailState.SENDING:
            _set_state(mail, MailState.FAILED, problem="Interrupted")
            log.warning("mail interrupted", key=mail.key, attempt=mail.attempts)
            return False
        mail.state, mail.attempts = MailState.SENDING, mail.attempts + 1
        mail.save(update_fields=["state", "attempts"])
    try:
        _message(mail).send()
    except (SMTPException, OSError) as error:
        is_final = _is_refused_for_good(error) or mail.attempts >= MOST_ATTEMPTS
        _set_state(mail, MailState.FAILED if is_final else MailState.WAITING, problem=type(error).__name__)
        log.warning("mail not sent", key=mail.key, attempt=mail.attempts, error=type(error).__name__)
        if is_final:
            return False
        raise
    _note_sent(mail)
    return True


def _note_sent(mail: OutgoingMail) -> None:
    """It has left: that is written down even where the database is being restarted just now."""
    until = time.monotonic() + NOTE_SECONDS
    while True:
        try:
            return _set_state(mail, MailState.SENT)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.5)


def _is_refused_for_good(error: Exception) -> bool:
    """A 5xx answer to the recipient; a 4xx ("greylisting") means: come back later."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )


def erase(public_id: uuid.UUID) -> None:
    """Forget address and words of a mail that nobody will send any more: sent, refused, or stuck for a day."""
    with token_scope(str(public_id)):
        OutgoingMail.objects.update(**_ERASED)


def _set_state(mail: OutgoingMail, state: MailState, *, problem: str = "") -> None:
    is_over = state in {MailState.SENT, MailState.FAILED}
    sent_at = timezone.now() if state == MailState.SENT else None
    with token_scope(str(mail.public_id)):
        OutgoingMail.objects.update(
            state=state, sent_at=sent_at, problem=problem[:300], **(_ERASED if is_over else {})
        )


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """As it travels: seven-bit whatever the script, with an id that stays the same when it is tried again."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={"Message-ID": f"<{mail.public_id}@{host}>", **mail.headers},
    )
    message.encoding = _SEVEN_BIT
    message.attach_alternative(mail.html, "text/html")
    kind = mail.key.partition(":")[0]
    for name, content, media_type in _ATTACHED[kind](mail.key, mail.centre_id) if kind in _ATTACHED else ():
        message.attach(name, content, media_type)
    return message


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """A template of plain text: nothing is escaped in it, "&" stays "&"."""
    template: Any = get_template(name)
    return str(template.template.render(Context(dict(values), autoescape=False)))


def _json(value: object) -> str:
    import json

    return json.dumps(value)


def _defer(public_id: uuid.UUID) -> None:
    from vielklang.core.tasks import erase_mail, send_mail

    send_mail.defer(mail=str(public_id))
    erase_mail.configure(schedule_in=ERASE_AFTER).defer(mail=str(public_id))
