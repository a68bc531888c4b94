"""The form of a centre's mailbox."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vielklang.enquiries.actions.desk_mailbox import MailboxValues
from vielklang.enquiries.enums import MailboxSecurity
from vielklang.enquiries.models import Mailbox
from vielklang.web.forms import AreaForm

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?", re.IGNORECASE)
_LTR = {"dir": "ltr", "autocomplete": "off"}


class MailboxForm(AreaForm):
    """A stored password is never shown, and never sent to another server than the one it was typed for."""

    address = forms.EmailField(
        label=_("E-mail address"), help_text=_("People write to it, and answers to our mails go there."),
        widget=forms.EmailInput(attrs=_LTR),
    )  # fmt: skip
    host = forms.CharField(
        label=_("Mail server (IMAP)"), max_length=200, widget=forms.TextInput(attrs=_LTR),
        help_text=_("For example imap.example.org. Your IT knows the name."),
    )  # fmt: skip
    security = forms.ChoiceField(label=_("Encryption"), choices=MailboxSecurity.choices)
    port = forms.IntegerField(label=_("Port"))
    user = forms.CharField(label=_("User name"), max_length=200, widget=forms.TextInput(attrs=_LTR))
    password = forms.CharField(
        label=_("Password"), max_length=500, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Stored encrypted. Empty: the one that is stored."),
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=200, widget=forms.TextInput(attrs=_LTR))
    is_active = forms.BooleanField(label=_("Read this mailbox every two minutes"), required=False)

    def __init__(self, *args: Any, mailbox: Mailbox | None, **kwargs: Any) -> None:
        self.mailbox = mailbox
        names = ("address", "host", "security", "port", "user", "folder", "is_active")
        shown = mailbox or Mailbox()
        super().__init__(*args, initial={name: getattr(shown, name) for name in names}, **kwargs)

    def clean_host(self) -> str:
        host = str(self.cleaned_data["host"]).strip()
        if not _HOST.fullmatch(host):
            raise forms.ValidationError(
                _("Please write the name of the server alone, without https:// or a path.")
            )
        return host

    def clean_port(self) -> int:
        port: int = self.cleaned_data["port"]
        if port not in settings.MAILBOX_PORTS:
            raise forms.ValidationError(_("Mailboxes are read on port 993 (TLS) or 143 (STARTTLS)."))
        return port

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("password"):
            stored = self.mailbox
            where = (values.get("host"), values.get("port"), values.get("user"))
            if stored is not None and where == (stored.host, stored.port, stored.user):
                values["password"] = stored.password
            elif not self.errors:
                self.add_error(
                    "password", _("Please type the password: it is stored for one server and user alone.")
                )
        return values

    def values(self) -> MailboxValues:
        return MailboxValues(**self.cleaned_data)
