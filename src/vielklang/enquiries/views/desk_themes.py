"""Obstacles that are no single case: the list with counts and proposals, and which enquiry met them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.themes import save_theme, tag_theme, untag_theme
from vielklang.enquiries.desk_rows import topic_words
from vielklang.enquiries.forms_desk_themes import ThemeForm
from vielklang.enquiries.models import Theme
from vielklang.enquiries.queries import municipalities_of
from vielklang.enquiries.rules import access_enquiry
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def themes(request: AreaRequest) -> HttpResponse:
    page = page_of(request, Theme.objects.select_related("municipality"))
    rows = [(row, topic_words([row.topic]) if row.topic else "") for row in page.object_list]
    return render(
        request, "enquiries/desk/themes.html", {"page": page, "rows": rows, "query": keep_query(request)}
    )


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: AreaRequest, theme: uuid.UUID | None = None) -> HttpResponse:
    """Write a new one, or change one."""
    area, found = request.area, _found(theme) if theme else None
    initial = {}
    if found:
        initial = {
            name: getattr(found, name) for name in ("title", "topic", "state", "description", "proposal")
        }
        initial["municipality"] = found.municipality_id or ""
    data = request.POST if request.method == "POST" else None
    form = ThemeForm(data, municipalities=municipalities_of(area.centre), initial=initial)
    if data is not None and form.is_valid():
        save_theme(by=area.actor, centre=area.centre, theme=found, **form.values())
        messages.success(request, _("The obstacle is saved."))
        return redirect(area.url("enquiries:desk_themes"))
    context = {"form": form, "theme": found}
    return render(request, "enquiries/desk/theme.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def tag(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """This enquiry met an obstacle, or (with `remove`) it did not."""
    enquiry, chosen = access_enquiry(request.area.actor, public_id), request.POST.get("theme", "")
    try:
        found = _found(uuid.UUID(chosen))
    except (ValueError, Http404):
        messages.warning(request, _("Please choose an obstacle."))
    else:
        change = untag_theme if "remove" in request.POST else tag_theme
        change(by=request.area.actor, enquiry=enquiry, theme=found)
    return redirect(request.area.url("enquiries:desk_enquiry", public_id))


def _found(public_id: uuid.UUID) -> Theme:
    found = Theme.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
