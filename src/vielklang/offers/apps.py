"""Offers: their life, texts, places and times."""

from __future__ import annotations

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "vielklang.offers"
