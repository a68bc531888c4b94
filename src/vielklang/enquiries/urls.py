"""Addresses of this room."""

from django.urls import path

from vielklang.enquiries.views import answers, asking
from vielklang.guide import converters  # noqa: F401 (registered there)

app_name = "enquiries"
urlpatterns = [
    path("<language:language>/ask/", asking.ask, name="ask"),
    path("<language:language>/answer/", answers.status, name="status"),
]
