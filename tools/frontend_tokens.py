"""Takes from KERN UX the design tokens that our style sheets use, with their light and dark values."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

_USE = re.compile(r"var\((--kern-[\w-]+)")
_DECLARATION = re.compile(r"(--kern-[\w-]+):\s*([^;]+);")
_OKLCH = re.compile(r"oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)\)")
# The light theme is KERN's default and ours; KERN repeats it in a media query of its own.
_SAME_AS_DEFAULT = "@media (prefers-color-scheme: light)"
_DARK = "@media (prefers-color-scheme: dark)"


def reduced_tokens(kern_css: str, own_css: str) -> str:
    """`:root` rules with the tokens named in `own_css` and all they rest on; an unknown token fails the
    build.

    Colours become sRGB (phones of 2021 do not know oklch); print stays light.
    """
    tables: dict[str, dict[str, str]] = {}
    for condition, selector, body in _rules(re.sub(r"/\*.*?\*/", "", kern_css, flags=re.S)):
        if selector == ":root":
            table = tables.setdefault("" if condition == _SAME_AS_DEFAULT else condition, {})
            table.update({name: _OKLCH.sub(_srgb, value) for name, value in _DECLARATION.findall(body)})
    needed = _closure(set(_USE.findall(own_css)), tables)
    parts = []
    for condition, table in tables.items():
        lines = "".join(f"{name}:{value};" for name, value in table.items() if name in needed)
        if lines:
            head = condition.replace("@media ", "@media screen and ") if condition == _DARK else condition
            parts.append(f"{head}{{:root{{{lines}}}}}" if head else f":root{{{lines}}}")
    return "\n".join(parts) + "\n"


def _rules(css: str) -> Iterator[tuple[str, str, str]]:
    """(media condition or '', selector, body) of each rule; KERN nests no deeper than one level."""
    for match in re.finditer(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}", css):
        head, body = match[1].strip().rsplit(";", 1)[-1].strip(), match[2]
        if head.startswith("@media"):
            for inner in re.finditer(r"([^{}]+)\{([^{}]*)\}", body):
                yield head, inner[1].strip(), inner[2]
        else:
            yield "", head, body


def _closure(wanted: set[str], tables: dict[str, dict[str, str]]) -> set[str]:
    needed: set[str] = set()
    while wanted:
        name = wanted.pop()
        values = [table[name] for table in tables.values() if name in table]
        if not values:
            raise SystemExit(f"KERN has no token {name}")
        needed.add(name)
        wanted |= {used for value in values for used in _USE.findall(value)} - needed
    return needed


def _srgb(match: re.Match[str]) -> str:
    """One oklch colour as #rrggbb (Ottosson's matrices, clipped to the gamut)."""
    lightness, chroma, hue = float(match[1]) / 100, float(match[2]), math.radians(float(match[3]))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3  # noqa: E741 - the names of the colour space
    m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1, max(0, x)))):02x}" for x in linear)


def _gamma(x: float) -> float:
    return 12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055
