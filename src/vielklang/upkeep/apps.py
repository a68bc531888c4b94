"""Upkeep: keeping offers true."""

from __future__ import annotations

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "vielklang.upkeep"
