"""A webhook receiver, a mail server and an ntfy server on 127.0.0.1 that record what they get, and fail on request.

As a process: `python -m tests.support.receivers --ports-file F --log F.jsonl`, until SIGTERM.

`POST /hook` (any path but /-/) takes a webhook. `POST /-/faults` with `{"http": [FAULT, …], "smtp": […], "ntfy": […]}`
sets what happens to the next ones: a status (500; for mail 451, 550, …), `{"status": 429, "retry_after": 7}`, "hang",
"reset", "dribble" (five bytes per second), "late" (recorded, but never answered), "drop" (recorded, then the connection
is closed). With `--failure-rate 0.33` a third fails in one of these ways, at random. `GET /-/log` returns what came.

The ntfy server speaks the protocol itself, or stands before a real one (`--ntfy URL`) that keeps the messages.
"""

import argparse
import asyncio
import json
import random
import signal
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiosmtpd.smtp import SMTP, Envelope, Session

Fault = int | str | dict[str, Any]

RANDOM_FAULTS: dict[str, tuple[Fault, ...]] = {
    "http": (503, {"status": 429, "retry_after": 1}, "hang", "reset", "late", "drop"),
    "ntfy": (503, {"status": 429, "retry_after": 1}, "hang", "reset", "late", "drop"),
    "smtp": (451, 421, "hang", "reset", "late", "drop"),
}


