"""PDF/UA-1 from templates: tagged, titled, in the right language and direction, safe from what people type."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from vielklang.core.documents import qr_png, qr_svg, render_pdf
from vielklang.core.documents.fonts import FontsMissingError, document_fonts
from vielklang.core.documents.pdf import PACKAGE

PAGE = """
#import "/core/documents/base.typ": *
#show: base
#heading(level: 1, document-data.title)
#show-lines(((data.piece,),))
"""
SHOWN_TWICE = "اندماج"


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A template of our own in a copy of the package's base template."""
    base = tmp_path / "core/documents/base.typ"
    base.parent.mkdir(parents=True)
    base.write_text((PACKAGE / "core/documents/base.typ").read_text("utf-8"), "utf-8")
    (tmp_path / "page.typ").write_text(PAGE, "utf-8")
    monkeypatch.setattr("vielklang.core.documents.pdf.PACKAGE", tmp_path)
    return "page.typ"


def piece(text: str, language: str = "de", direction: str = "ltr", *, fixed: bool = False) -> dict[str, Any]:
    return {"piece": {"text": text, "language": language, "direction": direction, "fixed": fixed}}


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def root(pdf: bytes) -> Any:
    return read(pdf).trailer["/Root"]


def test_document_is_tagged_and_says_so(template: str):
    pdf = render_pdf(template, piece("Hallo"), language="de", title="Ein Titel")
    catalogue = root(pdf)
    assert catalogue["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in catalogue
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data().decode()
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert read(pdf).metadata.title == "Ein Titel"


@pytest.mark.parametrize(
    ("language", "tag", "direction"),
    [("de", "de", "/L2R"), ("de-simple", "de", "/L2R"), ("ar", "ar", "/R2L"), ("ku", "ku", "/L2R")],
)
def test_language_and_direction_are_the_readers(template: str, language: str, tag: str, direction: str):
    catalogue = root(render_pdf(template, piece("x"), language=language, title="x"))
    assert catalogue["/Lang"] == tag
    assert catalogue["/ViewerPreferences"]["/Direction"] == direction


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") $ \\ " <b>',
        '#read("/etc/passwd") @label _a_ *b* `c` // d /* e */',
        '"] #sys.inputs [',
        "= Kein Titel",
    ],
)
def test_markup_in_content_stays_text(template: str, text: str):
    pdf = render_pdf(template, piece(text), language="de", title=text)
    assert read(pdf).metadata.title == text
    shown = read(pdf).pages[0].extract_text().replace("\n", " ")
    assert shown.count(text) == 2


def test_template_cannot_leave_the_package(template: str, tmp_path: Path):
    (tmp_path / template).write_text('#read("/../../../etc/hostname")', "utf-8")
    with pytest.raises(typst.TypstError):
        render_pdf(template, {}, language="de", title="x")


def test_image_without_alternative_text_is_refused(template: str, tmp_path: Path):
    body = '#import "/core/documents/base.typ": *\n#show: base\n#image(bytes(data.code), format: "svg")'
    (tmp_path / template).write_text(body, "utf-8")
    with pytest.raises(typst.TypstError, match="alt"):
        render_pdf(template, {"code": qr_svg("https://example.org/")}, language="de", title="x")


@pytest.mark.parametrize("text", ["🙂", "ትግርኛ", "a\x07b", "\ue000", "e\u20dd", "\u202eevil", "\ufffe", ""])
def test_characters_without_a_glyph_do_not_cost_the_document(template: str, text: str):
    pdf = render_pdf(template, piece(f"vorher {text} nachher"), language="de", title=text)
    shown = read(pdf).pages[0].extract_text()
    assert "vorher" in shown
    assert "nachher" in shown
    assert read(pdf).metadata.title


@pytest.mark.slow
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
def test_any_text_makes_a_document(template: str, text: str):
    pdf = render_pdf(template, piece(text), language="ar", title=text)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    [
        "Êvar û çêj, şîn",
        "Її ґанок, під’їзд",
        "Çok şey öğrendim ığİ",
        "Żółć ąęń",
        "Țară, șase",
        "Ъгъл, щъркел",
    ],
)
def test_letters_of_guide_languages_are_all_shown(template: str, text: str):
    pdf = render_pdf(template, piece(text), language="de", title="x")
    assert text in read(pdf).pages[0].extract_text()


def test_arabic_text_can_be_read_back_letter_by_letter(template: str):
    pdf = render_pdf(template, piece(SHOWN_TWICE, "ar", "rtl"), language="ar", title=SHOWN_TWICE)
    shown = read(pdf).pages[0].extract_text()
    letters = sorted(letter for letter in shown if letter.isalpha())
    assert letters == sorted(SHOWN_TWICE * 2)


def test_persian_keeps_its_joiner():
    fonts = document_fonts(Path(settings.DOCUMENT_FONTS_DIR))
    assert fonts.printable("می\u200cخواهم") == "می\u200cخواهم"


def test_missing_fonts_are_named(tmp_path: Path):
    with pytest.raises(FontsMissingError, match=r"make demo"):
        document_fonts(tmp_path)


def test_qr_codes_fill_their_box_and_have_no_style():
    svg = qr_svg("https://example.org/de/")
    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert "style" not in svg
    assert "width=" not in svg.split(">", 1)[0]
    assert qr_png("https://example.org/de/").startswith(b"\x89PNG")
