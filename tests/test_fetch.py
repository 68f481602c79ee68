"""Fetching from a world that is hostile: each server of the table has its outcome, in words that are stored."""

import asyncio
import gzip
import resource
import socket
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsvane.errors import ConfigError, FetchFailed, FetchRefused, NewsvaneError
from newsvane.fetch import Fetcher
from newsvane.fetch.guard import Detours, check_literal, is_public
from newsvane.records import Page, Validators
from newsvane.settings import Settings

MAX = 100_000
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    host: str
    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


class Server:
    """Says exactly the bytes it is told to, for each path; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.open = 0
        self.most = 0

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":
                return writer.write(status(400))
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            request = Request(headers["host"].split(":")[0], head[0].split()[1], headers)
            self.requests.append(request)
            self.open += 1
            self.most = max(self.most, self.open)
            answer = self.answers.get(f"{request.host}{request.path}", self.answers.get(request.path, status(404)))
            if callable(answer):
                await answer(writer)
            else:
                writer.write(answer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            self.open -= 1
            writer.close()


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Said So", "Connection: close", *headers, "", ""]).encode()


def ok(body: bytes = b"hello", *headers: str) -> bytes:
    return status(200, f"Content-Length: {len(body)}", *headers) + body


def packed(encoding: str, body: bytes) -> bytes:
    return ok(body, f"Content-Encoding: {encoding}")


def deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def to(location: str, code: int = 302) -> bytes:
    return status(code, f"Location: {location}")


async def reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(status(200, "Content-Length: 1000"))
    for _ in range(100):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


def endless(head: bytes, chunk: bytes) -> Answer:
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(chunk)
            await writer.drain()

    return write


ZEROS = bytes(20_000_000)
TOMORROW = "tomorrow"
"""Stands for the HTTP date a day after the test that sends it."""
BROKEN_GZIP = gzip.compress(bytes(range(256)) * 300)[:-30]

HOSTILE = [
    pytest.param(reset, "reset", FetchFailed, id="reset before an answer"),
    pytest.param(b"", "reset", FetchFailed, id="closes without a word"),
    pytest.param(silence, "timeout", FetchFailed, id="never answers"),
    pytest.param(drip, "timeout", FetchFailed, id="a byte now and then"),
    pytest.param(endless(status(200), bytes(65_536)), "too_large", FetchRefused, id="endless body"),
    pytest.param(
        endless(status(200, "Transfer-Encoding: chunked"), b"4\r\nabcd\r\n" * 100),
        "too_large",
        FetchRefused,
        id="endless chunks",
    ),
    pytest.param(endless(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000), "bad_http", FetchFailed, id="endless headers"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "bad_http", FetchFailed, id="endless header"),
    pytest.param(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timeout", FetchFailed, id="continues for ever"),
    pytest.param(status(200, "Content-Length: 99999999999"), "too_large", FetchRefused, id="announces too much"),
    pytest.param(ok(bytes(MAX + 1)), "too_large", FetchRefused, id="a byte over the cap"),
    pytest.param(packed("gzip", gzip.compress(ZEROS)), "bomb", FetchRefused, id="gzip bomb"),
    pytest.param(packed("deflate", zlib.compress(ZEROS)), "bomb", FetchRefused, id="zlib bomb"),
    pytest.param(packed("deflate", deflate(ZEROS)), "bomb", FetchRefused, id="deflate bomb"),
    pytest.param(packed("br", brotli.compress(ZEROS)), "bomb", FetchRefused, id="brotli bomb"),
    pytest.param(packed("gzip", gzip.compress(b"") * 200), "bad_encoding", FetchFailed, id="gzip in 200 members"),
    pytest.param(packed("br", b"<rss>plain</rss>" * 9), "bad_encoding", FetchFailed, id="brotli that is none"),
    pytest.param(packed("deflate", b"<rss>plain</rss>"), "bad_encoding", FetchFailed, id="deflate that is none"),
    pytest.param(packed("zstd", b"whatever"), "bad_encoding", FetchFailed, id="an encoding not asked for"),
    pytest.param(packed("gzip", BROKEN_GZIP), "truncated", FetchFailed, id="gzip breaks off"),
    pytest.param(packed("br", brotli.compress(b"abc" * 999)[:-4]), "truncated", FetchFailed, id="brotli breaks off"),
    pytest.param(
        status(200, "Transfer-Encoding: chunked") + b"5\r\nhello\r\n", "truncated", FetchFailed, id="chunks break off"
    ),
    pytest.param(status(200, "Content-Length: 50") + b"short", "truncated", FetchFailed, id="body breaks off"),
    pytest.param(b"220 mail.example ESMTP\r\n\r\n", "bad_http", FetchFailed, id="not HTTP"),
    pytest.param(to("/x"), "redirect_loop", FetchRefused, id="redirects to itself"),
    pytest.param(to("/hop/1"), "redirect_loop", FetchRefused, id="redirects on and on"),
    pytest.param(to("ftp://a.example/"), "bad_url", FetchRefused, id="redirects to ftp"),
    pytest.param(to("file:///etc/passwd"), "bad_url", FetchRefused, id="redirects to a file"),
    pytest.param(to("http://[::1"), "bad_url", FetchRefused, id="redirects nowhere"),
    pytest.param(to(f"http://{'a' * 70}.com/"), "bad_url", FetchRefused, id="redirects to a label too long"),
    pytest.param(status(302), "http_302", FetchRefused, id="redirect without Location"),
    pytest.param(status(304), "http_304", FetchRefused, id="304 that was not asked for"),
    pytest.param(status(401), "http_401", FetchRefused, id="401"),
    pytest.param(status(403), "http_403", FetchRefused, id="403"),
    pytest.param(status(403, "cf-mitigated: challenge"), "challenge", FetchRefused, id="Cloudflare challenge"),
    pytest.param(status(404), "http_404", FetchRefused, id="404"),
    pytest.param(status(410), "http_410", FetchRefused, id="410"),
    pytest.param(status(408), "http_408", FetchFailed, id="408"),
    pytest.param(status(429), "http_429", FetchFailed, id="429"),
    pytest.param(status(500), "http_500", FetchFailed, id="500"),
    pytest.param(status(503), "http_503", FetchFailed, id="503"),
    pytest.param(status(522), "http_522", FetchFailed, id="522"),
]

PRIVATE = [
    "127.0.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "user:password@127.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127.0.0.1.",
    "localhost",
]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@asynccontextmanager
async def served(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[Server, str]]:
    server = Server()
    listener = await asyncio.start_server(server.serve, host, 0, ssl=tls)
    port = listener.sockets[0].getsockname()[1]
    try:
        yield server, f".example=[{host}]:{port}" if ":" in host else f".example={host}:{port}"
    finally:
        listener.close()


@pytest.fixture
async def world() -> AsyncIterator[tuple[Server, str]]:
    async with served() as (server, connect_to):
        yield server, connect_to


def settings(connect_to: str, **changes: object) -> Settings:
    values = {"connect_to": connect_to, "fetch_timeout": 0.6, "host_delay": 0.0, "respect_robots": False} | changes
    return Settings.model_validate(values)


async def fetch(connect_to: str, url: str = "http://a.example/x", **changes: object) -> Page:
    async with Fetcher(settings(connect_to, **changes)) as fetcher:
        return await fetcher.get(url, max_bytes=MAX)


async def failure(connect_to: str, url: str = "http://a.example/x", **changes: object) -> NewsvaneError:
    with pytest.raises(NewsvaneError) as caught:
        await fetch(connect_to, url, **changes)
    return caught.value


@pytest.mark.parametrize(("answer", "reason", "kind"), HOSTILE)
async def test_hostile_server_has_its_reason(
    world: tuple[Server, str], answer: Answer, reason: str, kind: type[NewsvaneError]
) -> None:
    server, connect_to = world
    server.answers = {"/x": answer} | {f"/hop/{n}": to(f"/hop/{n + 1}") for n in range(50)}
    error = await failure(connect_to, fetch_timeout=0.6 if reason == "timeout" else 10)
    assert (error.reason, type(error)) == (reason, kind), str(error)
    assert "a.example" in str(error) or reason == "bad_url"
    assert len(server.requests) < 12


@pytest.mark.parametrize("host", PRIVATE)
async def test_redirect_into_private_space_is_blocked(world: tuple[Server, str], host: str) -> None:
    server, connect_to = world
    port = connect_to.rpartition(":")[2]
    where, _, name = host.rpartition("@")
    server.answers = {"/x": to(f"http://{where}@{name}:{port}/secret" if where else f"http://{name}:{port}/secret")}
    error = await failure(connect_to)
    assert error.reason == "blocked_address"
    assert "password" not in str(error)
    assert not server.asked("/secret")


@pytest.mark.parametrize("host", PRIVATE)
async def test_private_address_is_blocked_at_once(world: tuple[Server, str], host: str) -> None:
    assert (await failure(world[1], f"http://{host}:{world[1].rpartition(':')[2]}/")).reason == "blocked_address"
    assert not world[0].requests


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("93.184.215.14", True, id="public"),
        pytest.param("2606:4700::1111", True, id="public IPv6"),
        pytest.param("::ffff:93.184.215.14", True, id="public, mapped"),
        pytest.param("64:ff9b::5db8:d70e", True, id="public, NAT64"),
        pytest.param("168.63.129.16", False, id="Azure metadata"),
        pytest.param("192.0.0.192", False, id="Oracle metadata"),
        pytest.param("198.18.0.1", False, id="benchmarks"),
        pytest.param("192.0.2.1", False, id="documentation"),
        pytest.param("2001:db8::1", False, id="documentation IPv6"),
        pytest.param("::127.0.0.1", False, id="IPv4-compatible"),
        pytest.param("fec0::1", False, id="site-local"),
        pytest.param("ff02::1", False, id="multicast IPv6"),
        pytest.param("fe80::1%eth0", False, id="with zone"),
        pytest.param("240.0.0.1", False, id="class E"),
    ],
)
def test_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["8.8", "1.2.3.4.5", "0x"])
def test_numeric_host_is_no_host(host: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        check_literal(host)
    assert caught.value.reason == "bad_url"


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "ftp://a.example/", "http://", "http://[::1", "http://a.example:99999/", "http://a.example:0/"],
)
async def test_bad_url(world: tuple[Server, str], url: str) -> None:
    error = await failure(world[1], url)
    assert (error.reason, type(error)) == ("bad_url", FetchRefused)


async def test_unknown_host(world: tuple[Server, str]) -> None:
    assert (await failure(world[1], "http://nothing.invalid/", fetch_timeout=20)).reason in {"dns", "timeout"}


async def test_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = await failure(f".example=127.0.0.1:{taken.getsockname()[1]}")
    assert (error.reason, type(error)) == ("refused", FetchFailed)


async def test_no_tls_where_it_should_be(world: tuple[Server, str]) -> None:
    world[0].answers = {"/x": ok()}
    assert (await failure(world[1], "https://a.example/x")).reason == "tls"


async def test_certificate_that_nobody_signed(tmp_path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pem = tmp_path / "a.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(pem)
    async with served(tls=tls) as (server, connect_to):
        error = await failure(connect_to, "https://a.example/x")
    assert (error.reason, type(error)) == ("tls", FetchFailed)
    assert not server.requests


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


async def test_memory_stays_capped_under_bombs(world: tuple[Server, str]) -> None:
    bomb = brotli.compress(bytes(1_000_000_000), quality=3)
    world[0].answers = {"/x": packed("br", bomb)}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (await failure(world[1], fetch_timeout=10)).reason == "bomb"
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 100_000_000


async def test_conditional_get(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/x": status(304, 'ETag: "v2"')}
    async with Fetcher(settings(connect_to)) as fetcher:
        known = Validators(etag='"v1"', last_modified="Mon, 05 Oct 2026 08:00:00 GMT")
        page = await fetcher.get("http://a.example/x", max_bytes=MAX, validators=known)
    assert (page.status, page.body, page.header("etag")) == (304, b"", '"v2"')
    sent = server.requests[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (known.etag.lower(), known.last_modified.lower())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120, id="seconds"),
        pytest.param(TOMORROW, 86_400, id="date"),
        pytest.param("Mon, 05 Oct 2020 08:00:00 GMT", None, id="past"),
        pytest.param("soon", None, id="nonsense"),
        pytest.param("9" * 30, None, id="for ever"),
    ],
)
@pytest.mark.parametrize("code", [429, 503])
async def test_retry_after(world: tuple[Server, str], value: str, seconds: float | None, code: int) -> None:
    if value == TOMORROW:
        value = format_datetime(datetime.now(UTC) + timedelta(hours=24), usegmt=True)
    world[0].answers = {"/x": status(code, f"Retry-After: {value}")}
    error = await failure(world[1])
    assert error.reason == f"http_{code}"
    wait = error.retry_after
    assert (wait and wait.total_seconds()) == (seconds and pytest.approx(seconds, abs=60))


async def test_says_who_it_is_and_keeps_no_cookies(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/x": to("/y").replace(b"\r\n\r\n", b"\r\nSet-Cookie: id=1; Path=/\r\n\r\n"), "/y": ok()}
    await fetch(connect_to, contact="https://watch.example/bot")
    assert server.requests[0].headers["user-agent"] == "newsvane/0.1.0 (+https://watch.example/bot)"
    assert all("cookie" not in request.headers for request in server.requests)


async def test_header_outside_utf8_can_be_stored(world: tuple[Server, str]) -> None:
    world[0].answers = {"/x": status(200, "X-Name: ?").replace(b"?", b"caf\xe9")}
    assert (
        Page.model_validate_json((await fetch(world[1])).model_dump_json()).header("x-name")
        == "caf\N{REPLACEMENT CHARACTER}"
    )


ROBOTS = b"User-agent: newsvane\nDisallow: /closed\nCrawl-delay: 0.2\n\nUser-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("answer", "path", "reason"),
    [
        pytest.param(ok(ROBOTS), "/x", None, id="allowed"),
        pytest.param(ok(ROBOTS), "/closed/x", "robots", id="forbidden"),
        pytest.param(ok(b"User-agent: *\nDisallow: /"), "/x", "robots", id="forbidden to all"),
        pytest.param(to("/elsewhere"), "/x", "robots", id="moved"),
        pytest.param(to("/robots.txt"), "/x", None, id="loop, so unavailable"),
        pytest.param(status(404), "/x", None, id="none"),
        pytest.param(status(403), "/x", None, id="403, so unavailable"),
        pytest.param(ok(b"<html>oops</html>"), "/x", None, id="a page instead"),
        pytest.param(ok(bytes(range(256)) * 9), "/x", None, id="garbage"),
        pytest.param(status(503), "/x", "robots_unreachable", id="503, so nothing for now"),
        pytest.param(silence, "/x", "timeout", id="no answer, so nothing for now"),
    ],
)
async def test_robots(world: tuple[Server, str], answer: Answer, path: str, reason: str | None) -> None:
    server, connect_to = world
    server.answers = {"/robots.txt": answer, path: ok(), "/elsewhere": ok(b"User-agent: *\nDisallow: /x")}
    async with Fetcher(settings(connect_to, respect_robots=True)) as fetcher:
        for _ in range(2):
            try:
                await fetcher.get(f"http://a.example{path}", max_bytes=MAX)
                assert reason is None
            except NewsvaneError as error:
                assert error.reason == reason
                assert isinstance(error, FetchRefused) is (reason == "robots")
    assert len(server.asked("/robots.txt")) == 1
    assert len(server.asked(path)) == (0 if reason else 2)


async def test_robots_of_each_hop(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {
        "/x": to("http://closed.example/y"),
        "closed.example/robots.txt": ok(b"User-agent: *\nDisallow: /"),
        "/y": ok(),
    }
    assert (await failure(connect_to, respect_robots=True)).reason == "robots"
    assert not server.asked("/y")


async def test_robots_may_be_left_aside(world: tuple[Server, str]) -> None:
    world[0].answers = {"/robots.txt": ok(b"User-agent: *\nDisallow: /"), "/x": ok()}
    async with Fetcher(settings(world[1], respect_robots=True)) as fetcher:
        await fetcher.get("http://a.example/x", max_bytes=MAX, robots=False)
    assert not world[0].asked("/robots.txt")


async def times(world: tuple[Server, str], hosts: list[str], **changes: object) -> list[float]:
    """When the server was asked, from the first request on."""
    server, connect_to = world

    async def slow(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(ok())

    server.answers["/x"] = slow
    async with Fetcher(settings(connect_to, **changes)) as fetcher:
        await asyncio.gather(*(fetcher.get(f"http://{host}.example/x", max_bytes=MAX) for host in hosts))
    asked = [request.at for request in server.asked("/x")]
    return [moment - asked[0] for moment in asked]


async def test_few_at_a_time_at_a_host(world: tuple[Server, str]) -> None:
    await times(world, ["a"] * 6, host_concurrency=2)
    assert world[0].most == 2


async def test_few_at_a_time_in_all(world: tuple[Server, str]) -> None:
    await times(world, list("abcdef"), concurrency=3)
    assert world[0].most == 3


async def test_requests_to_a_host_keep_their_distance(world: tuple[Server, str]) -> None:
    started = await times(world, ["a", "a", "a", "b"], host_delay=0.15)
    assert [round(moment / 0.15) for moment in started] == [0, 0, 1, 2]


async def test_crawl_delay_is_kept(world: tuple[Server, str]) -> None:
    world[0].answers["/robots.txt"] = ok(ROBOTS)
    started = await times(world, ["a", "a", "a"], respect_robots=True)
    assert started[-1] >= 0.35


async def test_waiting_for_a_turn_is_no_timeout(world: tuple[Server, str]) -> None:
    assert len(await times(world, ["a"] * 4, host_delay=0.2, fetch_timeout=0.5)) == 4


async def test_redirects_share_one_time_limit(world: tuple[Server, str]) -> None:
    def after(answer: bytes) -> Answer:
        async def write(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.25)
            writer.write(answer)

        return write

    world[0].answers = {"/x": after(to("/y")), "/y": after(to("/z")), "/z": after(ok())}
    assert (await failure(world[1])).reason == "timeout"


async def test_ipv6() -> None:
    async with served("::1") as (server, connect_to):
        server.answers = {"/x": ok()}
        assert (await fetch(connect_to)).body == b"hello"


async def test_a_proxy_from_the_environment_is_used_and_guarded(
    world: tuple[Server, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, connect_to = world
    server.answers = {"http://far.test/x": ok(b"by proxy")}
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{connect_to.rpartition(':')[2]}")
    assert (await fetch("", "http://far.test/x")).body == b"by proxy"
    assert (await failure("", "http://10.0.0.1/x")).reason == "blocked_address"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("host", "found"),
    [
        pytest.param("a.example", ("127.0.0.1", 1), id="suffix"),
        pytest.param("A.B.Example.", ("127.0.0.1", 1), id="deeper, other case"),
        pytest.param("translate.goog", ("::1", 2), id="name"),
        pytest.param("x.translate.goog", None, id="a name is no suffix"),
        pytest.param("badexample", None, id="a suffix begins at a dot"),
    ],
)
def test_detours(host: str, found: tuple[str, int] | None) -> None:
    assert Detours.parse(".example=127.0.0.1:1, translate.goog=[::1]:2").find(host) == found


@pytest.mark.parametrize("text", ["a.example", "a.example=b.example:80", "a.example=127.0.0.1", "=127.0.0.1:1"])
def test_detours_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ConfigError, match="NEWSVANE_CONNECT_TO"):
        Detours.parse(text)


async def test_nothing_stays_open(world: tuple[Server, str]) -> None:
    server, connect_to = world
    server.answers = {"/ok": ok(), "/big": endless(status(200), bytes(65_536)), "/never": silence}
    async with Fetcher(settings(connect_to)) as fetcher:
        urls = [f"http://{host}.example/{path}" for host in "abc" for path in ("ok", "big", "never")]
        await asyncio.gather(*(fetcher.get(url, max_bytes=MAX) for url in urls), return_exceptions=True)
    await asyncio.sleep(0.05)
    port = int(connect_to.rpartition(":")[2])
    still = [link for link in psutil.Process().net_connections("tcp") if link.raddr and link.raddr.port == port]
    assert not [link for link in still if link.status == psutil.CONN_ESTABLISHED]
