"""The search app: keeps its index in step with the offers."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "vielklang.search"

    def ready(self) -> None:
        from vielklang.search import receivers  # noqa: F401
        from vielklang.search.demand import misses_by_language
        from vielklang.translations.demand import register_demand

        register_demand(misses_by_language)
