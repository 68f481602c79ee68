"""Feeds of every kind give entries; feeds that are broken or hostile give what they have, and a line on the rest."""

import json
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from newsvane import urls
from newsvane.entries import parse_feed
from newsvane.errors import FeedUnreadable
from newsvane.records import ParsedFeed
from tests.test_entries.making import NOW, URL, atom, item, only, parse, rss

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

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/about</loc></url>
<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>A</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-11-24T08:00:00Z</news:publication_date><news:title>Title</news:title>
</news:news></url></urlset>"""


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


def test_what_a_feed_asks() -> None:
    assert parse(RSS).ttl_seconds == 3600
    assert parse(ATOM).ttl_seconds is None
    assert parse(rss(item(), head="<ttl>soon</ttl>")).ttl_seconds is None


def test_now_is_the_clock_where_it_is_not_given() -> None:
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
    "link", ["", "javascript:alert(1)", "mailto:a@a.example", "http://", "https://a.example/" + "x" * 3000]
)
def test_entry_without_usable_link_is_counted(link: str) -> None:
    feed = parse(rss(item(link=link), item()))
    assert only(feed).url == "https://a.example/1"
    assert feed.problems == ("1 of 2 entries without a usable link",)


def test_repeated_entries_are_merged_and_the_first_wins() -> None:
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
    assert feed.problems == ("2 of 4 entries that repeat an address, merged",)


@pytest.mark.parametrize(
    ("date", "expected", "problem"),
    [
        pytest.param("Tue, 24 Nov 2026 11:30:00 +0330", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="zone"),
        pytest.param("2026-11-24T08:00:00Z", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="ISO in RSS"),
        pytest.param("24 Nov 2026 08:00", datetime(2026, 11, 24, 8, tzinfo=UTC), "", id="no zone"),
        pytest.param("Thu, 26 Nov 2026 11:00:00 GMT", datetime(2026, 11, 26, 11, tzinfo=UTC), "", id="two days ahead"),
        pytest.param(None, None, "", id="missing"),
        pytest.param("", None, "", id="empty"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, "dated before 1990", id="1970"),
        pytest.param("Fri, 27 Nov 2026 08:00:00 GMT", None, "dated more than 2 days ahead", id="ahead"),
        pytest.param("Tue, 24 Nov 9999 08:00:00 GMT", None, "dated more than 2 days ahead", id="far ahead"),
        pytest.param("yesterday", None, "with a date that cannot be read", id="words"),
        pytest.param("۳ آذر ۱۴۰۵", None, "with a date that cannot be read", id="another calendar"),
        pytest.param("1" * 50_000, None, "with a date that cannot be read", id="digits"),
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


def test_full_text_goes_before_the_summary() -> None:
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
def test_content_hash_follows_what_is_said(text: str, same: bool) -> None:
    first, second = only(parse(rss(BASE))), only(parse(rss(text)))
    assert (first.content_hash == second.content_hash) is same
    assert first.entry_id == second.entry_id


GERMAN = "Die Außenminister führten am Dienstag Gespräche über künftige Beziehungen"
PERSIAN = "خبرگزاری ایران گزارش داد که وزیر امور خارجه امروز وارد تیرانا شد"
ARABIC = "أعلنت وكالة الأنباء أن وزير الخارجية وصل اليوم إلى العاصمة تيرانا في زيارة رسمية"


def declared(charset: str, text: str) -> str:
    return rss(item(title=text), prolog=f'<?xml version="1.0" encoding="{charset}"?>')


@pytest.mark.parametrize(
    ("body", "content_type", "title", "problem"),
    [
        pytest.param(declared("windows-1256", ARABIC).encode("cp1256"), None, ARABIC, "", id="windows-1256 declared"),
        pytest.param(
            rss(item(title=ARABIC)).encode("cp1256"),
            "text/xml; charset=windows-1256",
            ARABIC,
            "",
            id="windows-1256 in header",
        ),
        pytest.param(rss(item(title=ARABIC * 5)).encode("cp1256"), None, ARABIC * 5, "read as cp1256", id="detected"),
        pytest.param(rss(item(title=GERMAN)).encode("cp1252"), None, GERMAN, "read as cp1252", id="detected, Latin"),
        pytest.param(declared("utf-8", ARABIC * 5).encode("cp1256"), None, ARABIC * 5, "is not the utf-8", id="lies"),
        pytest.param(declared("iso-8859-1", PERSIAN).encode(), None, PERSIAN, "", id="UTF-8 called Latin"),
        pytest.param(
            declared("windows-1252", PERSIAN).encode(), "text/xml; charset=iso-8859-1", PERSIAN, "", id="twice"
        ),
        pytest.param(b"\xef\xbb\xbf" + rss(item(title=PERSIAN)).encode(), None, PERSIAN, "", id="UTF-8 with mark"),
        pytest.param(declared("utf-16", PERSIAN).encode("utf-16"), None, PERSIAN, "", id="UTF-16 with mark"),
        pytest.param(declared("utf-16", PERSIAN).encode("utf-16-be"), None, PERSIAN, "", id="UTF-16 without"),
        pytest.param(declared("iso-8859-1", "caf\xe9 \x93q\x94").encode("latin-1"), None, "café “q”", "", id="Latin"),
        pytest.param(
            rss(item(title=PERSIAN + "?")).encode().replace(b"?", b"\xd8"),
            None,
            PERSIAN + "�",
            "1 characters lost",
            id="one bad byte",
        ),
        pytest.param(declared("klingon", PERSIAN).encode(), "text/xml; charset=x", PERSIAN, "", id="unknown charset"),
        pytest.param(declared("utf-7", "+ADw-").encode(), None, "+ADw-", "", id="UTF-7 is not obeyed"),
        pytest.param(declared("iso-2022-jp", "日本").encode("iso-2022-jp"), None, "日本", "", id="ISO-2022-JP"),
    ],
)
def test_charset(body: bytes, content_type: str | None, title: str, problem: str) -> None:
    feed = parse(body, content_type)
    assert only(feed).title == title
    assert (problem in "".join(feed.problems)) if problem else not feed.problems


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"", "the body is empty", id="empty"),
        pytest.param(b" \n ", "the body is empty", id="blank"),
        pytest.param(b"<!doctype html><html><body>Page</body></html>", "an HTML page", id="HTML"),
        pytest.param(b"<html><body><rss>not really</rss></body></html>", "an HTML page", id="HTML that speaks of RSS"),
        pytest.param(b"Service unavailable", "no feed in it; it begins 'Service unavailable'", id="text"),
        pytest.param(b"<note><to>you</to></note>", "no feed in it", id="other XML"),
        pytest.param(b'{"error": "no"}', "JSON, but no JSON Feed", id="other JSON"),
        pytest.param(b'{"version": "1.1", "items": ', "JSON, but no JSON Feed", id="JSON cut short"),
        pytest.param(b'{"a":' * 100_000, "JSON, but no JSON Feed", id="JSON too deep"),
        pytest.param(b"[1, 2]", "JSON, but no JSON Feed", id="JSON list"),
        pytest.param(b"\x1f\x8b\x08\x00\x00", "gzip data", id="gzip"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "binary data", id="picture"),
        pytest.param(b"\0" * 1000, "binary data", id="NULs"),
        pytest.param(b"\xff\xfe", "no feed in it", id="a mark alone"),
    ],
)
def test_no_feed(body: bytes, words: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse(body)
    assert caught.value.reason == "not_a_feed"
    assert str(caught.value).startswith(f"{URL} is no feed: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rss(item(title="A & B"), item(link="/2")), id="bare ampersand"),
        pytest.param(rss(item(), item(link="/2"))[:-20], id="cut short"),
        pytest.param(rss(item(title="a <b> c"), item(link="/2")), id="tag left open"),
        pytest.param(rss(item(title="caf&eacute;"), item(link="/2")), id="HTML entity"),
        pytest.param(
            rss(item(), item(link="/2"))
            .replace("xmlns:media", "xmlns:other")
            .replace("<title>Feed", "<media:x/><title>Feed"),
            id="prefix without namespace",
        ),
        pytest.param("<br/>Warning: line 5<br/>" + rss(item(title="A & B"), item(link="/2")), id="warning in front"),
    ],
)
def test_not_well_formed_gives_what_can_be_read(body: str) -> None:
    feed = parse(body)
    assert [entry.url for entry in feed.entries] == ["https://a.example/1", "https://a.example/2"]
    assert feed.problems[0].startswith("not well formed: ")


@pytest.mark.parametrize(
    "prolog", ["\n\n", "<br />Notice<br />\n", '<?xml version="1.0"?><?xml-stylesheet href="x"?><!-- hello -->']
)
def test_what_stands_before_the_feed_is_skipped(prolog: str) -> None:
    assert parse(rss(item(), prolog=prolog)).problems == ()


def test_nul_and_controls_are_taken_out() -> None:
    feed = parse(rss(item(title="A\0B\x0bC")))
    assert only(feed).title == "ABC"
    assert feed.problems == ("2 characters that XML forbids were taken out",)


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


BILLION = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
EXTERNAL = '<!DOCTYPE rss [<!ENTITY i SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'


@pytest.mark.parametrize(
    "prolog", [pytest.param(BILLION, id="billion laughs"), pytest.param(EXTERNAL, id="external entity")]
)
@pytest.mark.parametrize(
    "make",
    [rss, lambda *_, prolog: prolog + SITEMAP.split("?>")[1].replace(">Title<", ">&i;<")],
    ids=["RSS", "sitemap"],
)
def test_entities_are_harmless(prolog: str, make: Callable[..., str]) -> None:
    entry = only(parse(make(item(title="&i;"), prolog=prolog)))
    assert "ha" not in entry.title
    assert "root" not in entry.title


M = 1_000_000
HOSTILE = [
    pytest.param(lambda: rss(*(item(link=f"/{n}") for n in range(50_000))), 2000, id="entries without end"),
    pytest.param(
        lambda: json.dumps({"version": "1", "items": [{"url": f"/{n}"} for n in range(M // 4)]}),
        2000,
        id="JSON without end",
    ),
    pytest.param(
        lambda: "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(M // 10)),
        2000,
        id="sitemap without end",
    ),
    pytest.param(lambda: rss(item(), "<item>" + "<b>" * 3 * M), 1, id="elements without end"),
    pytest.param(lambda: rss(item(), "<a>" * 9 * M), 1, id="depth without end"),
    pytest.param(
        lambda: rss(item(), "<item " + "".join(f"a{n}='' " for n in range(M // 4)) + "/>"),
        1,
        id="attributes without end",
    ),
    pytest.param(
        lambda: rss(item(), ("<a xml:base='" + "b/" * 4000 + "'>") * 90 + "</a>" * 90), 1, id="bases on bases"
    ),
    pytest.param(lambda: rss(item(author="a" * 5 * M)), 1, id="author without end"),
    pytest.param(lambda: rss(item(author="&#97;" * M)), 1, id="author in pieces"),
    pytest.param(lambda: rss(item(), "<" * 9 * M), 1, id="brackets without end"),
    pytest.param(lambda: rss(item(), "&" * M), 1, id="ampersands without end"),
    pytest.param(lambda: rss(item(), "<!--" * 3 * M), 1, id="comments without end"),
    pytest.param(lambda: rss(item(), "<![CDATA[" * M), 1, id="CDATA without end"),
    pytest.param(lambda: "\n" * 100_000 + rss(item(title="&")), 1, id="lines before"),
    pytest.param(
        lambda: rss(item(), "<a " + "".join(f"xmlns:n{n}='u{n}' " for n in range(M // 10)) + "/>"),
        1,
        id="namespaces without end",
    ),
    pytest.param(lambda: rss(item("".join(f"<category>{n}</category>" for n in range(60_000)))), 1, id="categories"),
    pytest.param(
        lambda: atom(f"<entry><link href='/1'/><content type='xhtml'>{'&#32;' * M}<div>x</div></content></entry>"),
        1,
        id="space in pieces",
    ),
    pytest.param(
        lambda: atom(f"<entry><link href='/1'/><content type='xhtml'>{'&#160;' * M}<div>x</div></content></entry>&"),
        1,
        id="space in pieces, not well formed",
    ),
    pytest.param(
        lambda: rss(*(item(link=f"/{n}", pubDate=f"{'nov 1 ' * 16}{n}") for n in range(2000))), 2000, id="dates"
    ),
    pytest.param(lambda: f"<urlset><url><loc>/1</loc>{'<b/>' * 3 * M}</url></urlset>", 0, id="address without end"),
]


@pytest.mark.parametrize(("make", "entries"), HOSTILE)
def test_hostile_feed_is_quick_and_small(make: Callable[[], str], entries: int) -> None:
    body = make().encode()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    feed = parse(body)
    assert len(feed.entries) == entries
    assert feed.problems or entries == 1
    assert time.process_time() - started < 8
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 200_000_000
