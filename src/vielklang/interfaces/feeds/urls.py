"""Addresses of the open feeds; part of `interfaces`."""

from django.urls import path

from vielklang.interfaces import door
from vielklang.interfaces.feeds import download, views

_CENTRE = "open/centres/<slug:centre>"
urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-guide.xml", views.sitemap_guide, name="sitemap_guide"),
    path("sitemap-<int:number>-<slug:centre>.xml", views.sitemap_centre, name="sitemap_centre"),
    path("open/news.atom", views.news, name="open_news"),
    path("open/offers.geojson", views.offers, name="open_offers"),
    path(f"{_CENTRE}/news.atom", views.news, name="open_centre_news"),
    path(f"{_CENTRE}/dates.ics", views.centre_dates, name="open_centre_dates"),
    path(f"{_CENTRE}/offers.geojson", views.offers, name="open_centre_offers"),
    path(
        "open/organisations/<uuid:public_id>/dates.ics",
        views.organisation_dates,
        name="open_organisation_dates",
    ),
    path("open/data.zip", download.archive, name="open_archive"),
    path("open/catalogue.<str:form>", views.catalogue_entry, name="open_catalogue"),
    path("open/", door.unknown, name="open"),
    path("open/<path:rest>", door.unknown, name="open_unknown"),
]
