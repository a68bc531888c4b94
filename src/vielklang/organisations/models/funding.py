"""The state's conditions for funding migrant organisations: rows with source and validity, and answers to them."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from vielklang.core.scope import PrivateManager
from vielklang.organisations.enums_desk import Answer
from vielklang.organisations.models.organisation import Organisation


class FundingCondition(models.Model):
    """*Public.* One condition of a funding programme; `valid_from` and `valid_until` are empty where unknown."""

    key = models.SlugField(unique=True, max_length=60)
    programme = models.CharField(max_length=120)
    name_de = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    sort = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("sort", "key")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="funding_condition_validity_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.name_de

    def name_in(self, language: str) -> str:
        return self.name_de if language.startswith("de") else self.name_en


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ConditionAnswer(models.Model):
    """*Centre-private.* Whether an organisation fulfils a condition, as the centre knows; no row is "not known"."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="condition_answers")
    condition = models.ForeignKey(FundingCondition, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=8, choices=Answer)
    answered_on = models.DateField()
    answered_by = models.CharField(max_length=120)

    objects = PrivateManager(centre="centre", organisation="organisation")

    class Meta:
        ordering = ("condition__sort", "pk")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "condition"), name="condition_answered_once"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.condition_id}: {self.answer}"
