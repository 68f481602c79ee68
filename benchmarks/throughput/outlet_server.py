"""Serve outlets on 127.0.0.1 whose feeds grow every second. Each article is a realistic page with words of its own.

`python -m benchmarks.throughput.outlet_server RATE [FOLDER]`. `RATE`: articles per second over all outlets. `FOLDER`:
saved pages to use as templates, as `tests.demo.real_pages` reads them; by default they are synthetic. The first line of
output is the port.
"""

import asyncio
import gzip
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.synthetic_content import page
from newsvane.articles import read_article
from newsvane.records import Article
from tests.demo.real_pages import saved_pages

OUTLETS = 300
ITEMS = 40
"""The number of items per feed: more than are published between two polls."""

SYNTHETIC_PAGES = 40

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s; charset=utf-8\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
_NONE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d(?=[T ])")
_IDENTITY = re.compile(
    r'<link[^>]+rel="?(?:canonical|alternate)[^>]*>|<meta[^>]+og:url[^>]*>|"articleBody"\s*:\s*"(?:[^"\\]|\\.)*",?'
)
_WORDS = re.compile(
    r'((?:<title[^>]*>|<h1[^>]*>|og:title"? content="))([^<>"]{15,})|(<p(?: [^>]*)?>)([^<>]{60,})(?=</p>)'
)


class PageTemplate(NamedTuple):
    """A page split into the words that vary and the text between them."""

    between: Sequence[str]
    titles: Sequence[bool]
    words: Sequence[Sequence[str]]

    def fill(self, number: int) -> bytes:
        """Return the page of an article: the same words, in an order of its own."""
        draw = random.Random(number)
        order = draw.random()
        parts = [self.between[0]]
        for after, is_title, words in zip(self.between[1:], self.titles, self.words, strict=True):
            mixed = list(words)
            (random.Random(order) if is_title else draw).shuffle(mixed)
            parts += [" ".join(mixed), after]
        return "".join(parts).encode()


def make_template(text: str, today: str) -> PageTemplate:
    """Take a page apart. Remove what identifies the original page, and replace its dates by today's."""
    text = _DAY.sub(today, _IDENTITY.sub("", text))
    between, titles, words, end = [], [], [], 0
    for found in _WORDS.finditer(text):
        group = 2 if found[2] else 4
        between.append(text[end : found.start(group)])
        titles.append(group == 2)
        words.append(found[group].split())
        end = found.end(group)
    return PageTemplate([*between, text[end:]], titles, words)


def load_templates(folder: Path | None) -> list[PageTemplate]:
    """Return templates of the folder's pages that are articles with enough words to vary; by default synthetic ones."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    found = [make_template(text, today) for text in _texts(folder)]
    return [each for each in found if sum(map(len, each.words)) > 150 and _is_article(each)]


def _texts(folder: Path | None) -> Iterator[str]:
    if folder is None:
        yield from (page(seed).decode() for seed in range(SYNTHETIC_PAGES))
    else:
        yield from (
            gzip.decompress(saved.file.read_bytes()).decode("utf-8", "replace") for saved in saved_pages(folder)
        )


def _is_article(each: PageTemplate) -> bool:
    return isinstance(read_article(each.fill(0), url="http://o.example/0", now=datetime.now(UTC)), Article)


class Outlets:
    """Responds to each address with what is published at the time of the request."""

    def __init__(self, rate: float, pages: Sequence[PageTemplate]) -> None:
        self._rate, self._pages, self._began = rate / OUTLETS, pages, time.time()

    def respond(self, host: str, path: str) -> bytes:
        if path == "/feed":
            return make_response(b"application/rss+xml", self._feed(host))
        if path.startswith("/a/"):
            number = int(path[3:]) * OUTLETS + int(host[1:].partition(".")[0])
            return make_response(b"text/html", self._pages[number % len(self._pages)].fill(number))
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
    chosen = sys.argv[2:]
    asyncio.run(serve(Outlets(float(sys.argv[1]), load_templates(Path(chosen[0]) if chosen else None))))
