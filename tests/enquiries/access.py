"""Enquiries in the access matrix."""

from __future__ import annotations

from tests.access import public

ROWS = {
    "enquiries:ask": public(language="ar"),
    "enquiries:status": public(language="ar"),
}
