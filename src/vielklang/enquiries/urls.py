"""Addresses of this room."""

from django.urls import path

from vielklang.enquiries.views import public
from vielklang.guide import converters  # noqa: F401 (registered there)

app_name = "enquiries"
urlpatterns = [
    path("<language:language>/answer/", public.status, name="status"),
]
