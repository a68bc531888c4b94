"""Addresses of this room: what a centre says about itself."""

from django.urls import path

from vielklang.centres.views import desk

app_name = "centres"
urlpatterns = [
    path("desk/<slug:centre>/centre/", desk.desk_profile, name="desk_profile"),
    path("desk/<slug:centre>/centre/texts/", desk.desk_texts, name="desk_texts"),
]
