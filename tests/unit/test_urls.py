"""One article has one canonical address, and different articles have different ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane import urls
from tests.support.cpu_limit import cpu_limit

HOME = "https://a.example/x"

SAME = [
    pytest.param("http://a.example/x", id="scheme"),
    pytest.param("https://A.Example/x", id="case of the host"),
    pytest.param("https://www.a.example/x", id="www"),
    pytest.param("https://www2.a.example/x", id="numbered www"),
    pytest.param("https://m.a.example/x", id="mobile"),
    pytest.param("https://www.m.a.example/x", id="both"),
    pytest.param("https://amp.a.example/x", id="AMP host"),
    pytest.param("https://a.example/x/amp/", id="AMP path"),
    pytest.param("https://a.example/amp/x", id="AMP first"),
    pytest.param("https://a.example/x.amp", id="AMP suffix"),
    pytest.param("https://a.example/x/amp.html", id="AMP page"),
    pytest.param("https://a.example/x/amp/amp", id="AMP twice"),
    pytest.param("https://a-example.cdn.ampproject.org/c/s/a.example/x", id="AMP cache"),
    pytest.param("https://www.google.com/amp/s/www.a.example/x/amp/?utm_source=g", id="Google's AMP cache"),
    pytest.param("https://www.google.co.uk/amp/s/a.example/x", id="Google's AMP cache in another country"),
    pytest.param("http://a.example:80/x", id="default port"),
    pytest.param("https://a.example./x", id="dot at the end of the host"),
    pytest.param("https://user:password@a.example/x", id="user"),
    pytest.param("https://a.example/x/", id="closing slash"),
    pytest.param("https://a.example//x", id="double slash"),
    pytest.param("https://a.example/%78", id="needless escape"),
    pytest.param("https://a.example/x#part", id="fragment"),
    pytest.param("  https://a.example/x\n", id="space around"),
    pytest.param("https://a.example/x?", id="empty query"),
    pytest.param("https://a.example/x?utm_source=a&utm_medium=b&fbclid=c&gclid=d&ref=e&mc_cid=f", id="trackers"),
    pytest.param(
        "https://a.example/x?UTM_Source=a&ref_src=twsrc&igshid=1&_gl=2&yclid=3&at_medium=4", id="more trackers"
    ),
    pytest.param("https://a.example/x?outputType=amp&amp", id="AMP by query"),
]

DIFFERENT = [
    pytest.param("https://a.example/X", id="case of the path"),
    pytest.param("https://a.example:8443/x", id="port"),
    pytest.param("https://a.example:80/x", id="port of another scheme"),
    pytest.param("https://google.ev.pw/amp/s/a.example/x", id="a look-alike of Google"),
    pytest.param("https://google.com.ev.pw/amp/s/a.example/x", id="a longer look-alike of Google"),
    pytest.param("https://evil-google.com/amp/s/a.example/x", id="a name that ends like Google's"),
    pytest.param("https://cdn.ampproject.org.ev.pw/c/s/a.example/x", id="a look-alike of the AMP cache"),
    pytest.param("https://a.example/xy", id="path"),
    pytest.param("https://a.example/", id="home page"),
    pytest.param("https://b.a.example/x", id="subdomain"),
    pytest.param("https://a.example/x?id=1", id="query"),
    pytest.param("https://a.example/x?reference=1", id="begins like a tracker"),
    pytest.param("https://a.example/x?p=", id="empty value"),
    pytest.param("https://a.example/x/amplifier", id="begins like AMP"),
    pytest.param("https://a.example/camp", id="ends like AMP"),
    pytest.param("https://a.example/iran-protests", id="a section that is no home page"),
    pytest.param("https://a.example/x%3Fid=1", id="escaped question mark"),
]

BAD = [
    pytest.param("", id="empty"),
    pytest.param("/x", id="relative"),
    pytest.param("ftp://a.example/x", id="ftp"),
    pytest.param("javascript:alert(1)", id="script"),
    pytest.param("mailto:a@a.example", id="mail"),
    pytest.param("http://", id="no host"),
    pytest.param("http://./", id="a dot for host"),
    pytest.param("http://a..example/", id="empty label"),
    pytest.param("http://a b.example/", id="space in the host"),
    pytest.param("http://a.example:99999/", id="no such port"),
    pytest.param("http://a.example:0/", id="port 0"),
    pytest.param("http://[::1/", id="bracket left open"),
    pytest.param("http://[fe80::1%25eth0]/", id="zone"),
    pytest.param(f"http://{'a' * 64}.example/", id="label too long"),
    pytest.param("http://a.example/" + "x" * urls.MAX_URL, id="too long"),
    pytest.param("http://a.example/\ud800", id="lone surrogate"),
]


@pytest.mark.parametrize("url", SAME)
def test_same_article(url: str) -> None:
    assert urls.canonical(url) == HOME


@pytest.mark.parametrize("url", DIFFERENT)
def test_different_article(url: str) -> None:
    assert urls.canonical(url) != HOME


@pytest.mark.parametrize("url", BAD)
def test_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        urls.canonical(url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        pytest.param("http://a.example?b=2&a=1&a=0", "https://a.example/?a=0&a=1&b=2", id="sorted query"),
        pytest.param(
            "http://a.example/کوه?q=کوه", "https://a.example/%DA%A9%D9%88%D9%87?q=%DA%A9%D9%88%D9%87", id="Persian"
        ),
        pytest.param("http://bücher.example/", "https://xn--bcher-kva.example/", id="international host"),
        pytest.param("http://a.example/%ff", "https://a.example/%FF", id="bytes outside UTF-8"),
        pytest.param("http://[2001:DB8:0::1]:80/x", "https://[2001:db8::1]/x", id="IPv6"),
        pytest.param("http://m.example/x", "https://m.example/x", id="m is the name"),
        pytest.param("http://amp.dev/x", "https://amp.dev/x", id="amp is the name"),
    ],
)
def test_canonical(url: str, canonical: str) -> None:
    assert urls.canonical(url) == canonical


PIECES = st.text(alphabet="aA/.%20-_~?&=;#ampwm:@[]+é\u202e 1x", max_size=30)


@given(PIECES, PIECES, PIECES)
def test_canonical_is_its_own_canonical_form(host: str, path: str, query: str) -> None:
    try:
        once = urls.canonical(f"http://{host}/{path}?{query}")
    except ValueError:
        return
    assert urls.canonical(once) == once


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        pytest.param("https://www.bbc.co.uk/news/x", "bbc.co.uk", id="two-part suffix"),
        pytest.param("https://english.news.a.example/x", "a.example", id="subdomains"),
        pytest.param("https://someone.blogspot.com/x", "someone.blogspot.com", id="a blog is an outlet"),
        pytest.param("https://www.balkanweb.com/x", "balkanweb.com", id="plain"),
        pytest.param("https://www-a.cdn.ampproject.org/c/s/www.a.example/x", "a.example", id="behind AMP"),
        pytest.param("http://127.0.0.1:8081/x", "127.0.0.1", id="address"),
        pytest.param("http://[::1]/x", "::1", id="IPv6 address"),
        pytest.param("http://localhost/x", "localhost", id="no dot"),
    ],
)
def test_outlet(url: str, outlet: str) -> None:
    assert urls.outlet(url) == outlet


@pytest.mark.parametrize(
    ("url", "resolved"),
    [
        pytest.param("/y", "https://a.example/y", id="path"),
        pytest.param("y", "https://a.example/news/y", id="relative"),
        pytest.param("//b.example/y", "https://b.example/y", id="other host"),
        pytest.param(" https://b.example/y ", "https://b.example/y", id="absolute"),
        pytest.param("https://outlet.example@b.example/y", "https://b.example/y", id="a user that looks like a host"),
        pytest.param("javascript:void(0)", None, id="script"),
        pytest.param("data:text/plain,x", None, id="data"),
        pytest.param("http://", None, id="no host"),
        pytest.param("http://[", None, id="broken"),
        pytest.param("x" * 3000, None, id="too long"),
    ],
)
def test_absolute(url: str, resolved: str | None) -> None:
    assert urls.absolute(url, "https://a.example/news/feed") == resolved


def test_ids_name_their_kind_and_version() -> None:
    ids = {urls.entry_id(HOME), urls.article_id(HOME), urls.story_id(HOME), urls.message_key(HOME, "", "")}
    assert {identity[:3] for identity in ids} == {"e1_", "a1_", "s1_", "m1_"}
    assert urls.entry_id(HOME) == urls.entry_id(urls.canonical("http://www.a.example/x?utm_source=feed"))
    assert urls.message_key("a", "b", "c") != urls.message_key("ab", "", "c")


def test_an_address_without_end_is_refused_before_it_is_split() -> None:
    """Splitting it would normalise the host, which has 54 million letters then."""
    address = "http://" + "\ufdfa" * 3_000_000 + ".example/"
    with cpu_limit(1):
        assert urls.absolute(address, "https://a.example/") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{url}: status 403", "https://api.example/v1?apikey=…&q=…: status 403"),
        ("{url}, which redirects to https://other.example/?x=1&apikey=s3cret: no", None),
        ("cut off: https://api.example/v1?apikey=s3c", "cut off: https://api.example/v1?apikey=…"),
        ("the key is apikey=unknown", "the key is apikey=unknown"),
    ],
)
def test_the_values_in_the_query_of_an_address_are_not_quoted(text: str, shown: str | None) -> None:
    url = "https://api.example/v1?apikey=s3cret&q=%22a%20b%22"
    found = urls.hide_query_values(text.format(url=url), url)
    assert found == shown if shown else "s3cret" not in found and "x=1" in found
