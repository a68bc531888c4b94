"""Addresses of the HSDS API; each answers with and without a slash at its end."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from vielklang.interfaces import door
from vielklang.interfaces.hsds import views

_LISTS = {
    "services": (views.services, views.service),
    "service_at_locations": (views.at_locations, views.at_location),
    "organizations": (views.organizations, views.organization),
    "taxonomies": (views.taxonomies, views.taxonomy),
    "taxonomy_terms": (views.taxonomy_terms, views.taxonomy_term),
}


def _patterns(name: str) -> list[URLPattern]:
    many, single = _LISTS[name]
    return [
        re_path(rf"^hsds/{name}/?$", many, name=f"hsds_{name}"),
        re_path(rf"^hsds/{name}/(?P<key>[0-9A-Fa-f-]{{32,36}})/?$", single, name=f"hsds_{name}_one"),
    ]


urlpatterns = [
    re_path(r"^hsds/?$", views.about, name="hsds"),
    re_path(r"^hsds/openapi\.json$", views.document, name="hsds_document"),
    *(pattern for name in _LISTS for pattern in _patterns(name)),
    re_path(r"^hsds/(?P<rest>.*)$", door.unknown, name="hsds_unknown"),
]
