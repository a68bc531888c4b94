"""The glossary: statewide terms to read, the centre's own to edit, everything to export."""

from __future__ import annotations

import csv
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vielklang.accounts.access import AreaRequest, desk
from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS, get_language
from vielklang.core.permissions import Permission
from vielklang.translations import actions
from vielklang.translations.forms_desk import TermForm
from vielklang.translations.models import GlossaryTerm
from vielklang.translations.rules import access_term
from vielklang.translations.views.desk.board import page_of, query_without_page

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@desk(Permission.TEXT_TRANSLATE)
@require_safe
def glossary(request: AreaRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    rows = _terms(request.area.centre)
    if text:
        rows = rows.filter(Q(term__icontains=text) | Q(note__icontains=text))
    page = page_of(request, rows)
    entries = [{"row": row, "words": _words(row)} for row in page.object_list]
    context = {
        "page": page,
        "entries": entries,
        "text": text,
        "query": query_without_page(request),
        "can_edit": request.area.can(Permission.TEXT_REVIEW),
    }
    return render(request, "translations/desk/glossary.html", context)


@desk(Permission.TEXT_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AreaRequest) -> HttpResponse:
    return _edit(request, None)


@desk(Permission.TEXT_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    return _edit(request, access_term(request.area, public_id))


@desk(Permission.TEXT_REVIEW)
@require_POST
def remove(request: AreaRequest, public_id: uuid.UUID) -> HttpResponse:
    row = access_term(request.area, public_id)
    actions.remove_term(by=request.area.actor, row=row)
    messages.success(request, _("“%(term)s” is removed from your glossary.") % {"term": row.term})
    return redirect(request.area.url("translations:desk_glossary"))


@desk(Permission.TEXT_TRANSLATE)
@require_safe
def export(request: AreaRequest) -> HttpResponse:
    """All terms as CSV, a column per language; cells that a spreadsheet would run are made plain text."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    tags = [tag for tag in GUIDE_TAGS if tag != "de"]
    writer.writerow(["term", "kind", "scope", *tags, "note", "reviewed"])
    for row in _terms(request.area.centre):
        scope = "centre" if row.centre_id else "state"
        words = [row.translations.get(tag, "") for tag in tags]
        reviewed = "yes" if row.is_reviewed else "no"
        writer.writerow([_plain(x) for x in (row.term, row.kind, scope, *words, row.note, reviewed)])
    return response


def _edit(request: AreaRequest, row: GlossaryTerm | None) -> HttpResponse:
    """The form of one term, own or new."""
    form = TermForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            term = actions.set_term(
                by=request.area.actor,
                centre=request.area.centre,
                row=row,
                translations=form.translations,
                **{name: data[name] for name in ("term", "kind", "note", "is_reviewed")},
            )
            messages.success(request, _("“%(term)s” is saved.") % {"term": term.term})
            return redirect(request.area.url("translations:desk_glossary"))
        except ValidationError as error:
            form.add_error(None, error)
    words = [(get_language(x.tag), form[f"word_{x.tag}"]) for x in GUIDE_LANGUAGES if x.tag != "de"]
    status = 422 if form.is_bound else 200
    return render(
        request, "translations/desk/term.html", {"form": form, "row": row, "words": words}, status=status
    )


def _terms(centre: Centre) -> QuerySet[GlossaryTerm]:
    return GlossaryTerm.objects.filter(Q(centre=None) | Q(centre=centre)).order_by("term", "pk")


def _initial(row: GlossaryTerm | None) -> dict[str, object]:
    if row is None:
        return {"kind": "keep"}
    fields = ("term", "kind", "note", "is_reviewed")
    return {name: getattr(row, name) for name in fields} | {
        f"word_{tag}": word for tag, word in row.translations.items()
    }


def _words(row: GlossaryTerm) -> list[dict[str, object]]:
    return [
        {"language": get_language(tag), "word": row.translations[tag]}
        for tag in GUIDE_TAGS
        if tag in row.translations
    ]


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
