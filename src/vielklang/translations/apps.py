"""Translations: texts in many languages. Loads the statewide glossary after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models.signals import post_migrate


class TranslationsConfig(AppConfig):
    name = "vielklang.translations"

    def ready(self) -> None:
        from vielklang.translations import receivers  # noqa: F401
        from vielklang.translations.desk import register

        register()
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="translations.load_glossary")


def load_after_migrate(sender: AppConfig, *, using: str, **kwargs: Any) -> None:
    # models are not ready when this file is read
    from vielklang.core.actor import SYSTEM
    from vielklang.translations.actions import load_glossary

    apps = kwargs.get("apps", installed_apps)
    try:
        apps.get_model("translations", "GlossaryTerm")
    except LookupError:
        return
    load_glossary(by=SYSTEM)
