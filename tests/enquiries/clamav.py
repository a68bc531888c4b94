"""A server that speaks ClamAV's INSTREAM like the real one, on loopback; it knows one virus, the harmless EICAR."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""In pieces, so that no scanner takes this file for one."""


@contextmanager
def scanning(settings: object, *, largest: int = 25_000_000, path: str = "") -> Iterator[list[int]]:
    """The settings name the server while the block runs; yields the sizes of what it was shown."""
    sizes: list[int] = []
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET, socket.SOCK_STREAM)
    server.bind(path or ("127.0.0.1", 0))
    server.listen()
    server.settimeout(5)
    url = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.getsockname()[1]}"
    settings.CLAMAV_URL = url  # type: ignore[attr-defined]
    thread = threading.Thread(target=_serve, args=(server, sizes, largest), daemon=True)
    thread.start()
    try:
        yield sizes
    finally:
        server.shutdown(socket.SHUT_RDWR)  # ends the waiting for the next one
        server.close()
        thread.join(5)


def _serve(server: socket.socket, sizes: list[int], largest: int) -> None:
    while True:
        try:
            connection, _address = server.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as sent:
            if sent.read(10) != b"zINSTREAM\0":
                connection.sendall(b"UNKNOWN COMMAND\0")
                continue
            data = b""
            while size := struct.unpack("!I", sent.read(4))[0]:
                data += sent.read(size)
            sizes.append(len(data))
            if len(data) > largest:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            elif EICAR in data:
                connection.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
            else:
                connection.sendall(b"stream: OK\0")
