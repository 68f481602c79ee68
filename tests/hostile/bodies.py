"""Bodies that are too large, compressed wrongly, not feeds, or in another charset than they declare."""

import gzip
import zlib
from collections.abc import Iterator
from functools import cache

import brotli

from tests.hostile.good import ENTRIES, item, rss
from tests.hostile.row import Row
from tests.support.fetch_server import deflate, ok, packed

BLOCK = bytes(1_000_000)
BOMB_BLOCKS = 100


def compress(packer: "zlib._Compress") -> Iterator[bytes]:
    for _ in range(BOMB_BLOCKS):
        yield packer.compress(BLOCK)
    yield packer.flush()


@cache
def bomb(encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(BLOCK * BOMB_BLOCKS, quality=1))
    return b"".join(compress(zlib.compressobj(6, zlib.DEFLATED, {"gzip": 31, "zlib": 15, "deflate": -15}[encoding])))


def bomb_row(name: str, encoding: str, kind: str) -> Row:
    return Row(name=name, reason="bomb", says="bomb", answer=packed(encoding, bomb(kind)))


def not_a_feed_row(name: str, body: bytes, says: str, *headers: str) -> Row:
    return Row(name=name, reason="not_a_feed", says=says, answer=ok(body, *headers))


def bad_encoding_row(name: str, encoding: str, body: bytes, reason: str, says: str) -> Row:
    return Row(name=name, reason=reason, says=says, answer=packed(encoding, body))


def readable_row(name: str, body: bytes, *headers: str, says: str = "", entries: int = 1) -> Row:
    return Row(name=name, answer=ok(body, *headers), says=says, entries=entries)


def single_item_feed(host: str, title: str, charset: str = "", encoded: str = "") -> bytes:
    prolog = f"<?xml version='1.0' encoding='{charset}'?>" if charset else ""
    return rss(host, item(host, 1, title), entries=0, prolog=prolog).decode().encode(encoded or "utf-8")


ARABIC = "وصل الوزير إلى تيرانا صباح اليوم في زيارة رسمية تستمر يومين"
GERMAN = "Die Fähre nach Durrës fährt heute später, sagt der Kapitän"
PLAIN = rss("plain.example")

ROWS = [
    bomb_row("gzip bomb", "gzip", "gzip"),
    bomb_row("zlib bomb", "deflate", "zlib"),
    bomb_row("deflate bomb", "deflate", "deflate"),
    bomb_row("brotli bomb", "br", "br"),
    bad_encoding_row("bomb in a bomb", "gzip", gzip.compress(bomb("gzip")), "not_a_feed", "gzip"),
    bad_encoding_row("bomb in a bomb, declared", "gzip, gzip", gzip.compress(bomb("gzip")), "bad_encoding", "Encoding"),
    bad_encoding_row("gzip in 200 members", "gzip", gzip.compress(b"") * 200, "bad_encoding", "members"),
    bad_encoding_row("zstd not asked for", "zstd", b"\x28\xb5\x2f\xfd" + b"x" * 99, "bad_encoding", "not requested"),
    bad_encoding_row("encoding of nonsense", "x-\x1b[1mrot13", PLAIN, "bad_encoding", "not requested"),
    bad_encoding_row("brotli that is none", "br", PLAIN, "bad_encoding", "not in the declared encoding"),
    bad_encoding_row("deflate that is none", "deflate", PLAIN, "bad_encoding", "not in the declared encoding"),
    bad_encoding_row("gzip breaks off", "gzip", gzip.compress(PLAIN)[:-40], "truncated", "ends early"),
    bad_encoding_row("brotli breaks off", "br", brotli.compress(PLAIN)[:-9], "truncated", "ends early"),
    bad_encoding_row("deflate breaks off", "deflate", deflate(PLAIN)[:-9], "truncated", "ends early"),
    Row(
        name="gzip that is none",
        answer=packed("gzip", rss("gzip-that-is-none.example")),
        entries=ENTRIES,
    ),
    Row(name="gzip file", answer=ok(gzip.compress(PLAIN), "Content-Type: application/gzip"), entries=ENTRIES),
    Row(name="gzip file that is a bomb", reason="bomb", answer=ok(bomb("gzip"), "Content-Type: application/gzip")),
    Row(
        name="gzip file in gzip that is a bomb",
        reason="bomb",
        answer=ok(gzip.compress(bomb("gzip")), "Content-Type: application/gzip", "Content-Encoding: gzip"),
    ),
    not_a_feed_row("PDF", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n", "PDF", "Content-Type: application/pdf"),
    not_a_feed_row("image", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "binary", "Content-Type: image/png"),
    not_a_feed_row(
        "JSON error", b'{"error": {"code": 42, "message": "quota"}}', "JSON", "Content-Type: application/json"
    ),
    not_a_feed_row("JSON list", b"[1, 2, 3]", "JSON"),
    not_a_feed_row("NULs alone", bytes(5000), "binary"),
    not_a_feed_row("other XML", b"<?xml version='1.0'?><note><to>you</to></note>", "not a feed"),
    not_a_feed_row("escape codes", b"\x1b[2J\x1b[31mowned\x07 \xe2\x80\xaegnp.exe" * 3, ""),
    not_a_feed_row("S3 error", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "AccessDenied"),
    not_a_feed_row(
        "PHP fault", b"<br />\n<b>Fatal error</b>: Allowed memory size exhausted in /srv/feed.php", "Fatal error"
    ),
    readable_row("NULs within", single_item_feed("nuls-within.example", "A\0B"), says="forbids"),
    readable_row("cut in the middle", rss("cut-in-the-middle.example")[:-200], says="well formed", entries=4),
    readable_row("UTF-7", single_item_feed("utf-7.example", "+ADw-b+AD4-", "utf-7")),
    readable_row("UTF-16 without mark", single_item_feed("utf-16-without-mark.example", ARABIC, "utf-16", "utf-16-le")),
    readable_row(
        "windows-1256 called UTF-8",
        single_item_feed("windows-1256-called-utf-8.example", ARABIC * 5, "utf-8", "cp1256"),
        says="utf-8",
    ),
    readable_row(
        "Latin without charset",
        single_item_feed("latin-without-charset.example", GERMAN * 5, "", "cp1252"),
        says="charset",
    ),
    readable_row(
        "charset of nonsense",
        single_item_feed("charset-of-nonsense.example", ARABIC, "klingon"),
        "Content-Type: text/xml; charset=x",
    ),
    readable_row(
        "bidi and controls in a title",
        single_item_feed("bidi-and-controls-in-a-title.example", "Safe\u202egnp.exe\x1b[31m\x07 \u2066end"),
        says="forbids",
    ),
]
