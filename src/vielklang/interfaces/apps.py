"""Interfaces: imports, exports, feeds."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterfacesConfig(AppConfig):
    name = "vielklang.interfaces"

    def ready(self) -> None:
        from vielklang.core.areas import AreaKind, MenuEntry, register_menu
        from vielklang.core.permissions import Permission

        register_menu(
            MenuEntry(area=AreaKind.DESK, label=_("Import"), url_name="interfaces:import", icon="plus", sort=18,
                      section=_("Offers"), permission=Permission.DATA_IMPORT),
            MenuEntry(area=AreaKind.DESK, label=_("Export"), url_name="interfaces:export", icon="download", sort=19,
                      section=_("Offers"), permission=Permission.DATA_EXPORT),
            MenuEntry(area=AreaKind.DESK, label=_("Embed"), url_name="interfaces:desk_embed", icon="external", sort=84,
                      section=_("Centre"), permission=Permission.CENTRE_EDIT),
        )  # fmt: skip
