"""Reporting: coordination and the state view."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "vielklang.reporting"
