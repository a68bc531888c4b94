"""Reporting: coordination at the desk and the state view; what they add to the areas' shell."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "vielklang.reporting"

    def ready(self) -> None:
        from vielklang.core.areas import AreaKind, MenuEntry, register_blocks, register_figures, register_menu
        from vielklang.core.permissions import Permission
        from vielklang.reporting.demand import register_demand
        from vielklang.reporting.figures import figures_of
        from vielklang.reporting.themes import obstacles
        from vielklang.reporting.week_desk import dates_of_the_week

        register_menu(
            MenuEntry(area=AreaKind.DESK, label=_("Gaps and overlaps"), url_name="reporting:desk_matrix", icon="filter",
                      sort=50, section=_("Planning"), permission=Permission.COORDINATION_VIEW),
            MenuEntry(area=AreaKind.DESK, label=_("Calendar"), url_name="reporting:desk_calendar", icon="calendar",
                      sort=52, section=_("Planning"), permission=Permission.COORDINATION_VIEW),
            MenuEntry(area=AreaKind.DESK, label=_("Focus areas"), url_name="reporting:desk_focus", icon="route",
                      sort=54, section=_("Planning"), permission=Permission.CENTRE_EDIT),
            MenuEntry(area=AreaKind.STATE, label=_("Overview"), url_name="reporting:state", icon="map",
                      sort=0, permission=Permission.STATE_VIEW),
        )  # fmt: skip
        register_figures(figures_of)
        register_blocks(dates_of_the_week)
        register_demand(obstacles)
