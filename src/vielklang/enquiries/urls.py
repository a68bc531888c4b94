"""Addresses of this room."""

from django.urls import path, register_converter

from vielklang.enquiries.views import public
from vielklang.guide.converters import LanguageConverter

register_converter(LanguageConverter, "language")

app_name = "enquiries"
urlpatterns = [
    path("<language:language>/answer/", public.status, name="status"),
]
