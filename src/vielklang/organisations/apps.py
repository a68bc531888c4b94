"""Organisations: carriers, offices, schools, migrant organisations."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from vielklang.core.areas import (
    AreaKind,
    MenuEntry,
    register_menu,
    register_new,
    register_search,
    register_today,
)
from vielklang.core.permissions import Permission


class OrganisationsConfig(AppConfig):
    name = "vielklang.organisations"

    def ready(self) -> None:
        from vielklang.organisations import shell_desk

        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="organisations.load_conditions")
        register_menu(*_MENU)
        register_new(_NEW)
        register_today(shell_desk.waiting)
        register_search(shell_desk.found)


def load_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Brings the state's funding conditions after every migration that knows them."""
    from vielklang.core.actor import SYSTEM
    from vielklang.organisations.actions import load_funding_conditions

    try:
        kwargs.get("apps", installed_apps).get_model("organisations", "FundingCondition")
    except LookupError:
        return
    load_funding_conditions(by=SYSTEM)


_MENU = (
    MenuEntry(
        area=AreaKind.DESK,
        section=_("Organisations"),
        label=_("Organisations"),
        url_name="organisations:desk_list",
        permission=Permission.ORGANISATION_VIEW,
        icon="people",
        sort=30,
    ),
    MenuEntry(
        area=AreaKind.DESK,
        section=_("Organisations"),
        label=_("Duplicates"),
        url_name="organisations:desk_duplicates",
        permission=Permission.ORGANISATION_EDIT,
        icon="document",
        sort=31,
    ),
    MenuEntry(
        area=AreaKind.PARTNER,
        section=_("Organisation"),
        label=_("Our profile"),
        url_name="organisations:partner_profile",
        permission=Permission.OFFER_VIEW,
        icon="home",
        sort=30,
    ),
)
_NEW = MenuEntry(
    area=AreaKind.DESK,
    label=_("Organisation"),
    url_name="organisations:desk_new",
    permission=Permission.ORGANISATION_EDIT,
    icon="people",
    sort=30,
)
