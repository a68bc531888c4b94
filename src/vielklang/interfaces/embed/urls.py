"""Addresses for other people's websites; part of `interfaces`."""

from django.urls import path

from vielklang.interfaces.embed import views

urlpatterns = [
    path("embed/vielklang.js", views.script, name="embed_script"),
    path("embed/<slug:slug>/<slug:language>/search", views.search, name="embed_search"),
    path("embed/<slug:slug>/<slug:language>/offers", views.offers, name="embed_offers"),
    path("embed/<path:rest>", views.unknown, name="embed_unknown"),
]
