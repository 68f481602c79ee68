"""The metadata of a page: title, authors, section, labels, addresses."""

import pytest

from tests.unit.articles.page_factories import TITLE, breadcrumbs, entry, json_ld, ld, page, read


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param(page(), TITLE, id="the site's name is removed"),
        pytest.param(page(head=f"<meta property='og:title' content='{TITLE}: live'>"), TITLE, id="most sources"),
        pytest.param(page(title="Tirana &amp;#8211; Tehran"), "Tirana – Tehran", id="escaped twice"),
        pytest.param(
            page(title="&lt;script&gt;alert(1)&lt;/script&gt; charged"),
            "<script>alert(1)</script> charged",
            id="markup",
        ),
        pytest.param(
            page(head=f"<meta property='og:title' content='{TITLE}'>", title=f"Albania: {TITLE}"),
            TITLE,
            id="shared without its kicker",
        ),
        pytest.param(
            page(
                head=json_ld(headline="Something else") + f"<meta property='og:title' content='{TITLE} - Harbour Post'>"
            ),
            TITLE,
            id="two sources against one",
        ),
        pytest.param(
            page(head=json_ld(headline="Tirana: computers stay"), title="Tirana : computers stay"),
            "Tirana: computers stay",
            id="as it was typed",
        ),
        pytest.param(
            page(
                head=f"<meta property='og:title' content='{TITLE}'><meta name='application-name' content='{TITLE}'>",
                site_title=False,
            ),
            TITLE,
            id="the headline as the application's name",
        ),
        pytest.param(
            page(
                head=json_ld(headline="Computers: what happens now")
                + "<title>Computers: what happens now</title>"
                + f"<meta property='og:title' content='{TITLE}'>",
                site_title=False,
            ),
            TITLE,
            id="a tie: the one that the page shows",
        ),
        pytest.param(
            page(head="<meta property='og:title' content='Computers: what happens now'>", site_title=False),
            TITLE,
            id="no two agree: the only heading",
        ),
        pytest.param(
            page(
                "<h1>Latest news</h1>",
                head="<meta property='og:title' content='Computers: what happens now'>",
                site_title=False,
            ),
            "Computers: what happens now",
            id="no two agree: not one of several headings",
        ),
        pytest.param(
            page(
                head=json_ld(headline=f"Albania - {TITLE}")
                + f"<meta property='og:title' content='Exiles: {TITLE}'><title>Exiles: {TITLE}</title>",
                title=f"Albania - {TITLE}",
                site_title=False,
            ),
            TITLE,
            id="a tie of two kickers",
        ),
        pytest.param(
            page(
                head=json_ld(headline="Hard drives stay with Albania – for now")
                + "<meta property='og:title' content='Tehran sends no one – for now'>"
                + "<title>Tehran sends no one – for now</title>",
                title="Hard drives stay with Albania – for now",
                site_title=False,
            ),
            "Hard drives stay with Albania – for now",
            id="two titles that end alike have no kicker",
        ),
        pytest.param(
            page(
                head=json_ld(headline="Tirana - computers stay")
                + "<meta property='og:title' content='Tirana: computers stay'>",
                title="Tirana: computers stay",
            ),
            "Tirana: computers stay",
            id="spelled like most",
        ),
        pytest.param(
            page(
                head=json_ld(headline=f"{TITLE} - Latest from Tirana")
                + f"<meta property='og:title' content='{TITLE} - Latest from Tirana'>"
                + f"<title>{TITLE} - Latest from Tirana</title>",
                site_title=False,
            ),
            f"{TITLE} - Latest from Tirana",
            id="more than the page shows, where JSON-LD and Open Graph share it",
        ),
        pytest.param(
            page(
                head=json_ld(headline=f"{TITLE} | Harbour Post Albania")
                + f"<meta property='og:title' content='{TITLE} | Harbour Post Albania'>"
                + "<meta property='og:site_name' content='Harbour Post'>",
            ),
            TITLE,
            id="an edition's name, though they share it",
        ),
        pytest.param(page(title="Ver\u00adfassungs\u00adbeschwerde"), "Verfassungsbeschwerde", id="soft hyphens"),
        pytest.param(page(title="a" * 499 + " b"), "a" * 499, id="longer than the limit"),
        pytest.param(page(title="CafÃ© â€“ itâ€™s open"), "Café – it’s open", id="encoded twice"),
        pytest.param(page(title="Camp \u202ehcraes\u202c in Albania"), "Camp hcraes in Albania", id="bidi override"),
    ],
)
def test_the_title_is_found(html: bytes, title: str) -> None:
    assert read(html).title == title


