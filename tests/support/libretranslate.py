"""A server that speaks LibreTranslate's `POST /translate`, on 127.0.0.1, and fails as it does, or as anything does.

It translates by turning words round, so that a test sees what was translated. `fault` is what happens to the next
requests: "slow", "dribble", "html", "short" (one translation is missing), "huge", "redirect", or a status.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

LANGUAGES = ("ar", "en", "es", "fa", "fr", "nb", "sq", "zh-Hans")


@dataclass
class LibreTranslate:
    """The server. `asked`: the bodies of the requests. `key`: the API key that it wants; "" for none."""

    url: str = ""
    key: str = ""
    fault: str | int = ""
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and body of the answer, as the real server gives them."""
        for name in ("q", "source", "target"):
            if not body.get(name):
                return 400, {"error": f"Invalid request: missing {name} parameter"}
        if self.key and body.get("api_key") != self.key:
            return 403, {"error": "Invalid API key"}
        for name in ("source", "target"):
            if body[name] not in LANGUAGES:
                return 400, {"error": f"{body[name]} is not supported"}
        if isinstance(body["q"], list):
            return 200, {"translatedText": [text[::-1] for text in body["q"]]}
        return 200, {"translatedText": body["q"][::-1]}


@contextmanager
def libretranslate(*, key: str = "") -> Iterator[LibreTranslate]:
    """Serve until the block ends."""
    state = LibreTranslate(key=key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != "/translate":
                return self._send(404, b"{}")
            state.asked.append(body)
            status, answer = state.answer(body)
            if isinstance(state.fault, int):
                return self._send(state.fault, json.dumps({"error": "it failed"}).encode())
            if state.fault == "short":
                answer["translatedText"].pop()
            raw = json.dumps(answer).encode()
            if state.fault == "slow":
                time.sleep(3)
            elif state.fault == "html":
                raw = b"<html>" * 10
            elif state.fault == "huge":
                raw = b" " * 3_000_000 + raw
            elif state.fault == "redirect":
                return self._send(302, raw, {"Location": f"{state.url}/elsewhere"})
            elif state.fault == "dribble":
                return self._dribble(raw)
            return self._send(status, raw)

        def do_GET(self) -> None:
            state.asked.append({"path": self.path})
            self._send(200, json.dumps({"translatedText": ["elsewhere"]}).encode())

        def _send(self, status: int, raw: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw))}.items():
                self.send_header(name, value)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            _write(self.wfile.write, raw)

        def _dribble(self, raw: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            for place in range(len(raw)):
                time.sleep(0.3)
                if not _write(self.wfile.write, raw[place : place + 1]):
                    return

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _write(write: Any, raw: bytes) -> bool:
    """Write what the client may no longer want; return whether it could be written."""
    try:
        write(raw)
    except OSError:
        return False
    return True
