"""A centre's own rules for enquiries."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager


class EnquiryRules(models.Model):
    """*Centre-private.* A centre's own targets and periods; without a row the defaults here hold.

    Contacts and files go no later than the whole enquiry.
    """

    centre = models.OneToOneField("centres.Centre", on_delete=models.CASCADE, related_name="+")
    answer_within_days = models.PositiveSmallIntegerField(
        default=3, help_text="working days to the first answer"
    )
    keep_months = models.PositiveSmallIntegerField(
        default=12,
        help_text="months after closing until an enquiry is deleted; the guide promises 12 at most",
    )
    keep_contacts_months = models.PositiveSmallIntegerField(
        default=3, help_text="months after closing until the way to reach the person is deleted"
    )
    keep_files_months = models.PositiveSmallIntegerField(
        default=3, help_text="the same for voice messages, pictures and documents"
    )
    takes_enquiries = models.BooleanField(default=True, help_text="the guide offers to ask this centre")

    objects = PrivateManager(centre="centre")

    class Meta:
        verbose_name_plural = "enquiry rules"
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_within_days__range=(1, 60)), name="enquiry_answer_in_days"
            ),
            models.CheckConstraint(condition=Q(keep_months__range=(1, 12)), name="enquiry_kept_for_months"),
            models.CheckConstraint(
                condition=Q(keep_contacts_months__range=(1, models.F("keep_months"))),
                name="enquiry_contact_kept_for_months",
            ),
            models.CheckConstraint(
                condition=Q(keep_files_months__range=(1, models.F("keep_months"))),
                name="enquiry_files_kept_for_months",
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer_within_days} days"
