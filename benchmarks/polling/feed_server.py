"""Serve feeds on 127.0.0.1 as fast as Python can, compressed like most feeds.

In the second round each feed has one new item. In the third round a tenth of the feeds of each host have two more, and
the others are unchanged.
"""

import asyncio
import contextlib
import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

from benchmarks.synthetic_content import paragraphs

HOSTS = 500
ITEMS = 28
NEW_ITEMS = 2
VARIANTS = 10
"""How many different texts there are. Feeds with the same text differ in their addresses."""

_BEGAN = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
_ROBOTS = gzip.compress(b"User-agent: *\nDisallow: /admin/\nDisallow: /search\n\nSitemap: https://o.example/map.xml\n")


def watched(feeds: int) -> list[int]:
    """Return the numbers of this many feeds, twenty per host."""
    return [number for number in range(10_000) if number % HOSTS < feeds // 20]


def has_news(number: int) -> bool:
    return number % 10 == number // HOSTS % 10


def newest(number: int, round_number: int) -> int:
    """Return the number of a feed's newest item in a round."""
    return ITEMS + (round_number > 1) + NEW_ITEMS * (round_number > 2 and has_news(number))


def etag(number: int, item: int) -> str:
    return f'"{number}-{item}"'


def host(number: int) -> str:
    return f"h{number % HOSTS}.example"


def path(number: int) -> str:
    return f"/feeds/{number}.xml"


@contextlib.contextmanager
def serving() -> Iterator[subprocess.Popen[str]]:
    """Run the server in a process of its own until the block ends; yield the process.

    Its first line of output is its port. Each line of input begins the next round.
    """
    command = [sys.executable, "-m", "benchmarks.polling", "serve"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


async def serve() -> None:
    """Serve until the end of the input."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def read_input() -> None:
        if sys.stdin.readline():
            _Connection.round_number += 1
        else:
            ended.set()

    loop.add_reader(sys.stdin.fileno(), read_input)
    server = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()


class _Connection(asyncio.Protocol):
    round_number = 1

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
        target = head.split(b" ", 2)[1]
        if target == b"/robots.txt":
            return _response(b"200 OK", b"text/plain", b'"robots"', _ROBOTS)
        number = int(target[7:-4])
        item = newest(number, self.round_number)
        tag = etag(number, item).encode()
        if b"If-None-Match: " + tag in head:
            return _response(b"304 Not Modified", b"application/rss+xml; charset=utf-8", tag, b"")
        return _response(b"200 OK", b"application/rss+xml; charset=utf-8", tag, _packed(number, item))


def _response(status: bytes, kind: bytes, tag: bytes, content: bytes) -> bytes:
    length = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(content) if content else b""
    return _RESPONSE % (status, kind, tag, length, content)


_RESPONSE = (
    b"HTTP/1.1 %s\r\nServer: nginx\r\nContent-Type: %s\r\nETag: %s\r\n%sDate: Mon, 05 Oct 2026 08:00:00 GMT\r\n"
    b"Last-Modified: Mon, 05 Oct 2026 07:00:00 GMT\r\nCache-Control: max-age=300\r\nVary: Accept-Encoding\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: keep-alive\r\n\r\n%s"
)


def body(number: int, item: int) -> bytes:
    """Return the body of a feed with this newest item."""
    text = _template(number % VARIANTS, item).replace(b"{host}", host(number).encode())
    return text.replace(b"{number}", b"%d" % number)


@cache
def _packed(number: int, item: int) -> bytes:
    return gzip.compress(body(number, item), compresslevel=6)


@cache
def _template(variant: int, last: int) -> bytes:
    items = "".join(_item(variant, item) for item in range(last, last - ITEMS, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Outlet {number}</title><link>https://{host}/</link><description>News</description>"
        f"<language>en</language><ttl>10</ttl>{items}</channel></rss>"
    ).encode()


def _item(variant: int, item: int) -> str:
    title, lead = paragraphs(100 * variant + item, 2, 45)
    date = _BEGAN - timedelta(hours=ITEMS + NEW_ITEMS + 1 - item)
    link = f"https://{{host}}/{{number}}/{item}-{'-'.join(title.split()[:6]).lower()}"
    return (
        f"<item><title>{' '.join(title.split()[:9])}</title><link>{link}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{{number}}-{item}</guid><pubDate>{format_datetime(date)}</pubDate>'
        f"<dc:creator>Ann Author</dc:creator><category>World</category><category>Politics</category>"
        f"<description>&lt;p&gt;{lead}&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;{link}&quot;&gt;Read on&lt;/a&gt;&lt;/p&gt;"
        "</description></item>"
    )
