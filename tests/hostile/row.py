"""The definition of one server: what it answers, and what the lake must say about its feed."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tests.support.fetch_server import Answer, status

PAUSE = 0.004
"""Seconds between two pieces of an endless answer, so that the other servers of the process can work."""

FEED_PATH = "/feed.xml"
TRAP = "54321"
"""In an address, a placeholder for the port of a server that must never be reached; as long as a real port."""

Connection = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Listener:
    """A separate port for a fault below HTTP. Without `serve` it serves HTTP like the others."""

    serve: Connection | None = None
    certificate: str = ""
    address: str = "127.0.0.1"
    listens: bool = True


@dataclass(frozen=True, kw_only=True)
class Row:
    """One server with its feed, and the expected outcome.

    `reason`: expected reason code, "" for a successful poll. `says`: pattern that the detail must match. `entries`:
    number of new entries that land. `waits`: minimum wait until the next poll.
    `answer`: to the feed's address. `also`: answers to other paths of the host. `url`: the address in the watch list.
    `dns`: addresses of the host, one list per lookup, the last one for all further lookups; or the name of an error of
    getaddrinfo.
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
    """Answer with the head, then with the piece repeated forever."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(PAUSE)

    return write


async def silence(writer: asyncio.StreamWriter) -> None:
    """Send nothing for longer than any timeout."""
    await asyncio.sleep(600)


async def drip(writer: asyncio.StreamWriter) -> None:
    """Send a byte at a time of a body that would take minutes."""
    writer.write(status(200, "Content-Length: 5000"))
    for _ in range(5000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)
