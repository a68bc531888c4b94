"""Addresses of this room."""

from django.urls import URLPattern

app_name = "interfaces"
urlpatterns: list[URLPattern] = []
