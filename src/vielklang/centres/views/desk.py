"""What a centre says about itself: contact and hours, introduction and news in each language of the guide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vielklang.accounts.access import AreaRequest, desk
from vielklang.centres.actions import set_centre_text, update_centre_profile
from vielklang.centres.forms_desk import ProfileForm, TextForm
from vielklang.centres.models import Centre
from vielklang.core.languages import GUIDE_LANGUAGES, GUIDE_TAGS, get_language
from vielklang.core.permissions import Permission


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_profile(request: AreaRequest) -> HttpResponse:
    area = request.area
    form = ProfileForm(request.POST or None, centre=area.centre)
    if request.method == "POST" and form.is_valid():
        update_centre_profile(by=area.actor, centre=area.centre, hours=form.hours(), **form.profile())
        messages.success(request, _("Saved. Readers of the guide see it now."))
        return redirect(area.url("centres:desk_profile"))
    context = {"form": form, "centre": area.centre}
    return render(request, "centres/desk/profile.html", context, status=400 if form.errors else 200)


@desk(Permission.CENTRE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_texts(request: AreaRequest) -> HttpResponse:
    """One language at a time (`?language=`), the German text beside a translation."""
    area = request.area
    tag = request.GET.get("language", "de")
    if tag not in GUIDE_TAGS:
        raise Http404
    texts = {text.language: text for text in area.centre.texts.all()}
    form = TextForm(request.POST or None, text=texts.get(tag), tag=tag, direction=get_language(tag).direction)
    if request.method == "POST" and form.is_valid():
        set_centre_text(by=area.actor, centre=area.centre, language=tag, **form.cleaned_data)
        messages.success(request, _("Saved. Readers of the guide see it now."))
        return redirect(f"{area.url('centres:desk_texts')}?language={tag}")
    context = {"form": form, "tongue": get_language(tag), "german": texts.get("de"), "text": texts.get(tag)}
    context |= {"languages": _states(area.centre, texts), "centre": area.centre}
    return render(request, "centres/desk/texts.html", context, status=400 if form.errors else 200)


def _states(centre: Centre, texts: dict[str, Any]) -> list[dict[str, Any]]:
    """Each language with what is there: nothing, a text, one that is behind the German."""
    german = texts["de"].revision if "de" in texts else None
    states = []
    for language in GUIDE_LANGUAGES:
        text = texts.get(language.tag)
        is_behind = bool(text and language.tag != "de" and german and (text.source_revision or 0) < german)
        states.append({"language": language, "is_written": text is not None, "is_behind": is_behind})
    return states
