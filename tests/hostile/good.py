"""Good feeds, which must be read whatever the other servers do."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile.row import Listener, Row, silence
from tests.support.fetch_server import ok, packed, status

ENTRIES = 5


def item(host: str, number: int, title: str = "") -> str:
    written = format_datetime(datetime.now(UTC) - timedelta(hours=number), usegmt=True)
    return (
        f"<item><title>{title or f'Ferry {number} leaves Durrës'}</title><link>http://{host}/{number}</link>"
        f"<pubDate>{written}</pubDate><description>The boat sails at {number} o'clock.</description></item>"
    )


def rss(host: str, *more: str, entries: int = ENTRIES, prolog: str = "") -> bytes:
    items = "".join(item(host, number) for number in range(1, entries + 1))
    return f"{prolog}<rss version='2.0'><channel><title>Ferries</title>{items}{''.join(more)}</channel></rss>".encode()


def atom(host: str) -> bytes:
    entries = "".join(
        f"<entry><title>Ferry {number}</title><id>tag:{host},2026:{number}</id><link href='http://{host}/{number}'/>"
        f"<updated>2026-11-2{number}T08:00:00Z</updated></entry>"
        for number in range(1, ENTRIES + 1)
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Ferries</title>{entries}</feed>".encode()


def json_feed(host: str) -> bytes:
    items = [{"id": str(n), "url": f"http://{host}/{n}", "title": f"Ferry {n}"} for n in range(1, ENTRIES + 1)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Ferries", "items": items}).encode()


def tagged(body: bytes) -> bytes:
    return ok(body, 'ETag: "1"', "Content-Type: application/rss+xml; charset=utf-8")


ROWS = [
    Row(name="good RSS", answer=tagged(rss("good-rss.example")), entries=ENTRIES),
    Row(name="good Atom", answer=ok(atom("good-atom.example")), entries=ENTRIES),
    Row(name="good JSON", answer=ok(json_feed("good-json.example")), entries=ENTRIES),
    Row(name="good gzip", answer=packed("gzip", gzip.compress(rss("good-gzip.example"))), entries=ENTRIES),
    Row(
        name="good TLS",
        url="https://good-tls.example/feed.xml",
        answer=ok(rss("good-tls.example")),
        listener=Listener(certificate="good"),
        entries=ENTRIES,
    ),
    Row(name="good IPv6", answer=ok(rss("good-ipv6.example")), listener=Listener(address="::1"), entries=ENTRIES),
    Row(
        name="good behind a password",
        url="http://desk:hunter2@good-behind-a-password.example/feed.xml",
        answer=ok(rss("good-behind-a-password.example").replace(b"http://good-behind-a-password.example/", b"/")),
        entries=ENTRIES,
    ),
    Row(
        name="good beside bad",
        url="http://shared.example/good.xml",
        also={"shared.example/good.xml": ok(rss("shared.example"))},
        entries=ENTRIES,
    ),
    Row(
        name="bad beside good",
        url="http://shared.example/bad.xml",
        also={"shared.example/bad.xml": silence},
        reason="timeout",
        says="seconds",
    ),
    Row(
        name="good with 60 headers",
        answer=status(200, "content-type: text/xml", *(f"X-{n}: {n}" for n in range(60)))
        + rss("good-with-60-headers.example"),
        entries=ENTRIES,
    ),
]
