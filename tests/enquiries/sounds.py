"""Recordings for tests: as short as their containers allow."""

from __future__ import annotations

import io
import wave

from django.core.files.uploadedfile import SimpleUploadedFile


def wav(seconds: float = 0.1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * int(8000 * seconds)))
    return out.getvalue()


def webm(codec: bytes = b"A_OPUS") -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\x16T\xaek\xae\x86\x86" + codec + bytes(60)


def mp4(kind: bytes = b"soun", brand: bytes = b"M4A ") -> bytes:
    handler = b"\x00\x00\x00\x21hdlr" + bytes(8) + kind + bytes(13)
    return b"\x00\x00\x00\x14ftyp" + brand + bytes(8) + b"\x00\x00\x00\x29moov" + handler


def mp3() -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * 2


def aac() -> bytes:
    frame = b"\xff\xf1\x50\x80\x02\x00\xfc" + bytes(9)  # ADTS frame of 16 bytes
    return frame * 2


OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(20)
AMR = b"#!AMR\n" + bytes(32)
SOUNDS = {
    "audio/webm": webm(), "audio/ogg": OGG, "audio/mp4": mp4(), "audio/3gpp": mp4(brand=b"3gp4"),
    "audio/wav": wav(), "audio/amr": AMR, "audio/mpeg": mp3(), "audio/aac": aac(),
}  # fmt: skip


def upload(content: bytes, name: str = "Stimme von Frau Beispiel.webm") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "audio/webm")
