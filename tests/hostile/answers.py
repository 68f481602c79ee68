"""Broken HTTP, and statuses other than 200."""

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


async def retry_at_date(writer: asyncio.StreamWriter) -> None:
    date = format_datetime(datetime.now(UTC) + 3 * HOUR, usegmt=True)
    writer.write(status(429, f"Retry-After: {date}"))


def status_row(
    code: int, *headers: str, body: bytes = b"", waits: timedelta = timedelta(minutes=5), says: str = ""
) -> Row:
    name = f"{code} {headers[0].partition(':')[0] if headers else ''}".strip()
    return Row(
        name=name, reason=f"http_{code}", says=says or str(code), answer=status(code, *headers) + body, waits=waits
    )


def broken_row(name: str, answer: Answer, says: str = "not an HTTP", reason: str = "bad_http") -> Row:
    return Row(name=name, reason=reason, says=says, answer=answer)


ROWS = [
    broken_row("HTTP 0.9", rss("http-0-9.example")),
    broken_row("status line of garbage", b"HTTP/9.9 banana\r\n\r\n"),
    broken_row("status out of range", b"HTTP/1.1 99999 Fine\r\n\r\n"),
    broken_row("binary noise", bytes(range(128, 256)) * 8 + b"\r\n\r\n"),
    broken_row("endless headers", endless(b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000)),
    broken_row("endless header", endless(b"HTTP/1.1 200 OK\r\nX: ", JUNK), "header"),
    broken_row("endless status line", endless(b"HTTP/1.1 200 ", JUNK), ""),
    broken_row("endless continues", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "seconds", "timeout"),
    broken_row("cookie of 100 kB", status(200, f"Set-Cookie: id={'x' * 100_000}") + rss("cookie.example"), "header"),
    broken_row("NUL in a header", b"HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n"),
    broken_row("header without colon", b"HTTP/1.1 200 OK\r\nThis is no header\r\n\r\n"),
    broken_row("two lengths", status(200, "Content-Length: 5", "Content-Length: 6") + b"hello!"),
    broken_row("length and chunks", status(200, "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n"),
    broken_row("negative length", status(200, "Content-Length: -5") + b"hello"),
    broken_row(
        "escape codes in the reason", b"HTTP/1.1 500 \x1b[31mRed\x07\r\nContent-Length: 0\r\n\r\n", "500", "http_500"
    ),
    broken_row("endless body", endless(status(200), JUNK), "larger than", "too_large"),
    broken_row(
        "endless chunks", endless(chunked(b""), (b"4000\r\n" + b"x" * 16384 + b"\r\n") * 12), "larger than", "too_large"
    ),
    broken_row("endless chunk extension", endless(chunked(b"5;a="), JUNK), "seconds", "timeout"),
    broken_row("chunk size that is none", chunked(b"five\r\nhello\r\n0\r\n\r\n")),
    broken_row("chunk longer than it says", chunked(b"5\r\nhello and more\r\n0\r\n\r\n")),
    broken_row("chunk of 16 EB", chunked(b"ffffffffffffffff\r\nhello"), "ended before", "truncated"),
    broken_row("chunks break off", chunked(b"5\r\nhello\r\n"), "ended before", "truncated"),
    broken_row("length too long", status(200, "Content-Length: 99999") + rss("a.example"), "ended before", "truncated"),
    broken_row("length of a terabyte", status(200, "Content-Length: 1000000000000"), "larger than", "too_large"),
    broken_row("length too short", status(200, "Content-Length: 800") + rss("b.example")),
    status_row(202),
    status_row(204),
    status_row(206, "Content-Range: bytes 0-4/900", body=b"<rss>"),
    status_row(304),
    status_row(401, "WWW-Authenticate: Basic realm=desk"),
    status_row(402),
    status_row(403),
    status_row(404),
    status_row(406),
    status_row(408),
    status_row(410),
    status_row(418),
    status_row(425),
    Row(name="429 in seconds", reason="http_429", says="429", answer=status(429, "Retry-After: 7200"), waits=2 * HOUR),
    Row(
        name="429 at a date", reason="http_429", says="429", answer=retry_at_date, waits=3 * HOUR - timedelta(minutes=1)
    ),
    Row(
        name="429 for ever",
        reason="http_429",
        says="429",
        answer=status(429, "Retry-After: 999999999"),
        waits=12 * HOUR,
    ),
    status_row(429),
    status_row(451),
    status_row(500),
    status_row(502),
    status_row(503),
    Row(name="503 in seconds", reason="http_503", says="503", answer=status(503, "Retry-After: 3600"), waits=HOUR),
    status_row(521),
    status_row(999),
    Row(name="empty", reason="not_a_feed", says="empty", answer=ok(b"")),
]
