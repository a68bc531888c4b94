"""Upkeep: keeping offers true."""

from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "vielklang.upkeep"

    def ready(self) -> None:
        from vielklang.core.areas import register_figures, register_menu, register_today
        from vielklang.offers.signals import offer_changed
        from vielklang.upkeep import shell
        from vielklang.upkeep.receivers import restore_when_confirmed

        register_menu(*shell.menu())
        register_today(shell.today_of)
        register_figures(shell.figures_of)
        offer_changed.connect(restore_when_confirmed, dispatch_uid="upkeep.restore")
