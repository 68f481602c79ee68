"""Pages in place of a feed: consent and login pages, bot checks, notices, and pages that link to the feed."""

from dataclasses import replace

from tests.hostile.row import Row
from tests.support.fetch_server import ok, status, to

TYPE = "Content-Type: text/html; charset=utf-8"


def html(title: str, body: str, head: str = "") -> bytes:
    page = f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return page.encode()


def page_row(name: str, body: bytes, says: str = "HTML", reason: str = "not_a_feed") -> Row:
    return Row(name=name, reason=reason, says=says, answer=ok(body, TYPE))


def redirect_row(name: str, where: str, body: bytes, says: str = "HTML", reason: str = "not_a_feed") -> Row:
    where += "?return=feed.xml"
    return Row(name=name, reason=reason, says=says, answer=to(where), also={where: ok(body, TYPE)})


def challenge_row(name: str, code: int, reason: str, header: str) -> Row:
    return Row(name=name, reason=reason, says=str(code), answer=status(code, header, TYPE) + CHALLENGE)


def credentials_row(name: str, reason: str, answer: bytes) -> Row:
    """Return a row whose address has a user and password, which must not get into the lake."""
    row = Row(name=name, reason=reason, answer=answer)
    return replace(row, url=f"http://desk:hunter2@{row.host}/feed.xml")


CHALLENGE = html(
    "Just a moment...",
    "<noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=0'></script>",
)
LOGIN = html(
    "Sign in",
    "<form action='/session' method='post'><input type='email' name='who'>"
    "<input type='password' name='key'><button>Sign in</button></form>",
)
CONSENT = html(
    "Before you continue",
    "<div id='consent' role='dialog'><h2>Your privacy</h2><p>We and 812 partners store cookies on your device.</p>"
    "<form action='/consent' method='post'><button>Accept all</button><button>Reject all</button></form></div>",
)
PARKED = html(
    "harbour-news.example is for sale",
    "<h1>This domain is for sale</h1><p>Buy harbour-news.example today.</p><a href='/offer'>Make an offer</a>",
    "<script src='https://img.sedoparking.com/templates/bg/arrows.js'></script>",
)

ROWS = [
    page_row("start page", html("Welcome", "<h1>Welcome</h1><p>Boats, weather and the price of fish.</p>")),
    page_row("XHTML page", b"<?xml version='1.0'?>" + html("Welcome", "<p>Well formed, and no feed.</p>")),
    page_row("page not found with 200", html("Page not found", "<h1>404</h1><p>There is nothing here any more.</p>")),
    page_row(
        "page that names its feed",
        html("Harbour News", "<h1>News</h1>", "<link rel='alternate' type='application/rss+xml' href='/all/feed.rss'>"),
        "http://page-that-names-its-feed.example/all/feed.rss",
    ),
    page_row("login page", LOGIN, "login page", "login_wall"),
    redirect_row("led to a login page", "/login", LOGIN, "login page", "login_wall"),
    page_row("consent wall", CONSENT, "consent", "consent_wall"),
    redirect_row("led to a consent wall", "/consent", CONSENT, "consent", "consent_wall"),
    page_row("parked", PARKED, "parked", "parked"),
    page_row("challenge with 200", CHALLENGE, "bot check", "challenge"),
    challenge_row("challenge by header", 403, "challenge", "cf-mitigated: challenge"),
    challenge_row("challenge with 503", 503, "http_503", "Server: cloudflare"),
    challenge_row("challenge with 403", 403, "http_403", "Server: cloudflare"),
    Row(
        name="cookie wall",
        reason="cookie_wall",
        says="cookies",
        answer=to("/feed.xml").replace(b"\r\n\r\n", b"\r\nSet-Cookie: seen=1; Path=/\r\n\r\n"),
    ),
    credentials_row("password in the address", "not_a_feed", ok(html("Welcome", "<p>No feed.</p>"), TYPE)),
    credentials_row("password in the address refused", "http_401", status(401)),
    credentials_row(
        "password in a redirect", "http_404", to("http://desk:hunter2@password-in-a-redirect.example/next")
    ),
    credentials_row("password out of HTTP", "bad_url", to("ftp://desk:hunter2@files.example/feed.xml")),
]
