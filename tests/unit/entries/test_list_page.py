"""List pages without a feed: which links are articles, with which titles and dates, and what is said without any."""

from urllib.parse import urljoin

import pytest

from newsvane import css, urls
from newsvane.entries import list_page
from newsvane.entries.charset import decode_feed
from newsvane.entries.items import KnownItem
from newsvane.entries.normalize import normalize_feed
from newsvane.errors import FeedUnreadable
from newsvane.records import Entry, FeedItems, ParsedFeed
from tests.unit.entries.feed_factories import NOW
from tests.unit.entries.list_pages import BASE, DRAWN_FIRST, MEASURED, UNSEEN, Layout, Story
from tests.unit.entries.source_fuzzer import check_source, mutated_source

URL = f"{BASE}/news"
PROSE = "<p>" + "words of an ordinary page " * 300 + "</p>"


def read(text: str, url: str = URL, **selectors: str) -> ParsedFeed:
    return normalize_feed(list_page.parse(text, url=url, **selectors), [], url=url, now=NOW, known=FeedItems())


def page(body: str, head: str = "<title>News</title>") -> str:
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"


def items(count: int, tag: str = "li") -> str:
    return "".join(
        f"<{tag}><a href='/2026/11/{n}-a-long-title-of-an-article'>A long enough title of an article, {n}</a></{tag}>"
        for n in range(count)
    )


MENU = page("<nav>" + "".join(f"<li><a href=/sections/{n}>Section number {n}</a></li>" for n in range(9)) + "</nav>")


@pytest.mark.parametrize("layout", [pytest.param(each, id=each.name) for each in (*DRAWN_FIRST, *UNSEEN, *MEASURED)])
def test_the_articles_of_a_page_and_nothing_else(layout: Layout) -> None:
    url = BASE + layout.path
    feed = read(layout.render(layout.stories), url)
    wanted = {urls.canonical(urljoin(url, story.href)): story for story in layout.stories}
    found = {entry.canonical_url: entry for entry in feed.entries}
    assert found.keys() == wanted.keys()
    for address, story in wanted.items():
        assert found[address].title == story.title
        assert is_dated(found[address], story, layout)
    assert feed.problems == ()


def is_dated(entry: Entry, story: Story, layout: Layout) -> bool:
    if not layout.dated:
        return entry.published_at in {None, story.at}
    if entry.published_at is None:
        return False
    return entry.published_at == story.at if layout.timed else entry.published_at.date() == story.at.date()


SELECTED = page(
    "<nav>" + items(5) + "</nav>"
    "<div class=row><b class=t>First</b><i class=when>24.11.2026</i><span class=go><a href=/1>more</a></span></div>"
    "<div class=row><b class=t>Second</b><i class=when>2026-11-23</i><span class=go><a href=/2>more</a></span></div>"
)


def test_selectors_say_what_to_take() -> None:
    feed = read(SELECTED, links=".row .go", titles=".t", dates=".when")
    assert [(each.url, each.title) for each in feed.entries] == [(f"{BASE}/1", "First"), (f"{BASE}/2", "Second")]
    assert [each.published_at and each.published_at.day for each in feed.entries] == [24, 23]


def test_a_selector_for_links_alone_is_enough() -> None:
    feed = read(SELECTED, links=".go a")
    assert [each.url for each in feed.entries] == [f"{BASE}/1", f"{BASE}/2"]
    assert [each.published_at and each.published_at.day for each in feed.entries] == [24, 23]


def test_a_selector_for_titles_or_dates_that_matches_nothing_is_a_problem_of_the_page() -> None:
    feed = read(SELECTED, links=".row .go", titles=".headline", dates=".date")
    assert len(feed.entries) == 2
    assert [line.split(";")[0] for line in feed.problems] == [
        "the selector '.headline' (titles) matches nothing",
        "the selector '.date' (dates) matches nothing",
    ]


def test_a_page_that_changed_its_markup_is_reported() -> None:
    with pytest.raises(FeedUnreadable, match=r"'.story a' matches no link; the page may have changed") as caught:
        read(page(f"<ul>{items(5)}</ul>"), links=".story a")
    assert caught.value.reason == "no_links"


