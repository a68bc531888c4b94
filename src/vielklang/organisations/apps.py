"""Organisations: carriers, offices, schools, migrant organisations."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models.signals import post_migrate


class OrganisationsConfig(AppConfig):
    name = "vielklang.organisations"

    def ready(self) -> None:
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="organisations.load_conditions")


def load_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Brings the state's funding conditions after every migration that knows them."""
    from vielklang.core.actor import SYSTEM
    from vielklang.organisations.actions import load_funding_conditions

    try:
        kwargs.get("apps", installed_apps).get_model("organisations", "FundingCondition")
    except LookupError:
        return
    load_funding_conditions(by=SYSTEM)
