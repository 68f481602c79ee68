"""HTTP that is broken, and HTTP that says no."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile.good import rss
from tests.hostile.row import Row, endless
from tests.support.fetch_server import Answer, ok, status

HOUR = timedelta(hours=1)
JUNK = b"x" * 200_000


def chunked(body: bytes) -> bytes:
    return status(200, "Transfer-Encoding: chunked") + body


async def later(writer: asyncio.StreamWriter) -> None:
    moment = format_datetime(datetime.now(UTC) + 3 * HOUR, usegmt=True)
    writer.write(status(429, f"Retry-After: {moment}"))


def says(code: int, *headers: str, body: bytes = b"", waits: timedelta = timedelta(minutes=5), says: str = "") -> Row:
    name = f"{code} {headers[0].partition(':')[0] if headers else ''}".strip()
    return Row(
        name=name, reason=f"http_{code}", says=says or str(code), answer=status(code, *headers) + body, waits=waits
    )


def broken(name: str, answer: Answer, says: str = "not an HTTP", reason: str = "bad_http") -> Row:
    return Row(name=name, reason=reason, says=says, answer=answer)


ROWS = [
    broken("HTTP 0.9", rss("http-0-9.example")),
    broken("status line of garbage", b"HTTP/9.9 banana\r\n\r\n"),
    broken("status out of range", b"HTTP/1.1 99999 Fine\r\n\r\n"),
    broken("binary noise", bytes(range(128, 256)) * 8 + b"\r\n\r\n"),
    broken("endless headers", endless(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000)),
    broken("endless header", endless(b"HTTP/1.1 200 OK\r\nX: ", JUNK), "header"),
    broken("endless status line", endless(b"HTTP/1.1 200 ", JUNK), ""),
    broken("endless continues", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "seconds", "timeout"),
    broken("cookie of 100 kB", status(200, f"Set-Cookie: id={'x' * 100_000}") + rss("cookie.example"), "header"),
    broken("NUL in a header", b"HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n"),
    broken("header without colon", b"HTTP/1.1 200 OK\r\nThis is no header\r\n\r\n"),
    broken("two lengths", status(200, "Content-Length: 5", "Content-Length: 6") + b"hello!"),
    broken("length and chunks", status(200, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n"),
    broken("negative length", status(200, "Content-Length: -5") + b"hello"),
    broken(
        "escape codes in the reason", b"HTTP/1.1 500 \x1b[31mRed\x07\r\nContent-Length: 0\r\n\r\n", "500", "http_500"
    ),
    broken("endless body", endless(status(200), JUNK), "larger than", "too_large"),
    broken(
        "endless chunks", endless(chunked(b""), (b"400\r\n" + b"x" * 1024 + b"\r\n") * 200), "larger than", "too_large"
    ),
    broken("endless chunk extension", endless(chunked(b"5;a="), JUNK), "seconds", "timeout"),
    broken("chunk size that is none", chunked(b"five\r\nhello\r\n0\r\n\r\n")),
    broken("chunk longer than it says", chunked(b"5\r\nhello and more\r\n0\r\n\r\n")),
    broken("chunk of 16 EB", chunked(b"ffffffffffffffff\r\nhello"), "ended before", "truncated"),
    broken("chunks break off", chunked(b"5\r\nhello\r\n"), "ended before", "truncated"),
    broken("length too long", status(200, "Content-Length: 99999") + rss("a.example"), "ended before", "truncated"),
    broken("length of a terabyte", status(200, "Content-Length: 1000000000000"), "larger than", "too_large"),
    broken("length too short", status(200, "Content-Length: 800") + rss("b.example")),
    says(202),
    says(204),
    says(206, "Content-Range: bytes 0-4/900", body=b"<rss>"),
    says(304),
    says(401, "WWW-Authenticate: Basic realm=desk"),
    says(402),
    says(403),
    says(404),
    says(406),
    says(408),
    says(410),
    says(418),
    says(425),
    Row(name="429 in seconds", reason="http_429", says="429", answer=status(429, "Retry-After: 7200"), waits=2 * HOUR),
    Row(name="429 at a date", reason="http_429", says="429", answer=later, waits=3 * HOUR - timedelta(minutes=1)),
    Row(
        name="429 for ever",
        reason="http_429",
        says="429",
        answer=status(429, "Retry-After: 999999999"),
        waits=12 * HOUR,
    ),
    says(429),
    says(451),
    says(500),
    says(502),
    says(503),
    Row(name="503 in seconds", reason="http_503", says="503", answer=status(503, "Retry-After: 3600"), waits=HOUR),
    says(521),
    says(999),
    Row(name="empty", reason="not_a_feed", says="empty", answer=ok(b"")),
]
