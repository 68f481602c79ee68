"""Mutate feeds, and check what is parsed from each. Every case follows from its seed, so it can be made again.

`python -m tests.unit.entries.feed_fuzzer MINUTES [SEED]` searches for that many minutes, with a new seed unless one is
given, and reports each fault, the slowest case and the peak memory. `make fuzz` runs it after the fuzzer for pages.
"""

import json
import random
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import Any

from newsvane.entries.items import MAX_ENTRIES
from newsvane.errors import FeedUnreadable
from newsvane.records import Entry, ParsedFeed
from tests.support.cpu_limit import cpu_limit
from tests.unit.entries.feed_factories import NOW, SITEMAP, atom, item, parse, rss

MAX_SECONDS = 5.0
REASONS = {"not_a_feed", "challenge", "consent_wall", "login_wall", "parked", "broken_feed"}

NASTY = (
    "", " ", "\x00", "\u202e", "\ufeff", "\ud800", "]]>", "<![CDATA[", "<!--", "-->", "&", "&#0;", "&#xD800;",
    "&bogus;", "&amp;#8217;", "'", '"', "<", ">", "</item>", "<item>", "<x:y>", "<a:b:c/>", "Ã©â€™", "x" * 3_000,
    "&#" + "9" * 5_000, "\u0301" * 50, "²", "١٢", "1e400", "-1", "NaN", "null", "9" * 400, "0x10", "true",
    "http://[cdn].example/a.mp3", "http://[::1/a", "http://[::1]/a", "https://x:99999/a", "https://x:0/a", "//",
    "///x", "https://\u2100.example/a", "https://xn--/a", "https://a..b/c", "https://a.example/" + "a/" * 2_000,
    "mailto:a@b", "javascript:void(0)", "data:,x", "file:///etc/passwd", "?", "#", "http://user:pass@a.example/",
    "\\\\a\\b", "%00", "%ff", "2026-02-30", "2026-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "99999999999", "253402300800", "Thu, 19 Nov 2026 09:30:00 +9999", "Thu, 32 Foo 99999999999 99:99:99 GMT",
    "2026-11-19T24:00:00", "today", "۲۹ آبان ۱۴۰۵", "19 novembre 2026", "text/html", "audio/", "a/b;" * 50, "xhtml",
    "base64", "application/xml", "tag:,:", "PT1H", "1:2:3:4", "idna", "punycode", "utf-16", "utf-7",
)  # fmt: skip
"""Values that some parser of texts, addresses, dates, numbers, types or encodings has stumbled over."""

_MEDIA = (
    '<enclosure url="https://a.example/a.mp3" type="audio/mpeg" length="1"/>'
    '<media:content url="https://a.example/i.jpg" medium="image" type="image/jpeg"/>'
    '<media:thumbnail url="https://a.example/t.jpg"/><itunes:duration>1:02</itunes:duration>'
    '<itunes:image href="https://a.example/i.png"/><source url="https://b.example/feed">B</source>'
    '<category domain="x">News</category><comments>https://a.example/c</comments>'
)
_TEXTS = {
    "guid": '<![CDATA[id & 1]]>', "author": "ann@a.example (Ann)", "description": "<![CDATA[<p>Text &amp; more</p>]]>",
    "content:encoded": "&lt;p&gt;A longer text&lt;/p&gt;", "dc:creator": "Ann", "dc:date": "2026-11-24",
}  # fmt: skip


def _rdf(*items: str) -> str:
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>Feed</title></channel>'
        f"{''.join(items)}</rdf:RDF>"
    )


def _rdf_item(link: str) -> str:
    return f'<item rdf:about="{link}"><title>T</title><link>{link}</link><dc:date>2026-11-24T08:00:00Z</dc:date></item>'


def _atom_entry(link: str) -> str:
    return (
        f'<entry xml:base="https://a.example/"><id>tag:a.example,2026:1</id><title type="html">T &amp;amp; t</title>'
        f'<link rel="alternate" type="text/html" href="{link}"/><link rel="enclosure" href="https://a.example/v.mp4"/>'
        "<author><name>Ann</name><email>a@a.example</email></author><published>2026-11-24T08:00:00+01:00</published>"
        "<updated>2026-11-24T09:00:00Z</updated><category term='News' scheme='http://x.example' label='n'/><summary>S"
        '</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry>'
    )


