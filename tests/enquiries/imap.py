"""A real IMAP server (pymap, in memory) on loopback, with TLS from the start or by STARTTLS."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imap_tools
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

USER, PASSWORD = "anfragen@ki.example.org", "Beispiel-Passwort"


@dataclass
class Server:
    """`port` begins with TLS, `starttls_port` changes to it. `certificate` is what the client must trust."""

    port: int
    starttls_port: int
    certificate: Path

    @contextmanager
    def opened(self) -> Iterator[imap_tools.MailBox]:
        context = ssl.create_default_context(cafile=str(self.certificate))
        with imap_tools.MailBox("127.0.0.1", self.port, timeout=5, ssl_context=context).login(
            USER, PASSWORD
        ) as box:
            yield box

    def deliver(self, *mails: bytes) -> None:
        with self.opened() as box:
            for mail in mails:
                box.append(mail, "INBOX")

    def flags(self) -> list[tuple[str, ...]]:
        """Of every mail in the mailbox, oldest first; reading them changes nothing."""
        with self.opened() as box:
            return [tuple(sorted(set(mail.flags) - {"\\Recent"})) for mail in box.fetch(mark_seen=False)]

    def change(self, flag: str, value: bool) -> None:
        with self.opened() as box:
            box.flag(box.uids(), [flag], value)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server while the block runs, in a thread of its own."""
    certificate, key = _certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    loop, ports, ready = asyncio.new_event_loop(), [], threading.Event()

    async def start() -> list[asyncio.AbstractServer]:
        arguments = Namespace(
            host="127.0.0.1", port=0, debug=False, cert=None, key=None, tls=True, passlib_cfg=None,
            proxy_protocol=None, demo_data=False, demo_user=USER, demo_password=PASSWORD,
        )  # fmt: skip
        backend, config = await DictBackend.init(
            arguments, ssl_context=context, invalid_user_sleep=0.01, hash_context=BuiltinHash(rounds=1)
        )
        config.apply_context()
        answer = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(
            IMAPServer(backend.login, config)
        )
        made = [await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context),
                await asyncio.start_server(answer, "127.0.0.1", 0)]  # fmt: skip
        ports.extend(server.sockets[0].getsockname()[1] for server in made)
        return made

    def run() -> None:
        asyncio.set_event_loop(loop)
        servers: list[Any] = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield Server(ports[0], ports[1], certificate)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Beispiel")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))  # fmt: skip
    return certificate, private
