"""Websites that do not answer any more, and what people say about them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.upkeep.actions.websites import ignore_dead_link, watch_again
from vielklang.upkeep.models import LinkCheck
from vielklang.upkeep.queries import users_of
from vielklang.upkeep.rules import access_dead_link
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.OFFER_EDIT)
@require_safe
def dead_links(request: AreaRequest) -> HttpResponse:
    is_ignored = request.GET.get("show") == "ignored"
    rows = LinkCheck.objects.exclude(ignored_at=None) if is_ignored else LinkCheck.objects.all().dead()
    page = page_of(request, rows.order_by("first_failed_on", "url", "pk"))
    found = users_of(request.area.centre, [row.url for row in page.object_list])
    context = {
        "page": page,
        "rows": [{"check": row, "users": found.get(row.url, [])} for row in page.object_list],
        "query": keep_query(request),
        "is_ignored": is_ignored,
    }
    return render(request, "upkeep/desk/dead_links.html", context)


@desk(Permission.OFFER_EDIT)
@require_POST
def judge(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """ "It is fine" puts the website on the quiet list; again takes it off."""
    check = access_dead_link(public_id)
    if request.POST.get("again"):
        watch_again(by=request.area.actor, check=check)
        messages.success(request, _("The website is watched again."))
    else:
        ignore_dead_link(by=request.area.actor, check=check)
        messages.success(request, _("Noted: the website is fine. It is no longer listed."))
    return redirect(request.area.url("upkeep:desk_dead_links"))
