"""Parts of the account pages: form fields, identity providers, the demonstration's accounts."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField

register = template.Library()


@register.inclusion_tag("accounts/_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """One field with label, hint and error; what was typed stays."""
    widget = field.field.widget
    kind = "check" if isinstance(widget, forms.CheckboxInput) else "input"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        kind = "checks"
    described = [f"{field.id_for_label}-{part}" for part, there in
                 (("hint", field.help_text), ("error", field.errors)) if there]  # fmt: skip
    attributes: dict[str, Any] = (
        {} if kind != "input" else {"class": _css_class(widget), "placeholder": False}
    )
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return {"field": field, "kind": kind, "control": field.as_widget(attrs=attributes)}


def _css_class(widget: forms.Widget) -> str:
    return "vk-select" if isinstance(widget, forms.Select) else "vk-input"


@register.simple_tag
def identity_providers() -> list[dict[str, str]]:
    """Identity providers of municipalities, as the sign-in page names them."""
    return [{"id": row["id"], "name": row["name"]} for row in settings.IDENTITY_PROVIDERS]


@register.simple_tag
def example_accounts() -> list[Any]:
    """Accounts of the demonstration; nothing anywhere else."""
    from vielklang.accounts.examples import EXAMPLE_ACCOUNTS

    return list(EXAMPLE_ACCOUNTS) if settings.IS_DEMONSTRATION else []


@register.simple_tag
def example_password() -> str:
    from vielklang.accounts.examples import EXAMPLE_PASSWORD

    return EXAMPLE_PASSWORD if settings.IS_DEMONSTRATION else ""


@register.simple_tag(takes_context=True)
def next_field(context: Any) -> str:
    """Where to go afterwards, carried along in a form; nothing where no `next` came or it leads elsewhere."""
    from django.utils.html import format_html

    target = next_address(context)
    return format_html('<input type="hidden" name="next" value="{}">', target) if target else ""


@register.simple_tag(takes_context=True)
def next_address(context: Any) -> str:
    from vielklang.accounts.views.account import inside

    request = context["request"]
    return inside(request, request.POST.get("next") or request.GET.get("next", ""))


@register.simple_tag(takes_context=True)
def next_query(context: Any) -> str:
    """`?next=…` for a link, or nothing."""
    from urllib.parse import urlencode

    target = next_address(context)
    return f"?{urlencode({'next': target})}" if target else ""


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@register.simple_tag
def device_name(user_agent: str) -> str:
    """ "Firefox · Windows": enough to recognise one's own devices."""
    from django.utils.translation import gettext

    found = [
        next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS, _DEVICES)
    ]
    return " · ".join(filter(None, found)) or gettext("Unknown device")
