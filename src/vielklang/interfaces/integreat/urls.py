"""Addresses of the Integreat API. The app asks for most with a slash at the end and for news without: both answer."""

from django.urls import path, re_path

from vielklang.interfaces import door
from vielklang.interfaces.integreat import views

_ROOT = r"^api/v3/"
_EDITION = rf"{_ROOT}(?P<region>[a-z0-9-]{{1,80}})/(?P<language>[A-Za-z-]{{2,12}})/"

urlpatterns = [
    path("api/v3/openapi.json", views.openapi, name="integreat_openapi"),
    path("api/v3/icons/<slug:key>.svg", views.icon, name="integreat_icon"),
    re_path(rf"{_ROOT}regions/?$", views.region_list, name="integreat_regions"),
    re_path(rf"{_ROOT}regions/(?P<region>[a-z0-9-]{{1,80}})/?$", views.region, name="integreat_region"),
    re_path(rf"{_EDITION}pages/?$", views.pages, name="integreat_pages"),
    re_path(rf"{_EDITION}children/?$", views.children, name="integreat_children"),
    re_path(rf"{_EDITION}page/?$", views.page, name="integreat_page"),
    re_path(rf"{_EDITION}parents/?$", views.parents, name="integreat_parents"),
    re_path(rf"{_EDITION}locations/?$", views.locations, name="integreat_locations"),
    re_path(rf"{_EDITION}events/?$", views.events, name="integreat_events"),
    re_path(rf"{_EDITION}news/?$", views.news, name="integreat_news"),
    re_path(
        rf"{_EDITION}news/(?P<news_id>[a-z]{{1,20}}-[0-9]{{1,12}})/?$",
        views.news_item,
        name="integreat_news_item",
    ),
    re_path(rf"{_EDITION}imprint/?$", views.imprint, name="integreat_imprint"),
    re_path(rf"{_EDITION}feedback/(?P<kind>[a-z-]{{1,20}})/?$", views.feedback, name="integreat_feedback"),
    re_path(rf"{_EDITION}offers/?$", views.offers, name="integreat_offers"),
    path("api/v3/", door.unknown, name="integreat_root"),
    path("api/v3/<path:rest>", door.unknown, name="integreat_unknown"),
]
