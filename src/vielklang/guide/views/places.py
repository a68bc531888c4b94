"""Saying where one is: by postcode or name, or by the device where the reader allows it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vielklang.guide.context import Reader, reader_of
from vielklang.guide.forms import LocateForm, PlaceForm, validated
from vielklang.places.enums import AnswerKind
from vielklang.places.finding import Place, find_place, nearest_place


@login_not_required
@require_safe
def choose(request: HttpRequest, language: str) -> HttpResponse:
    """Answer `where`: go on when it is one place, otherwise ask which one or say what can be done."""
    values = validated(PlaceForm(request.GET))
    reader = reader_of(request)
    answer = find_place(values["where"])
    if answer.kind == AnswerKind.FOUND and answer.place:
        return redirect(_onward(reader, answer.place, values))
    context = {
        "reader": reader,
        "where": values["where"],
        "answer": answer,
        "options": [{"place": place, "url": _onward(reader, place, values)} for place in answer.places],
        "keep": {key: values[key] for key in ("q", "area", "topic") if values[key]},
    }
    return render(request, "guide/place.html", context, status=200 if _is_question(answer.kind) else 404)


def _is_question(kind: str) -> bool:
    return kind in {AnswerKind.CHOOSE, AnswerKind.EMPTY}


@login_not_required
@require_safe
def locate(request: HttpRequest, language: str) -> HttpResponse:
    """The place nearest to the device's position, which is used for this answer alone and not kept."""
    values = validated(LocateForm(request.GET))
    reader = reader_of(request)
    place = nearest_place(values["lat"], values["lon"])
    if place is None:
        context = {"reader": reader, "where": "", "answer": None, "options": [], "keep": {}}
        return render(request, "guide/place.html", context, status=404)
    return redirect(_onward(reader, place, values))


def _onward(reader: Reader, place: Place, values: dict[str, Any]) -> str:
    """Back to what the reader was doing, now with a place: the question asked before, or the start page."""
    query = {key: values.get(key) for key in ("q", "area", "topic")}
    name = "search" if any(query.values()) else "start"
    return Reader(reader.language, place, None).url(name, **query)
