"""What belongs to no subject: the audit, mails on their way, the count of publications."""

from __future__ import annotations

import uuid

from django.db import models

from vielklang.core.actor import ActorKind
from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager


class AuditEntry(models.Model):
    """*Centre-private*, append-only: the web role may add rows and read those of its scope, never change one.

    Centre, organisation and person are plain numbers, so that the entry outlives them. `context_id` is the
    `pgh_context_id` of the history rows that were written by the same action.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    context_id = models.UUIDField()
    actor_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_name = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_label = models.CharField(max_length=200, blank=True)
    centre_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, blank=True)

    objects = PrivateManager(centre="centre_id", organisation="organisation_id", user="user_id")  # type: ignore[django-manager-missing, unused-ignore]  # by order of reading

    class Meta:
        ordering = ("-at", "id")
        verbose_name_plural = "audit entries"
        indexes = (
            models.Index(fields=("centre_id", "-at", "id"), name="audit_of_centre"),
            models.Index(fields=("organisation_id", "-at"), name="audit_of_organisation"),
            models.Index(fields=("subject_id",), name="audit_of_subject"),
            models.Index(fields=("context_id",), name="audit_context"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.event} {self.subject_label}"


class MailState(models.TextChoices):
    WAITING = "waiting", "waiting"
    SENDING = "sending", "sending"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"


class OutgoingMail(models.Model):
    """*Centre-private.* A mail and whether it was sent; words and address are erased then, or after a day.

    Until then they are encrypted: what a database deletes stands in its files for a while.

    `key` says what the mail is about ("reminder:<offer>:<step>"): the same key is never sent twice.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True)
    centre_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    to = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12)
    subject = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    html = EncryptedTextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateManager(centre="centre_id", organisation="organisation_id", token="public_id")  # type: ignore[django-manager-missing, unused-ignore]  # by order of reading

    class Meta:
        ordering = ("-created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=MailState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MailState.SENT) & models.Q(sent_at=None)),
                name="mail_sent_at_fits_state",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"


class Publication(models.Model):
    """*Technical.* How often a transaction changed a centre's public content (0: the whole installation's).

    Written by triggers (`core.publication`); `transaction` 0 holds what was added up.
    """

    pk = models.CompositePrimaryKey("centre_id", "transaction")
    centre_id = models.BigIntegerField()
    transaction = models.BigIntegerField()
    changes = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.changes}"
