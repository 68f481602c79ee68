"""Serve a day of the world's press on 127.0.0.1, in rounds: `python -m benchmarks.world_press.outlets ENTRIES`.

The first line of output is the port. `/-/next` begins the next round, `/-/stats` returns the requests by host.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.news_pages import PageTemplate, load_templates
from benchmarks.synthetic_content import paragraphs
from benchmarks.throughput.outlet_server import make_response

OUTLETS = 3_000
WITH_FEED = 500
"""How many outlets have a feed of their own on the watch list; the others are only in the aggregator's list."""
ROUNDS = 6
ONE_IN = 20
"""One article of so many is on topic."""
LIST_HOST, CONTROL_HOST = "list.example", "control.example"


def is_on_topic(number: int) -> bool:
    """Return whether the article with this number is on topic. These are of outlets with and without a feed."""
    return number * 7 % ONE_IN == 3


def address_of(number: int) -> str:
    """Return the address of an article."""
    return f"http://o{number % OUTLETS}.example/a/{number}"


class World:
    """What each address answers in the present round."""

    def __init__(self, entries: int, pages: list[PageTemplate]) -> None:
        self._entries, self._pages, self._round = entries, pages, 0
        self._requests: Counter[str] = Counter()

    def respond(self, host: str, path: str) -> bytes:
        """Return a whole response."""
        if host == CONTROL_HOST:
            return self._control(path)
        self._requests[host] += 1
        if host == LIST_HOST:
            return make_response(b"application/json", "\n".join(self._list()).encode())
        if path == "/feed":
            return make_response(b"application/rss+xml", self._feed(int(host[1:].partition(".")[0])))
        if path.startswith("/a/"):
            return make_response(b"text/html", self._page(int(path[3:])))
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def _control(self, path: str) -> bytes:
        self._round += path == "/-/next"
        counts = self._requests if path == "/-/stats" else {}
        return make_response(b"application/json", json.dumps(counts).encode())

    def _numbers(self) -> range:
        """Return the numbers of the articles that appear in this round."""
        share = self._entries // ROUNDS
        return range((self._round - 1) * share, self._round * share)

    def _list(self) -> Iterator[str]:
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        for number in self._numbers():
            yield json.dumps({
                "date": now, "url": address_of(number), "domain": f"o{number % OUTLETS}.example",
                "outletName": f"Outlet {number % OUTLETS}", "title": _title(number), "desc": _words(number, 25),
                "lang": "en", "author": "",
            })  # fmt: skip

    def _feed(self, outlet: int) -> bytes:
        until = self._numbers().stop
        own = range(outlet, until, OUTLETS)[-40:]
        items = "".join(
            f"<item><title>{_title(number)}</title><link>{address_of(number)}</link>"
            f"<description>{_words(number, 25)}</description></item>"
            for number in reversed(own)
        )
        return f"<rss version='2.0'><channel><title>Outlet {outlet}</title>{items}</channel></rss>".encode()

    def _page(self, number: int) -> bytes:
        page = self._pages[number % len(self._pages)].fill(number)
        title = f"<title>{_title(number)}</title>".encode()
        heading = f"<h1>{_title(number)}</h1>".encode()
        page = re.sub(rb"<h1[^>]*>[^<]*</h1>", heading, page, count=1)
        return re.sub(rb"<title[^>]*>[^<]*</title>", title, page, count=1)


def _title(number: int) -> str:
    words = _words(number, 8).capitalize()
    return f"{words} in Iran" if is_on_topic(number) else words


def _words(number: int, count: int) -> str:
    return paragraphs(number * 31 + count, 1, count)[0].rstrip(".")


async def _serve(world: World) -> None:
    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self._transport, self._head = transport, b""

        def data_received(self, data: bytes) -> None:
            self._head += data
            while b"\r\n\r\n" in self._head:
                head, _, self._head = self._head.partition(b"\r\n\r\n")
                host = re.search(rb"\r\nHost: ([^\r:]+)", head, re.IGNORECASE)
                assert host and isinstance(self._transport, asyncio.Transport)
                self._transport.write(world.respond(host[1].decode(), head.split(b" ", 2)[1].decode()))

    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(World(int(sys.argv[1]), load_templates(None))))
