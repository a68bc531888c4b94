"""The page behind the mail of an invitation. Opening it changes nothing (mail scanners open addresses)."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vielklang.accounts.access import actor_of
from vielklang.accounts.actions import AccountExists, InvitationClosed, accept_invitation
from vielklang.accounts.forms import AcceptForm
from vielklang.accounts.models import Invitation, Membership, User
from vielklang.accounts.rules import hash_of
from vielklang.core.actor import Actor, ActorKind
from vielklang.core.scope import token_scope


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Expired, used and revoked invitations get the same calm page."""
    found = _open_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    try:
        if request.user.is_authenticated:
            return _join(request, found, token)
        if User.objects.filter(email__iexact=found.email).exists():
            return render(request, "accounts/invitation.html", {"invitation": found, "step": "sign-in"})
        return _begin(request, found, token)
    except (InvitationClosed, AccountExists):  # somebody was quicker in another window
        return redirect(request.path)


def _open_invitation(token: str) -> Invitation | None:
    with token_scope(hash_of(token)):
        row = Invitation.objects.select_related("centre", "organisation").first()
    return row if row is not None and row.is_open else None


def _join(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """The signed-in person takes the role, if it is the invited one."""
    assert isinstance(request.user, User)
    if request.user.email.lower() != found.email.lower():
        return render(request, "accounts/invitation.html", {"invitation": found, "step": "other"})
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": found, "step": "join"})
    membership = accept_invitation(by=actor_of(request), token=token)
    messages.success(request, _("Welcome to %(place)s.") % {"place": _place(membership)})
    return redirect("accounts:choose")


def _begin(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """A new person chooses name and password and is signed in."""
    form = AcceptForm(request.POST or None, invitation=found)
    if request.method != "POST" or not form.is_valid():
        values = {"invitation": found, "step": "begin", "form": form}
        return render(request, "accounts/invitation.html", values)
    by = Actor(ActorKind.LINK, form.cleaned_data["name"])
    membership = accept_invitation(by=by, token=token, **form.cleaned_data)
    record_authentication(request, membership.user, method="password", email=membership.user.email)
    answer: HttpResponse = perform_login(request, membership.user)
    return answer


def _place(membership: Membership) -> str:
    return str(membership.organisation or membership.centre or "Vielklang")
