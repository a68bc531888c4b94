"""Mails about the account itself, in place of allauth's: what happened, what to do, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class AccountMail:
    """`link` names the value of allauth's context that holds the address to open, if there is one."""

    subject: Words
    lines: tuple[Words, ...]
    link: str = ""


_NOT_YOU = _(
    "If this was not you, change your password at once and tell the lead of your integration centre or the"
    " technical operation."
)


def _told(subject: Words) -> AccountMail:
    """Something about the account has changed: what stands in the subject, and what to do if it was somebody else."""
    return AccountMail(subject, (subject, _NOT_YOU))


MAILS: dict[str, AccountMail] = {
    "account/email/password_reset_key": AccountMail(
        _("Choose a new password"),
        (
            _("Somebody, probably you, asked for a new password for this account."),
            _("Open this address to choose one. It works once and for a short time:"),
            _("If you did not ask for it, ignore this mail; your password stays as it is."),
        ),
        "password_reset_url",
    ),
    "account/email/unknown_account": AccountMail(
        _("No account with this address"),
        (
            _("Somebody asked for a new password for this e-mail address, but there is no account with it."),
            _("Perhaps your account has another address. Accounts come by invitation of an integration centre."),
            _("If you did not ask for it, ignore this mail."),
        ),
    ),
    "account/email/email_confirmation": AccountMail(
        _("Please confirm your e-mail address"),
        (
            _("This address is to be used for an account."),
            _("Open this address to confirm that it is yours:"),
            _("If you do not know what this is about, ignore this mail."),
        ),
        "activate_url",
    ),
    "account/email/account_already_exists": AccountMail(
        _("You have an account already"),
        (_("There is an account with this e-mail address. If you have forgotten the password, ask for a new one."),),
    ),
    "account/email/password_changed": _told(_("Your password was changed.")),
    "account/email/password_reset": _told(_("Your password was changed by a link from a mail.")),
    "account/email/password_set": _told(_("A password was set for your account.")),
    "account/email/email_changed": _told(_("The e-mail address of your account was changed.")),
    "account/email/email_confirm": _told(_("The e-mail address of your account was confirmed.")),
    "account/email/email_deleted": _told(_("An e-mail address was removed from your account.")),
    "mfa/email/totp_activated": _told(_("An authenticator app was set up for your account.")),
    "mfa/email/totp_deactivated": _told(_("The authenticator app was removed from your account.")),
    "mfa/email/webauthn_added": _told(_("A passkey was added to your account.")),
    "mfa/email/webauthn_removed": _told(_("A passkey was removed from your account.")),
    "mfa/email/recovery_codes_generated": _told(_("New recovery codes were made for your account.")),
    "socialaccount/email/account_connected": _told(_("Your account was connected with that of your municipality.")),
    "socialaccount/email/account_disconnected": _told(
        _("Your account is no longer connected with that of your municipality.")
    ),
}  # fmt: skip
MAILS["account/email/email_confirmation_signup"] = MAILS["account/email/email_confirmation"]
