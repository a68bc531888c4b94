"""Text modules of a centre: list, words, translations, removing with undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.core.languages import get_language
from vielklang.core.permissions import Permission
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions.modules import (
    remove_text_module,
    restore_text_module,
    save_text_module,
    translate_text_module,
)
from vielklang.enquiries.desk_modules import TRANSLATED, module_row, module_rows
from vielklang.enquiries.forms_desk_modules import ModuleTranslationForm, TextModuleForm
from vielklang.enquiries.models import TextModule
from vielklang.enquiries.modules import module_by, modules
from vielklang.upkeep.views.desk import keep_query, page_of


@desk(Permission.ENQUIRY_ANSWER)
@require_safe
def module_list(request: AreaRequest) -> HttpResponse:
    is_removed = request.GET.get("removed") == "on"
    page = page_of(request, modules().filter(removed_at__isnull=not is_removed))
    context = {
        "page": page,
        "rows": module_rows(page.object_list),
        "is_removed": is_removed,
        "query": keep_query(request),
    }
    return render(request, "enquiries/desk/modules.html", context)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def module_new(request: AreaRequest) -> HttpResponse:
    return _edit(request, None)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: AreaRequest, module_id: uuid.UUID) -> HttpResponse:
    return _edit(request, module_by(module_id))


def _edit(request: AreaRequest, found: TextModule | None) -> HttpResponse:
    area, row = request.area, module_row(found) if found else None
    initial = {
        "title": found.title if found else "",
        "topics": found.topics if found else [],
        "german": row.german.text if row and row.german else "",
    }
    form = TextModuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = save_text_module(by=area.actor, centre=area.centre, module=found, **form.cleaned_data)
        messages.success(request, _("The text module is saved."))
        return redirect(area.url("enquiries:desk_module", saved.public_id))
    context = {"form": form, "row": row}
    return render(request, "enquiries/desk/module.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def module_text(request: AreaRequest, module_id: uuid.UUID, language: str) -> HttpResponse:
    """One translation, with the German beside it."""
    area, found = request.area, module_by(module_id)
    if language not in {row.tag for row in TRANSLATED}:
        raise Http404
    row = module_row(found)
    [own] = [x for x in row.translations if x.language.tag == language]
    initial = {"text": own.text.text, "status": own.text.status} if own.text else {}
    data = request.POST if request.method == "POST" else None
    form = ModuleTranslationForm(data, initial=initial, language=own.language)
    if data is not None and form.is_valid():
        status = TextStatus(form.cleaned_data["status"])
        text = form.cleaned_data["text"]
        translate_text_module(by=area.actor, module=found, language=language, text=text, status=status)
        messages.success(request, _("The translation is saved."))
        return redirect(area.url("enquiries:desk_module", module_id))
    context = {"form": form, "row": row, "own": own, "tongue": get_language(language)}
    return render(request, "enquiries/desk/module_text.html", context, status=400 if form.errors else 200)


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def module_remove(request: AreaRequest, module_id: uuid.UUID) -> HttpResponse:
    remove_text_module(by=request.area.actor, module=module_by(module_id))
    messages.success(request, _("The text module is no longer offered. Below you can take this back."))
    return redirect(request.area.url("enquiries:desk_module", module_id))


@desk(Permission.ENQUIRY_ANSWER)
@require_POST
def module_restore(request: AreaRequest, module_id: uuid.UUID) -> HttpResponse:
    restore_text_module(by=request.area.actor, module=module_by(module_id))
    messages.success(request, _("The text module is offered again."))
    return redirect(request.area.url("enquiries:desk_module", module_id))
