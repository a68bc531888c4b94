"""The guide's page for developers: every open interface with examples that run."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vielklang.centres.queries import list_centres
from vielklang.guide.context import reader_of
from vielklang.interfaces.feeds.licences import attribution, licence
from vielklang.interfaces.views.public_examples import TOPIC, examples_of
from vielklang.web.ready import keep, ready


@login_not_required
@require_safe
@ready(query=("place",))
def developers(request: HttpRequest, language: str) -> HttpResponse:
    """The examples show the reader's centre, or the first one where no place is known."""
    reader = reader_of(request)
    centre = reader.centre or list_centres()[0]
    keep(request, centre=centre.pk)
    context = {
        "reader": reader,
        "centre": centre,
        "sections": examples_of(centre, language),
        "topic": TOPIC,
        "base_url": settings.BASE_URL,
        "licence": licence(),
        "attribution": attribution(),
    }
    return render(request, "interfaces/public/developers.html", context)
