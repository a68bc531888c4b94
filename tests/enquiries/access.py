"""Enquiries in the access matrix."""

from __future__ import annotations

from tests.access import public

ROWS = {
    "enquiries:status": public(language="ar"),
}
