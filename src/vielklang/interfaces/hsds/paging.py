"""The form of an answer: one object, or a page with all its seven fields and links to its neighbours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from vielklang.interfaces.hsds.asking import MOST_PER_PAGE, Cut


def one(request: HttpRequest, node: dict[str, Any], language: str) -> HttpResponse:
    """An object in the language of the reader."""
    response = HttpResponse(json.dumps(node, ensure_ascii=False), content_type="application/json")
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def page(
    request: HttpRequest, rows: Sequence[dict[str, Any]], cut: Cut, *, pages: int, total: int, language: str
) -> HttpResponse:
    """A page; `per_page` tells how long pages are, and `notice` that they were asked to be longer than allowed."""
    node: dict[str, Any] = {
        "total_items": total,
        "total_pages": pages,
        "page_number": cut.page,
        "size": len(rows),
        "first_page": cut.page == 1,
        "last_page": cut.page >= pages,
        "empty": not rows,
        "per_page": cut.per_page,
    }
    if cut.wanted:
        node["notice"] = f"per_page was {cut.wanted}; a page has at most {MOST_PER_PAGE} entries."
    response = one(request, node | {"contents": list(rows)}, language)
    response.headers["Link"] = _links(request, cut, pages)
    return response


def part(rows: Sequence[Any], cut: Cut) -> tuple[Sequence[Any], int]:
    """A page of what is at hand, and how many pages there are."""
    start = (cut.page - 1) * cut.per_page
    return rows[start : start + cut.per_page], max(1, -(-len(rows) // cut.per_page))


def _links(request: HttpRequest, cut: Cut, pages: int) -> str:
    """RFC 8288; the neighbours that there are, first and last."""
    numbers = {"first": 1, "prev": cut.page - 1, "next": cut.page + 1, "last": pages}
    query = request.GET.copy()
    query["per_page"] = str(cut.per_page)
    links = []
    for name, number in numbers.items():
        if 1 <= number <= pages:
            query["page"] = str(number)
            links.append(f'<{settings.BASE_URL}{request.path}?{query.urlencode()}>; rel="{name}"')
    return ", ".join(links)
