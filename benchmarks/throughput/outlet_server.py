"""Serve outlets on 127.0.0.1 whose feeds grow every second. Each article is a realistic page with words of its own.

`python -m benchmarks.throughput.outlet_server RATE SHARE [FOLDER]`. `RATE`: articles per second over all outlets.
`SHARE`: one article in so many is on topic. `FOLDER`: saved pages to use as templates; by default they are synthetic.
The first line of output is the port.
"""

import asyncio
import gzip
import re
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from benchmarks.news_pages import NewsPages

OUTLETS = 300
ITEMS = 60
"""The number of items per feed: more than are published between two polls."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s; charset=utf-8\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
_NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Outlets:
    """Responds to each address with what is published at the time of the request."""

    def __init__(self, rate: float, pages: NewsPages) -> None:
        self._rate, self._pages, self._began = rate / OUTLETS, pages, time.time()

    def respond(self, host: str, path: str) -> bytes:
        if path == "/feed":
            return make_response(b"application/rss+xml", self._feed(host))
        if path.startswith("/a/"):
            number = int(path[3:]) * OUTLETS + int(host[1:].partition(".")[0])
            return make_response(b"text/html", self._pages.make(number))
        return _NONE

    def _feed(self, host: str) -> bytes:
        newest = int((time.time() - self._began) * self._rate)
        items = "".join(
            f"<item><title>Item {number}</title><link>http://{host}/a/{number}</link>"
            f"<pubDate>{self._published(number)}</pubDate></item>"
            for number in range(newest, max(-1, newest - ITEMS), -1)
        )
        return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()

    def _published(self, number: int) -> str:
        return format_datetime(datetime.fromtimestamp(self._began + number / self._rate, UTC))


def make_response(kind: bytes, body: bytes) -> bytes:
    """Return a whole response with a compressed body. `kind`: its media type."""
    packed = gzip.compress(body, compresslevel=1)
    return _HEAD % (kind, len(packed)) + packed


async def serve(outlets: Outlets) -> None:
    """Serve until the process is ended."""

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self._transport, self._head = transport, b""

        def data_received(self, data: bytes) -> None:
            self._head += data
            while b"\r\n\r\n" in self._head:
                head, _, self._head = self._head.partition(b"\r\n\r\n")
                host = re.search(rb"\r\nHost: ([^\r:]+)", head)
                path = head.split(b" ", 2)[1].decode()
                assert host and isinstance(self._transport, asyncio.Transport)
                self._transport.write(outlets.respond(host[1].decode(), path))

    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    rate, share, *templates = sys.argv[1:]
    pages = NewsPages(Path(templates[0]) if templates else None, share=int(share))
    asyncio.run(serve(Outlets(float(rate), pages)))
