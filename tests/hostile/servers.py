"""Serve all rows in this process, on 127.0.0.1 (one on ::1)."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.hostile.certificates import Authority
from tests.hostile.row import FEED_PATH, TRAP, Connection, Listener, Row
from tests.support.fetch_server import Answer, Server, status


@dataclass
class HostileServers:
    """The running servers.

    `connect_to`: the setting that leads to them. `web`: the web server, which keeps its requests. `trap_requests`: what
    reached the server that must never be reached.
    """

    web: Server
    authority: Authority
    connect_to: str = ""
    trap_requests: list[str] = field(default_factory=list)


@contextlib.asynccontextmanager
async def serving(rows: Iterable[Row], folder: Path) -> AsyncIterator[HostileServers]:
    """Serve the rows until the block ends."""
    servers = HostileServers(Server(), Authority(folder, "trusted"))
    stranger = Authority(folder, "stranger")

    async def trap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        servers.trap_requests.append(str(await reader.read(200)))
        writer.close()

    async with contextlib.AsyncExitStack() as stack:

        async def listen(row: Row, listener: Listener) -> int:
            host = urlsplit(row.address).hostname or ""
            authority = stranger if listener.certificate == "stranger" else servers.authority
            tls = authority.context(host, listener.certificate) if listener.certificate else None
            serve = _ending(listener.serve or servers.web.serve)
            server = await asyncio.start_server(serve, listener.address, 0, ssl=tls)
            stack.callback(server.close)
            return int(server.sockets[0].getsockname()[1])

        trapping = await listen(Row(name="trap"), Listener(trap))
        everyone = await listen(Row(name="web"), Listener())
        doors = []
        for row in rows:
            _answer(servers.web, row, f"{trapping:05}")
            if row.listener and not row.listener.listens:
                port = stack.enter_context(_taken())
            elif row.listener:
                port = await listen(row, row.listener)
            else:
                continue
            address = f"[{row.listener.address}]" if ":" in row.listener.address else row.listener.address
            doors.append((urlsplit(row.address).hostname, address, port))
        doors.append((".example", "127.0.0.1", everyone))
        servers.connect_to = ",".join(f"{host}={address}:{port}" for host, address, port in doors)
        yield servers


def _answer(web: Server, row: Row, trap: str) -> None:
    """Register the answers for the row's host at the web server."""
    parts = urlsplit(row.address)
    answers: dict[str, Answer] = {parts.path or FEED_PATH: row.answer, **row.also}
    answers["/robots.txt"] = status(404) if row.robots is None else row.robots
    for place, answer in answers.items():
        where = f"{parts.hostname}{place}" if place.startswith("/") else place
        web.answers[where] = answer.replace(TRAP.encode(), trap.encode()) if isinstance(answer, bytes) else answer


def _ending(behave: Connection) -> Connection:
    """Return the behaviour with the connection closed at its end, whatever the other side did."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await behave(reader, writer)
        writer.close()

    return serve


@contextlib.contextmanager
def _taken() -> Iterator[int]:
    """Reserve a port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])
