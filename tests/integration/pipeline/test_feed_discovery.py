"""Feeds are found in the links of pages, in robots.txt and at well-known paths, each once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from newsvane import feeds
from newsvane.errors import NewsvaneError
from newsvane.feeds.discovery import (
    MAX_CANDIDATES,
    WELL_KNOWN,
    count_per_week,
    detect_format,
    find_candidates,
    guess_addresses,
    is_stale,
)
from newsvane.pipeline.ops.feed_discovery import discover, find_linked_feeds
from newsvane.records import Feed
from tests.support.cpu_limit import cpu_limit
from tests.support.outlet import Answer, moved, outlet, page, rss, settings_for

HOME = "http://outlet.example/"
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", **more: str) -> str:
    return (
        f'<link rel="{rel}" type="{kind}" href="{href}"{"".join(f" {name}={value!r}" for name, value in more.items())}>'
    )


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param(link("/rss"), [("http://outlet.example/rss", "link")], id="RSS"),
        pytest.param(link("a.xml", "application/atom+xml"), [("http://outlet.example/a.xml", "link")], id="Atom"),
        pytest.param(
            link("/f.json", "application/feed+json"), [("http://outlet.example/f.json", "link")], id="JSON Feed"
        ),
        pytest.param(
            link("/rss", "Application/RSS+XML; charset=utf-8", "ALTERNATE"), [(HOME + "rss", "link")], id="case"
        ),
        pytest.param(
            "<LINK REL=alternate TYPE=application/rss+xml HREF=//b.example/x>",
            [("http://b.example/x", "link")],
            id="no quotes, another host",
        ),
        pytest.param(
            '<base href="http://cdn.example/x/">' + link("rss"), [("http://cdn.example/x/rss", "link")], id="a base"
        ),
        pytest.param(link("/x", "", "feed"), [(HOME + "x", "link")], id="rel=feed"),
        pytest.param(link("/en/feed", ""), [(HOME + "en/feed", "link")], id="no type, but its name"),
        pytest.param(
            link("/fa/", "", hreflang="fa-IR"), [(HOME + "fa/", "variant")], id="the page in another language"
        ),
        pytest.param(link("/", "", hreflang="x-default"), [], id="the page itself"),
        pytest.param(link("/fa/rss", hreflang="fa"), [(HOME + "fa/rss", "link")], id="a feed in another language"),
        pytest.param(link("/comments/feed/"), [], id="comments"),
        pytest.param(link("/oembed?url=feed", "application/json+oembed"), [], id="oEmbed"),
        pytest.param(link("/style.css", "text/css", "stylesheet"), [], id="a style sheet"),
        pytest.param(link("javascript:alert(1)") + link("") + link("data:text/xml,x"), [], id="no addresses"),
        pytest.param(
            link("/rss") + link("https://www.outlet.example/rss/"), [(HOME + "rss", "link")], id="one feed twice"
        ),
        pytest.param('<a href="/rss/all">RSS <b>all</b></a>', [(HOME + "rss/all", "anchor")], id="an anchor"),
        pytest.param('<a href="/?feed=rss2">x</a>', [(HOME + "?feed=rss2", "anchor")], id="an anchor with a query"),
        pytest.param(
            '<a href="http://feeds.feedburner.com/x">x</a>',
            [("http://feeds.feedburner.com/x", "anchor")],
            id="FeedBurner",
        ),
        pytest.param('<a href="http://other.example/rss">x</a><a href="/feedback">x</a>', [], id="not of this outlet"),
        pytest.param('<a href="/a">x</a>' + link("/rss"), [(HOME + "rss", "link")], id="links go before anchors"),
        pytest.param("", [], id="nothing"),
        pytest.param("\x00\x01", [], id="no HTML"),
    ],
)
def test_candidates_of_a_page(html: str, found: list[tuple[str, str]]) -> None:
    assert [(each.url, each.why) for each in find_candidates(html.encode(), url=HOME)] == found


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 200_000 + link("/rss"), id="deep"),
        pytest.param("<a href='/rss'>" * 100_000, id="anchors without end"),
        pytest.param("".join(f"<a href='/rss/{n}'>x</a>" for n in range(50_000)), id="feeds without end"),
        pytest.param("<a " + " ".join(f"a{n}=1" for n in range(20_000)) + ">", id="attributes without end"),
        pytest.param(f"<a href='/{'rss' * 900_000}'>", id="a long address"),
        pytest.param("<a href='http://www.google.com/amp/s/..x/rss/'>x</a>" * 100, id="an address that is none"),
    ],
)
def test_hostile_pages_take_little_time(html: str) -> None:
    with cpu_limit(5):
        found = find_candidates(html.encode(), url=HOME, content_type="text/html; charset=nonsense")
    assert len(found) <= MAX_CANDIDATES


def test_guesses_begin_below_the_page() -> None:
    assert guess_addresses("https://a.example/en/politics/?x=1")[:2] == (
        "https://a.example/en/politics/feed",
        "https://a.example/en/politics/rss",
    )
    assert guess_addresses("https://a.example/index.html") == tuple(f"https://a.example{path}" for path in WELL_KNOWN)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"<?xml version='1.0'?><rss version='2.0'>", "RSS", id="RSS"),
        pytest.param(b"<!-- <x> --><feed xmlns='http://www.w3.org/2005/Atom'>", "Atom", id="Atom"),
        pytest.param(b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "RDF", id="RDF"),
        pytest.param(b'\xef\xbb\xbf {"version": "https://jsonfeed.org/version/1.1"}', "JSON Feed", id="JSON Feed"),
        pytest.param(b"<urlset xmlns:n='x'><url><loc>y</loc><n:news>", "news sitemap", id="news"),
        pytest.param(b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "sitemap", id="sitemap"),
        pytest.param(b"<sitemapindex>", "sitemap index", id="index"),
        pytest.param("<rss version='2.0'>".encode("utf-16"), "RSS", id="UTF-16"),
        pytest.param(b"?", "feed", id="something else"),
    ],
)
def test_kinds_of_feeds(body: bytes, kind: str) -> None:
    assert detect_format(body) == kind


@pytest.mark.parametrize(
    ("hours", "rate", "stale"),
    [
        pytest.param([], None, False, id="no dates"),
        pytest.param([1, 13, 25, 37, 49, 61, 73, 85, 97, 109, 121, 133, 145, 157], 15.0, False, id="two a day"),
        pytest.param([24 * 7 * week for week in range(8)], 1.2, False, id="one a week"),
        pytest.param([24 * 20 + hour for hour in range(10)], 3.4, True, id="given up after a busy day"),
        pytest.param([24 * 30 * month + 1 for month in range(1, 6)], 0.0, False, id="one a month"),
        pytest.param([24 * 400], 0.0, True, id="one, long ago"),
        pytest.param([-5, 2], 7.0, False, id="one in the future"),
    ],
)
def test_entries_per_week_and_whether_a_feed_is_stale(hours: list[int], rate: float | None, stale: bool) -> None:
    dates = [NOW - timedelta(hours=hour) for hour in hours]
    assert count_per_week([*dates, None], NOW) == rate
    assert is_stale(dates, NOW) is stale


NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(*slugs: str, news: bool = True) -> Answer:
    published = (
        "<n:news><n:title>T</n:title><n:publication_date>2026-11-20</n:publication_date></n:news>" if news else ""
    )
    urls = "".join(f"<url><loc>http://outlet.example/{slug}</loc>{published}</url>" for slug in slugs)
    return Answer(f"<urlset xmlns='{SITEMAP}' xmlns:n='{NEWS}'>{urls}</urlset>", "application/xml")


def index(*paths: str) -> Answer:
    inner = "".join(f"<sitemap><loc>http://outlet.example{path}</loc></sitemap>" for path in paths)
    return Answer(f"<sitemapindex xmlns='{SITEMAP}'>{inner}</sitemapindex>", "application/xml")


def robots(*lines: str) -> Answer:
    return Answer("User-agent: *\n" + "\n".join(lines), "text/plain")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        pytest.param({"/": page(link("/f")), "/f": rss("a")}, [("/f", "RSS", "link")], id="a link"),
        pytest.param({"/": rss("a", "b")}, [("/", "RSS", "itself")], id="the address is a feed"),
        pytest.param(
            {"/": page(link("/f")), "/f": moved("/g"), "/g": rss("a")}, [("/g", "RSS", "link")], id="moved for good"
        ),
        pytest.param(
            {"/": page(link("/f")), "/f": moved("/g", 302), "/g": rss("a")},
            [("/f", "RSS", "link")],
            id="elsewhere for now",
        ),
        pytest.param(
            {
                "/": page(link("/f") + link("/g") + link("/h")),
                "/f": rss("a", "b"),
                "/g": rss("b", "a"),
                "/h": moved("/f"),
            },
            [("/f", "RSS", "link")],
            id="the same by content and by address",
        ),
        pytest.param(
            {
                "/": page(body="<a href='/rss'>RSS</a>"),
                "/rss": page(body="<a href='/rss/1'>1</a><a href='/rss/2'>2</a>"),
                "/rss/1": rss("a"),
                "/rss/2": rss("b"),
            },
            [("/rss/1", "RSS", "anchor"), ("/rss/2", "RSS", "anchor")],
            id="a page that lists feeds",
        ),
        pytest.param(
            {"/": page(link("/fa/", "", hreflang="fa")), "/fa/": page(link("/fa/f")), "/fa/f": rss("a")},
            [("/fa/f", "RSS", "link")],
            id="of the page in another language",
        ),
        pytest.param(
            {
                "/": page(),
                "/robots.txt": robots("Sitemap: /s.xml", "Sitemap: http://outlet.example/news.xml"),
                "/s.xml": sitemap("a", news=False),
                "/news.xml": sitemap("b"),
            },
            [("/news.xml", "news sitemap", "robots")],
            id="robots.txt: news before all pages",
        ),
        pytest.param(
            {
                "/": page(),
                "/robots.txt": robots("Sitemap: /i.xml"),
                "/i.xml": index("/p.xml", "/news.xml", "/i.xml"),
                "/p.xml": sitemap("a", news=False),
                "/news.xml": sitemap("b"),
            },
            [("/news.xml", "news sitemap", "robots")],
            id="an index: its sitemap of news",
        ),
        pytest.param(
            {"/": page(), "/sitemap.xml": index("/p.xml"), "/p.xml": sitemap("a", news=False)},
            [("/sitemap.xml", "sitemap index", "guess")],
            id="an index without one, for want of better",
        ),
        pytest.param({"/": page(), "/feed": rss("a")}, [("/feed", "RSS", "guess")], id="a guess"),
        pytest.param(
            {"/": Answer(status=403), "/rss.xml": rss("a")}, [("/rss.xml", "RSS", "guess")], id="behind a 403"
        ),
        pytest.param(
            {"/": page(link("/f")), "/f": rss("a"), "/rss": rss("b")}, [("/f", "RSS", "link")], id="no guess then"
        ),
        pytest.param(
            {"/": page(link("/f")), "/f": rss(), "/rss": rss("b")}, [("/rss", "RSS", "guess")], id="an empty feed"
        ),
        pytest.param(
            {"/": page(link("/f")), "/f": rss("a"), "/robots.txt": robots("Disallow: /f")},
            [],
            id="robots.txt forbids it",
        ),
        pytest.param({"/": page()}, [], id="nowhere"),
    ],
)
def test_the_feeds_of_an_outlet_are_found(answers: Mapping[str, Answer], found: list[tuple[str, str, str]]) -> None:
    with outlet(answers) as connect_to:
        done = discover(HOME, settings=settings_for(connect_to))
    assert [
        (each.feed.url.removeprefix("http://outlet.example"), each.format, each.why) for each in done.found
    ] == found
    assert done.itself == (found[:1] == [("/", "RSS", "itself")])
    assert found or len(done.tried) > 10
    tables = feeds.dump_feeds(each.feed for each in done.found)
    assert feeds.parse_watch_list(tables, path="feeds.toml") == tuple(each.feed for each in done.found)


def test_a_found_feed_is_described() -> None:
    home = page(link("http://feeds.example/f"))
    with outlet({"/": home, "/f": rss("a", "b", "c", title="Gazeta &lt;b&gt;Jonë&lt;/b&gt;")}) as connect_to:
        (found,) = discover(HOME, settings=settings_for(connect_to)).found
    assert found.feed == Feed(
        feed_id="gazeta-jone",
        url="http://feeds.example/f",
        title="Gazeta Jonë",
        outlet="outlet.example",
        language="sq",
        site=HOME,
    )
    assert (found.entries, found.per_week) == (3, 21.0)
    assert found.newest
    assert timedelta(hours=4) < datetime.now(UTC) - found.newest < timedelta(hours=6)


def test_an_unreachable_outlet_raises_the_reason() -> None:
    with (
        outlet({"/robots.txt": robots("Disallow: /")}) as connect_to,
        pytest.raises(NewsvaneError, match=r"robots\.txt"),
    ):
        discover(HOME, settings=settings_for(connect_to))


def test_the_feed_that_a_page_links_to_is_found() -> None:
    answers = {"/1": page(link("/empty") + link("/f")), "/2": page(), "/f": rss("a"), "/empty": rss()}
    with outlet(answers) as connect_to:
        pages = {name: f"{HOME}{name}" for name in ("1", "2", "3")}
        assert find_linked_feeds(pages, settings=settings_for(connect_to)) == {"1": f"{HOME}f"}
