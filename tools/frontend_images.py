"""Draws the application icons (PNG) from the one SVG that people edit; it is lines with round ends."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

SIZES = (180, 192, 512)
_NS = "{http://www.w3.org/2000/svg}"


def build_icons(images: Path, target: Path) -> None:
    source = images / "icon.svg"
    shutil.copy(source, target / "icon.svg")
    svg = ElementTree.fromstring(source.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    for size in SIZES:
        (target / f"icon-{size}.png").write_bytes(_png(_draw(svg, size)))


def _draw(svg: ElementTree.Element, size: int) -> np.ndarray:
    """Pixels of the background `rect` and the `line`s, edges smoothed over one pixel."""
    scale = size / float(svg.attrib["viewBox"].split()[2])
    rows, columns = np.mgrid[0:size, 0:size] + 0.5
    pixels = np.empty((size, size, 3))
    pixels[:] = _colour(next(svg.iter(f"{_NS}rect")).attrib["fill"])
    for line in svg.iter(f"{_NS}line"):
        x1, y1, x2, y2 = (float(line.attrib[name]) * scale for name in ("x1", "y1", "x2", "y2"))
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = np.clip(((columns - x1) * (x2 - x1) + (rows - y1) * (y2 - y1)) / max(length, 1e-9), 0, 1)
        distance = np.hypot(columns - x1 - along * (x2 - x1), rows - y1 - along * (y2 - y1))
        cover = np.clip(float(line.attrib["stroke-width"]) * scale / 2 - distance + 0.5, 0, 1)[..., None]
        pixels = pixels * (1 - cover) + np.array(_colour(line.attrib["stroke"])) * cover
    return pixels.round().astype(np.uint8)


def _colour(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise SystemExit(f"icon.svg: colours are written #rrggbb, not {text}")
    return tuple(bytes.fromhex(text[1:]))


def _png(pixels: np.ndarray) -> bytes:
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
