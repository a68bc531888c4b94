"""QR codes, black on white, as scalable or pixel image."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code; ISO/IEC 18004 asks for four."""


def qr_svg(url: str) -> str:
    """The code as an SVG element without size, style or script: it fills its box and passes a strict CSP."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode()


def qr_png(url: str, *, scale: int = 8) -> bytes:
    """The code as PNG, `scale` pixels per module."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", border=QUIET_ZONE, scale=scale)
    return out.getvalue()
