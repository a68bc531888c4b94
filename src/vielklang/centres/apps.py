"""Creates the 54 centres after every migration; their profiles are theirs from then on. The desk's menu entry."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from vielklang.core.areas import AreaKind, MenuEntry, register_menu
from vielklang.core.permissions import Permission


class CentresConfig(AppConfig):
    name = "vielklang.centres"

    def ready(self) -> None:
        post_migrate.connect(load_after_migrate, sender=self, dispatch_uid="centres.load_centres")
        register_menu(
            MenuEntry(
                area=AreaKind.DESK,
                section=_("Centre"),
                label=_("Our centre"),
                url_name="centres:desk_profile",
                permission=Permission.CENTRE_EDIT,
                icon="home",
                sort=80,
            )
        )


def load_after_migrate(sender: AppConfig, *, using: str, **kwargs: Any) -> None:
    # models are not ready when this file is read
    from vielklang.centres.actions import load_centres
    from vielklang.core.actor import SYSTEM

    apps = kwargs.get("apps", installed_apps)
    try:
        apps.get_model("centres", "CentreText")
    except LookupError:
        return
    load_centres(by=SYSTEM)
