"""The mailbox of a centre, and which mails came out of it or went to a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums_desk import MailboxProblem, MailboxSecurity, MailFate, MailReason
from vielklang.enquiries.models.enquiry import Enquiry


class Mailbox(models.Model):
    """*Centre-private.* Where a centre receives questions by mail, and how far it has been read.

    `reading_until` is a lease: one process reads at a time, and one that died holds nobody up. `uid_validity` and
    `last_uid` are the server's own numbers (RFC 9051): mails after `last_uid` are new, whoever has opened them.
    """

    centre = models.OneToOneField("centres.Centre", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(help_text="people write to it; answers to our mails go there")
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=MailboxSecurity, default=MailboxSecurity.TLS)
    user = EncryptedTextField()
    password = EncryptedTextField()
    folder = models.CharField(max_length=200, default="INBOX")
    is_active = models.BooleanField(default=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    reading_until = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=12, choices=MailboxProblem, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"mailbox of centre {self.centre_id}"


class EnquiryMail(models.Model):
    """*Centre-private.* A mail that came (`uid`) or went, so that each is taken once and answers find their question.

    `content_digest` is of everything a person wrote and when: the same mail, delivered twice. `id_digest` is of its
    `Message-ID`, by which programs say what they answer. Without `enquiry` it became none: see `fate` and `reason`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    fate = models.CharField(max_length=10, choices=MailFate)
    reason = models.CharField(max_length=12, choices=MailReason, blank=True)
    content_digest = models.CharField(max_length=64, null=True, blank=True)
    id_digest = models.CharField(max_length=64, blank=True)
    message_id = EncryptedTextField(blank=True)
    references = EncryptedTextField(blank=True)
    subject = EncryptedTextField(blank=True)
    sender_domain = EncryptedTextField(blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(fields=("centre", "id_digest"), name="enquiry_mail_thread"),
            models.Index(fields=("centre", "fate", "created_at"), name="enquiry_mail_fate"),
        )
        constraints = (
            models.UniqueConstraint(fields=("centre", "uid_validity", "uid"), name="enquiry_mail_uid_once"),
            models.UniqueConstraint(fields=("centre", "content_digest"), name="enquiry_mail_content_once"),
            models.CheckConstraint(
                condition=Q(fate__in=(MailFate.TAKEN, MailFate.SENT), enquiry__isnull=False)
                | Q(fate__in=(MailFate.SKIPPED, MailFate.UNREADABLE, MailFate.SETTLED), enquiry=None),
                name="enquiry_mail_fate_fits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fate} mail of {self.created_at:%Y-%m-%d}"
