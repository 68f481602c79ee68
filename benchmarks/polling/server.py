"""Feeds on 127.0.0.1, as fast as Python serves them: `python -m benchmarks.polling.server`.

It prints its port and ends with its input. A line of input begins the next round: in the second each feed has a new
item, in the third a tenth of the feeds of each host have two, and the others are what they were.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

from benchmarks.material import paragraphs

HOSTS = 500
ITEMS = 28
NEW = 2
VARIANTS = 10
"""Different wordings; the feeds of one differ in their addresses."""

_ROBOTS = b"User-agent: *\nDisallow: /admin/\nDisallow: /search\n\nSitemap: https://outlet.example/sitemap.xml\n"


def watched(feeds: int) -> list[int]:
    """The numbers of so many feeds, with twenty to a host."""
    return [number for number in range(10_000) if number % HOSTS < feeds // 20]


def has_news(number: int) -> bool:
    return number % 10 == number // HOSTS % 10


def host(number: int) -> str:
    return f"h{number % HOSTS}.example"


def path(number: int) -> str:
    return f"/feeds/{number}.xml"


@contextlib.contextmanager
def serving() -> Iterator[subprocess.Popen[str]]:
    """The server in a process of its own; its first line of output is its port."""
    command = [sys.executable, "-m", "benchmarks.polling.server"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


class _Connection(asyncio.Protocol):
    round = 1
    began = datetime.now(UTC)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        asked = head.split(b" ", 2)[1]
        if asked == b"/robots.txt":
            return _response(b"200 OK", b"text/plain", b'"robots"', _ROBOTS)
        number = int(asked[7:-4])
        newest = ITEMS + (self.round > 1) + NEW * (self.round > 2 and has_news(number))
        etag = b'"%d-%d"' % (number, newest)
        if b"If-None-Match: " + etag in head:
            return _response(b"304 Not Modified", b"application/rss+xml; charset=utf-8", etag, b"")
        body = _template(number % VARIANTS, newest).replace(b"{host}", host(number).encode())
        body = body.replace(b"{number}", b"%d" % number)
        return _response(b"200 OK", b"application/rss+xml; charset=utf-8", etag, body)


def _response(status: bytes, kind: bytes, etag: bytes, body: bytes) -> bytes:
    length = b"" if status.startswith(b"304") else b"Content-Length: %d\r\n" % len(body)
    return _RESPONSE % (status, kind, etag, length, body)


_RESPONSE = (
    b"HTTP/1.1 %s\r\nServer: nginx\r\nContent-Type: %s\r\nETag: %s\r\n%sDate: Mon, 05 Oct 2026 08:00:00 GMT\r\n"
    b"Last-Modified: Mon, 05 Oct 2026 07:00:00 GMT\r\nCache-Control: max-age=300\r\nVary: Accept-Encoding\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: keep-alive\r\n\r\n%s"
)


@cache
def _template(variant: int, newest: int) -> bytes:
    items = "".join(_item(variant, item) for item in range(newest, newest - ITEMS, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Outlet {number}</title><link>https://{host}/</link><description>News</description>"
        f"<language>en</language><ttl>10</ttl>{items}</channel></rss>"
    ).encode()


def _item(variant: int, item: int) -> str:
    title, lead = paragraphs(100 * variant + item, 2, 45)
    date = _Connection.began - timedelta(hours=ITEMS + NEW + 1 - item)
    link = f"https://{{host}}/{{number}}/{item}-{'-'.join(title.split()[:6]).lower()}"
    return (
        f"<item><title>{' '.join(title.split()[:9])}</title><link>{link}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{{number}}-{item}</guid><pubDate>{format_datetime(date)}</pubDate>'
        f"<dc:creator>Ann Author</dc:creator><category>World</category><category>Politics</category>"
        f"<description>&lt;p&gt;{lead}&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;{link}&quot;&gt;Read on&lt;/a&gt;&lt;/p&gt;"
        "</description></item>"
    )


async def _serve() -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def told() -> None:
        if sys.stdin.readline():
            _Connection.round += 1
        else:
            ended.set()

    loop.add_reader(sys.stdin.fileno(), told)
    server = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
