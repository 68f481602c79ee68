"""What a page says about itself: title, authors, times, addresses."""

import pytest

from tests.test_articles.making import TITLE, entry, json_ld, page, read


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
