"""Voice messages: what a recording is by its content, whatever it is called; never by the sender's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST_VOICE = 8_000_000
"""Bytes. Three minutes from a browser are half a million, from a telephone's own recorder two to four."""
LONGEST_SECONDS = 180
"""Where the recorder of our page stops. A recording from elsewhere is measured by its size alone."""
_HEAD = 64_000
_BOX = 8
TOO_LARGE = _(
    "This recording is too large. Please record a shorter message, of three minutes at most, or write."
)
NOT_SOUND = _("This file is not a voice message that we can play. Please record it here, or write.")


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording. `seconds` is what the page that recorded it said; None where nobody did."""

    content: bytes
    media_type: str
    seconds: int | None = None


def clock(seconds: int | None) -> str:
    """0:42; empty where nobody said how long it lasts."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""


def check_voice(content: bytes, seconds: int | None = None) -> Voice:
    """The recording with its type. Raises `ValidationError` that says what to do."""
    if len(content) > LARGEST_VOICE:
        raise ValidationError(TOO_LARGE)
    media_type = sound_type(content)
    if not media_type:
        raise ValidationError(NOT_SOUND)
    known = seconds if seconds and 0 < seconds <= LONGEST_SECONDS + 5 else None
    return Voice(content, media_type, known)


def sound_type(content: bytes) -> str:
    """The media type of a recording in a container that browsers and telephones make; empty for everything else."""
    return next((found for look in _CONTAINERS if (found := look(content))), "")


def _webm(content: bytes) -> str:
    """Matroska with a sound track and no picture: what Chromium and Firefox record."""
    head = content[:_HEAD]
    is_ours = head.startswith(b"\x1aE\xdf\xa3") and (b"webm" in head[:64] or b"matroska" in head[:64])
    has_sound = any(codec in head for codec in (b"A_OPUS", b"A_VORBIS", b"A_AAC"))
    return "audio/webm" if is_ours and has_sound and b"V_" not in head[:4096] else ""


def _ogg(content: bytes) -> str:
    is_sound = any(mark in content[:200] for mark in (b"OpusHead", b"\x01vorbis", b"Speex   "))
    return "audio/ogg" if content.startswith(b"OggS") and is_sound else ""


def _mp4(content: bytes) -> str:
    """MPEG-4 (Safari, iPhone) or 3GP (older telephones): a sound track and no picture."""
    if content[4:8] != b"ftyp" or not _has_track(content, b"soun") or _has_track(content, b"vide"):
        return ""
    return "audio/3gpp" if content[8:10] == b"3g" else "audio/mp4"


def _has_track(content: bytes, kind: bytes) -> bool:
    """A handler box names the kind of each track: `hdlr`, version and flags, four empty bytes, the kind."""
    at = content.find(b"hdlr")
    while at >= 0:
        if content[at + 12 : at + 16] == kind:
            return True
        at = content.find(b"hdlr", at + 4)
    return False


def _wave(content: bytes) -> str:
    return "audio/wav" if content[:4] == b"RIFF" and content[8:16] == b"WAVEfmt " else ""


def _amr(content: bytes) -> str:
    return "audio/amr" if content.startswith((b"#!AMR\n", b"#!AMR-WB\n")) else ""


def _mp3(content: bytes) -> str:
    """Two frames one after the other, behind the tag with title and picture if there is one."""
    start = 0
    if content.startswith(b"ID3") and len(content) > 10:
        size = content[6:10]
        start = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    length = _mp3_frame(content[start : start + 4])
    return "audio/mpeg" if length and _mp3_frame(content[start + length : start + length + 4]) else ""


_MPEG1_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = (44_100, 48_000, 32_000)
_LAYER_3 = 1


def _mp3_frame(head: bytes) -> int:
    """Bytes of the layer III frame that begins so; 0 where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sample, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer != _LAYER_3 or rate in {0, 15} or sample == 3:
        return 0
    is_first = version == 3
    samples = _SAMPLES[sample] // {3: 1, 2: 2, 0: 4}[version]
    bits = (_MPEG1_RATES if is_first else _MPEG2_RATES)[rate] * 1000
    return (144 if is_first else 72) * bits // samples + padding


def _aac(content: bytes) -> str:
    """ADTS: twelve ones, layer 0; the frame's length leads to the next one."""
    if len(content) < _BOX or content[0] != 0xFF or content[1] & 0xF6 != 0xF0:
        return ""
    length = (content[3] & 3) << 11 | content[4] << 3 | content[5] >> 5
    following = content[length : length + 2]
    is_next = len(following) == 2 and following[0] == 0xFF and following[1] & 0xF6 == 0xF0
    return "audio/aac" if length >= _BOX and is_next else ""


_CONTAINERS: tuple[Callable[[bytes], str], ...] = (_webm, _ogg, _mp4, _wave, _amr, _mp3, _aac)
