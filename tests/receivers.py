"""A webhook receiver and a mail server on 127.0.0.1 that write down what they get, and fail when told to.

As a process: `python -m tests.receivers --http-port 0 --smtp-port 0 --ports-file F --log F.jsonl`, until SIGTERM.

`POST /hook` (any path but /-/) takes a webhook. `POST /-/faults` with `{"http": [FAULT, …], "smtp": [FAULT, …]}` sets
what happens to the next ones: a status (500; for mail 451, 550, …), `{"status": 429, "retry_after": 7}`, "hang",
"reset", "dribble" (five bytes a second), "late" (written down, then no answer). `GET /-/log` gives what came.
"""

import argparse
import asyncio
import json
import signal
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

Fault = int | str | dict[str, Any]


class Receivers:
    """Both, in one event loop. `received`: a dict a message (time, kind, key, subject, body, …), oldest first."""

    def __init__(self, log: Path | None = None) -> None:
        self.received: list[dict[str, Any]] = []
        self.faults: dict[str, deque[Fault]] = {"http": deque(), "smtp": deque()}
        self.http_port = self.smtp_port = 0
        self._log = log
        self._ended = asyncio.Event()

    @property
    def webhook(self) -> str:
        """The Apprise address of the webhook."""
        return f"json://127.0.0.1:{self.http_port}/hook"

    @property
    def mail(self) -> str:
        """The Apprise address of a mailbox."""
        return f"mailto://127.0.0.1:{self.smtp_port}?from=newsvane@desk.example&to=reader@desk.example"

    @asynccontextmanager
    async def running(self, http_port: int = 0, smtp_port: int = 0) -> AsyncIterator["Receivers"]:
        app = web.Application(client_max_size=10_000_000)
        app.add_routes([
            web.post("/-/faults", self._set_faults),
            web.get("/-/log", self._get_log),
            web.route("*", "/{path:.*}", self._hook),
        ])
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", http_port)
        await site.start()
        loop = asyncio.get_running_loop()
        mail = await loop.create_server(lambda: _Smtp(self, hostname="desk.example"), "127.0.0.1", smtp_port)
        if self._log:
            self._log.touch()
        self.http_port = runner.addresses[0][1]
        self.smtp_port = mail.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._ended.set()
            mail.close()
            await runner.cleanup()

    async def handle_DATA(self, server: "_Smtp", session: Session, envelope: Envelope) -> str:
        content = envelope.content
        mail = message_from_bytes(content if isinstance(content, bytes) else content.encode(), policy=policy.default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        fault = self._next("smtp")
        if fault is None or fault == "late":
            self._write(
                kind="mail",
                key=str(mail["Message-ID"]),
                subject=str(mail["Subject"]),
                body=plain.get_content() if plain else "",
                html=html.get_content() if html else "",
                to=envelope.rcpt_tos,
            )
        if fault == "reset":
            server.transport.abort()
        if isinstance(fault, str):
            await self._ended.wait()
        return f"{fault} as told" if fault else "250 taken"

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        is_json = request.content_type == "application/json"
        payload = await request.json() if is_json else {"title": "", "message": await request.text()}
        fault = self._next("http")
        if fault is None or fault == "late":
            self._write(
                kind="webhook",
                key=request.headers.get("Idempotency-Key", ""),
                subject=payload["title"],
                body=payload["message"],
                payload=payload,
            )
        if fault == "reset" and request.transport:
            request.transport.abort()
        if fault == "dribble" and request.transport:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 600:
                request.transport.write(bytes([byte]))
                await asyncio.wait([asyncio.ensure_future(self._ended.wait())], timeout=0.2)
        if isinstance(fault, str):
            await self._ended.wait()
        told: dict[str, Any] = (
            fault if isinstance(fault, dict) else {"status": fault if isinstance(fault, int) else 200}
        )
        headers = {"Retry-After": str(told["retry_after"])} if "retry_after" in told else {}
        return web.Response(status=told["status"], headers=headers, text="as told")

    async def _get_log(self, request: web.Request) -> web.Response:
        return web.json_response(self.received)

    async def _set_faults(self, request: web.Request) -> web.Response:
        for kind, faults in (await request.json()).items():
            self.faults[kind] = deque(faults)
        return web.Response(status=204)

    def _next(self, kind: str) -> Fault | None:
        return self.faults[kind].popleft() if self.faults[kind] else None

    def _write(self, **message: Any) -> None:
        self.received.append({"time": datetime.now(UTC).isoformat(), **message})
        if self._log:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(self.received[-1], ensure_ascii=False) + "\n")


class _Smtp(SMTP):
    def __init__(self, receivers: Receivers, **options: Any) -> None:
        super().__init__(receivers, **options)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--ports-file", type=Path, help="where to write the ports that were taken, as JSON")
    parser.add_argument("--log", type=Path, help="where to write a JSON line a message")
    options = parser.parse_args()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with Receivers(options.log).running(options.http_port, options.smtp_port) as receivers:
        ports = json.dumps({"http": receivers.http_port, "smtp": receivers.smtp_port})
        if options.ports_file:
            partial = options.ports_file.with_suffix(".partial")
            partial.write_text(ports)
            partial.rename(options.ports_file)
        print(ports, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
