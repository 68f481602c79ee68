"""Sitemaps and their indexes."""

import pytest

from tests.unit.entries.feed_factories import parse

NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def index(*rows: tuple[str, str]) -> str:
    places = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for loc, day in rows
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</sitemapindex>'


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        pytest.param(
            [("/1.xml", "2026-11-01"), ("/2.xml", "2026-11-24T08:00:00+00:00")], ["/2.xml", "/1.xml"], id="newest"
        ),
        pytest.param([("/1.xml", ""), ("/2.xml", "")], ["/2.xml", "/1.xml"], id="last listed"),
        pytest.param([("/1.xml", ""), ("/news.xml", ""), ("/2.xml", "")], ["/news.xml", "/2.xml", "/1.xml"], id="news"),
        pytest.param(
            [("/1.xml", ""), ("/old.xml", "2020-01-01"), ("/2.xml", "soon")],
            ["/old.xml", "/2.xml", "/1.xml"],
            id="mixed",
        ),
        pytest.param(
            [("/1.xml", ""), ("/1.xml", ""), ("javascript:x", ""), ("", "")], ["/1.xml"], id="unusable, repeated"
        ),
        pytest.param([], [], id="empty"),
    ],
)
def test_index(rows: list[tuple[str, str]], order: list[str]) -> None:
    feed = parse(index(*rows))
    assert feed.sitemaps == tuple(f"https://a.example{path}" for path in order)
    assert (feed.entries, feed.problems, feed.items.keys) == ((), (), ())


def test_only_the_newest_addresses_of_a_long_sitemap_are_read() -> None:
    places = "".join(f"<url><loc>/{n}</loc><lastmod>{2000 + n // 100}-01-01</lastmod></url>" for n in range(2_500))
    feed = parse(f"<urlset>{places}</urlset>")
    assert [entry.url for entry in feed.entries] == [f"https://a.example/{n}" for n in range(500, 2_500)]
    assert feed.problems == ("only the newest 2,000 of 2,500 addresses were read",)


def test_only_news_addresses_are_read_if_there_are_any() -> None:
    news = "<news:news><news:publication_date>2026-11-24</news:publication_date><news:title>T</news:title></news:news>"
    body = f"<urlset {NEWS}><url><loc>/1</loc>{news}</url><url><loc>/2</loc></url></urlset>"
    feed = parse(body)
    assert [entry.title for entry in feed.entries] == ["T"]
    assert parse(body, known=feed.items).entries == ()


def test_not_well_formed() -> None:
    feed = parse("<urlset><url><loc>/1?a=1&b=2</loc></url><url><loc>/2</loc></url></urlset>")
    assert [entry.url for entry in feed.entries][1:] == ["https://a.example/2"]
    assert feed.problems[0].startswith("not well formed: ")
    assert parse(index(("/1.xml", "")) + "&").sitemaps == ("https://a.example/1.xml",)
