"""Feeds that are broken or in a wrong charset, and bodies that are not feeds."""

import pytest

from newsvane.errors import FeedUnreadable
from tests.unit.entries.feed_factories import URL, item, only, parse, rss


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"", "the body is empty", id="empty"),
        pytest.param(b" \n ", "the body is empty", id="blank"),
        pytest.param(b"<!doctype html><html><body>Page</body></html>", "an HTML page", id="HTML"),
        pytest.param(b"<html><body><rss>not really</rss></body></html>", "an HTML page", id="HTML that speaks of RSS"),
        pytest.param(b"Service unavailable", "it begins 'Service unavailable'", id="text"),
        pytest.param(b"<note><to>you</to></note>", "it begins '", id="other XML"),
        pytest.param(b'{"error": "no"}', "JSON, but not a JSON Feed", id="other JSON"),
        pytest.param(b'{"version": "1.1", "items": ', "JSON, but not a JSON Feed", id="JSON cut short"),
        pytest.param(b'{"a":' * 100_000, "JSON, but not a JSON Feed", id="JSON too deep"),
        pytest.param(b"<opml><body/></opml>", "an OPML list of feeds", id="OPML"),
        pytest.param(b"[1, 2]", "JSON, but not a JSON Feed", id="JSON list"),
        pytest.param(b"\x1f\x8b\x08\x00\x00", "gzip data", id="gzip"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "binary data", id="picture"),
        pytest.param(b"\0" * 1000, "binary data", id="NULs"),
        pytest.param(b"\xff\xfe", "it begins '", id="a mark alone"),
    ],
)
def test_no_feed(body: bytes, words: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse(body)
    assert caught.value.reason == "not_a_feed"
    assert str(caught.value).startswith(f"{URL} is not a feed: ")
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
        pytest.param(rss(item(title="caf&eacute; &copy;"), item(link="/2")), id="HTML entities"),
        pytest.param(rss(item("<prism:x>y</prism:x>"), item(link="/2")), id="prefix of an unknown vocabulary"),
        pytest.param(rss(item(), item(link="/2")) + "<script>x()</script>", id="script behind"),
        pytest.param("<br/>Warning: line 5<br/>" + rss(item(title="A & B"), item(link="/2")), id="warning in front"),
    ],
)
def test_a_feed_that_is_not_well_formed_yields_what_can_be_parsed(body: str) -> None:
    feed = parse(body)
    assert [entry.url for entry in feed.entries] == ["https://a.example/1", "https://a.example/2"]
    assert feed.problems[0].startswith("not well formed: ")


@pytest.mark.parametrize(
    "prolog",
    [
        "\n\n",
        "<br />Notice<br />\n",
        "<!-- <html> -->",
        '<?xml version="1.0"?><?xml-stylesheet href="x"?><!-- hello -->',
    ],
)
def test_content_before_the_feed_is_skipped(prolog: str) -> None:
    assert parse(rss(item(), prolog=prolog)).problems == ()


@pytest.mark.parametrize(
    ("text", "title", "entry_url"),
    [
        pytest.param(item(title="A & B"), "A & B", "https://a.example/1", id="ampersand"),
        pytest.param(
            item(title="caf&eacute;&nbsp;x &amp; &#8217;"), "café x & ’", "https://a.example/1", id="entities"
        ),
        pytest.param(item(title="&unknown; &"), "&unknown; &", "https://a.example/1", id="unknown entity"),
        pytest.param(item(link="/1?a=1&copy=2"), "Title", "https://a.example/1?a=1&copy=2", id="query"),
        pytest.param(
            item("&", link="<![CDATA[/1?a=1&b=2]]>", title="<![CDATA[A & B]]>"),
            "A & B",
            "https://a.example/1?a=1&b=2",
            id="CDATA",
        ),
    ],
)
def test_repair(text: str, title: str, entry_url: str) -> None:
    entry = only(parse(rss(text)))
    assert (entry.title, entry.url) == (title, entry_url)


def test_undeclared_prefixes_have_their_usual_meaning() -> None:
    text = item('<media:content url="/i.jpg" medium="image"/><dc:creator>Ann</dc:creator>')
    feed = parse(f"<rss version='2.0'><channel>{text}</channel></rss>")
    assert (only(feed).authors, only(feed).image_url) == (("Ann",), "https://a.example/i.jpg")
    assert feed.problems[0].startswith("not well formed: unbound prefix")
    again = parse(f"<rss version='2.0'><channel>{text}</channel></rss>", known=feed.items)
    assert (again.entries, again.items) == ((), feed.items)


def test_nul_and_control_characters_are_removed() -> None:
    feed = parse(rss(item(title="A\0B\x0bC")))
    assert only(feed).title == "ABC"
    assert feed.problems == ("removed characters that XML forbids: 2",)


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
        pytest.param(
            declared("utf-8", ARABIC * 5).encode("cp1256"),
            None,
            ARABIC * 5,
            "is not in the declared charset utf-8",
            id="lies",
        ),
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
        pytest.param(
            declared("punycode", ARABIC * 5).encode("cp1256"),
            "text/xml; charset=idna",
            ARABIC * 5,
            "declares no charset; read as cp1256",
            id="names of codecs that are no charsets",
        ),
        pytest.param(declared("iso-2022-jp", "日本").encode("iso-2022-jp"), None, "日本", "", id="ISO-2022-JP"),
    ],
)
def test_charset(body: bytes, content_type: str | None, title: str, problem: str) -> None:
    feed = parse(body, content_type)
    assert only(feed).title == title
    assert (problem in "".join(feed.problems)) if problem else not feed.problems