def test_a_page_without_title_takes_the_feeds_or_none() -> None:
    html = page().replace(f"<h1>{TITLE}</h1>".encode(), b"").replace(f"{TITLE} | ".encode(), b"")
    assert read(html).title == ""
    assert read(html, feed_entry=entry(title="From the feed")).title == "From the feed"


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
            id="a person before the outlet",
        ),
        pytest.param(
            "<meta property='article:author' content='https://social.example/ana'>", ("From the feed",), id="no address"
        ),
        pytest.param(json_ld(author="Ana Hoxha (aho), Reza Karimi"), ("Ana Hoxha", "Reza Karimi"), id="initials"),
        pytest.param(json_ld(author="Le Port et AFP"), ("Le Port et AFP",), id="one word is not a second name"),
        pytest.param(
            json_ld(author={"name": ["Ana Hoxha"]}, creator="Editor"),
            ("Ana Hoxha",),
            id="the author before the creator",
        ),
        pytest.param(
            json_ld(author=["Nga Pham", "Von der Leyen"]),
            ("Nga Pham", "Von der Leyen"),
            id="names that begin like prepositions",
        ),
        pytest.param(
            json_ld("JobPosting", author="Harbour Jobs") + json_ld(author="Ana Hoxha"),
            ("Ana Hoxha",),
            id="a job posting is ignored",
        ),
        pytest.param(json_ld(creator=["Ana Hoxha"]), ("Ana Hoxha",), id="creator"),
        pytest.param(json_ld(author=[None, 7, {"name": {}}, {}, [[]]]), ("From the feed",), id="odd types"),
        pytest.param(
            ld('{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@id":"#a","name":"Ana Hoxha"}]}'),
            ("Ana Hoxha",),
            id="by reference",
        ),
        pytest.param(
            "<meta name='author' content='desk@harbour-post.example'>"
            "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ana Hoxha'>",
            ("Ana Hoxha",),
            id="the card for Twitter",
        ),
    ],
)
def test_authors_are_found(head: str, authors: tuple[str, ...]) -> None:
    assert read(page(head=head), feed_entry=entry(authors=("From the feed",))).authors == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        pytest.param("<p class='article__byline'>By Ana Hoxha, Tirana</p>", ("Ana Hoxha",), id="byline, with a place"),
        pytest.param("<p class='byline'>Nga Ana Hoxha</p>", ("Ana Hoxha",), id="byline in Albanian"),
        pytest.param(
            "<ul><li><a href='/author/ana/'>Ana Hoxha</a></li><li><a href='/author/reza/'>Reza Karimi</a></li></ul>",
            ("Ana Hoxha", "Reza Karimi"),
            id="profiles",
        ),
        pytest.param("<span class='author-name'>Updated 9 May</span>", (), id="a date is not a name"),
        pytest.param("<span class='comment-author'>Ana Hoxha</span>", (), id="a commenter is not an author"),
        pytest.param("<a rel='author' href='/x'>Ana Hoxha</a>", ("Ana Hoxha",), id="rel"),
    ],
)
def test_authors_are_found_in_a_byline(line: str, authors: tuple[str, ...]) -> None:
    assert read(page().replace(b"</h1>", f"</h1>{line}".encode())).authors == authors


