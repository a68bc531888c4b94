"""Errors of the open interfaces: problem documents after RFC 9457, the same for every one of them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import JsonResponse


class BadParameter(Exception):
    """A parameter that cannot be understood. `name` as in the address or body, `reason` one English sentence."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


def problem(status: int, detail: str = "", **members: object) -> JsonResponse:
    """`application/problem+json` with `title`, `status`, where there is more to say `detail`, and further members."""
    body: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        body["detail"] = detail
    return JsonResponse(body | members, status=status, content_type="application/problem+json")


def bad_parameter(error: BadParameter) -> JsonResponse:
    """400, naming the parameter."""
    return problem(400, str(error), parameter=error.name)
