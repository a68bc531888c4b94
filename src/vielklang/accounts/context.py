"""What every page behind a door shows: the area, its menu, the other areas to choose from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vielklang.accounts.access import areas_of
from vielklang.core.areas import menu_of, registry


def area(request: HttpRequest) -> dict[str, Any]:
    """Context processor; nothing for pages without a door, which read no session."""
    current = getattr(request, "area", None)
    values: dict[str, Any] = {"area": current, "is_demonstration": settings.IS_DEMONSTRATION}
    if current is None:
        return values
    sections: dict[str, list[dict[str, Any]]] = {}
    urls = {entry: current.url(entry.url_name) for entry in menu_of(current)}
    above = [url for entry, url in urls.items() if entry.sort > 0 and request.path.startswith(url)]
    nearest = max(above, key=len, default=request.path)
    for entry, url in urls.items():
        sections.setdefault(str(entry.section), []).append(
            {"label": entry.label, "url": url, "icon": entry.icon, "is_current": url == nearest}
        )
    return values | {
        "area_menu": sections,
        "area_new": [
            {"label": entry.label, "url": current.url(entry.url_name), "icon": entry.icon}
            for entry in menu_of(current, registry.new)
        ],
        "areas": areas_of(request),
    }
