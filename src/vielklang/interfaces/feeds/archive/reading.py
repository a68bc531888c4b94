"""Reads the newest archive from the database, whole or in part, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator

from vielklang.interfaces.models import OpenDataArchive, OpenDataPart

PART = 1_048_576
"""Bytes of a piece: what one process holds of a download."""


def newest_archive() -> OpenDataArchive | None:
    return OpenDataArchive.objects.order_by("-made_at", "-pk").first()


def content(archive: OpenDataArchive, first: int, last: int) -> Iterator[bytes]:
    """Bytes `first` to `last`, both included; a query for each piece."""
    for number in range(first // PART, last // PART + 1):
        piece = bytes(
            OpenDataPart.objects.values_list("content", flat=True).get(archive=archive, number=number)
        )
        yield piece[max(0, first - number * PART) : last - number * PART + 1]


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """The one range of bytes that a `Range` header names, both ends included; None: the whole.

    Raises `ValueError` where it lies outside. Several ranges are answered with the whole (RFC 9110, 14.2).
    """
    unit, _, ranges = header.partition("=")
    start, dash, end = ranges.strip().partition("-")
    if (
        unit.strip().lower() != "bytes"
        or not dash
        or not _is_number(start)
        or not _is_number(end)
        or start + end == ""
    ):
        return None
    first, last = (int(start), int(end or size)) if start else (max(0, size - int(end)), size)
    if start and end and last < first:
        return None
    if first >= size or (not start and int(end) == 0):
        raise ValueError(header)
    return first, min(last, size - 1)


def _is_number(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdecimal() and len(text) < 16)
