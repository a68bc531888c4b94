"""The side-by-side editor: source and what changed in it, translation, glossary, text memory, review."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.permissions import Permission
from vielklang.core.texts import TextStatus
from vielklang.translations import actions, queries
from vielklang.translations.adapters import get_helper
from vielklang.translations.differences import difference
from vielklang.translations.forms_desk import LIMITS, LONG, LONGEST, SaveForm, SendBackForm, TextForm
from vielklang.translations.glossary import Term, Warned, highlighted, terms_in, terms_of, warnings_of
from vielklang.translations.memory import Known, known_of
from vielklang.translations.models import TextCredit, TranslationRequest
from vielklang.translations.rules import access_work
from vielklang.translations.works import Work

AT_WORK = dt.timedelta(minutes=15)
"""Whoever wrote within this time is told to the next one who opens the text."""
FINISHING = ("finish", "next", "reviewed")


@desk(Permission.TEXT_TRANSLATE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: AreaRequest, language: str, work: str) -> HttpResponse:
    found = access_work(request.area, work, language)
    if request.method != "POST":
        return _page(request, found, TextForm(work=found))
    do = request.POST.get("do", "draft")
    if do == "reviewed":
        found = access_work(request.area, work, language, Permission.TEXT_REVIEW)
    form, save = TextForm(request.POST, work=found, finish=do in FINISHING), SaveForm(request.POST)
    if not form.is_valid() or not save.is_valid():
        return _page(request, found, form, status=422)
    try:
        return (
            _finish(request, found, form, save, do) if do in FINISHING else _draft(request, found, form, save)
        )
    except actions.EditConflictError as conflict:
        return _page(request, conflict.work, form, status=409, conflict=True)


def _draft(request: AreaRequest, work: Work, form: TextForm, save: SaveForm) -> HttpResponse:
    actions.save_draft(
        by=request.area.actor, work=work, words=form.words, edit_key=save.key, version=_seen(save)
    )
    messages.success(request, _("The draft is saved. Readers do not see it yet."))
    return redirect(_url(request, "edit", work))


def _finish(request: AreaRequest, work: Work, form: TextForm, save: SaveForm, do: str) -> HttpResponse:
    """Publish the translation; with warnings of the glossary only once the person has seen them."""
    by, area = request.area.actor, request.area
    warned = warnings_of(work.source, form.words, terms_of(area.centre, work.language))
    if warned and "warned" not in request.POST:
        actions.save_draft(by=by, work=work, words=form.words, edit_key=save.key, version=_seen(save))
        return _page(request, access_work(area, work.key, work.language), form, warned=warned, status=422)
    status = TextStatus.REVIEWED if do == "reviewed" else TextStatus.HUMAN
    actions.finish_text(
        by=by,
        work=work,
        words=form.words,
        version=_seen(save),
        edit_key=save.key,
        status=status,
        credit=save.credit,
    )
    said = (
        _("The translation is marked as reviewed.") if do == "reviewed" else _("The translation is finished.")
    )
    messages.success(request, said)
    if do == "next" and (offer := queries.next_work(area.centre, work.language, work.offer)):
        return redirect(area.url("translations:desk_edit", work.language, offer.public_id))
    return redirect(area.url("translations:desk_board", work.language))


@desk(Permission.TEXT_TRANSLATE)
@require_POST
def keep(request: AreaRequest, language: str, work: str) -> HttpResponse:
    """Autosave: 204 when kept, 409 when somebody else has written meanwhile."""
    found = access_work(request.area, work, language)
    form, save = TextForm(request.POST, work=found), SaveForm(request.POST)
    if not form.is_valid() or not save.is_valid():
        return HttpResponse(status=400)
    try:
        actions.save_draft(
            by=request.area.actor, work=found, words=form.words, edit_key=save.key, version=_seen(save)
        )
    except actions.EditConflictError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@desk(Permission.TEXT_TRANSLATE)
@require_POST
def fill(request: AreaRequest, language: str, work: str) -> HttpResponse:
    """Put what the text memory knows into the draft; what is typed in the form already is kept."""
    found = access_work(request.area, work, language)
    form, save = TextForm(request.POST, work=found), SaveForm(request.POST)
    if not form.is_valid() or not save.is_valid():
        return _page(request, found, form, status=422)
    try:
        _record, known, total = actions.fill_from_memory(
            by=request.area.actor, work=found, words=form.words, version=_seen(save), edit_key=save.key
        )
    except actions.EditConflictError as conflict:
        return _page(request, conflict.work, form, status=409, conflict=True)
    messages.success(
        request,
        _("%(known)s of %(total)s passages are known and filled in. Please read them before you finish.")
        % {"known": known, "total": total},
    )
    return redirect(_url(request, "edit", found))


@desk(Permission.TEXT_TRANSLATE)
@require_POST
def discard(request: AreaRequest, language: str, work: str) -> HttpResponse:
    """Throw unfinished words away, unless somebody has written on meanwhile."""
    found = access_work(request.area, work, language)
    try:
        actions.discard_draft(by=request.area.actor, work=found, version=request.POST.get("version", "")[:60])
    except actions.EditConflictError:
        messages.warning(request, _("Somebody else has changed this text meanwhile."))
        return redirect(_url(request, "edit", found))
    messages.success(request, _("The draft is thrown away."))
    return redirect(request.area.url("translations:desk_board", language))


@desk(Permission.TEXT_REVIEW)
@require_POST
def send_back(request: AreaRequest, language: str, work: str) -> HttpResponse:
    """A reviewer asks for changes, with a note."""
    found = access_work(request.area, work, language, Permission.TEXT_REVIEW)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, found, TextForm(work=found), status=422, note_form=form)
    actions.send_back(
        by=request.area.actor, work=found, note=form.cleaned_data["note"], hide=form.cleaned_data["hide"]
    )
    messages.success(request, _("The text is sent back with your note."))
    return redirect(request.area.url("translations:desk_board", language))


def _seen(save: SaveForm) -> str:
    version: str = save.cleaned_data.get("version", "")
    return version


def _url(request: AreaRequest, name: str, work: Work) -> str:
    return request.area.url(f"translations:desk_{name}", work.language, work.key)


def _page(
    request: AreaRequest,
    work: Work,
    form: TextForm,
    *,
    status: int = 200,
    conflict: bool = False,
    warned: list[Warned] | None = None,
    note_form: SendBackForm | None = None,
) -> HttpResponse:
    if not request.area.can(Permission.TEXT_TRANSLATE, language=work.language):
        raise PermissionDenied
    terms = terms_of(request.area.centre, work.language)
    known = known_of(work, with_near=True)
    row, named = _request_and_credit(work)
    warned = warnings_of(work.source, work.words, terms) if warned is None and not form.is_bound else warned
    context = {
        "work": work,
        "form": form,
        "rows": [
            _row(work, form, name, terms=terms, known=known, warned=warned or [], conflict=conflict)
            for name in work.fields
        ],
        "known": known,
        "must_confirm": bool(warned) and form.is_bound,
        "conflict": conflict,
        "edit_key": request.POST.get("edit_key") if form.is_bound and not conflict else uuid.uuid4(),
        "other": _other(request, work),
        "request_row": row,
        "asked": row.state if row else "",
        "credit": named.translator if named else "",
        "can_review": request.area.can(Permission.TEXT_REVIEW, language=work.language),
        "note_form": note_form or SendBackForm(),
        "helper": get_helper() is not None and "-" not in work.language and work.offer is not None,
    }
    return render(request, "translations/desk/edit.html", context, status=status)


def _row(
    work: Work,
    form: TextForm,
    name: str,
    *,
    terms: list[Term],
    known: Known,
    warned: list[Warned],
    conflict: bool,
) -> dict[str, Any]:
    """One field: source (with what changed), terms, what is typed, what the memory has."""
    source, field = work.source.get(name, ""), form[name]
    value, there = field.value() or "", work.words.get(name, "")
    former = work.former.get(name, "") if work.former else source
    found = terms_in(source, terms)
    return {
        "name": name,
        "field": field,
        "value": value,
        "source": highlighted(source, found),
        "changes": difference(former, source) if former != source else None,
        "terms": found,
        "warned": [one.term for one in warned if one.field == name],
        "suggestion": known.fields.get(name),
        "there": there if conflict and there != value else None,
        "limit": LIMITS.get(name, LONGEST),
        "lines": _lines(name, source, value),
    }


def _lines(name: str, source: str, value: str) -> int:
    """How high a field is; 1 is a single line."""
    if name in {"title", "news_title"}:
        return 1
    if not source and not value:
        return 2
    return 8 if name in LONG else 3


def _request_and_credit(work: Work) -> tuple[TranslationRequest | None, TextCredit | None]:
    if work.offer is None:
        return None, None
    of_text = {"offer": work.offer, "language": work.language}
    return TranslationRequest.objects.filter(**of_text).first(), TextCredit.objects.filter(**of_text).first()


def _other(request: AreaRequest, work: Work) -> str:
    """Who else is at this text right now."""
    row = work.record
    if row is None or not row.edited_at or row.edited_by_id in (None, request.user.pk):
        return ""
    return row.edited_by if row.is_draft and row.edited_at > timezone.now() - AT_WORK else ""
