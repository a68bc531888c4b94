"""The core: after each migration the web role gets its rights on what is new."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "vielklang.core"

    def ready(self) -> None:
        post_migrate.connect(_grant, dispatch_uid="core.grant_web_role")


def _grant(sender: AppConfig, **options: object) -> None:
    from django.apps import apps

    from vielklang.core.rls import grant_web_role

    if sender.label == [config.label for config in apps.get_app_configs() if config.models_module][-1]:
        grant_web_role()
