"""Successful fetches: complete bodies, conditional requests, redirects, and the right request headers."""

import asyncio
import gzip
import random
import zlib

import brotli
import pytest

from newsvane import __version__
from newsvane.fetch import Fetcher
from newsvane.records import Page, Validators
from tests.support.fetch_server import (
    MAX,
    Answer,
    Server,
    deflate,
    failure,
    fetch,
    ok,
    packed,
    served,
    settings,
    status,
    to,
)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        pytest.param(ok(b"hello"), b"hello", id="plain"),
        pytest.param(ok(b""), b"", id="empty"),
        pytest.param(ok(bytes(MAX)), bytes(MAX), id="just the cap"),
        pytest.param(status(200) + b"to the end", b"to the end", id="until the connection closes"),
        pytest.param(
            status(200, "Transfer-Encoding: chunked") + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde", id="chunked"
        ),
        pytest.param(packed("gzip", gzip.compress(b"hello")), b"hello", id="gzip"),
        pytest.param(packed("x-gzip", gzip.compress(b"hel") + gzip.compress(b"lo")), b"hello", id="gzip in members"),
        pytest.param(packed("deflate", zlib.compress(b"hello")), b"hello", id="deflate with header"),
        pytest.param(packed("deflate", deflate(b"hello")), b"hello", id="deflate without"),
        pytest.param(packed("BR", brotli.compress(b"hello" * 9999)), b"hello" * 9999, id="brotli"),
        pytest.param(packed("gzip", b"plain after all"), b"plain after all", id="gzip that is none"),
        pytest.param(packed("gzip", b"x"), b"x", id="one byte called gzip"),
        pytest.param(packed("utf-8", b"hello"), b"hello", id="a charset for encoding"),
        pytest.param(to("http://b.example/y"), b"moved", id="redirect to another host"),
        pytest.param(to("/y#part", 308), b"moved", id="permanent redirect, relative"),
    ],
)
async def test_body(world: tuple[Server, str], answer: Answer, body: bytes) -> None:
    server, connect_to = world
    server.answers = {"/x": answer, "/y": ok(b"moved")}
    page = await fetch(connect_to)
    assert (page.status, page.body, page.url) == (200, body, "http://a.example/x")
    assert page.final_url == (f"http://{server.requests[-1].host}{server.requests[-1].path}")


async def test_body_in_single_bytes(world: tuple[Server, str]) -> None:
    async def write(writer: asyncio.StreamWriter) -> None:
        for byte in packed("gzip", gzip.compress(b"hello")):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.001)

    world[0].answers = {"/x": write}
    assert (await fetch(world[1])).body == b"hello"


async def test_conditional_get(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/x": status(304, 'ETag: "v2"')}
    async with Fetcher(settings(connect_to)) as fetcher:
        known = Validators(etag='"v1"', last_modified="Mon, 05 Oct 2026 08:00:00 GMT")
        page = await fetcher.get("http://a.example/x", max_bytes=MAX, validators=known)
    assert (page.status, page.body, page.header("etag")) == (304, b"", '"v2"')
    sent = server.requests[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (known.etag.lower(), known.last_modified.lower())


async def test_requests_name_newsvane_and_send_no_cookies(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/x": to("/y").replace(b"\r\n\r\n", b"\r\nSet-Cookie: id=1; Path=/\r\n\r\n"), "/y": ok()}
    await fetch(connect_to, contact="https://watch.example/bot")
    assert server.requests[0].headers["user-agent"] == f"newsvane/{__version__} (+https://watch.example/bot)"
    assert all("cookie" not in request.headers for request in server.requests)


async def test_header_outside_utf8_can_be_stored(world: tuple[Server, str]) -> None:
    world[0].answers = {"/x": status(200, "X-Name: ?").replace(b"?", b"caf\xe9")}
    assert (
        Page.model_validate_json((await fetch(world[1])).model_dump_json()).header("x-name")
        == "caf\N{REPLACEMENT CHARACTER}"
    )


async def test_ipv6() -> None:
    async with served("::1") as (server, connect_to):
        server.answers = {"/x": ok()}
        assert (await fetch(connect_to)).body == b"hello"


@pytest.mark.parametrize(
    ("codes", "moved_to"),
    [
        pytest.param((), None, id="not moved"),
        pytest.param((301,), "/1", id="moved"),
        pytest.param((308, 301), "/2", id="moved twice"),
        pytest.param((302,), None, id="for now"),
        pytest.param((302, 301), None, id="for now, then moved"),
        pytest.param((301, 307, 308), "/1", id="moved, then for now, then moved"),
        pytest.param((303, 303), None, id="see other"),
    ],
)
@pytest.mark.parametrize("last", [200, 304])
async def test_permanent_redirects_are_reported(
    world: tuple[Server, str], codes: tuple[int, ...], moved_to: str | None, last: int
) -> None:
    server, connect_to = world
    server.answers = {f"/{hop}": to(f"/{hop + 1}", code) for hop, code in enumerate(codes)}
    server.answers[f"/{len(codes)}"] = ok() if last == 200 else status(304)
    async with Fetcher(settings(connect_to)) as fetcher:
        page = await fetcher.get("http://a.example/0", max_bytes=MAX, validators=Validators(etag='"1"'))
    assert page.moved_to == (moved_to and f"http://a.example{moved_to}")
    assert (page.status, page.url) == (last, "http://a.example/0")


LARGE = gzip.compress(random.Random(1).randbytes(MAX // 2).hex().encode() + b"more")
FILE = gzip.compress(b"<urlset/>")


@pytest.mark.parametrize(
    ("path", "answer", "body"),
    [
        pytest.param("/sitemap.xml.gz", ok(FILE), b"<urlset/>", id="by its name"),
        pytest.param("/sitemap", ok(FILE, "Content-Type: application/x-gzip"), b"<urlset/>", id="by its type"),
        pytest.param("/sitemap.xml.gz?page=2", ok(FILE), b"<urlset/>", id="by its name, with a query"),
        pytest.param("/sitemap.xml.gz", packed("gzip", gzip.compress(FILE)), b"<urlset/>", id="packed on the way too"),
        pytest.param("/sitemap.xml.gz", packed("gzip", FILE), b"<urlset/>", id="unpacked on the way"),
        pytest.param("/sitemap.xml.gz", ok(b"<urlset/>"), b"<urlset/>", id="no gzip after all"),
        pytest.param("/photo", ok(FILE), FILE, id="gzip that nothing announces"),
        pytest.param("/empty.gz", ok(b""), b"", id="empty"),
        pytest.param("/sitemap.xml.gz", ok(FILE[:-9]), "truncated", id="breaks off"),
        pytest.param("/sitemap.xml.gz", ok(gzip.compress(bytes(20_000_000))), "bomb", id="a bomb"),
        pytest.param("/sitemap.xml.gz", ok(LARGE), "too_large", id="larger than the cap"),
        pytest.param("/sitemap.xml.gz", ok(b"\x1f\x8b" + b"?" * 99), "bad_encoding", id="garbage"),
    ],
)
async def test_gzip_files_are_decompressed(
    world: tuple[Server, str], path: str, answer: bytes, body: bytes | str
) -> None:
    world[0].answers = {path: answer}
    if isinstance(body, str):
        assert (await failure(world[1], f"http://a.example{path}")).reason == body
    else:
        assert (await fetch(world[1], f"http://a.example{path}")).body == body
