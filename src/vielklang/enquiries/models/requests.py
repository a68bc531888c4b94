"""What a person demands of the centre by law: to know what is stored, or that it is erased."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vielklang.core.encryption import EncryptedTextField
from vielklang.core.scope import PrivateManager
from vielklang.enquiries.enums_desk import RequestAnswer, RequestKind, RequestProof
from vielklang.enquiries.models.enquiry import Enquiry


class DataRequest(models.Model):
    """*Centre-private.* A request by a person and how it was answered; it names nobody, and outlives what it asks of.

    `due_on` is the last day that the law leaves (`figures.legal_months`). `enquiry` is gone after an erasure.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.SET_NULL, null=True, blank=True, related_name="data_requests"
    )
    kind = models.CharField(max_length=8, choices=RequestKind)
    proof = models.CharField(max_length=8, choices=RequestProof)
    received_on = models.DateField()
    due_on = models.DateField()
    answer = models.CharField(max_length=8, choices=RequestAnswer, blank=True)
    reason = EncryptedTextField(blank=True, help_text="why it was refused")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)

    objects = PrivateManager(centre="centre")

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("request of a person")
        constraints = (
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="data_request_answered_at_fits",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=models.F("received_on")), name="data_request_due_later"
            ),
        )

    def __str__(self) -> str:
        return self.public_id.hex[:8].upper()
