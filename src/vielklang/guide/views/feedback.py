"""The accessibility declaration, and telling of a barrier; nothing typed is lost when the mail cannot be sent."""

from __future__ import annotations

import smtplib

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vielklang.guide.context import reader_of
from vielklang.guide.forms import FeedbackForm

log = structlog.get_logger("vielklang.feedback")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    """The declaration with a form, where the installation has an address that reads it."""
    reader = reader_of(request)
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        initial={"page": request.GET.get("page", "")[:300]},
    )
    if request.method == "POST" and settings.FEEDBACK_EMAIL and form.is_valid():
        if form.cleaned_data["website"] or _send(form.cleaned_data, language):
            return redirect(reader.url("feedback_thanks"))
        form.add_error(
            None, _("Your message could not be sent just now. It is still here: please try again later.")
        )
    context = {
        "reader": reader,
        "form": form,
        "can_send": bool(settings.FEEDBACK_EMAIL),
        "operator": settings.OPERATOR,
    }
    return render(request, "guide/accessibility.html", context, status=400 if form.errors else 200)


def _send(values: dict[str, str], language: str) -> bool:
    body = f"{values['message']}\n\nSeite / page: {values['page'] or '–'}\nSprache / language: {language}\n"
    message = EmailMessage(
        subject="Barriere gemeldet (Vielklang)",
        body=body,
        to=[settings.FEEDBACK_EMAIL],
        reply_to=[values["email"]] if values["email"] else None,
    )
    try:
        return bool(message.send())
    except (OSError, smtplib.SMTPException) as error:
        log.error("feedback_not_sent", reason=type(error).__name__)
        return False


@login_not_required
@require_safe
def thanks(request: HttpRequest, language: str) -> HttpResponse:
    return render(request, "guide/feedback_thanks.html", {"reader": reader_of(request)})
