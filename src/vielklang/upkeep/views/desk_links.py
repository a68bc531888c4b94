"""Personal links at the desk: who got one, what became of it, sending and withdrawing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.organisations.models import Organisation
from vielklang.upkeep.actions.links import UnknownAddressError, revoke_link, send_link
from vielklang.upkeep.demonstration import address_of_example
from vielklang.upkeep.forms_desk import SendLinkForm
from vielklang.upkeep.models import PersonalLink
from vielklang.upkeep.queries import addresses_of, organisations_with_offers
from vielklang.upkeep.rules import access_link
from vielklang.upkeep.views.desk import keep_query, page_of

BACK = "upkeep:desk_links"


@desk(Permission.ORGANISATION_EDIT)
@require_safe
def links(request: AreaRequest) -> HttpResponse:
    rows = PersonalLink.objects.select_related("organisation")
    if text := request.GET.get("q", "").strip()[:100]:
        rows = rows.filter(organisation__name__icontains=text)
    context = {
        "page": page_of(request, rows),
        "query": keep_query(request),
        "q": text,
        "organisations": organisations_with_offers(request.area.centre),
        "chosen": request.GET.get("organisation", ""),
        "example": address_of_example() if settings.IS_DEMONSTRATION else "",
    }
    return render(request, "upkeep/desk/links.html", context)


@desk(Permission.ORGANISATION_EDIT)
@require_POST
def send(request: AreaRequest) -> HttpResponse:
    """A link to each address that may be asked, or to the one that is named."""
    form = SendLinkForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(request.area.url(BACK))
    organisation = organisations_with_offers(request.area.centre).filter(
        public_id=form.cleaned_data["organisation"]
    )
    if (found := organisation.first()) is None:
        raise Http404
    addresses = [form.cleaned_data["email"]] if form.cleaned_data["email"] else []
    _send(request, found, addresses or [one.email for one in addresses_of(found)])
    return redirect(request.area.url(BACK))


def _send(request: AreaRequest, organisation: Organisation, addresses: list[str]) -> None:
    area = request.area
    try:
        for email in addresses:
            send_link(by=area.actor, centre=area.centre, organisation=organisation, email=email)
    except UnknownAddressError:
        messages.error(
            request, _("This address is not one of the organisation's. Please enter it there first.")
        )
        return
    if not addresses:
        messages.error(
            request,
            _("%(name)s has no e-mail address. Please enter one, or call.") % {"name": organisation.name},
        )
        return
    words = ngettext("%(count)s link is on its way.", "%(count)s links are on their way.", len(addresses))
    messages.success(request, words % {"count": len(addresses)})


@desk(Permission.ORGANISATION_EDIT)
@require_POST
def send_again(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """A new link to the same person; the old one is withdrawn if it still waits."""
    link = access_link(request.area, public_id)
    _send(request, link.organisation, [link.email])
    return redirect(request.area.url(BACK))


@desk(Permission.ORGANISATION_EDIT)
@require_POST
def withdraw(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    link = access_link(request.area, public_id)
    revoke_link(by=request.area.actor, link=link)
    messages.success(request, _("The link is withdrawn. It opens no more, also where it is open right now."))
    return redirect(request.area.url(BACK))
