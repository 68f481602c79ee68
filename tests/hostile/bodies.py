"""Bodies that are too much, in disguise, or in no charset that they name."""

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


def pressed(packer: "zlib._Compress") -> Iterator[bytes]:
    for _ in range(BOMB_BLOCKS):
        yield packer.compress(BLOCK)
    yield packer.flush()


@cache
def bomb(encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(BLOCK * BOMB_BLOCKS, quality=1))
    return b"".join(pressed(zlib.compressobj(6, zlib.DEFLATED, {"gzip": 31, "zlib": 15, "deflate": -15}[encoding])))


def exploding(name: str, encoding: str, kind: str) -> Row:
    return Row(name=name, reason="bomb", says="bomb", answer=packed(encoding, bomb(kind)))


def unreadable(name: str, body: bytes, says: str, *headers: str) -> Row:
    return Row(name=name, reason="not_a_feed", says=says, answer=ok(body, *headers))


def undeciphered(name: str, encoding: str, body: bytes, reason: str, says: str) -> Row:
    return Row(name=name, reason=reason, says=says, answer=packed(encoding, body))


def written(name: str, body: bytes, *headers: str, says: str = "", entries: int = 1) -> Row:
    return Row(name=name, answer=ok(body, *headers), says=says, entries=entries)


def one(host: str, title: str, charset: str = "", encoded: str = "") -> bytes:
    prolog = f"<?xml version='1.0' encoding='{charset}'?>" if charset else ""
    return rss(host, item(host, 1, title), entries=0, prolog=prolog).decode().encode(encoded or "utf-8")


ARABIC = "وصل الوزير إلى تيرانا صباح اليوم في زيارة رسمية تستمر يومين"
GERMAN = "Die Fähre nach Durrës fährt heute später, sagt der Kapitän"
PLAIN = rss("plain.example")

ROWS = [
    exploding("gzip bomb", "gzip", "gzip"),
    exploding("zlib bomb", "deflate", "zlib"),
    exploding("deflate bomb", "deflate", "deflate"),
    exploding("brotli bomb", "br", "br"),
    undeciphered("bomb in a bomb", "gzip", gzip.compress(bomb("gzip")), "not_a_feed", "gzip"),
    undeciphered("bomb in a bomb, declared", "gzip, gzip", gzip.compress(bomb("gzip")), "bad_encoding", "Encoding"),
    undeciphered("gzip in 200 members", "gzip", gzip.compress(b"") * 200, "bad_encoding", "members"),
    undeciphered("zstd not asked for", "zstd", b"\x28\xb5\x2f\xfd" + b"x" * 99, "bad_encoding", "not requested"),
    undeciphered("encoding of nonsense", "x-\x1b[1mrot13", PLAIN, "bad_encoding", "not requested"),
    undeciphered("brotli that is none", "br", PLAIN, "bad_encoding", "not in the declared encoding"),
    undeciphered("deflate that is none", "deflate", PLAIN, "bad_encoding", "not in the declared encoding"),
    undeciphered("gzip breaks off", "gzip", gzip.compress(PLAIN)[:-40], "truncated", "ends early"),
    undeciphered("brotli breaks off", "br", brotli.compress(PLAIN)[:-9], "truncated", "ends early"),
    undeciphered("deflate breaks off", "deflate", deflate(PLAIN)[:-9], "truncated", "ends early"),
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
    unreadable("PDF", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n", "PDF", "Content-Type: application/pdf"),
    unreadable("image", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "binary", "Content-Type: image/png"),
    unreadable("JSON error", b'{"error": {"code": 42, "message": "quota"}}', "JSON", "Content-Type: application/json"),
    unreadable("JSON list", b"[1, 2, 3]", "JSON"),
    unreadable("NULs alone", bytes(5000), "binary"),
    unreadable("other XML", b"<?xml version='1.0'?><note><to>you</to></note>", "not a feed"),
    unreadable("escape codes", b"\x1b[2J\x1b[31mowned\x07 \xe2\x80\xaegnp.exe" * 3, ""),
    unreadable("S3 error", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "AccessDenied"),
    unreadable(
        "PHP fault", b"<br />\n<b>Fatal error</b>: Allowed memory size exhausted in /srv/feed.php", "Fatal error"
    ),
    written("NULs within", one("nuls-within.example", "A\0B"), says="forbids"),
    written("cut in the middle", rss("cut-in-the-middle.example")[:-200], says="well formed", entries=4),
    written("UTF-7", one("utf-7.example", "+ADw-b+AD4-", "utf-7")),
    written("UTF-16 without mark", one("utf-16-without-mark.example", ARABIC, "utf-16", "utf-16-le")),
    written(
        "windows-1256 called UTF-8",
        one("windows-1256-called-utf-8.example", ARABIC * 5, "utf-8", "cp1256"),
        says="utf-8",
    ),
    written("Latin without charset", one("latin-without-charset.example", GERMAN * 5, "", "cp1252"), says="charset"),
    written(
        "charset of nonsense",
        one("charset-of-nonsense.example", ARABIC, "klingon"),
        "Content-Type: text/xml; charset=x",
    ),
    written(
        "bidi and controls in a title",
        one("bidi-and-controls-in-a-title.example", "Safe\u202egnp.exe\x1b[31m\x07 \u2066end"),
        says="forbids",
    ),
]
