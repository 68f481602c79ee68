"""Pages in place of a feed are identified, with the feed that they link to."""

import pytest

from newsvane.entries import parse_feed
from newsvane.errors import FeedUnreadable
from tests.unit.entries.feed_factories import URL

PROSE = "<p>" + "words of an ordinary page " * 300 + "</p>"


def page(title: str, body: str = "", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        pytest.param(page("Just a moment..."), "challenge", "a bot check", id="Cloudflare"),
        pytest.param(
            page("a.example", "<script>window._cf_chl_opt = {}</script>"),
            "challenge",
            "a bot check",
            id="Cloudflare, renamed",
        ),
        pytest.param(page("Attention Required! | Cloudflare"), "challenge", "a bot check", id="Cloudflare, blocked"),
        pytest.param(page("DDoS-Guard"), "challenge", "a bot check", id="DDoS-Guard"),
        pytest.param(
            page("", '<script src="https://geo.captcha-delivery.com/c.js"></script>'), "challenge", "bot", id="DataDome"
        ),
        pytest.param(page("Before you continue to Google"), "consent_wall", "a cookie consent page", id="consent"),
        pytest.param(
            page("A", "<form action='https://consent.a.example/save'></form>"), "consent_wall", "consent", id="form"
        ),
        pytest.param(page("Sign in", "<input type='password'>"), "login_wall", "a login page", id="log-in"),
        pytest.param(
            page("ورود به سایت", '<input name="p" type="password">'), "login_wall", "a login page", id="log-in, Persian"
        ),
        pytest.param(page("a.example", "This domain is for sale"), "parked", "parked domain", id="parked"),
        pytest.param(
            page("a.example", "<script src='//www.sedoparking.com/x.js'></script>"), "parked", "parked", id="Sedo"
        ),
        pytest.param(page("News"), "not_a_feed", "an HTML page", id="page"),
        pytest.param(
            page("Just a moment: the year in pictures", PROSE), "not_a_feed", "an HTML page", id="article so named"
        ),
        pytest.param(page("How cookie law works", PROSE), "not_a_feed", "an HTML page", id="article on cookies"),
        pytest.param(
            page("News", PROSE + "<input type=password>"), "not_a_feed", "an HTML page", id="page with a log-in"
        ),
        pytest.param(
            page("News", PROSE + "Is this domain for sale? This domain is for sale"), "not_a_feed", "HTML", id="prose"
        ),
        pytest.param(
            page("News", PROSE + "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
            "not_a_feed",
            "an HTML page",
            id="page behind Cloudflare",
        ),
        pytest.param("<html>" + "<p " * 300_000, "not_a_feed", "an HTML page", id="tags without end"),
    ],
)
def test_page(body: str, reason: str, words: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_feed(body.encode(), url=URL)
    assert caught.value.reason == reason
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{URL} is not a feed: ")


def test_a_consent_page_is_recognized_by_its_host() -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_feed(page("Welcome", PROSE).encode(), url="https://consent.a.example/collect?continue=/feed")
    assert caught.value.reason == "consent_wall"


@pytest.mark.parametrize(
    ("link", "named"),
    [
        pytest.param(
            '<link rel="alternate" type="application/rss+xml" href="/rss.xml">', "https://a.example/rss.xml", id="RSS"
        ),
        pytest.param(
            "<LINK REL='Alternate' TYPE='application/atom+xml' HREF=atom>", "https://a.example/news/atom", id="Atom"
        ),
        pytest.param(
            '<link rel=alternate type="application/feed+json" href="https://b.example/f">',
            "https://b.example/f",
            id="JSON",
        ),
        pytest.param('<link rel="alternate" type="application/rss+xml" href="feed">', "", id="itself"),
        pytest.param('<link rel="alternate" type="text/html" hreflang="fa" href="/fa">', "", id="another language"),
        pytest.param('<link rel="stylesheet" type="application/rss+xml" href="/rss.xml">', "", id="no alternate"),
        pytest.param('<link rel="alternate" type="application/rss+xml" href="javascript:x">', "", id="script"),
    ],
)
def test_the_feed_that_a_page_links_to_is_named(link: str, named: str) -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse_feed(page("News", PROSE, link).encode(), url=URL)
    assert str(caught.value) == f"{URL} is not a feed: an HTML page" + (
        f"; it links to {named} as its feed" if named else ""
    )
