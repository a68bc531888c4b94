"""Errors in the reader's language: what happened, and what can be done now. They need no database."""

from __future__ import annotations

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = structlog.get_logger("vielklang.error")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def empty_choice(request: HttpRequest) -> HttpResponse:
    """Leaflets were asked for and no offer was ticked."""
    return _error(request, 400, is_empty_choice=True)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere; going back keeps what was typed."""
    return _error(request, 403, is_stale_form=True)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def _error(request: HttpRequest, status: int, **extra: Any) -> HttpResponse:
    return render(
        request,
        "web/area_error.html" if getattr(request, "vk_is_area", False) else "guide/error.html",
        {"status": status, "is_stale_form": False, "is_empty_choice": False, **extra},
        status=status,
    )
