"""The search app: keeps its index in step with the offers."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "vielklang.search"

    def ready(self) -> None:
        from vielklang.search import receivers  # noqa: F401
