"""People of a centre (for its leads) and of an organisation (for its administration): the same pages in two areas."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts import actions, queries
from vielklang.accounts.access import AreaRequest, View, desk, partner
from vielklang.accounts.forms_desk import InviteForm, MembershipForm
from vielklang.accounts.rules import access_invitation, access_membership, grantable_roles
from vielklang.core.permissions import Permission

PAGE = 50
either = require_http_methods(["GET", "HEAD", "POST"])


def _home(request: AreaRequest) -> str:
    return request.area.url(f"accounts:{request.area.kind}_people")


@require_safe
def people(request: AreaRequest) -> HttpResponse:
    """Who works here, who is invited, whose role ended lately."""
    text = request.GET.get("q", "").strip()[:100]
    roles = grantable_roles(request.area)
    role = request.GET.get("role", "")
    rows = queries.memberships(text=text, role=role if role in roles else "")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    values = {
        "people": queries.people(page.object_list),
        "page": page,
        "query": text,
        "role": role,
        "roles": roles,
        "invitations": list(queries.unanswered_invitations()),
        "ended": list(queries.recently_ended()),
        "kind": request.area.kind,
    }
    return render(request, "accounts/desk/people.html", values)


@either
def invite(request: AreaRequest) -> HttpResponse:
    initial = {"organisation": request.GET.get("organisation"), "language": "de"}
    form = InviteForm(request.POST or None, area=request.area, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=request.area.actor, draft=form.draft)
        except actions.TooManyInvitations:
            form.add_error(None, _("So many people were invited today that this is a matter for tomorrow."))
        else:
            messages.success(
                request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email}
            )
            return redirect(_home(request))
    return render(request, "accounts/desk/invite.html", {"form": form, "people_url": _home(request)})


@either
def person(request: AreaRequest, membership: uuid.UUID) -> HttpResponse:
    """Role, languages and end of one membership."""
    row = access_membership(membership)
    form = MembershipForm(request.POST or None, membership=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_membership(
                by=request.area.actor,
                membership=row,
                role=form.cleaned_data["role"],
                languages=form.cleaned_data.get("languages", ()),
                ends_at=form.ends_at,
            )
        except actions.Refused as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, _("Saved. It counts from the next page on that this person opens."))
            return redirect(_home(request))
    values = {"form": form, "membership": row, "people_url": _home(request), "kind": request.area.kind}
    return render(request, "accounts/desk/person.html", values)


@require_POST
def end(request: AreaRequest, membership: uuid.UUID) -> HttpResponse:
    row = access_membership(membership)
    try:
        actions.end_membership(by=request.area.actor, membership=row)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("%(name)s no longer works here. You can undo this further down the page.")
            % {"name": row.user.name},
        )
    return redirect(_home(request))


@require_POST
def restore(request: AreaRequest, membership: uuid.UUID) -> HttpResponse:
    row = access_membership(membership)
    actions.restore_membership(by=request.area.actor, membership=row)
    messages.success(request, _("%(name)s works here again.") % {"name": row.user.name})
    return redirect(_home(request))


@require_POST
def resend(request: AreaRequest, invitation: uuid.UUID) -> HttpResponse:
    row = access_invitation(invitation)
    try:
        actions.resend_invitation(by=request.area.actor, invitation=row)
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": row.email})
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect(_home(request))


@require_POST
def revoke(request: AreaRequest, invitation: uuid.UUID) -> HttpResponse:
    row = access_invitation(invitation)
    try:
        actions.revoke_invitation(by=request.area.actor, invitation=row)
        messages.success(request, _("The invitation to %(email)s is revoked.") % {"email": row.email})
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect(_home(request))


def at_desk(view: View) -> View:
    return desk(Permission.PEOPLE_MANAGE)(view)


def at_partner(view: View) -> View:
    return partner(Permission.PEOPLE_MANAGE)(view)
