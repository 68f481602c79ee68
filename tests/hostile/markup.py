"""XML with entity bombs, external entities or no end, and feeds of the maximum size."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

from tests.hostile.good import item, rss
from tests.hostile.row import TRAP, Row
from tests.support.fetch_server import Answer, ok

MILLION = 1_000_000
NEARLY = 14 * MILLION
"""Characters of a body that is just below the limit of 15 MB."""

DIFFERENT = 2_500
LATE = "The boat is late, and nobody says why. "


def lazily(body: Callable[[], str]) -> Answer:
    """Return an answer that is made on request, so that not all of them are in memory at the same time."""

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(ok(body().encode()))
        await writer.drain()

    return write


def row(name: str, body: Callable[[str], str], *, says: str = "", entries: int = 1) -> Row:
    return Row(name=name, says=says, entries=entries, answer=ok(body(Row(name=name).host).encode()))


def large(name: str, body: Callable[[str], str], *, says: str = "", entries: int = 1, reason: str = "") -> Row:
    host = Row(name=name).host
    return Row(name=name, reason=reason, says=says, entries=entries, answer=lazily(lambda: body(host)))


def feed(host: str, *more: str, doctype: str = "", title: str = "") -> str:
    return rss(host, item(host, 1, title), *more, entries=0, prolog=doctype).decode()


def entity_bomb(levels: str) -> str:
    inner = "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in pairwise(levels))
    return f'<!DOCTYPE rss [<!ENTITY {levels[0]} "ha">{inner}]>'


BILLION = entity_bomb("abcdefghij")
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'
FROM_FILE = '<!DOCTYPE rss [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
FROM_WEB = f'<!DOCTYPE rss [<!ENTITY i SYSTEM "http://127.0.0.1:{TRAP}/secret">]>'
PARAMETER = f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:{TRAP}/secret"> %p;]>'
DTD = f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:{TRAP}/secret">'


def many(piece: str, count: int) -> str:
    """Repeat a piece `count` times, with `#` replaced by its number.

    The numbers repeat after DIFFERENT pieces, which is more than Newsvane reads.
    """
    block = "".join(piece.replace("#", str(number)) for number in range(DIFFERENT))
    return block * (count // DIFFERENT)


def sitemap(host: str, urls: str, doctype: str = "") -> str:
    return f"{doctype}<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"


def place(title: str) -> str:
    return f"<url><loc>/#</loc><n:news><n:title>{title}</n:title></n:news></url>"


def attributes(count: int) -> str:
    return "<item " + "".join(f"a{number}='' " for number in range(count)) + "/>"


ROWS = [
    row("billion laughs", lambda host: feed(host, doctype=BILLION, title="&amp;j; &j;")),
    row("quadratic blow-up", lambda host: feed(host, doctype=QUADRATIC, title="&a;" * 50_000)),
    row("entity of a file", lambda host: feed(host, doctype=FROM_FILE, title="&i;")),
    row("entity of the web", lambda host: feed(host, doctype=FROM_WEB, title="&i;")),
    row("parameter entity", lambda host: feed(host, doctype=PARAMETER)),
    row("DTD of the web", lambda host: feed(host, doctype=DTD)),
    row("sitemap with an entity of the web", lambda host: sitemap(host, place("&i;"), FROM_WEB)),
    row(
        "include of the web",
        lambda host: feed(
            host, f"<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='http://127.0.0.1:{TRAP}/secret'/>"
        ),
    ),
    row(
        "stylesheet of the web",
        lambda host: feed(host, doctype=f"<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:{TRAP}/secret'?>"),
    ),
    large("a million entries", lambda host: feed(host, "<item></item>" * MILLION), says="2,000", entries=1),
    large(
        "links without end",
        lambda host: feed(host, many("<item><link>/#</link></item>", MILLION // 5)),
        says="2,000",
        entries=1999,
    ),
    large(
        "one entry of 14 MB",
        lambda host: feed(
            host,
            f"<item><link>/2</link><description>{LATE * (NEARLY // len(LATE))}</description></item>",
        ),
        says="text, truncated",
        entries=2,
    ),
    large("one title of 14 MB", lambda host: feed(host, title="x" * NEARLY)),
    large(
        "8 MB beyond the plane",
        lambda host: feed(
            host, f"<item><link>/2</link><description>{chr(0x1F6A2) * (2 * MILLION)}</description></item>"
        ),
        says="text, truncated",
        entries=2,
    ),
    large("a million deep", lambda host: feed(host, "<a>" * MILLION), says="deep"),
    large("attributes without end", lambda host: feed(host, attributes(MILLION // 3)), says="markup"),
    large("a million brackets", lambda host: feed(host, "<" * MILLION), says="well formed"),
    large(
        "JSON without end",
        lambda _: (
            '{"version":"https://jsonfeed.org/version/1","items":[' + many('{"url":"/#"},', MILLION // 3) + "{}]}"
        ),
        entries=2000,
    ),
    large("JSON a million deep", lambda _: '{"a":' * MILLION, reason="not_a_feed", says="JSON", entries=0),
    large(
        "sitemap without end",
        lambda host: sitemap(host, many(place("Ferry"), MILLION // 12)),
        says="2,000",
        entries=2000,
    ),
    row(
        "adverts alone",
        lambda host: rss(
            host,
            *(
                item(host, n, f"Advertisement: win a boat {n}").replace(
                    "</item>", "<category>Advertisement</category></item>"
                )
                for n in range(3)
            ),
            entries=0,
        ).decode(),
        entries=3,
    ),
    row("no entries", lambda host: rss(host, entries=0).decode(), entries=0),
]