class Receivers:
    """All three servers. `received`: a dict per message (time, kind, key, subject, body, …), oldest first."""

    def __init__(self, log: Path | None = None, *, ntfy: str = "", failure_rate: float = 0, seed: int = 0) -> None:
        self.received: list[dict[str, Any]] = []
        self.faults: dict[str, deque[Fault]] = {kind: deque() for kind in RANDOM_FAULTS}
        self.http_port = self.smtp_port = self.ntfy_port = 0
        self._log = log
        self._ntfy = ntfy
        self._failure_rate = failure_rate
        self._random = random.Random(seed)
        self._ended = asyncio.Event()

    @property
    def webhook(self) -> str:
        """The Apprise address of the webhook."""
        return f"json://127.0.0.1:{self.http_port}/hook"

    @property
    def mail(self) -> str:
        """The Apprise address of a mailbox."""
        return f"mailto://127.0.0.1:{self.smtp_port}?from=newsvane@desk.example&to=reader@desk.example"

    @property
    def ntfy(self) -> str:
        """The Apprise address of a topic."""
        return f"ntfy://127.0.0.1:{self.ntfy_port}/desk"

    @asynccontextmanager
    async def running(
        self, http_port: int = 0, smtp_port: int = 0, *, host: str = "127.0.0.1"
    ) -> AsyncIterator["Receivers"]:
        if self._log:
            self._log.touch()
        hooks = [
            web.post("/-/faults", self._set_faults),
            web.get("/-/log", self._get_log),
            web.route("*", "/{path:.*}", self._hook),
        ]
        topics = [web.post("/", self._publish), web.get("/{topic}/json", self._poll)]
        loop = asyncio.get_running_loop()
        async with AsyncExitStack() as stack:
            self.http_port = await self._serve(stack, hooks, host, http_port)
            self.ntfy_port = await self._serve(stack, topics, host, 0)
            self._client = await stack.enter_async_context(ClientSession())
            mail = await loop.create_server(lambda: _Smtp(self, hostname="desk.example"), host, smtp_port)
            stack.callback(mail.close)
            self.smtp_port = mail.sockets[0].getsockname()[1]
            stack.callback(self._ended.set)
            yield self

    async def _serve(self, stack: AsyncExitStack, routes: list[web.RouteDef], host: str, port: int) -> int:
        app = web.Application(client_max_size=10_000_000)
        app.add_routes(routes)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, host, port).start()
        return int(runner.addresses[0][1])

    async def handle_MAIL(
        self, server: "_Smtp", session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.fault = fault = self._next("smtp")  # type: ignore[attr-defined]
        if fault == 421:
            return "421 not now"
        envelope.mail_from = address
        return "250 go on"

    async def handle_DATA(self, server: "_Smtp", session: Session, envelope: Envelope) -> str:
        content = envelope.content
        encoded = content if isinstance(content, bytes) else (content or "").encode()
        mail = message_from_bytes(encoded, policy=policy.default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        fault: Fault | None = envelope.fault  # type: ignore[attr-defined]
        if _is_accepted(fault):
            self._write(
                kind="mail",
                key=str(mail["Message-ID"]),
                subject=str(mail["Subject"]),
                body=plain.get_content() if plain else "",
                html=html.get_content() if html else "",
                to=envelope.rcpt_tos,
                thread=str(mail["References"] or ""),
            )
        if fault in {"reset", "drop"} and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        if isinstance(fault, str):
            await self._ended.wait()
        return f"{fault} as requested" if fault else "250 taken"

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        is_json = request.content_type == "application/json"
        payload = await request.json() if is_json else {"title": "", "message": await request.text()}
        fault = self._next("http")
        if _is_accepted(fault):
            self._write(
                kind="webhook",
                key=request.headers.get("Idempotency-Key", ""),
                subject=payload["title"],
                body=payload["message"],
                payload=payload,
            )
        return await self._answer(request, fault)

    async def _publish(self, request: web.Request) -> web.StreamResponse:
        payload = await request.json()
        fault = self._next("ntfy")
        if _is_accepted(fault):
            if self._ntfy:
                async with self._client.post(self._ntfy, json=payload, headers=_own(request)) as answer:
                    answer.raise_for_status()
            self._write(
                kind="ntfy",
                key=payload["tags"][-1],
                subject=payload["title"],
                body=payload["message"],
                topic=payload["topic"],
                tags=payload["tags"],
            )
        return await self._answer(request, fault)

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        """Return the messages that were published to a topic. This may fail on request, like publishing."""
        fault = self._next("ntfy") if self._failure_rate else None
        if fault is not None:
            return await self._answer(request, fault)
        if self._ntfy:
            async with self._client.get(self._ntfy + request.path_qs, headers=_own(request)) as answer:
                return web.Response(status=answer.status, body=await answer.read())
        since = datetime.fromtimestamp(int(request.query["since"]), UTC).isoformat()
        found = [
            {"event": "message", "topic": each["topic"], "tags": each["tags"], "message": each["body"]}
            for each in self.received
            if each["kind"] == "ntfy" and each["topic"] == request.match_info["topic"] and each["time"] >= since
        ]
        return web.Response(text="".join(json.dumps(each) + "\n" for each in found))

    async def _answer(self, request: web.Request, fault: Fault | None) -> web.StreamResponse:
        if fault in ("reset", "drop") and request.transport:
            request.transport.abort()
        if fault == "dribble" and request.transport:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 600:
                request.transport.write(bytes([byte]))
                await asyncio.wait([asyncio.ensure_future(self._ended.wait())], timeout=0.2)
        if isinstance(fault, str):
            await self._ended.wait()
        fault_options: dict[str, Any] = (
            fault if isinstance(fault, dict) else {"status": fault if isinstance(fault, int) else 200}
        )
        headers = {"Retry-After": str(fault_options["retry_after"])} if "retry_after" in fault_options else {}
        return web.Response(status=fault_options["status"], headers=headers, text="as requested")

    async def _get_log(self, request: web.Request) -> web.Response:
        return web.json_response(self.received)

    async def _set_faults(self, request: web.Request) -> web.Response:
        for kind, faults in (await request.json()).items():
            self.faults[kind] = deque(faults)
        return web.Response(status=204)

    def _next(self, kind: str) -> Fault | None:
        if self.faults[kind]:
            return self.faults[kind].popleft()
        return self._random.choice(RANDOM_FAULTS[kind]) if self._random.random() < self._failure_rate else None

    def _write(self, **message: Any) -> None:
        self.received.append({"time": datetime.now(UTC).isoformat(), **message})
        if self._log:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(self.received[-1], ensure_ascii=False) + "\n")


def _is_accepted(fault: Fault | None) -> bool:
    return fault is None or fault in ("late", "drop")


def _own(request: web.Request) -> dict[str, str]:
    """Return the headers that are meant for ntfy."""
    return {name: value for name, value in request.headers.items() if name.startswith("X-") or name == "Authorization"}


class _Smtp(SMTP):
    def __init__(self, receivers: Receivers, **options: Any) -> None:
        super().__init__(receivers, **options)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--ports-file", type=Path, help="where to write the ports that were taken, as JSON")
    parser.add_argument("--ntfy", default="", help="address of a real ntfy server to stand before")
    parser.add_argument("--failure-rate", type=float, default=0, help="share of messages that fail at random")
    parser.add_argument("--seed", type=int, default=0, help="of the random failures")
    parser.add_argument("--log", type=Path, help="where to write a JSON line per message")
    options = parser.parse_args()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    given = Receivers(options.log, ntfy=options.ntfy, failure_rate=options.failure_rate, seed=options.seed)
    async with given.running(options.http_port, options.smtp_port, host=options.host) as receivers:
        ports = json.dumps({"http": receivers.http_port, "smtp": receivers.smtp_port, "ntfy": receivers.ntfy_port})
        if options.ports_file:
            partial = options.ports_file.with_suffix(".partial")
            partial.write_text(ports)
            partial.rename(options.ports_file)
        print(ports, flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
