"""Files by content: what is taken, what is refused and why, pictures without place and camera."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from vielklang.enquiries.enums import FileKind, FileProblem
from vielklang.enquiries.files import DOCX, LARGEST_FILE, ODT, UnacceptableFileError, check_file, clean_name
from vielklang.enquiries.pictures import LONGEST_SIDE

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + bytes(200)


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    written = io.BytesIO()
    mode = "P" if form == "GIF" else "RGB"
    Image.new(mode, size, 3 if mode == "P" else (200, 20, 20)).save(written, form, **options)
    return written.getvalue()


def packed(*names: str, mimetype: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        if mimetype:
            file.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            file.writestr(name, "x")
    return written.getvalue()


def refused(name: str, data: bytes) -> FileProblem:
    with pytest.raises(UnacceptableFileError) as caught:
        check_file(name, data)
    return caught.value.problem


def photograph() -> bytes:
    """Lying on its side, taken in Kleve, with a name in it and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Beispielkamera"
    exif[0x013B] = "Olena Beispiel"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 47.0, 0.0), 3: "E", 4: (6.0, 8.0, 0.0)})
    return picture(size=(40, 20), exif=exif, comment=b"Beispielkommentar", icc_profile=b"Beispielprofil")


def test_a_photograph_has_no_place_left_and_stands_upright() -> None:
    before = photograph()
    with Image.open(io.BytesIO(before)) as image:
        assert image.getexif().get_ifd(0x8825)[2]
    assert b"Beispielkamera" in before

    checked = check_file("IMG_1.JPG", before)

    assert (checked.kind, checked.media_type, checked.name) == (FileKind.IMAGE, "image/jpeg", "IMG_1.JPG")
    for hidden in (b"Exif", b"GPS", b"Beispiel", b"Olena"):
        assert hidden not in checked.data
    with Image.open(io.BytesIO(checked.data)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png"), ("JPEG", "image/jpeg")],
)
def test_a_second_file_behind_a_picture_is_gone(form: str, media_type: str) -> None:
    checked = check_file("bild", picture(form) + b"PK\x03\x04 Beispiel <script>")
    assert checked.media_type == media_type
    assert b"Beispiel" not in checked.data


def test_text_hidden_in_png_and_webp_is_gone() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Beispielperson")
    info.add_itxt("XML:com.adobe.xmp", "<x>Beispielort</x>")
    for data in (picture("PNG", pnginfo=info), picture("WEBP", xmp=b"<x>Beispielort</x>")):
        assert b"Beispiel" in data
        assert b"Beispiel" not in check_file("bild", data).data


def test_what_is_see_through_stays_so_and_large_pictures_shrink() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (5000, 10), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(check_file("a.png", written.getvalue()).data)) as image:
        assert (image.mode, image.size[0]) == ("RGBA", LONGEST_SIDE)


def test_a_picture_bomb_is_not_unpacked() -> None:
    head = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = lambda kind, data: (  # noqa: E731
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
    )
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )
    assert refused("klein.png", bomb) == FileProblem.TOO_MANY_PIXELS


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_picture_is_broken(form: str) -> None:
    data = picture(form, (300, 300))
    assert refused("bild", data[: len(data) // 2]) == FileProblem.BROKEN


@pytest.mark.parametrize(
    ("name", "data", "media_type", "kept_as"),
    [
        ("Bescheid.pdf", PDF, "application/pdf", "Bescheid.pdf"),
        ("Bescheid.pdf", picture(), "image/jpeg", "Bescheid.pdf.jpg"),
        ("foto.jpg", PDF, "application/pdf", "foto.jpg.pdf"),
        ("Brief.docx", packed("[Content_Types].xml", "word/document.xml"), DOCX, "Brief.docx"),
        ("Brief.odt", packed("content.xml", mimetype=ODT), ODT, "Brief.odt"),
        ("лист.txt", "Добрий день".encode(), "text/plain", "лист.txt"),
        ("seite.html", b"<html><script>alert(1)</script>", "text/plain", "seite.html.txt"),
        ("zeichnung.svg", b'<svg onload="alert(1)"/>', "text/plain", "zeichnung.svg.txt"),
        ("start.bat", b"del *.*\r\n", "text/plain", "start.bat.txt"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, data: bytes, media_type: str, kept_as: str) -> None:
    checked = check_file(name, data)
    assert (checked.media_type, checked.name) == (media_type, kept_as)


def test_texts_are_kept_in_the_encoding_that_browsers_are_told() -> None:
    for data in (
        "Grüße".encode(),
        "Grüße".encode("cp1252"),
        "Grüße".encode("utf-16"),
        "Grüße".encode("utf-8-sig"),
    ):
        assert check_file("brief.txt", data).data.decode() == "Grüße"


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("leer.txt", b"", FileProblem.EMPTY),
        ("gross.txt", b"x" * (LARGEST_FILE + 1), FileProblem.TOO_LARGE),
        ("foto.jpg", PROGRAM, FileProblem.UNKNOWN_KIND),
        ("foto.jpg", b"\xff\xd8\xff\xe0" + bytes(100), FileProblem.BROKEN),
        ("brief.pdf", b"%PDF-1.7\n" + bytes(50), FileProblem.BROKEN),
        ("tabelle.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), FileProblem.PACKED),
        ("brief.docx", packed("anderes.exe"), FileProblem.PACKED),
        ("brief.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), FileProblem.MACROS),
        ("brief.odt", packed("content.xml", "Basic/Standard/Module1.xml", mimetype=ODT), FileProblem.MACROS),
        ("kaputt.zip", b"PK\x03\x04" + bytes(60), FileProblem.BROKEN),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(name: str, data: bytes, problem: FileProblem) -> None:
    assert refused(name, data) == problem
    assert str(problem.label)


def test_a_packed_bomb_is_refused_by_its_list_of_contents() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "x")
        with file.open("word/document.xml", "w") as inside:
            for _n in range(210):
                inside.write(bytes(1_000_000))
    assert len(written.getvalue()) < 1_000_000
    assert refused("brief.docx", written.getvalue()) == FileProblem.PACKED
    assert refused("viele.docx", packed(*(f"{n}.xml" for n in range(2001)))) == FileProblem.PACKED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Briefe\\Bescheid.PDF", "Bescheid.PDF"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("رسالة.pdf", "رسالة.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_names_mislead_nobody(typed: str, kept: str) -> None:
    assert clean_name(typed, "application/pdf") == kept
