"""A translation helper on this machine that speaks both protocols as their documentation says, and can misbehave."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "test-key"


class HelperServer(ThreadingHTTPServer):
    """`behaviour` says what the next answers are like; `asked` keeps the bodies of all questions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behaviour: list[str] = []
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def texts(self) -> list[str]:
        """All texts that were sent, in order."""
        return [text for body in self.asked for text in body.get("text", body.get("q", []))]


class _Handler(BaseHTTPRequestHandler):
    server: HelperServer

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        how = self.server.behaviour.pop(0) if self.server.behaviour else "good"
        if how == "slow":
            time.sleep(1)
        elif how.isdigit():
            self._answer(int(how), {"message": "no"})
            return
        elif how == "garbage":
            self._send(200, b"<html>")
            return
        if self.path == "/v2/translate":
            self._deepl(body, how)
        elif self.path == "/translate":
            self._libre(body, how)
        else:
            self._answer(404, {})

    def _deepl(self, body: dict[str, Any], how: str) -> None:
        if self.headers["Authorization"] != f"DeepL-Auth-Key {KEY}":
            self._answer(403, {"message": "Wrong key"})
            return
        assert body["tag_handling"] == "xml"
        assert body["source_lang"] == "DE"
        texts = [_translated(text, body["target_lang"], how) for text in body["text"]]
        rows = [{"detected_source_language": "DE", "text": text} for text in texts]
        self._answer(200, {"translations": rows[: -1 if how == "short" else None]})

    def _libre(self, body: dict[str, Any], how: str) -> None:
        if body.get("api_key") != KEY:
            self._answer(403, {"error": "Invalid API key"})
            return
        assert body["format"] == "html"
        self._answer(200, {"translatedText": [_translated(text, body["target"], how) for text in body["q"]]})

    def _answer(self, code: int, body: dict[str, Any]) -> None:
        self._send(code, json.dumps(body).encode())

    def _send(self, code: int, body: bytes) -> None:
        try:
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # who asked has given up


def _translated(text: str, target: str, how: str) -> str:
    """ "Translates" by putting the language in front; loses tags, or words, when told to."""
    if how == "lose tags":
        text = re.sub(r'<x id="\d+"/>', "", text)
    if how == "lose words":
        text = re.sub(r'<x id="\d+"/>|Jobcenter', "Arbeitsamt", text)
    return f"[{target.lower()}] {text}"


@contextmanager
def running_helper() -> Iterator[HelperServer]:
    server = HelperServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
