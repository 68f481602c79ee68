"""Mutate feeds, and check what is parsed from each. Every case follows from its seed, so it can be made again.

`make fuzz` searches for as long as it is told (`tests.fuzz`); the suite checks a hundred cases.
"""

import json
import random
from collections.abc import Callable

from newsvane.entries.items import MAX_ENTRIES
from newsvane.errors import FeedUnreadable
from newsvane.records import Entry, ParsedFeed
from newsvane.safe_text import is_safe
from tests.support.cpu_limit import cpu_limit
from tests.support.mutations import NASTY, change_bytes, change_tokens, replace_value, splice
from tests.unit.entries.feed_factories import NOW, SITEMAP, atom, item, parse, rss

MAX_SECONDS = 5.0
REASONS = {"not_a_feed", "challenge", "consent_wall", "login_wall", "parked", "broken_feed"}

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


def wrong_item(seed: int) -> bytes:
    """Return a well-formed feed of three items. The one in the middle has wrong values; the others link to GOOD."""
    draw = random.Random(seed)
    whole, one = FORMATS[seed % len(FORMATS)]
    middle = one("https://a.example/wrong")
    for _ in range(draw.randint(1, 4)):
        middle = replace_value(draw, middle)
    return whole(one(GOOD[0]), middle, one(GOOD[1])).encode("utf-8", "replace")


MAX_CHARACTERS = 10_000_000
"""A longer body is not fetched."""


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
        text = draw.choice((change_tokens, change_tokens, replace_value, _splice_feed))(draw, text)[:MAX_CHARACTERS]
    body = text.encode(draw.choice(["utf-8"] * 8 + ["utf-16", "cp1252"]), "replace")
    if draw.random() < 0.2:
        body = (
            draw.choice([
                b"\xef\xbb\xbf",
                b"<?xml version='1.0' encoding='%s'?>" % draw.choice(NASTY).encode("utf-8", "replace"),
            ])
            + body
        )
    return change_bytes(draw, body) if draw.random() < 0.2 else body


def _splice_feed(draw: random.Random, text: str) -> str:
    whole, one = draw.choice(FORMATS)
    return splice(draw, text, whole(one("https://a.example/x")))


def check_feed(body: bytes) -> ParsedFeed | None:
    """Check that parsing gives valid entries or one of our reasons, in time. Return the feed, None if there is none."""
    with cpu_limit(MAX_SECONDS):
        try:
            feed = parse(body)
        except FeedUnreadable as error:
            assert error.reason in REASONS and is_line(str(error))
            feed = None
    if feed:
        assert len(feed.entries) <= MAX_ENTRIES
        assert not any("error in Newsvane" in problem for problem in feed.problems), feed.problems
        for entry in feed.entries:
            check_entry(entry)
        again = parse(body, known=feed.items)
        assert again.entries == () and again.items == feed.items
    return feed


def is_line(text: str) -> bool:
    """Return whether a text is one line without control characters."""
    return all(map(is_safe, text))


def check_entry(entry: Entry) -> None:
    """Check what holds for every entry."""
    """Check that an entry can be stored and shown."""
    assert entry.url.startswith(("http://", "https://")) and entry.canonical_url.startswith(("http://", "https://"))
    assert entry.title == " ".join(entry.title.split()) and "\u202e" not in entry.title
    assert entry.seen_at == NOW and (not entry.published_at or entry.published_at.year >= 1990)
    assert Entry.model_validate_json(entry.model_dump_json()) == entry


def check_wrong_item(body: bytes) -> None:
    """Check that the wrong item costs no other item."""
    feed = check_feed(body)
    assert feed and {*GOOD} <= {entry.url for entry in feed.entries}, feed and feed.problems


CASES = ((wrong_item, check_wrong_item), (mutated_feed, check_feed))
