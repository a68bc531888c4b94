"""Undo after removing something: the address says what was removed, the page offers to bring it back."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest

KINDS = ("contact", "note", "different", "moved")


def with_undo(url: str, kind: str, public_id: object) -> str:
    return f"{url}?{urlencode({'removed': f'{kind}:{public_id}'})}"


def removed_thing(request: HttpRequest) -> dict[str, str] | None:
    """{"kind": …, "id": …} of what was removed a moment ago; None for anything else that stands in the address."""
    kind, _, text = request.GET.get("removed", "").partition(":")
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        return None
    return {"kind": kind, "id": str(public_id)} if kind in KINDS else None
