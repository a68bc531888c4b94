"""Enquiries: the centre as first point of contact."""

from __future__ import annotations

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "vielklang.enquiries"
