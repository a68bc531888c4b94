"""What an organisation wants to say about itself, or said at once, and its centre has not looked at yet."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q

from vielklang.core.scope import PrivateManager
from vielklang.organisations.enums_desk import ChangeState
from vielklang.organisations.models.organisation import Organisation


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OrganisationChange(models.Model):
    """*Centre-private.* Public words that wait for the centre, because it does not trust the organisation yet; and what
    the organisation changed at once, until somebody at the centre has seen it.

    `proposed`: field of the form (`name`, `website`, `text_de` …) → what shall stand there. One is open at a time; the
    next proposal takes its place under a new id, so that nobody accepts what they have not seen.
    Made at once: `before` is what stood there, field for field, `proposed` what stands there now; `contact_<id>` is a
    contact person. There is one at a time, which grows; `proposed_at` is when it did last.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="changes")
    proposed = models.JSONField()
    before = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.OPEN)
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("-proposed_at", "-pk")
        verbose_name = "proposed change"
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state="open"), name="organisation_change_one_open"
            ),
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(state="direct"), name="organisation_change_one_direct"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "direct"), decided_at=None)
                | (Q(state__in=("accepted", "rejected", "seen")) & Q(decided_at__isnull=False)),
                name="organisation_change_decided_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"
