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
    answer_within_days = models.PositiveSmallIntegerField(default=3, help_text="working days to an answer")
    urgent_within_days = models.PositiveSmallIntegerField(
        default=1, help_text="working days to an answer where somebody may be in danger"
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        default=2, help_text="working days that an answer is overdue until the leads hear of it"
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
    uses_translator = models.BooleanField(
        default=False, help_text="texts may be sent to the installation's translation helper"
    )
    mails_mentions = models.BooleanField(default=True, help_text="who is named in a note gets a mail")
    takes_enquiries = models.BooleanField(default=True, help_text="the guide offers to ask this centre")

    objects = PrivateManager(centre="centre")

    class Meta:
        verbose_name_plural = "enquiry rules"
        constraints = (
            models.CheckConstraint(
                condition=Q(answer_within_days__range=(1, 60)), name="enquiry_answer_in_days"
            ),
            models.CheckConstraint(
                condition=Q(
                    urgent_within_days__gte=1, urgent_within_days__lte=models.F("answer_within_days")
                ),
                name="enquiry_urgent_not_later",
            ),
            models.CheckConstraint(
                condition=Q(escalate_after_days__range=(1, 30)), name="enquiry_escalates_in_days"
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

    def days_for(self, *, is_urgent: bool) -> int:
        """Working days in which the centre wants to answer."""
        return self.urgent_within_days if is_urgent else self.answer_within_days
