"""Addresses of this room."""

from django.urls import URLPattern

app_name = "translations"
urlpatterns: list[URLPattern] = []
