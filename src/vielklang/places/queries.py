"""Reads of places that other apps use; finding a place from what somebody typed is in `finding.py`."""

from __future__ import annotations

from vielklang.places.models import District, Municipality


def list_districts() -> list[District]:
    return list(District.objects.order_by("name"))


def municipalities_of_district(key: str) -> list[Municipality]:
    return list(Municipality.objects.filter(district_id=key).order_by("name"))


def list_municipalities() -> list[Municipality]:
    """All 396, with their districts, ordered by key."""
    return list(Municipality.objects.select_related("district").order_by("key"))
