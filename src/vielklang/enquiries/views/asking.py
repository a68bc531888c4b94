"""Asking a question: the form, and once the page with code and PIN. No cookie: the form carries a signed token."""

from __future__ import annotations

import base64
import datetime as dt
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vielklang.core.actor import READER
from vielklang.core.documents import qr_svg
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import AlreadyAskedError, Asked, Question, ask_centre
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.asking import About, about_of, municipality_of, topics_of
from vielklang.enquiries.enums import ContactKind, Purpose
from vielklang.enquiries.forms import AskForm
from vielklang.enquiries.limits import may_ask
from vielklang.enquiries.passes import new_form
from vielklang.enquiries.rules import takes_enquiries
from vielklang.enquiries.urgent import all_needs, help_for, urgent_needs, words_for_script

SECRET = "no-store"  # noqa: S105 (a header)


@login_not_required
@csrf_exempt  # nobody is signed in here, and the form's own token is the proof that we made it
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Ask the responsible centre; a centre that takes no questions here shows how to reach it."""
    about = about_of(request)
    form = AskForm(request.POST if request.method == "POST" else None, about=about)
    if request.method != "POST" or not form.is_valid():
        return _page(request, about, form, 400 if form.errors else 200)
    assert form.centre is not None
    if not takes_enquiries(form.centre):
        return _page(request, about, form, 400)
    if not may_ask(request):
        form.add_error(
            None,
            _(
                "Many questions came from your internet connection. Please wait some minutes and press “Send” again."
            ),
        )
        return _page(request, about, form, 429)
    return _sent(request, about, form)


def _page(request: HttpRequest, about: About, form: AskForm, status: int) -> HttpResponse:
    language = about.reader.language.tag
    is_same = form.opened is not None and not form.cleaned_data.get("website")
    context = {
        "reader": about.reader,
        "about": about,
        "form": form,
        "centre": form.centre,
        "is_closed": form.centre is not None and not takes_enquiries(form.centre),
        "form_token": request.POST.get("form", "") if is_same else new_form(),
        "agreed": form.agreed,
        "urgent_words": json.dumps(words_for_script(language), ensure_ascii=False),
        "helps": help_for(all_needs(), language, once=False),
        "purposes": Purpose.choices,
    }
    response = render(request, "enquiries/ask.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _sent(request: HttpRequest, about: About, form: AskForm) -> HttpResponse:
    values, tag = form.cleaned_data, about.reader.language.tag
    assert form.centre is not None
    assert form.opened is not None
    topics = topics_of(values["question"], tag, about.offer)
    needs = urgent_needs(values["question"], topics)
    question = Question(
        language=tag, text=values["question"], contact_kind=ContactKind(values["answer_by"]),
        contact=values["contact"], municipality=municipality_of(form.found), topics=topics,
        purposes=frozenset(Purpose(one) for one in values["agrees"]), is_urgent=bool(needs),
        form_token=form.opened.token,
    )  # fmt: skip
    context = {"reader": about.reader, "centre": form.centre, "helps": help_for(needs, tag)}
    request.vk_alternates = []  # type: ignore[attr-defined]  # the code would be gone in another language
    try:
        with centre_scope(form.centre):
            asked = ask_centre(by=READER, centre=form.centre, question=question)
    except AlreadyAskedError:
        response = render(request, "enquiries/asked_before.html", context)
    else:
        response = render(request, "enquiries/asked.html", {**context, **_card(asked, tag)})
    response.headers["Cache-Control"] = SECRET
    return response


def _card(asked: Asked, language: str) -> dict[str, object]:
    address = status_address(language)
    image = base64.b64encode(qr_svg(address).encode()).decode()
    return {
        "code": asked.code,
        "pin": asked.pin,
        "address": address,
        "qr": f"data:image/svg+xml;base64,{image}",
        "answer_day": (asked.enquiry.due_at or asked.enquiry.created_at) - dt.timedelta(minutes=1),
    }