def _sitemap_url(link: str) -> str:
    one = SITEMAP[SITEMAP.rindex("<url>") : SITEMAP.index("</urlset>")].replace("https://a.example/1", link)
    return one.replace("</url>", "<lastmod>2026-11-24</lastmod></url>")


def _sitemap(*urls: str) -> str:
    return SITEMAP[: SITEMAP.index("<url>")] + "".join(urls) + "</urlset>"


def _json_item(link: str) -> str:
    return json.dumps({
        "id": link, "url": link, "title": "T", "content_html": "<p>Text</p>", "summary": "S", "language": "en",
        "date_published": "2026-11-24T08:00:00Z", "date_modified": "2026-11-24T09:00:00Z", "tags": ["News"],
        "image": "https://a.example/i.jpg", "authors": [{"name": "Ann", "url": "https://a.example/ann"}],
        "attachments": [{"url": "https://a.example/a.mp3", "mime_type": "audio/mpeg"}],
    })  # fmt: skip


def _json_feed(*items: str) -> str:
    head = '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "language": "en", "items": ['
    return f"{head}{', '.join(items)}]}}"


FORMATS: tuple[tuple[Callable[..., str], Callable[[str], str]], ...] = (
    (
        lambda *items: rss(*items, head="<ttl>60</ttl><language>en</language>"),
        lambda link: item(_MEDIA, link=link, **_TEXTS),
    ),
    (_rdf, _rdf_item),
    (atom, _atom_entry),
    (_sitemap, _sitemap_url),
    (_json_feed, _json_item),
)
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://a.example/s.xml</loc>'
    "<lastmod>2026-11-24</lastmod></sitemap></sitemapindex>"
)
GOOD = ("https://a.example/good-1", "https://a.example/good-2")
_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
_VALUE = re.compile(r"(?<=>)[^<>]+(?=<)|(?<==\")[^\"<>]*(?=\")")
LONG = "a number of 5,000 digits"


def wrong_item(seed: int) -> bytes:
    """Return a well-formed feed of three items. The one in the middle has wrong values; the others link to GOOD."""
    draw = random.Random(seed)
    whole, one = FORMATS[seed % len(FORMATS)]
    middle = one("https://a.example/wrong")
    for _ in range(draw.randint(1, 4)):
        middle = _replace_value(draw, middle)
    return whole(one(GOOD[0]), middle, one(GOOD[1])).encode("utf-8", "replace")


def mutated_feed(seed: int) -> bytes:
    """Return a feed with changes of any kind, well formed or not."""
    draw = random.Random(seed)
    whole, one = FORMATS[seed % len(FORMATS)]
    text = draw.choice([
        whole(*(one(f"https://a.example/{n}") for n in range(draw.randint(0, 4)))),
        INDEX,
        wrong_item(seed).decode(),
    ])
    for _ in range(draw.randint(1, 6)):
        text = draw.choice((_change_tokens, _change_tokens, _replace_value, _splice))(draw, text)
    body = text.encode(draw.choice(["utf-8"] * 8 + ["utf-16", "cp1252"]), "replace")
    if draw.random() < 0.2:
        body = (
            draw.choice([
                b"\xef\xbb\xbf",
                b"<?xml version='1.0' encoding='%s'?>" % draw.choice(NASTY).encode("utf-8", "replace"),
            ])
            + body
        )
    return _change_bytes(draw, body) if draw.random() < 0.2 else body


def _replace_value(draw: random.Random, text: str) -> str:
    """Replace the text of an element or attribute, or a value of JSON at any depth."""
    if text.lstrip().startswith("{"):
        return _replace_json_value(draw, text)
    places = list(_VALUE.finditer(text))
    if not places:
        return text
    place = draw.choice(places)
    return text[: place.start()] + escape(draw.choice(NASTY)) + text[place.end() :]


