"""What may come with the words: pictures, PDF, plain text, text documents. What a file is, its content says, never its
name (docs/adr/0026). Files are looked at, never opened as a program would; pictures are drawn anew (`pictures`).
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from vielklang.enquiries.enums import FileKind, FileProblem, FileScan
from vielklang.enquiries.models.files import LARGEST_FILE
from vielklang.enquiries.pictures import redraw
from vielklang.enquiries.problems import UnacceptableFileError
from vielklang.enquiries.scanner import scan
from vielklang.enquiries.voice import sound_type

__all__ = ["CheckedFile", "UnacceptableFileError", "check_file", "clean_name", "text_file"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "image/webp": (".webp",), "application/pdf": (".pdf",),
    "text/plain": (".txt",), DOCX: (".docx",), ODT: (".odt",), "audio/ogg": (".ogg", ".opus", ".oga"),
    "audio/mp4": (".m4a", ".mp4"), "audio/webm": (".webm",), "audio/3gpp": (".3gp",), "audio/mpeg": (".mp3",),
    "audio/wav": (".wav",),
}  # fmt: skip
"""Endings that a media type may have; the first is added where a name has none of them."""
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_MOST_PARTS = 2000
_MOST_UNPACKED = 200_000_000
_LONGEST_NAME = 100
_OVERRIDES = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WRITTEN_CONTROLS = frozenset("\t\n\r\f")
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex")


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as it is kept: `media_type` is what it is, `name` ends as that, pictures carry no metadata."""

    kind: FileKind
    media_type: str
    name: str
    data: bytes
    scan: FileScan = FileScan.NONE


def check_file(name: str, data: bytes) -> CheckedFile:
    """The file as it may be kept, asked of the virus scanner where there is one.

    Asks over the network: call it before the action that keeps the file. Raises `UnacceptableFileError`.
    """
    if not data:
        raise UnacceptableFileError(FileProblem.EMPTY)
    if len(data) > LARGEST_FILE:
        raise UnacceptableFileError(FileProblem.TOO_LARGE)
    media_type = _media_type(data)
    answer = scan(data)
    if answer == FileScan.INFECTED:
        raise UnacceptableFileError(FileProblem.INFECTED)
    kind = FileKind.DOCUMENT
    if media_type in _PICTURES:
        kind = FileKind.IMAGE
        media_type, data = redraw(data)
    elif media_type.startswith("audio/"):
        kind = FileKind.VOICE
    elif media_type == "text/plain":
        data = (_written(data) or "").encode()  # for browsers, which are told that it is UTF-8
    if not 0 < len(data) <= LARGEST_FILE:
        raise UnacceptableFileError(FileProblem.TOO_LARGE if data else FileProblem.EMPTY)
    return CheckedFile(kind, media_type, clean_name(name, media_type), data, answer)


def text_file(name: str, text: str) -> CheckedFile:
    """Words of our own making as a file; cut where even that is too long."""
    data = text.encode()[:LARGEST_FILE].decode(errors="ignore").encode()
    return CheckedFile(FileKind.DOCUMENT, "text/plain", name, data)


def clean_name(name: str, media_type: str) -> str:
    """The last part of a name without signs that mislead, ending as what it is: "x.html" of text is "x.html.txt"."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(char for char in bare if unicodedata.category(char)[0] != "C" and char not in _OVERRIDES)
    kept = " ".join(kept.split()).strip(". ")
    endings = ENDINGS.get(media_type, ("",))
    stem, ending = PurePosixPath(kept).stem, PurePosixPath(kept).suffix
    if ending.lower() not in endings:
        stem, ending = kept, endings[0]
    return f"{stem[: _LONGEST_NAME - len(ending)] or 'file'}{ending}"


def _media_type(data: bytes) -> str:
    """By content: what signatures say is believed where the structure agrees."""
    if sound := sound_type(data):
        return sound
    likely = _signatures(data)
    if found := likely & _PICTURES:
        return min(found)
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-4096:]:
            raise UnacceptableFileError(FileProblem.BROKEN)
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if _written(data) is not None:
        return "text/plain"
    raise UnacceptableFileError(FileProblem.UNKNOWN_KIND)


def _signatures(data: bytes) -> frozenset[str]:
    try:
        found = frozenset(match.mime_type for match in puremagic.magic_string(data))
    except (puremagic.PureError, ValueError):
        return frozenset()
    return found if data[8:12] == b"WEBP" else found - {"image/webp"}  # every RIFF file begins like one


def _packed(data: bytes) -> str:
    """A text document of Word or OpenOffice without macros. Its list of contents is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnacceptableFileError(FileProblem.BROKEN) from error
    names = {info.filename.lower() for info in infos}
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise UnacceptableFileError(FileProblem.PACKED)
    if any(mark in name for name in names for mark in _MACROS):
        raise UnacceptableFileError(FileProblem.MACROS)
    if {"[content_types].xml", "word/document.xml"} <= names:
        return DOCX
    # The first entry of an OpenDocument is its type, not compressed (part 2, 3.3), so that it stands at this place.
    if data[30:].startswith(b"mimetype" + ODT.encode()) and "content.xml" in names:
        return ODT
    raise UnacceptableFileError(FileProblem.PACKED)


def _written(data: bytes) -> str | None:
    """The text, if it is one: characters alone, in UTF-8, in UTF-16 with its mark, or as old German programs write."""
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_text = all(char in _WRITTEN_CONTROLS or unicodedata.category(char) != "Cc" for char in text)
        return text if is_text else None
    return None
