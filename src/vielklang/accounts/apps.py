"""Accounts: people, what they are where, and the shell of the areas they work in."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "vielklang.accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from vielklang.accounts.news_desk import since_yesterday
        from vielklang.core.areas import AreaKind, MenuEntry, register_blocks, register_home, register_menu
        from vielklang.core.permissions import Permission

        authenticator_added.connect(_second_factor_was_shown, dispatch_uid="accounts.second_factor")
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


def _second_factor_was_shown(request: object, authenticator: object, **options: object) -> None:
    """Who has just set up an app or a passkey has shown it: this session need not sign in once more."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa.models import Authenticator

    assert isinstance(authenticator, Authenticator)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, authenticator.user, "mfa", type=authenticator.type, id=authenticator.pk
        )
