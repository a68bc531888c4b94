"""The built front end: sizes of a first visit, licences, fonts for documents, and our own rules for style
sheets.
"""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import pytest

from vielklang.web.icons import all_icons

WEB = Path(__file__).resolve().parent.parent.parent / "src/vielklang/web"
BUILD = WEB / "static/build"
PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)|(?<![\w-])(left|right|top|bottom)\s*:"
)


def test_first_visit_without_the_page_is_small():
    files = [BUILD / name for name in ("vk.css", "vk.js", "early.js", "icon.svg")]
    packed = sum(len(brotli.compress(path.read_bytes())) for path in files)
    fonts = sum(
        (BUILD / f"fonts/{name}-{weight}.woff2").stat().st_size
        for name in ("latin", "arabic")
        for weight in (400, 600)
    )
    assert packed + fonts < 100_000


@pytest.mark.parametrize("path", sorted((WEB / "frontend/css").glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_use_logical_properties_only(path):
    assert PHYSICAL.findall(path.read_text(encoding="utf-8")) == []
    assert "!important" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "package", ["kern-ux-native", "htmx.org", "maplibre-gl", "fira-sans", "noto-sans-arabic", "vazirmatn"]
)
def test_licence_of_each_package_is_shipped(package):
    assert list((BUILD / "LICENCES").glob(f"*{package}*"))


def test_nothing_built_names_another_host_to_load_from():
    css = (BUILD / "vk.css").read_text(encoding="utf-8")
    assert not re.search(r"url\((?!\"?(fonts/|data:))", css)
    assert "@import" not in css


def test_documents_have_their_fonts():
    names = {path.name for path in (BUILD / "fonts-pdf").glob("*.ttf")}
    assert {"FiraSans_400Regular.ttf", "Vazirmatn_400Regular.ttf", "NotoSans_400Regular.ttf"} <= names


def test_icons_named_in_templates_exist():
    used = set()
    for path in (WEB.parent).rglob("templates/**/*.html"):
        used |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8")))
    assert used <= set(all_icons())
