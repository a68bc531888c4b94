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

from vielklang.centres.models import Centre
from vielklang.core.actor import READER
from vielklang.core.documents import qr_svg
from vielklang.core.languages import Language
from vielklang.core.scope import centre_scope
from vielklang.enquiries.actions import AlreadyAskedError, Asked, Question, ask_centre, drop_held_voice
from vielklang.enquiries.addresses import status_address
from vielklang.enquiries.asking import About, about_of, municipality_of, topics_of
from vielklang.enquiries.card import Card, picture_address
from vielklang.enquiries.enums import ContactKind, Purpose
from vielklang.enquiries.forms import AskForm
from vielklang.enquiries.held import hold_for_next, key_of
from vielklang.enquiries.limits import may_ask, may_ask_slowly, may_hold
from vielklang.enquiries.passes import OpenedForm, new_form, opened_form
from vielklang.enquiries.rules import takes_enquiries
from vielklang.enquiries.spam import Way, hidden_fields
from vielklang.enquiries.uploads import accept_voice, may_record
from vielklang.enquiries.urgent import all_needs, help_for, urgent_needs, words_for_script

SECRET = "no-store"  # noqa: S105 (a header)


@may_record
@login_not_required
@csrf_exempt  # nobody is signed in here, and the form's own token is the proof that we made it
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Ask the responsible centre; a centre that takes no questions here shows how to reach it."""
    accept_voice(request)
    about = about_of(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AskForm(*sent, about=about)
    if request.method != "POST" or not form.is_valid():
        return _page(request, about, form, 400 if form.errors else 200)
    assert form.centre is not None
    if not takes_enquiries(form.centre):
        return _page(request, about, form, 400)
    if not may_ask(request) or (form.way == Way.SLOW and not may_ask_slowly(request)):
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
    token, opened = _form_of_page(request, form)
    values = form.cleaned_data if form.is_bound else {}
    context = {
        "reader": about.reader,
        "about": about,
        "form": form,
        "centre": form.centre,
        "is_closed": form.centre is not None and not takes_enquiries(form.centre),
        "form_token": token,
        "hidden": hidden_fields(values, opened, is_again=form.is_bound),
        "agreed": form.agreed,
        "urgent_words": json.dumps(words_for_script(language), ensure_ascii=False),
        "helps": help_for(all_needs(), language, once=False),
        "purposes": Purpose.choices,
    }
    response = render(request, "enquiries/ask.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _form_of_page(request: HttpRequest, form: AskForm) -> tuple[str, OpenedForm]:
    """The form's own token again, or a new one; a recording that came with it waits there."""
    before = form.opened
    is_same = before is not None and not form.cleaned_data.get("website")
    token = request.POST.get("form", "") if is_same else new_form()
    opened = opened_form(token)
    assert opened is not None
    if form.is_bound and may_hold(request):
        hold_for_next(form, key_of(before.token) if before else "", key_of(opened.token))
    return token, opened


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
        form_token=form.opened.token, voice=form.said,
    )  # fmt: skip
    context = {"reader": about.reader, "centre": form.centre, "helps": help_for(needs, tag)}
    request.vk_alternates = []  # type: ignore[attr-defined]  # the code would be gone in another language
    try:
        with centre_scope(form.centre):
            asked = ask_centre(by=READER, centre=form.centre, question=question)
    except AlreadyAskedError:
        response = render(request, "enquiries/asked_before.html", context)
    else:
        response = render(
            request, "enquiries/asked.html", {**context, **_card(asked, form.centre, about.reader.language)}
        )
    if form.said is not None:
        drop_held_voice(by=READER, key=key_of(form.opened.token))
    response.headers["Cache-Control"] = SECRET
    return response


def _card(asked: Asked, centre: Centre, language: Language) -> dict[str, object]:
    address = status_address(language.tag)
    image = base64.b64encode(qr_svg(address).encode()).decode()
    card = Card(asked.code, asked.pin, address, centre.name, centre.phone)
    return {
        "code": asked.code,
        "pin": asked.pin,
        "address": address,
        "qr": f"data:image/svg+xml;base64,{image}",
        "picture": picture_address(card, language),
        "answer_day": (asked.enquiry.due_at or asked.enquiry.created_at) - dt.timedelta(minutes=1),
    }
