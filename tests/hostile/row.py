"""One server of the table: what it does, and what must stand in the lake about it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tests.support.fetch_server import Answer, status

BREATH = 0.004
"""Seconds between two pieces of what has no end: it shall not keep the other servers of the process waiting."""

FEED_PATH = "/feed.xml"
TRAP = "54321"
"""In an address, stands for the port of a server that nobody must ever reach; as long as a real one."""

Connection = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Listener:
    """A port of its own, where the fault lies below HTTP. Without `serve`, HTTP is spoken on it as anywhere else."""

    serve: Connection | None = None
    certificate: str = ""
    address: str = "127.0.0.1"
    listens: bool = True


@dataclass(frozen=True, kw_only=True)
class Row:
    """`reason`: "" for a poll that goes well. `says`: a pattern found in the detail.

    `answer`: to the feed's address; `also`: to other paths of the host. `url`: the address in the watch list.
    `dns`: the addresses of its host, one list a question, the last one for all that follow; or the name of a
    getaddrinfo error. `entries`: new ones that land. `waits`: not polled sooner.
    """

    name: str
    reason: str = ""
    says: str = ""
    answer: Answer = b""
    also: Mapping[str, Answer] = field(default_factory=dict)
    robots: Answer | None = None
    listener: Listener | None = None
    dns: tuple[tuple[str, ...] | str, ...] = ()
    url: str = ""
    entries: int = 0
    waits: timedelta = timedelta(minutes=5)

    @property
    def feed_id(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def host(self) -> str:
        return f"{self.feed_id}.{'test' if self.dns else 'example'}"

    @property
    def address(self) -> str:
        return self.url or f"http://{self.host}{FEED_PATH}"


def endless(head: bytes, piece: bytes) -> Answer:
    """The head, and then the piece again and again."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(BREATH)

    return write


async def silence(writer: asyncio.StreamWriter) -> None:
    """Longer than anybody waits."""
    await asyncio.sleep(600)


async def drip(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, of a body that would take minutes."""
    writer.write(status(200, "Content-Length: 5000"))
    for _ in range(5000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)
