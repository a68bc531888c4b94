"""Organisations: carriers, offices, schools, migrant organisations."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "vielklang.organisations"
