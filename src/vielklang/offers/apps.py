"""Offers: their life, texts, places and times; what the desk and the partner area show of them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from vielklang.core.areas import (
    AreaKind,
    MenuEntry,
    register_figures,
    register_menu,
    register_new,
    register_search,
    register_today,
)
from vielklang.core.permissions import Permission


class OffersConfig(AppConfig):
    name = "vielklang.offers"

    def ready(self) -> None:
        from vielklang.offers import desk_shell

        register_menu(
            MenuEntry(
                area=AreaKind.DESK,
                label=_("Offers"),
                url_name="offers:desk_offers",
                permission=Permission.OFFER_VIEW,
                icon="list",
                sort=10,
                section=_("Offers"),
            ),
            MenuEntry(
                area=AreaKind.DESK,
                label=_("Review"),
                url_name="offers:desk_review",
                permission=Permission.OFFER_PUBLISH,
                icon="check",
                sort=11,
                section=_("Offers"),
            ),
            MenuEntry(
                area=AreaKind.PARTNER,
                label=_("Offers"),
                url_name="offers:partner_offers",
                permission=Permission.OFFER_VIEW,
                icon="list",
                sort=10,
                section=_("Offers"),
            ),
        )
        register_new(
            *(
                MenuEntry(
                    area=area,
                    label=_("Offer"),
                    url_name=f"offers:{area}_new",
                    permission=Permission.OFFER_EDIT,
                    icon="plus",
                    sort=10,
                )
                for area in (AreaKind.DESK, AreaKind.PARTNER)
            )
        )
        register_today(desk_shell.today)
        register_figures(desk_shell.figures)
        register_search(desk_shell.hits)
