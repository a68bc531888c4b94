"""The virus scanner, where an installation has one: ClamAV's own protocol, `INSTREAM` over TCP or a Unix socket.

Of our own, because the protocol is smaller than what a dependency for it costs (docs/adr/0026).
"""

from __future__ import annotations

import contextlib
import socket
import struct
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from vielklang.enquiries.enums import FileScan

log = structlog.get_logger("vielklang.enquiries")
_CHUNK = 64 * 1024
_SECONDS = 20
_LONGEST_ANSWER = 4096


def scan(data: bytes) -> FileScan:
    """`NONE` without a scanner; `WAITING` where it does not answer: such a file is kept, and nobody opens it yet."""
    if not settings.CLAMAV_URL:
        return FileScan.NONE
    try:
        answer = _asked(settings.CLAMAV_URL, data)
    except OSError as error:
        log.warning("virus scanner does not answer", error=type(error).__name__)
        return FileScan.WAITING
    if answer.endswith("OK"):
        return FileScan.CLEAN
    if answer.endswith("FOUND"):
        return FileScan.INFECTED
    log.warning("virus scanner cannot say")  # its limit of size, a full disk
    return FileScan.WAITING


def _asked(url: str, data: bytes) -> str:
    with contextlib.closing(_connected(url)) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            piece = data[start : start + _CHUNK]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            if not (piece := connection.recv(1024)):
                break
            answer += piece
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=_SECONDS)
