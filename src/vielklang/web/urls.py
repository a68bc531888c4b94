"""Addresses that serve machines: health."""

from django.urls import path

from vielklang.web import health

app_name = "web"
urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
]