@pytest.mark.parametrize(
    ("head", "section"),
    [
        pytest.param(json_ld(articleSection=["World", "Albania"]), "World", id="JSON-LD, the first of several"),
        pytest.param("<meta property='article:section' content='Arts &amp;amp; Books'>", "Arts & Books", id="meta"),
        pytest.param(breadcrumbs("Home", "World", TITLE), "World", id="breadcrumbs, without the page itself"),
        pytest.param(breadcrumbs("Home"), None, id="the home page is not a section"),
        pytest.param(json_ld(articleSection="word " * 50), None, id="a text is not a section"),
        pytest.param("<meta name='section' content='/world/'>", None, id="a path is not a section"),
        pytest.param("", None, id="not given"),
    ],
)
def test_the_section_is_found(head: str, section: str | None) -> None:
    assert read(page(head=head)).section == section


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        pytest.param(json_ld(isAccessibleForFree=False), True, id="false"),
        pytest.param(json_ld(isAccessibleForFree="False"), True, id="false as a text"),
        pytest.param(json_ld(isAccessibleForFree=True), False, id="true"),
        pytest.param("<meta property='article:content_tier' content='locked'>", True, id="locked"),
        pytest.param("<meta property='article:content_tier' content='metered'>", False, id="metered"),
        pytest.param("", False, id="not given"),
    ],
)
def test_a_paywall_is_recognised(head: str, paywalled: bool) -> None:
    assert read(page(head=head)).paywalled is paywalled


@pytest.mark.parametrize(
    ("head", "url", "liveblog"),
    [
        pytest.param(json_ld("LiveBlogPosting"), "https://harbour-post.example/a", True, id="its type"),
        pytest.param("", "https://harbour-post.example/liveblog/a", True, id="its address"),
        pytest.param("", "https://harbour-post.example/tirana-live-updates-1", True, id="its address's words"),
        pytest.param("", "https://harbour-post.example/alive-blogger", False, id="other words"),
        pytest.param(json_ld(), "https://harbour-post.example/a?x=liveblog", False, id="an article"),
    ],
)
def test_a_liveblog_is_recognised(head: str, url: str, liveblog: bool) -> None:
    assert read(page(head=head), url=url).liveblog is liveblog


def alternate(language: str, href: str, rel: str = "alternate") -> str:
    return f"<link rel='{rel}' hreflang='{language}' href='{href}'>"


@pytest.mark.parametrize(
    ("head", "alternates"),
    [
        pytest.param(
            alternate("sq-AL", "/sq/kampi?utm_source=x")
            + alternate("x-default", "https://www.harbour-post.example/camp"),
            [("sq-al", "https://harbour-post.example/sq/kampi"), ("x-default", "https://harbour-post.example/camp")],
            id="canonical and absolute",
        ),
        pytest.param(alternate("sq", "/a") * 3, [("sq", "https://harbour-post.example/a")], id="each once"),
        pytest.param(alternate("", "/a") + alternate("s", "/a") + alternate("sq!", "/a"), [], id="no language"),
        pytest.param(alternate("sq", "javascript:x") + alternate("sq", "http://[::"), [], id="no address"),
        pytest.param(alternate("sq", "/a", rel="stylesheet"), [], id="no alternate"),
    ],
)
def test_alternates_are_canonical_and_unique(head: str, alternates: list[tuple[str, str]]) -> None:
    found = read(page(head=head)).alternates
    assert [(each.language, each.url) for each in found] == alternates


def test_the_number_of_alternates_is_limited() -> None:
    assert len(read(page(head="".join(alternate("sq", f"/{n}") for n in range(5_000)))).alternates) == 100


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
def test_the_canonical_address_is_of_the_same_outlet_and_not_a_home_page(head: str, canonical: str) -> None:
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


def test_the_image_address_is_absolute() -> None:
    assert read(page(head="<meta property='og:image' content='/i/camp.jpg'>")).image_url == (
        "https://www.harbour-post.example/i/camp.jpg"
    )
