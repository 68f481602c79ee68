"""`newsvane sources try`: what would be taken from an address, over real HTTP, and what is said if it is nothing."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import pytest

from newsvane.feeds import parse_watch_list
from newsvane.printable import UNPRINTABLE
from tests.integration.cli.test_feed_commands import FORBIDDEN, At
from tests.support.outlet import Answer, moved, outlet, page, rss
from tests.support.terminal import Terminal
from tests.unit.entries import telegram_pages
from tests.unit.entries.list_pages import DRAWN_FIRST

LIST = DRAWN_FIRST[0]
SITE = "http://news.example"
LIST_PAGE = Answer(LIST.render(LIST.stories).replace("https://news.example", SITE))
ROWS = page(
    body="".join(f"<p class=row><b>Title \u202e{n}</b> <a href=/{n}>more</a> <i>2026-11-2{n}</i></p>" for n in range(3))
)
SITEMAP = Answer(
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://news.example/1</loc>'
    "<lastmod>2026-11-24</lastmod></url></urlset>",
    "application/xml",
)
FEED = '<link rel="alternate" type="application/rss+xml" href="/f">'


@pytest.fixture
def at(blank_terminal: Terminal) -> Iterator[At]:
    """A terminal where every host is one outlet with these answers."""
    with ExitStack() as stack:
        yield lambda answers: blank_terminal.with_environment(
            NEWSVANE_CONNECT_TO=stack.enter_context(outlet(answers)), NEWSVANE_HOST_DELAY="0"
        )


@pytest.mark.parametrize(
    ("answers", "url", "kind", "taken"),
    [
        pytest.param({"/f": rss("a", "b")}, f"{SITE}/f", "feed", 2, id="a feed"),
        pytest.param({"/s.xml": SITEMAP}, f"{SITE}/s.xml", "sitemap", 1, id="a sitemap"),
        pytest.param({"/news": LIST_PAGE}, f"{SITE}/news", "page", len(LIST.stories), id="a list page"),
        pytest.param({"/old": moved("/news"), "/news": LIST_PAGE}, f"{SITE}/old", "page", 9, id="a page that moved"),
        pytest.param({"/s/island_news": Answer(telegram_pages.PAGE_OF_TEXTS)}, "http://t.me/s/island_news", "telegram",
                     2, id="a channel's preview"),
        pytest.param({"/s/island_news": Answer(telegram_pages.PAGE_OF_TEXTS)}, "http://t.me/island_news", "telegram",
                     2, id="a channel"),
    ],
)  # fmt: skip
def test_it_recognises_the_kind_of_source(
    at: At, answers: Mapping[str, Answer], url: str, kind: str, taken: int
) -> None:
    found = at(answers).run_json("sources", "try", url)
    assert (found["feed"]["source_kind"], len(found["entries"])) == (kind, taken)
    (feed,) = parse_watch_list(found["table"], path="")
    assert feed.source_kind == kind
    assert feed.url.startswith(("http://news.example/", "http://t.me/s/island_news"))


def test_it_shows_what_would_be_taken_and_the_table_to_paste(at: At) -> None:
    shown = at({"/news": LIST_PAGE}).run("sources", "try", f"{SITE}/news", "--limit", "3").stdout
    assert f"List page: {len(LIST.stories)} articles, {len(LIST.stories)} with a date." in shown
    assert LIST.stories[0].title in shown and "2026-11-24 09:15" in shown
    assert f"… and {len(LIST.stories) - 3} more; --limit shows them." in shown
    (feed,) = parse_watch_list(shown[shown.index("[[source]]") : shown.index("To watch it")], path="")
    assert (feed.source_kind, feed.url) == ("page", f"{SITE}/news")


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_any_width(at: At, width: int) -> None:
    terminal = at({"/news": LIST_PAGE}).with_environment(COLUMNS=str(width))
    table = terminal.run("sources", "try", f"{SITE}/news").stdout
    assert LIST.stories[0].title.split()[0] in table


def test_selectors_are_used_and_written_into_the_table(at: At) -> None:
    options = ("--links", "p.row a", "--titles", "b", "--dates", 'i:not([x="1"])')
    terminal = at({"/news": ROWS})
    found = terminal.run_json("sources", "try", f"{SITE}/news", *options)
    assert [(each["title"], each["published"][:10]) for each in found["entries"]] == [
        (f"Title {n}", f"2026-11-2{n}") for n in range(3)
    ]
    (feed,) = parse_watch_list(found["table"], path="")
    assert (feed.links, feed.titles, feed.dates) == ("p.row a", "b", 'i:not([x="1"])')
    assert UNPRINTABLE.findall(terminal.run("sources", "try", f"{SITE}/news", *options).stdout) == []


def test_a_page_that_links_to_a_feed_says_so(at: At) -> None:
    body = LIST_PAGE.body.replace("<head>", f"<head>{FEED}")
    shown = at({"/news": Answer(body)}).run("sources", "try", f"{SITE}/news").stdout
    assert f"The page links to a feed, which is more reliable: {SITE}/f" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("answers", "arguments", "code", "words"),
    [
        pytest.param({"/": page()}, (SITE,), 1, "it has hardly a link", id="no list"),
        pytest.param({"/": page()}, (SITE,), 1, "Run `newsvane sources try` on its address", id="what to do"),
        pytest.param({"/": ROWS}, (SITE, "--links", ".story a"), 1, "'.story a' matches no link", id="no match"),
        pytest.param({"/": ROWS}, (SITE, "--links", "a["), 2, "'a[' is not a CSS selector", id="no selector"),
        pytest.param({"/": Answer("<title>Just a moment...</title>")}, (SITE,), 1, "bot check", id="a bot check"),
        pytest.param({}, (SITE,), 1, "404", id="no page"),
        pytest.param({}, ("http://10.0.0.1/",), 1, "private", id="a private address"),
        pytest.param({}, ("http://",), 1, "cannot be fetched", id="no address"),
        pytest.param({"/robots.txt": FORBIDDEN}, (SITE,), 1, "robots.txt", id="robots.txt"),
        pytest.param(
            {"/s/island_news": moved("/island_news", 302), "/island_news": Answer(telegram_pages.PREVIEW_OFF)},
            ("http://t.me/island_news",), 1, "has switched its preview off", id="a channel without a preview",
        ),
        pytest.param(
            {"/s/island_news": moved("/island_news", 302), "/island_news": Answer(telegram_pages.NO_CHANNEL)},
            ("http://t.me/s/island_news",), 1, "Telegram knows no public channel of this name", id="no channel",
        ),
    ],
)  # fmt: skip
def test_it_says_why_nothing_would_be_taken(
    at: At, answers: Mapping[str, Answer], arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = at(answers).run("sources", "try", *arguments, code=code)
    assert words in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output and "[[source]]" not in done.output
