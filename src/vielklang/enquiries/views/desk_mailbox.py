"""The mailbox of a centre: where it is, whether it can be read, which mails were left in it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions.desk_mailbox import set_mailbox
from vielklang.enquiries.actions.mail import settle_mail
from vielklang.enquiries.mailbox_connection import problem_of
from vielklang.enquiries.mailbox_forms_desk import MailboxForm
from vielklang.enquiries.mailbox_queries import SHOWN_DAYS, left_out, mailbox_of, unreadable_mails
from vielklang.enquiries.models import EnquiryMail, Mailbox
from vielklang.upkeep.views.desk import page_of


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: AreaRequest) -> HttpResponse:
    """Set it, or only try whether it opens: then nothing is stored."""
    area = request.area
    stored = mailbox_of(area.centre)
    form = MailboxForm(request.POST if request.method == "POST" else None, mailbox=stored)
    context: dict[str, Any] = {"form": form, "mailbox": stored, "tried": False, "problem": None}
    if request.method != "POST":
        return render(request, "enquiries/desk/mailbox.html", context)
    if not form.is_valid():
        return render(request, "enquiries/desk/mailbox.html", context, status=400)
    if "try" in request.POST:
        found = problem_of(form.values().on(Mailbox(centre=area.centre)))
        context |= {"tried": True, "problem": found}
        return render(request, "enquiries/desk/mailbox.html", context)
    set_mailbox(by=area.actor, centre=area.centre, values=form.values())
    messages.success(request, _("The mailbox is saved. It is read within two minutes."))
    return redirect(area.url("enquiries:desk_mailbox"))


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def mails(request: AreaRequest) -> HttpResponse:
    page = page_of(request, unreadable_mails())
    context = {
        "page": page,
        "rows": list(page.object_list),
        "left_out": left_out(),
        "days": SHOWN_DAYS,
        "mailbox": mailbox_of(request.area.centre),
        "query": "",
    }
    return render(request, "enquiries/desk/mails.html", context)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def settle(request: AreaRequest, mail: uuid.UUID) -> HttpResponse:
    settle_mail(by=request.area.actor, mail=get_object_or_404(EnquiryMail.objects.all(), public_id=mail))
    messages.success(request, _("The line is settled."))
    return redirect(request.area.url("enquiries:desk_mails"))
