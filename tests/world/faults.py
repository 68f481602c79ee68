"""Hostile servers in the news world: for each behaviour in `faults.toml` a coroutine that answers a request badly.

`huge` sends 50 MB; `bomb` sends about 1 MB that decompresses to 256 MB. Neither is ever complete in memory.
"""

import asyncio
import random
import struct
import tomllib
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

MEGABYTE = 1_000_000
HUGE_BYTES = 50 * MEGABYTE
BOMB_BYTES = 256 * MEGABYTE
FEED_PATH = "/feed.xml"
PAGES_HOST = "harbour-gazette.example"

_FILLER = b"<p>All work and no play makes a page that nobody wants to read to its end.</p>\n"


@dataclass(frozen=True)
class Fault:
    """An address that behaves badly, and the reason code that Newsvane must record for it."""

    title: str
    behaviour: str
    reason: str
    host: str = PAGES_HOST
    path: str = FEED_PATH
    will_retry: bool = False

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


@cache
def load_faults() -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return the feeds and the pages that behave badly."""
    tables = tomllib.loads((Path(__file__).parent / "faults.toml").read_text("utf-8"))
    return tuple(Fault(**table) for table in tables["feed"]), tuple(Fault(**table) for table in tables["page"])


async def answer(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Answer a request with the behaviour of `fault`."""
    return await _BEHAVIOURS[fault.behaviour](request)


def _html(title: str, body: str) -> web.Response:
    text = f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body>{body}</body></html>"
    return web.Response(text=text, content_type="text/html")


def _status(status: int, **headers: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def respond(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=f"status {status}\n", headers=named)

    return respond


def _redirect(target: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    return _status(302, Location=target)


async def _never(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("unreachable")


async def _drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    await response.prepare(request)
    for byte in b'<?xml version="1.0"?><rss version="2.0"><channel><title>Drip</title>' + b" " * 3600:
        await response.write(bytes([byte]))
        await asyncio.sleep(1)
    return response


async def _maze(request: web.Request) -> web.StreamResponse:
    hop = int(request.query.get("hop", "0")) + 1
    return web.Response(status=302, headers={"Location": f"{request.path}?hop={hop}"})


async def _html_page(_: web.Request) -> web.StreamResponse:
    return _html("Welcome", "<h1>Welcome</h1><p>Our feeds have moved. Please enjoy the new start page.</p>")


async def _noise(_: web.Request) -> web.StreamResponse:
    return web.Response(body=random.Random(20230620).randbytes(20_000), content_type="text/html")


async def _empty(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b"", content_type="text/html")


async def _hollow(_: web.Request) -> web.StreamResponse:
    nav = "".join(f"<a href='/{name}'>{name}</a> " for name in ("home", "news", "boats", "weather", "contact"))
    images = "".join(f"<img src='/media/{n}.gif' alt=''>" for n in range(6))
    return _html("Harbour Gazette", f"<nav>{nav}</nav><div id='gallery'>{images}</div><footer>{nav}</footer>")


async def _consent(_: web.Request) -> web.StreamResponse:
    return _html(
        "Before you continue",
        "<div id='consent' role='dialog'><h2>Your privacy</h2><p>We and our 812 partners store cookies on your device."
        "</p><form action='/consent'><button>Accept cookies</button> <button>Settings</button></form></div>",
    )


_HEADLINES = (
    "Camp of the Iranian exiles near Tirana gets a new fence",
    "Durres ferry sails again after a week of storms",
    "MEK lawyers in Albania ask the court for their computers",
    "Ministers of the western Balkans meet on the railway",
    "Olive harvest in the south begins two weeks early",
    "Tehran summons the envoy over a conference abroad",
    "A lighthouse keeper retires after forty winters",
    "Strike at the container port enters its second day",
)


def _teasers(title: str) -> web.Response:
    """Return a page that only leads to others: each headline with the first words of its article."""
    cards = "".join(
        f"<div class='card'><h3><a href='/story/{n}-{'-'.join(line.lower().split()[:5])}'>{line}</a></h3>"
        "<p>Our correspondent has been there and tells what those who live beside the water think of it.</p></div>"
        for n, line in enumerate(_HEADLINES)
    )
    return _html(title, f"<header><a href='/'>Harbour Gazette</a></header><main><h1>{title}</h1>{cards}</main>")


async def _front(_: web.Request) -> web.StreamResponse:
    return _teasers("Harbour Gazette")


async def _tag_page(_: web.Request) -> web.StreamResponse:
    return _teasers("Tag: Albania")


async def _pdf(_: web.Request) -> web.StreamResponse:
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
    return web.Response(body=body, content_type="application/pdf")


async def _huge(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    chunk = _FILLER * (MEGABYTE // len(_FILLER))
    for _ in range(HUGE_BYTES // len(chunk) + 1):
        await response.write(chunk)
    return response


async def _bomb(_: web.Request) -> web.StreamResponse:
    body = await asyncio.to_thread(_bomb_body)
    return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"})


@cache
def _bomb_body() -> bytes:
    """Return a gzip file of BOMB_BYTES. One block is compressed and repeated, which is ten times as fast as all."""
    block = _FILLER * (MEGABYTE // len(_FILLER))
    blocks = BOMB_BYTES // len(block) + 1
    packer = zlib.compressobj(level=6, wbits=-15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # the next block would give the same bytes
    checksum = 0
    for _ in range(blocks):
        checksum = zlib.crc32(block, checksum)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + packed * blocks + packer.flush() + struct.pack("<LL", checksum, blocks * len(block))


_BEHAVIOURS: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
    "http_404": _status(404),
    "http_410": _status(410),
    "http_429": _status(429, Retry_After="120"),
    "http_500": _status(500),
    "to_loopback": _redirect("http://127.0.0.1:1/"),
    "to_metadata": _redirect("http://169.254.169.254/latest/meta-data/"),
    "never": _never,
    "drip": _drip,
    "maze": _maze,
    "html_page": _html_page,
    "noise": _noise,
    "empty": _empty,
    "hollow": _hollow,
    "consent": _consent,
    "front": _front,
    "tag_page": _tag_page,
    "pdf": _pdf,
    "huge": _huge,
    "bomb": _bomb,
}
