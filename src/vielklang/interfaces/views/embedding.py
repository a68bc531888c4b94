"""For a centre's lead: the lines that put the guide into the municipality's website, and how that looks."""

from __future__ import annotations

from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.centres.models import Centre
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.interfaces.forms_embed_desk import EmbedForm

_HEIGHTS = {"search": 420, "offers": 640}


@csp_update({"frame-src": ["'self'"]})
@desk(Permission.CENTRE_EDIT)
@require_safe
def desk_embed(request: AreaRequest) -> HttpResponse:
    """The choice stands in the address; a first visit shows the list of all offers in German."""
    form = EmbedForm(EmbedForm.FIRST | request.GET.dict())
    chosen = form.chosen()
    centre = request.area.centre
    assert centre is not None
    frame = _frame_address(centre, chosen)
    context = {
        "form": form,
        "frame": frame,
        "tongue": get_language(chosen["language"]),
        "script_code": _script_code(centre, chosen),
        "frame_code": _frame_code(centre, chosen, frame),
        "origin": settings.BASE_URL,
    }
    return render(request, "interfaces/desk/embed.html", context)


def _frame_address(centre: Centre, chosen: dict[str, str]) -> str:
    path = reverse(f"interfaces:embed_{chosen['show']}", args=[centre.slug, chosen["language"]])
    query = urlencode([(name, chosen[name]) for name in ("topic", "area") if name in chosen])
    return f"{path}?{query}" if query else path


def _script_code(centre: Centre, chosen: dict[str, str]) -> str:
    source = settings.BASE_URL + reverse("interfaces:embed_script")
    values = {"centre": centre.slug} | chosen
    attributes = format_html_join("", ' data-{}="{}"', values.items())
    return format_html('<script src="{}"{} async></script>', source, attributes)


def _frame_code(centre: Centre, chosen: dict[str, str], address: str) -> str:
    title = _("Guide of %(centre)s") % {"centre": centre.name}
    return format_html(
        '<iframe src="{}{}" title="{}" width="100%" height="{}" frameborder="0" loading="lazy"'
        ' referrerpolicy="no-referrer"></iframe>',
        settings.BASE_URL,
        address,
        title,
        _HEIGHTS[chosen["show"]],
    )