@pytest.mark.parametrize("name", ["links", "titles", "dates"])
@pytest.mark.parametrize("selector", ["a[", "..x", "a:not-a-pseudo", "a::text", "p" * 501, ":not(" * 200])
def test_what_is_no_selector_is_said(name: str, selector: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        read(page(f"<ul>{items(5)}</ul>"), **{name: selector})
    assert caught.value.reason == "bad_selector" and name in str(caught.value)
    with pytest.raises(ValueError, match="selector"):
        css.compile_selector(selector)


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        pytest.param(page(PROSE + "<a href=/1>One</a>" * 9), "no_links", "no pattern", id="an article"),
        pytest.param(page("<div id=app></div><script src=/a.js></script>"), "no_links", "scripts put it", id="an app"),
        pytest.param("", "no_links", "empty", id="nothing"),
        pytest.param(
            page(f"<title>Seite nicht gefunden | Harbour Post</title><h2>Latest</h2><ul>{items(9)}</ul>"), "no_links",
            "Seite nicht gefunden", id="an error page with the latest news",
        ),
        pytest.param(page(f"<h1>404 – Page not found</h1><ul>{items(9)}</ul>"), "no_links", "error page", id="a 404"),
        pytest.param("<rss version='2.0'><channel/></rss>", "no_links", "it is a feed", id="a feed"),
        pytest.param(page("", "<title>Just a moment...</title>"), "challenge", "bot check", id="a bot check"),
        pytest.param(
            page(f"<p>This domain is for sale</p><ul>{items(5)}</ul>"), "parked", "parked", id="parked, with links"
        ),
        pytest.param(
            page("<input type=password>" + items(4), "<title>Sign in</title>"), "login_wall", "login", id="log-in"
        ),
        pytest.param(page(f"<a {' '.join(f'a{n}=1' for n in range(600))}>"), "broken_feed", "500", id="attributes"),
        pytest.param(MENU, "no_links", "no pattern", id="nothing but a menu"),
    ],
)  # fmt: skip
def test_a_page_without_articles_is_explained(text: str, reason: str, words: str) -> None:
    with pytest.raises(FeedUnreadable, match=words) as caught:
        read(text)
    assert caught.value.reason == reason


def test_bot_protection_that_lets_us_through_refuses_nothing() -> None:
    script = "<script src=https://geo.captcha-delivery.com/c.js></script>"
    assert len(read(page(script + f"<ul>{items(60)}</ul>{PROSE}")).entries) == 60


def test_links_that_lead_to_no_page_are_left_out() -> None:
    text = "A title as long as that of an article would be"
    hostile = "".join(
        f"<li><a href='{href}'>{text} {number}</a></li>"
        for number, href in enumerate([
            "javascript:alert(1)", "mailto:a@news.example", "#top", "/news#comments", "tel:+1", "data:text/html,x", "",
            "http://", "http://[", "https://other.example/2026/11/a-title-of-another-outlet", "/news", "/a.pdf",
            "x" * 3000,
        ])
    )  # fmt: skip
    assert len(read(page(f"<ul>{items(5)}{hostile}</ul>")).entries) == 5


def test_an_address_is_one_entry_however_often_it_is_linked() -> None:
    feed = read(page(f"<ul>{items(5)}</ul><div class=more><ul>{items(5)}</ul></div>"))
    assert len(feed.entries) == 5


def test_known_links_are_not_read_again_and_a_new_title_is() -> None:
    text = page(f"<ul>{items(5)}</ul>")
    keys = {each.key for each in list_page.parse(text, url=URL).items if each.key is not None}
    assert all(isinstance(each, KnownItem) for each in list_page.parse(text, url=URL, known=keys).items)
    corrected = list_page.parse(text.replace("article, 3", "article: 3"), url=URL, known=keys)
    assert [isinstance(each, KnownItem) for each in corrected.items] == [True, True, True, False, True]


@pytest.mark.parametrize("seed", range(50))
def test_a_mutated_page_raises_nothing_but_our_error(seed: int) -> None:
    check_source(mutated_source(seed))


def test_a_page_declares_its_charset_in_a_meta_tag() -> None:
    body = page(f"<ul>{items(5)}</ul>", "<meta charset=koi8-r><title>Новости дня</title>").encode("koi8-r")
    text, problems = decode_feed(body, None)
    assert (read(text).title, problems) == ("Новости дня", [])
