"""Looking politely at one website: HEAD, then GET where HEAD is not answered; redirects followed by hand.

Only http and https, on their usual ports, and only addresses of the public internet: the name is resolved once, every
address it has is checked, and the connection goes to exactly the checked one (no rebinding in between).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 10
MOST_REDIRECTS = 5
USER_AGENT = "Vielklang link check (+{base_url})"
USUAL_PORTS = {80, 443}
NOT_FOR_PROGRAMS = {401, 403, 405, 406, 429, 451, 999}
"""Answers of a living website that keeps programs out; not a dead link."""


@dataclass(frozen=True, slots=True)
class Answered:
    """`status` is HTTP's last one, 0 where there was no answer; `problem` a short key, empty where all is well."""

    status: int = 0
    problem: str = ""

    @property
    def is_fine(self) -> bool:
        return not self.problem


class RefusedError(Exception):
    """We do not ask there: not a public address, not http, an unusual port. Carries the problem's key."""


def look_at(url: str) -> Answered:
    """What this address answers; never raises."""
    try:
        return _follow(url)
    except RefusedError as error:
        return Answered(problem=str(error))
    except socket.gaierror:
        return Answered(problem="no_such_host")
    except TimeoutError:
        return Answered(problem="timeout")
    except ssl.SSLError:
        return Answered(problem="certificate")
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        return Answered(problem="no_connection")


def _follow(url: str) -> Answered:
    for _ in range(MOST_REDIRECTS + 1):
        status, target = _ask(url, "HEAD")
        if status >= 400 and status not in {404, 410}:
            status, target = _ask(url, "GET")
        if 300 <= status < 400 and target:
            url = urljoin(url, target)
            continue
        return Answered(status, _problem_of(status))
    return Answered(problem="too_many_redirects")


def _problem_of(status: int) -> str:
    if status < 400 or status in NOT_FOR_PROGRAMS:
        return ""
    return "not_found" if status in {404, 410} else "server_error"


def _ask(url: str, method: str) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = _connection(parts)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='=&%:@!$()*+,;/?~-._')}" if parts.query else ""
        agent = USER_AGENT.format(base_url=settings.BASE_URL)
        connection.request(method, path + query, headers={"User-Agent": agent, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("not_a_website")
    host = parts.hostname.encode("idna").decode("ascii")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(host, port)
    raw = socket.create_connection((address, port), TIMEOUT_SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS)
        try:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        except BaseException:
            raw.close()
            raise
    connection.sock = raw
    return connection


def public_address(host: str, port: int) -> str:
    """The address to connect to; raises `RefusedError` if any address of this name is not a public one."""
    addresses = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if settings.LINK_CHECK_ALLOWS_PRIVATE:
        return addresses[0]
    if port not in USUAL_PORTS:
        raise RefusedError("unusual_port")
    if not all(_is_public(address) for address in addresses):
        raise RefusedError("private_address")
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (mapped is None or mapped.is_global)
