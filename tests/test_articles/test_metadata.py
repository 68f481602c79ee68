"""What a page says about itself: title, authors, times, addresses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.test_articles.making import NOW, TITLE, entry, json_ld, page, read


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param(page(), TITLE, id="the site's name goes"),
        pytest.param(page(head=f"<meta property='og:title' content='{TITLE}: live'>"), TITLE, id="most witnesses"),
        pytest.param(page(title="Tirana &amp;#8211; Tehran"), "Tirana – Tehran", id="escaped twice"),
        pytest.param(
            page(title="&lt;script&gt;alert(1)&lt;/script&gt; charged"),
            "<script>alert(1)</script> charged",
            id="markup",
        ),
        pytest.param(page(title="Camp \u202ehcraes\u202c in Albania"), "Camp hcraes in Albania", id="bidi override"),
    ],
)
def test_title(html: bytes, title: str) -> None:
    assert read(html).title == title


def test_no_title_anywhere_is_an_empty_title() -> None:
    html = page().replace(f"<h1>{TITLE}</h1>".encode(), b"").replace(f"{TITLE} | ".encode(), b"")
    assert read(html).title == ""
    assert read(html, told=entry(title="From the feed")).title == "From the feed"


@pytest.mark.parametrize(
    ("head", "told", "when", "source"),
    [
        pytest.param(
            json_ld(datePublished="2026-11-19T09:30:00+01:00"), {}, "2026-11-19T08:30", "json_ld", id="JSON-LD"
        ),
        pytest.param(
            "<meta property='article:published_time' content='2026-11-19T09:30:00Z'>",
            {},
            "2026-11-19T09:30",
            "meta",
            id="meta",
        ),
        pytest.param(
            "<meta name='date' content='Thu, 19 Nov 2026 09:30:00 +0200'>",
            {},
            "2026-11-19T07:30",
            "meta",
            id="RFC 2822",
        ),
        pytest.param("", {"published_at": NOW}, "2026-11-19T00:00", "url", id="the address"),
        pytest.param(
            json_ld(datePublished="2028-11-19"), {}, "2026-11-19T00:00", "url", id="the future is not believed"
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {}, "2026-11-19T00:00", "url", id="the epoch is not believed"
        ),
        pytest.param(json_ld(datePublished="yesterday"), {}, "2026-11-19T00:00", "url", id="no time at all"),
        pytest.param(
            json_ld(datePublished="2026-11-18") + "<meta name='date' content='2026-11-18 07:15'>",
            {},
            "2026-11-18T07:15",
            "meta",
            id="the one with a time of day",
        ),
    ],
)
def test_publication_time(head: str, told: dict[str, Any], when: str, source: str) -> None:
    found = read(page(head=head), told=entry(**told))
    assert found.published_at == datetime.fromisoformat(f"{when}:00+00:00")
    assert found.published_source == source


PLAIN_URL = "https://harbour-post.example/camp"


@pytest.mark.parametrize(
    ("head", "told", "when"),
    [
        pytest.param("", {}, None, id="none"),
        pytest.param("", {"published_at": NOW}, NOW, id="the feed's"),
        pytest.param(
            json_ld(datePublished="2029-01-01"),
            {"published_at": NOW + timedelta(days=900)},
            None,
            id="both in the future",
        ),
        pytest.param(
            json_ld(datePublished="1984-05-01T09:00:00Z"),
            {},
            datetime(1984, 5, 1, 9, tzinfo=UTC),
            id="old, and no other",
        ),
        pytest.param(
            json_ld(datePublished="1970-01-01T00:00:00Z"), {"published_at": NOW}, NOW, id="old, and the feed's"
        ),
    ],
)
def test_publication_time_where_the_address_is_silent(head: str, told: dict[str, Any], when: datetime | None) -> None:
    assert read(page(head=head), url=PLAIN_URL, told=entry(**told)).published_at == when


def test_update_time_follows_publication() -> None:
    head = json_ld(datePublished="2026-11-19T09:00:00Z", dateModified="2026-11-19T11:00:00Z")
    assert read(page(head=head)).updated_at == datetime(2026, 11, 19, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        pytest.param(
            json_ld(author=[{"name": "Ana Hoxha"}, {"name": "Reza Karimi"}]), ("Ana Hoxha", "Reza Karimi"), id="JSON-LD"
        ),
        pytest.param(
            "<meta name='author' content='By Ana Hoxha and Reza Karimi'>", ("Ana Hoxha", "Reza Karimi"), id="meta"
        ),
        pytest.param(
            json_ld(author={"@type": "Organization", "name": "Harbour Post"}, publisher={"name": "Harbour Post"})
            + "<meta name='author' content='Ana Hoxha'>",
            ("Ana Hoxha",),
            id="more than the outlet",
        ),
        pytest.param(
            "<meta property='article:author' content='https://social.example/ana'>", ("From the feed",), id="no address"
        ),
    ],
)
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert read(page(head=head), told=entry(authors=("From the feed",))).authors == authors


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        pytest.param("<link rel='canonical' href='/camp'>", "/camp", id="own"),
        pytest.param(
            "<meta property='og:url' content='https://m.harbour-post.example/camp?fbclid=1'>", "/camp", id="og"
        ),
        pytest.param("<link rel='canonical' href='/'>", "/world/2026/11/19/camp", id="home page"),
        pytest.param("<link rel='canonical' href='https://else.example/a'>", "/world/2026/11/19/camp", id="elsewhere"),
        pytest.param("<link rel='canonical' href='javascript:void(0)'>", "/world/2026/11/19/camp", id="no address"),
    ],
)
def test_canonical_address(head: str, canonical: str) -> None:
    assert read(page(head=head)).canonical_url == f"https://harbour-post.example{canonical}"


def test_a_translation_keeps_its_own_address() -> None:
    head = "<link rel='alternate machine-translated-from' hreflang='es' href='/es/camp'>"
    head += "<link rel='canonical' href='/es/camp'>"
    found = read(page(head=head))
    assert found.translation.source_url == "https://harbour-post.example/es/camp"
    assert found.canonical_url == "https://harbour-post.example/world/2026/11/19/camp"


def test_a_proxied_page_belongs_to_the_originals_outlet() -> None:
    found = read(page(), url="https://iran--letter-example.translate.goog/a?_x_tr_sl=fa&_x_tr_tl=en")
    assert found.translation.state == "proxy"
    assert found.translation.source_url == "https://iran-letter.example/a"
    assert found.outlet == "iran-letter.example"


def test_image_is_absolute() -> None:
    assert read(page(head="<meta property='og:image' content='/i/camp.jpg'>")).image_url == (
        "https://www.harbour-post.example/i/camp.jpg"
    )
