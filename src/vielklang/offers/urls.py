"""Addresses of this room: the same pages at the desk and in the partner area."""

from __future__ import annotations

from types import ModuleType

from django.urls import URLPattern, path

from vielklang.offers.views import partner
from vielklang.offers.views.desk import doors

app_name = "offers"


def _area(prefix: str, kind: str, views: ModuleType) -> list[URLPattern]:
    offers, one = f"{prefix}/offers/", f"{prefix}/offers/<uuid:public_id>/"
    return [
        path(offers, views.offers, name=f"{kind}_offers"),
        path(f"{offers}act/", views.act, name=f"{kind}_act"),
        path(f"{offers}undo/", views.undo, name=f"{kind}_undo"),
        path(f"{offers}views/", views.save_view, name=f"{kind}_save_view"),
        path(f"{offers}views/<uuid:public_id>/", views.forget_view, name=f"{kind}_forget_view"),
        path(f"{offers}new/", views.new, name=f"{kind}_new"),
        path(f"{offers}new/autosave/", views.autosave, name=f"{kind}_autosave_new"),
        path(f"{offers}new/discard/", views.discard, name=f"{kind}_discard_new"),
        path(one, views.offer_page, name=f"{kind}_offer"),
        path(f"{one}edit/", views.edit, name=f"{kind}_edit"),
        path(f"{one}autosave/", views.autosave, name=f"{kind}_autosave"),
        path(f"{one}discard/", views.discard, name=f"{kind}_discard"),
        path(f"{one}versions/<int:number>/", views.revision, name=f"{kind}_revision"),
        path(f"{one}versions/<int:number>/decide/", views.decide, name=f"{kind}_decide"),
    ]


urlpatterns = [
    *_area("desk/<slug:centre>", "desk", doors),
    path("desk/<slug:centre>/review/", doors.review, name="desk_review"),
    *_area("partner/<uuid:organisation>", "partner", partner),
]
