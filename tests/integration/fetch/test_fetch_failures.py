"""Fetching from hostile servers: each failure has the expected reason code, and a message that can be stored."""

import asyncio
import gzip
import resource
import socket
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsvane.errors import BodyTooLarge, FetchFailed, FetchRefused, NewsvaneError
from tests.support.fetch_server import (
    MAX,
    Answer,
    Server,
    deflate,
    drip,
    endless,
    failure,
    ok,
    packed,
    reset,
    served,
    silence,
    status,
    to,
)

ZEROS = bytes(20_000_000)
TOMORROW = "tomorrow"
"""Stands for the HTTP date a day after the test that sends it."""
BROKEN_GZIP = gzip.compress(bytes(range(256)) * 300)[:-30]

HOSTILE = [
    pytest.param(reset, "reset", FetchFailed, id="reset before an answer"),
    pytest.param(b"", "reset", FetchFailed, id="closes without a word"),
    pytest.param(silence, "timeout", FetchFailed, id="never answers"),
    pytest.param(drip, "timeout", FetchFailed, id="a byte now and then"),
    pytest.param(endless(status(200), bytes(65_536)), "too_large", BodyTooLarge, id="endless body"),
    pytest.param(
        endless(status(200, "Transfer-Encoding: chunked"), b"4\r\nabcd\r\n" * 100),
        "too_large",
        BodyTooLarge,
        id="endless chunks",
    ),
    pytest.param(endless(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000), "bad_http", FetchFailed, id="endless headers"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "bad_http", FetchFailed, id="endless header"),
    pytest.param(endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timeout", FetchFailed, id="continues for ever"),
    pytest.param(status(200, "Content-Length: 99999999999"), "too_large", BodyTooLarge, id="announces too much"),
    pytest.param(ok(bytes(MAX + 1)), "too_large", BodyTooLarge, id="a byte over the cap"),
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
    pytest.param(to("/x", 302, "Set-Cookie: seen=1"), "cookie_wall", FetchRefused, id="wants a cookie"),
    pytest.param(to("/login"), "cookie_wall", FetchRefused, id="wants a cookie, by way of another page"),
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


@pytest.mark.parametrize(("answer", "reason", "kind"), HOSTILE)
async def test_hostile_server_has_its_reason(
    world: tuple[Server, str], answer: Answer, reason: str, kind: type[NewsvaneError]
) -> None:
    server, connect_to = world
    server.answers = {"/x": answer, "/login": to("/x", 307, "Set-Cookie: id=1")}
    server.answers |= {f"/hop/{n}": to(f"/hop/{n + 1}") for n in range(50)}
    error = await failure(connect_to, fetch_timeout=0.6 if reason == "timeout" else 60)
    assert (error.reason, type(error)) == (reason, kind), str(error)
    assert "a.example" in str(error) or reason == "bad_url"
    assert len(server.requests) < 12


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


async def test_self_signed_certificate(tmp_path) -> None:
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


async def test_memory_stays_capped_under_bombs(world: tuple[Server, str]) -> None:
    bomb = brotli.compress(bytes(1_000_000_000), quality=3)
    world[0].answers = {"/x": packed("br", bomb)}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (await failure(world[1], fetch_timeout=60)).reason == "bomb"
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 100_000_000


@pytest.mark.parametrize(
    ("code", "header", "who"),
    [
        pytest.param(403, "cf-mitigated: challenge", "Cloudflare", id="Cloudflare"),
        pytest.param(429, "X-Vercel-Mitigated: challenge", "Vercel", id="Vercel"),
        pytest.param(202, "x-amzn-waf-action: challenge", "AWS WAF", id="AWS, challenge"),
        pytest.param(405, "x-amzn-waf-action: captcha", "AWS WAF", id="AWS, captcha"),
        pytest.param(403, "X-DataDome: protected", "DataDome", id="DataDome"),
        pytest.param(403, "X-Sucuri-Block: geo", "Sucuri", id="Sucuri"),
        pytest.param(403, "Server: AkamaiGHost", "Akamai", id="Akamai"),
        pytest.param(503, "Server: ddos-guard", "DDoS-Guard", id="DDoS-Guard"),
        pytest.param(404, "Server: ddos-guard", None, id="a page that is not there, behind DDoS-Guard"),
        pytest.param(503, "Server: AkamaiGHost", None, id="a server that is down, behind Akamai"),
        pytest.param(403, "cf-mitigated: no", None, id="Cloudflare, but no challenge"),
    ],
)
async def test_bot_protection_vendors_are_recognized(
    world: tuple[Server, str], code: int, header: str, who: str | None
) -> None:
    world[0].answers = {"/x": status(code, header, "Retry-After: 60")}
    error = await failure(world[1])
    assert error.reason == ("challenge" if who else f"http_{code}")
    assert (who or f"HTTP {code}") in str(error)
    assert error.retry_after == timedelta(seconds=60)


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


async def test_redirects_share_one_time_limit(world: tuple[Server, str]) -> None:
    def after(answer: bytes) -> Answer:
        async def write(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.25)
            writer.write(answer)

        return write

    world[0].answers = {"/x": after(to("/y")), "/y": after(to("/z")), "/z": after(ok())}
    assert (await failure(world[1], fetch_timeout=0.6)).reason == "timeout"
