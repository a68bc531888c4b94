"""Accounts: people, what they are where, and the shell of the areas they work in."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "vielklang.accounts"

    def ready(self) -> None:
        from vielklang.accounts.news_desk import since_yesterday
        from vielklang.core.areas import AreaKind, MenuEntry, register_blocks, register_home, register_menu
        from vielklang.core.permissions import Permission

        register_home(AreaKind.DESK, "accounts:desk")
        register_home(AreaKind.PARTNER, "accounts:partner")
        register_home(AreaKind.STATE, "reporting:state")
        register_home(AreaKind.OPERATION, "accounts:operation")
        register_blocks(since_yesterday)
        register_menu(
            MenuEntry(area=AreaKind.DESK, label=_("Start"), url_name="accounts:desk", icon="home", sort=0,
                      permission=Permission.OFFER_VIEW),
            MenuEntry(area=AreaKind.PARTNER, label=_("Start"), url_name="accounts:partner", icon="home", sort=0,
                      permission=Permission.OFFER_VIEW),
            MenuEntry(area=AreaKind.DESK, section=_("Centre"), label=_("People"), url_name="accounts:desk_people",
                      icon="people", sort=80, permission=Permission.PEOPLE_MANAGE),
            MenuEntry(area=AreaKind.DESK, section=_("Centre"), label=_("Audit"), url_name="accounts:desk_audit",
                      icon="document", sort=95, permission=Permission.AUDIT_VIEW),
            MenuEntry(area=AreaKind.PARTNER, label=_("People"), url_name="accounts:partner_people", icon="people",
                      sort=80, permission=Permission.PEOPLE_MANAGE),
        )  # fmt: skip