def _replace_json_value(draw: random.Random, text: str) -> str:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return text
    inside: Any = whole
    while True:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        if not keys:
            return text
        key = draw.choice(keys)
        if not isinstance(inside[key], dict | list) or draw.random() < 0.3:
            break
        inside = inside[key]
    value = draw.choice(NASTY)
    inside[key] = draw.choice([
        value,
        value,
        value,
        [value],
        {"url": value, "name": [value]},
        None,
        1e308,
        -1,
        10**400,
        True,
        [[]],
        {},
        LONG,
    ])
    return json.dumps(whole).replace(f'"{LONG}"', "9" * 5_000)


def _change_tokens(draw: random.Random, text: str) -> str:
    tokens = _TOKEN.findall(text)
    if not tokens:
        return text
    at, other = draw.randrange(len(tokens)), draw.randrange(len(tokens))
    match draw.randrange(7):
        case 0:
            del tokens[at]
        case 1:
            tokens.insert(other, tokens[at])
        case 2:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens.insert(at, draw.choice(NASTY))
        case 4:
            tokens[at] = tokens[other]
        case 5:
            tokens[at] *= draw.choice((2, 50, 500))
        case _:
            tokens[at:] = []
    return "".join(tokens)


def _splice(draw: random.Random, text: str) -> str:
    whole, one = draw.choice(FORMATS)
    other = whole(one("https://a.example/x"))
    at, start = draw.randint(0, len(text)), draw.randint(0, len(other))
    return text[:at] + other[start : start + draw.randint(1, 400)] + text[at:]


def _change_bytes(draw: random.Random, body: bytes) -> bytes:
    at = draw.randint(0, len(body))
    return body[:at] + draw.randbytes(draw.randint(0, 5)) + body[at + draw.randint(0, 20) :]


def check_feed(body: bytes) -> ParsedFeed | None:
    """Check that parsing gives valid entries or one of our reasons, in time. Return the feed, None if there is none."""
    with cpu_limit(MAX_SECONDS):
        try:
            feed = parse(body)
        except FeedUnreadable as error:
            assert error.reason in REASONS and str(error).isprintable()
            feed = None
    if feed:
        assert len(feed.entries) <= MAX_ENTRIES
        assert not any("error in Newsvane" in problem for problem in feed.problems), feed.problems
        for entry in feed.entries:
            _check_entry(entry)
        again = parse(body, known=feed.items)
        assert again.entries == () and again.items == feed.items
    return feed


def _check_entry(entry: Entry) -> None:
    assert entry.url.startswith(("http://", "https://")) and entry.canonical_url.startswith(("http://", "https://"))
    assert entry.title == " ".join(entry.title.split()) and "\u202e" not in entry.title
    assert entry.seen_at == NOW and (not entry.published_at or entry.published_at.year >= 1990)
    assert Entry.model_validate_json(entry.model_dump_json()) == entry


def check_wrong_item(body: bytes) -> None:
    """Check that the wrong item costs no other item."""
    feed = check_feed(body)
    assert feed and {*GOOD} <= {entry.url for entry in feed.entries}, feed and feed.problems


CASES = ((wrong_item, check_wrong_item), (mutated_feed, check_feed))


def main() -> None:
    """Search for the number of minutes in the first argument; exit with 1 if a case was at fault."""
    ends = time.monotonic() + 60 * float(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time() * 1000)
    first, outcomes, slowest = seed, Counter[str](), (0.0, "")
    while time.monotonic() < ends:
        seed += 1
        for make, check in CASES:
            name, began = f"{make.__name__}({seed})", time.process_time()
            try:
                outcomes["parsed" if check(make(seed)) else "checked"] += 1
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                fault = f"{type(error).__name__} at {place.filename}:{place.lineno}"
                outcomes[fault] += 1
                if outcomes[fault] == 1:
                    print(f"{name}: {error!r:.300} {fault}", flush=True)
            slowest = max(slowest, (time.process_time() - began, name))
    faults = {fault: count for fault, count in outcomes.items() if fault not in {"parsed", "checked"}}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"feeds from seed {first}: {outcomes.total():,} cases, {sum(faults.values()):,} faults of {len(faults)} kinds"
    )
    print(f"slowest: {slowest[1]}, {slowest[0]:.2f} CPU s; peak memory: {peak:,} MB")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
