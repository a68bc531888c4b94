"""One referral at the desk: what was passed on, what was said, and what may be done. Reading it is recorded."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.enquiries.actions import (
    ReferralClosedError,
    answer_receiver,
    extend_referral,
    finish_referral,
    resend_referral,
    see_referral,
    withdraw_referral,
)
from vielklang.enquiries.desk_referrals import ReferralRow, ground_words, visit_words
from vielklang.enquiries.desk_rows import number_of, topic_words
from vielklang.enquiries.enums import Visit
from vielklang.enquiries.forms_desk_referrals import ExtendForm, FinishForm, ResendForm, WordForm, end_of
from vielklang.enquiries.models import Referral
from vielklang.enquiries.models.referral import BACK
from vielklang.enquiries.rules import access_referral
from vielklang.web.forms import AreaForm


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def referral(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, access_referral(request.area.actor, public_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def act(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    """One of the buttons of the page: `do` names it."""
    found = access_referral(request.area.actor, public_id)
    name = request.POST.get("do", "")
    form = _FORMS[name](request.POST, auto_id=f"{name}_%s") if name in _FORMS else None
    if name not in _ACTS or (form is not None and not form.is_valid()):
        return _page(request, found, wrong=form, status=400)
    try:
        _ACTS[name](request, found, form.cleaned_data if form else {})
    except ReferralClosedError:
        messages.warning(request, _("Meanwhile this has ended or changed: nothing was written."))
    return redirect(request.area.url("enquiries:desk_referral", public_id))


def _answer(request: AreaRequest, found: Referral, values: dict[str, str]) -> None:
    answer_receiver(by=request.area.actor, referral=found, text=values["text"])
    messages.success(request, _("The receiver gets a mail that there is an answer."))


def _withdraw(request: AreaRequest, found: Referral, values: dict[str, str]) -> None:
    withdraw_referral(by=request.area.actor, referral=found)
    messages.success(request, _("Withdrawn. The receiver's link opens nothing any more."))


def _extend(request: AreaRequest, found: Referral, values: dict[str, object]) -> None:
    extend_referral(by=request.area.actor, referral=found, expires_at=end_of(values["until"]))  # type: ignore[arg-type]
    messages.success(request, _("The receiver has more time."))


def _resend(request: AreaRequest, found: Referral, values: dict[str, str]) -> None:
    resend_referral(by=request.area.actor, referral=found, email=values["email"])
    messages.success(request, _("A new link is on its way. The old one opens nothing any more."))


def _see(request: AreaRequest, found: Referral, values: dict[str, str]) -> None:
    see_referral(by=request.area.actor, referral=found)
    messages.success(request, _("It waits no longer on your start page."))


def _finish(request: AreaRequest, found: Referral, values: dict[str, str]) -> None:
    finish_referral(by=request.area.actor, referral=found, outcome=Visit(values["outcome"]))
    messages.success(request, _("The outcome is saved."))


_FORMS: dict[str, type[AreaForm]] = {
    "answer": WordForm, "extend": ExtendForm, "resend": ResendForm, "finish": FinishForm,
}  # fmt: skip
_ACTS: dict[str, Callable[..., None]] = {
    "answer": _answer, "withdraw": _withdraw, "extend": _extend, "resend": _resend, "see": _see, "finish": _finish,
}  # fmt: skip


def _page(
    request: AreaRequest, found: Referral, *, wrong: AreaForm | None = None, status: int = 200
) -> HttpResponse:
    enquiry = found.enquiry

    def form(name: str, **initial: object) -> AreaForm:
        kind = _FORMS[name]
        return wrong if isinstance(wrong, kind) else kind(initial=initial, auto_id=f"{name}_%s")

    context = {
        "referral": found,
        "row": ReferralRow(found, number_of(enquiry), topic_words(enquiry.topics)),
        "enquiry": enquiry,
        "said": list(found.messages.all()),
        "ground": ground_words(found),
        "is_late": found.is_running and found.expires_at <= timezone.now(),
        "is_back": found.state in BACK and found.seen_at is None,
        "receiver_outcome": visit_words(found.receiver_outcome),
        "person_outcome": visit_words(found.person_outcome),
        "word_form": form("answer"),
        "extend_form": form("extend"),
        "resend_form": form("resend", email=found.receiver_email),
        "finish_form": form("finish"),
    }
    return render(request, "enquiries/desk/referral.html", context, status=status)
