"""Feeds of every format yield entries; broken or hostile ones yield what they can, with a line about the rest."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newsvane import urls
from newsvane.entries import parse_feed
from newsvane.records import ParsedFeed
from tests.unit.entries.feed_factories import NOW, SITEMAP, URL, atom, item, only, parse, rss

RSS = rss(item(description="&lt;p&gt;Text&lt;/p&gt;"), head="<language>en-GB</language><ttl>60</ttl>")

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://a.example/"><title>Feed</title><dc:language>en</dc:language></channel>
<item rdf:about="https://a.example/1"><title>Title</title><link>https://a.example/1</link>
<description>&lt;p&gt;Text&lt;/p&gt;</description><dc:date>2026-11-24T08:00:00Z</dc:date></item></rdf:RDF>"""

RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/rss-0.91.dtd">
<rss version="0.91"><channel><title>Feed</title><language>en</language><item><title>Title</title>
<link>https://a.example/1</link><description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Feed</title>
<entry><title>Title</title><id>tag:a.example,2026:1</id><link rel="alternate" href="../1"/>
<updated>2026-11-24T11:30:00+03:30</updated><summary>Short</summary>
<content type="html">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>"""

JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Feed",
    "language": "en-US",
    "items": [
        {
            "id": "1",
            "url": "/1",
            "title": "Title",
            "content_html": "<p>Text</p>",
            "date_published": "2026-11-24T08:00:00Z",
        }
    ],
})


@pytest.mark.parametrize(
    ("body", "title", "dated", "content"),
    [
        pytest.param(RSS, "Feed", True, "<p>Text</p>", id="RSS 2.0"),
        pytest.param(RSS_091, "Feed", False, "<p>Text</p>", id="RSS 0.91"),
        pytest.param(RDF, "Feed", True, "<p>Text</p>", id="RDF"),
        pytest.param(ATOM, "Feed", True, "<p>Text</p>", id="Atom"),
        pytest.param(JSON, "Feed", True, "<p>Text</p>", id="JSON Feed"),
        pytest.param(SITEMAP, "", True, "", id="news sitemap"),
    ],
)
def test_every_kind_of_feed(body: str, title: str, dated: bool, content: str) -> None:
    feed = parse(body)
    entry = only(feed)
    assert (feed.title, feed.problems) == (title, ())
    assert (entry.title, entry.url, entry.canonical_url) == ("Title", "https://a.example/1", "https://a.example/1")
    assert entry.entry_id == urls.entry_id("https://a.example/1")
    assert entry.published_at == (datetime(2026, 11, 24, 8, tzinfo=UTC) if dated else None)
    assert (entry.content, entry.language, entry.seen_at, entry.feed_id) == (content, "en", NOW, "")


def test_ttl_of_a_feed() -> None:
    assert parse(RSS).ttl_seconds == 3600
    assert parse(ATOM).ttl_seconds is None
    assert parse(rss(item(), head="<ttl>soon</ttl>")).ttl_seconds is None


def test_now_defaults_to_the_clock() -> None:
    entry = only(parse_feed(RSS.encode(), url=URL))
    assert abs(datetime.now(UTC) - entry.seen_at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "entry_url"),
    [
        pytest.param(item(link=" https://a.example/2\n"), "https://a.example/2", id="space around"),
        pytest.param(item(link="/2"), "https://a.example/2", id="relative"),
        pytest.param(item(link="2"), "https://a.example/news/2", id="relative to the feed"),
        pytest.param(item(link=None, guid="https://a.example/2"), "https://a.example/2", id="guid"),
        pytest.param(
            item(link=None).replace("</item>", '<guid isPermaLink="false">https://a.example/2</guid></item>'),
            "https://a.example/2",
            id="guid that says it is none",
        ),
        pytest.param(
            item(link="http://feedproxy.example/~r/2").replace(
                "</item>",
                '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://a.example/2</f:origLink></item>',
            ),
            "https://a.example/2",
            id="behind FeedBurner",
        ),
    ],
)
def test_link(text: str, entry_url: str) -> None:
    assert only(parse(rss(text))).url == entry_url


@pytest.mark.parametrize(
    ("links", "entry_url"),
    [
        pytest.param('<link href="/1"/>', "https://a.example/1", id="without relation"),
        pytest.param(
            '<link rel="self" href="/s"/><link rel="alternate" href="/1"/>', "https://a.example/1", id="beside self"
        ),
        pytest.param(
            '<link hreflang="en" href="/1"/><link hreflang="fa" href="/fa"/>', "https://a.example/1", id="first of two"
        ),
        pytest.param(
            '<link type="text/plain" href="/t"/><link href="/1"/>', "https://a.example/1", id="a page before a text"
        ),
        pytest.param(
            '<link type="application/pdf" href="/1.pdf"/>', "https://a.example/1.pdf", id="no page but a document"
        ),
        pytest.param(
            '<link rel="http://www.iana.org/assignments/relation/alternate" href="/1"/>',
            "https://a.example/1",
            id="in full",
        ),
        pytest.param(
            '<link rel="enclosure" href="/i.jpg"/><id>https://a.example/1</id>', "https://a.example/1", id="id"
        ),
        pytest.param('<link xml:base="https://b.example/x/" href="1"/>', "https://b.example/x/1", id="base"),
        pytest.param('<link xml:base="/x/" href="1"/>', "https://a.example/x/1", id="relative base"),
    ],
)
def test_link_in_atom(links: str, entry_url: str) -> None:
    assert only(parse(atom(f"<entry><title>T</title>{links}</entry>"))).url == entry_url


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(item(link=None, guid="12345"), id="guid that is a number"),
        pytest.param(item(link=None, guid="tag:a.example,2026:1"), id="guid that is a name"),
    ],
)
def test_a_guid_that_is_not_an_address_is_not_used_as_link(entry: str) -> None:
    assert parse(rss(entry)).problems == ("1 of 1 entries without a usable link",)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        pytest.param("<title>A &amp;amp; &lt;b&gt;</title>", "A & <b>", id="text"),
        pytest.param('<title type="html">A &lt;b&gt;bold&lt;/b&gt; &amp;amp; B</title>', "A bold & B", id="html"),
        pytest.param(
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>bold</b> &amp; B</div></title>',
            "A bold & B",
            id="xhtml",
        ),
        pytest.param('<title type="html"><![CDATA[A <b>bold</b> &#8217;]]></title>', "A bold ’", id="CDATA"),
    ],
)
def test_title_in_atom(markup: str, title: str) -> None:
    assert only(parse(atom(f"<entry><link href='/1'/>{markup}</entry>"))).title == title


@pytest.mark.parametrize(
    ("markup", "content"),
    [
        pytest.param("<content>a &lt; b &amp; c</content>", "a &lt; b &amp; c", id="text"),
        pytest.param("<summary>&lt;p&gt;a&lt;/p&gt;</summary>", "<p>a</p>", id="HTML that is called text"),
        pytest.param('<content type="html">&lt;p&gt;a&lt;/p&gt;</content>', "<p>a</p>", id="html"),
        pytest.param(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div></content>',
            "<p>a</p>",
            id="xhtml",
        ),
        pytest.param('<content type="text/html" src="/c"/><summary>a</summary>', "a", id="elsewhere"),
    ],
)
def test_content_in_atom(markup: str, content: str) -> None:
    assert only(parse(atom(f"<entry><link href='/1'/>{markup}</entry>"))).content == content


def test_dublin_core() -> None:
    text = item("<dc:title>DC</dc:title><dc:creator>Ann</dc:creator><dc:language>fa-IR</dc:language>", title=None)
    entry = only(parse(rss(text)))
    assert (entry.title, entry.authors, entry.language) == ("DC", ("Ann",), "fa")


def test_media_group() -> None:
    group = '<media:group><media:content url="/v.mp4" type="video/mp4"/><media:thumbnail url="/t.jpg"/></media:group>'
    entry = only(parse(rss(item(group, "<media:title>Other</media:title>"))))
    assert (entry.title, entry.image_url, entry.kind) == ("Title", "https://a.example/t.jpg", "article")


@pytest.mark.parametrize(
    "link", ["", "javascript:alert(1)", "mailto:a@a.example", "http://", "https://a.example/" + "x" * 3000]
)
def test_entry_without_usable_link_is_counted(link: str) -> None:
    feed = parse(rss(item(link=link), item()))
    assert only(feed).url == "https://a.example/1"
    assert feed.problems == ("1 of 2 entries without a usable link",)


def test_repeated_entries_are_merged_into_the_first() -> None:
    again = [
        item(title="Later", link="http://www.a.example/1/?utm_source=rss"),
        item(guid="same"),
        item(guid="same", link="/2"),
    ]
    feed = parse(rss(item(title="First", guid="same"), *again))
    assert [(entry.title, entry.url) for entry in feed.entries] == [
        ("First", "https://a.example/1"),
        ("Title", "https://a.example/2"),
    ]
    assert feed.problems == ("2 of 4 entries with a repeated address, merged",)


@pytest.mark.parametrize(
    ("date", "expected", "problem"),
    [
        pytest.param("Tue, 24 Nov 2026 11:30:00 +0330", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="zone"),
        pytest.param("2026-11-24T08:00:00Z", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="ISO in RSS"),
        pytest.param("24 Nov 2026 08:00", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="no zone"),
        pytest.param(
            "Thu, 26 Nov 2026 11:00:00 GMT", datetime(2026, 11, 26, 11, tzinfo=UTC), "", id="two days in the future"
        ),
        pytest.param(None, None, "", id="missing"),
        pytest.param("", None, "", id="empty"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, "dated before 1990", id="1970"),
        pytest.param("Fri, 27 Nov 2026 08:00:00 GMT", None, "dated more than 2 days in the future", id="ahead"),
        pytest.param("Tue, 24 Nov 9999 08:00:00 GMT", None, "dated more than 2 days in the future", id="far ahead"),
        pytest.param("yesterday", None, "with an unreadable date", id="words"),
        pytest.param("۳ آذر ۱۴۰۵", datetime(2026, 11, 24, tzinfo=UTC), "", id="Persian calendar"),
        pytest.param("1" * 50_000, None, "with an unreadable date", id="digits"),
    ],
)
def test_date(date: str | None, expected: datetime | None, problem: str) -> None:
    feed = parse(rss(item(pubDate=date)))
    assert only(feed).published_at == expected
    assert feed.problems == ((f"1 of 1 entries {problem}",) if problem else ())


@pytest.mark.parametrize(
    "date", ["2026-11-24T08:00:00Z", "2026-11-24T08:00:00.123+00:00", "2026-11-24", "soon", 5, None]
)
def test_date_in_json(date: object) -> None:
    entry = only(parse(json.dumps({"version": "1.1", "items": [{"url": "/1", "date_published": date}]})))
    assert (entry.published_at is None) is (date in {"soon", 5, None})


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("A &amp; B", "A & B", id="escaped"),
        pytest.param("A &amp;amp; B", "A & B", id="escaped twice"),
        pytest.param("<![CDATA[A <b>bold</b> word]]>", "A bold word", id="tags"),
        pytest.param("  A\n\t B ", "A B", id="space"),
        pytest.param("5 &lt; 6", "5 < 6", id="less than"),
        pytest.param("خبر", "خبر", id="Persian"),
        pytest.param("x" * 5000, "x" * 1000, id="endless"),
    ],
)
def test_title(title: str, expected: str) -> None:
    assert only(parse(rss(item(title=title)))).title == expected


def test_full_text_is_preferred_to_the_summary() -> None:
    text = item(description="Short").replace(
        "</item>", "<content:encoded><![CDATA[<p>All of it</p>]]></content:encoded></item>"
    )
    assert only(parse(rss(text))).content == "<p>All of it</p>"


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        pytest.param("<author>ann@a.example (Ann)</author>", ("Ann",), id="mail and name"),
        pytest.param("<author>Ann &lt;ann@a.example&gt;</author>", ("Ann",), id="name and mail"),
        pytest.param("<author>ann@a.example</author>", (), id="mail alone"),
        pytest.param("<author>Ann</author>", ("Ann",), id="name alone"),
        pytest.param(
            '<c:creator xmlns:c="http://purl.org/dc/elements/1.1/">Ann</c:creator>'
            '<c:creator xmlns:c="http://purl.org/dc/elements/1.1/">Ben</c:creator>',
            ("Ann", "Ben"),
            id="creators",
        ),
        pytest.param(
            '<a:author xmlns:a="http://www.w3.org/2005/Atom"><a:name>Ann</a:name><a:email>a@a.example</a:email></a:author>',
            ("Ann",),
            id="Atom",
        ),
    ],
)
def test_authors(markup: str, authors: tuple[str, ...]) -> None:
    assert only(parse(rss(item().replace("</item>", markup + "</item>")))).authors == authors


@pytest.mark.parametrize(
    ("markup", "image"),
    [
        pytest.param('<media:content url="/i.jpg" medium="image"/>', "https://a.example/i.jpg", id="media"),
        pytest.param('<media:thumbnail url="/i.jpg"/>', "https://a.example/i.jpg", id="thumbnail"),
        pytest.param('<enclosure url="/i.jpg" type="image/jpeg"/>', "https://a.example/i.jpg", id="enclosure"),
        pytest.param('<enclosure url="/talk.mp3" type="audio/mpeg"/>', None, id="audio"),
        pytest.param('<media:content url="javascript:x" medium="image"/>', None, id="script"),
    ],
)
def test_image(markup: str, image: str | None) -> None:
    assert only(parse(rss(item().replace("</item>", markup + "</item>")))).image_url == image


def test_source() -> None:
    text = item().replace("</item>", '<source url="https://wire.example">Wire</source></item>')
    assert only(parse(rss(text))).source_url == "https://wire.example"


BASE = item(description='&lt;p&gt;Some &lt;a href="/x?sid=1"&gt;words&lt;/a&gt;&lt;img src="/pixel?1"/&gt;&lt;/p&gt;')


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param(BASE.replace("sid=1", "sid=2"), True, id="tracked link"),
        pytest.param(BASE.replace("pixel?1", "pixel?2"), True, id="pixel"),
        pytest.param(BASE.replace("Some ", "Some\n  "), True, id="space"),
        pytest.param(
            BASE.replace("https://a.example/1", "https://a.example/1?utm_source=x"), True, id="tracked address"
        ),
        pytest.param(BASE.replace("words", "other words"), False, id="words"),
        pytest.param(BASE.replace("Title", "Another title"), False, id="title"),
        pytest.param(
            BASE.replace(
                "</item>", '<u:updated xmlns:u="http://www.w3.org/2005/Atom">2026-11-24T09:00:00Z</u:updated></item>'
            ),
            False,
            id="updated",
        ),
    ],
)
def test_content_hash_depends_on_words_not_on_markup(text: str, same: bool) -> None:
    first, second = only(parse(rss(BASE))), only(parse(rss(text)))
    assert (first.content_hash == second.content_hash) is same
    assert first.entry_id == second.entry_id


def test_json_of_any_type() -> None:
    wild = ["x", None, 5, [], {}, {"a": 1}, "\ud800\0"]
    items = [
        {"url": f"/{n}", **dict.fromkeys(("title", "authors", "author", "image", "content_html", "language"), value)}
        for n, value in enumerate(wild)
    ]
    feed = parse(json.dumps({"version": "1", "title": 5, "items": [*wild, *items]}))
    assert len(feed.entries) == len(wild)
    assert ParsedFeed.model_validate_json(feed.model_dump_json()) == feed


def test_plain_sitemap_and_index() -> None:
    places = "".join(f"<url><loc>/{n}</loc><lastmod>2026-11-2{n}</lastmod></url>" for n in range(3))
    feed = parse(f"<urlset>{places}</urlset>")
    assert [entry.updated_at for entry in feed.entries] == [datetime(2026, 11, 20 + n, tzinfo=UTC) for n in range(3)]
    index = parse("<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>")
    assert index.entries == ()
    assert (index.sitemaps, index.problems) == (("https://a.example/s.xml",), ())
