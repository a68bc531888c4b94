"""Loads the reference tables after every migration, so that no installation and no test is without places."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    name = "vielklang.places"

    def ready(self) -> None:
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="places.load_reference")


def load_after_migrate(sender: AppConfig, *, using: str, **kwargs: Any) -> None:
    # models are not ready when this file is read
    from vielklang.core.actor import SYSTEM
    from vielklang.places.actions import load_reference

    apps = kwargs.get("apps", installed_apps)
    try:
        apps.get_model("places", "ReferenceState")
    except LookupError:  # migrated backwards, or another app alone
        return
    load_reference(by=SYSTEM)
