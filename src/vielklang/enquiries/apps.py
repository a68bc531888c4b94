"""Enquiries: the centre as first point of contact."""

from __future__ import annotations

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "vielklang.enquiries"

    def ready(self) -> None:
        from vielklang.core.areas import (
            register_figures,
            register_menu,
            register_new,
            register_search,
            register_today,
        )
        from vielklang.core.mail import register_attachments
        from vielklang.enquiries import desk_referrals, desk_shell, desk_shell_mail, desk_work
        from vielklang.enquiries.mail_attachments import attached_files
        from vielklang.enquiries.mail_ids import REPLY

        register_attachments(REPLY, attached_files)
        register_menu(*desk_shell.menu(), *desk_shell_mail.menu(), desk_referrals.menu())
        register_new(desk_shell.new_entry())
        for source in (
            desk_shell.today,
            desk_shell.requests_today,
            desk_shell_mail.today,
            desk_referrals.today,
            desk_work.today,
        ):
            register_today(source)
        register_figures(desk_shell.figures)
        register_search(desk_shell.hits)
