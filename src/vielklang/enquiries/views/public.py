"""What the person sees: the page where answers are read with code and PIN."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vielklang.core.scope import centre_scope
from vielklang.enquiries.enums import Direction
from vielklang.enquiries.limits import may_try_code
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.rules import enquiry_by_code
from vielklang.guide.context import reader_of
from vielklang.web.limits import too_many_requests


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, language: str) -> HttpResponse:
    """Ask for code and PIN; with the right ones show what was said. Nothing of it stays in the browser."""
    reader = reader_of(request)
    if request.method != "POST":
        return render(
            request, "enquiries/status_form.html", {"reader": reader, "is_wrong": False, "code": ""}
        )
    if not may_try_code(request):
        return too_many_requests(request, seconds=3600)
    code = request.POST.get("code", "")[:200]
    found = enquiry_by_code(code, request.POST.get("pin", ""))
    if found is None:
        context = {"reader": reader, "is_wrong": True, "code": code}
        return render(request, "enquiries/status_form.html", context, status=400)
    response = render(request, "enquiries/status.html", {"reader": reader, **_shown(found)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(found: Enquiry) -> dict[str, object]:
    with centre_scope(found.centre):
        return {
            "enquiry": found,
            "messages_shown": list(found.messages.exclude(direction=Direction.NOTE)),
            "offers": list(found.offers.visible()),  # type: ignore[attr-defined]
        }
