"""Interfaces: imports, exports, feeds."""

from __future__ import annotations

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    name = "vielklang.interfaces"
