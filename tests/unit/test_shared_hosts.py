"""On a platform where anybody may publish, the outlet is the account."""

import pytest

from newsvane import urls

OUTLETS = [
    ("https://medium.com/@evil/x", "medium.com/@evil"),
    ("https://medium.com/@Evil/x", "medium.com/@evil"),
    ("https://medium.com/the-desk/x", "medium.com/the-desk"),
    ("https://medium.com/feed/@evil", "medium.com/@evil"),
    ("https://medium.com/feed/the-desk", "medium.com/the-desk"),
    ("https://medium.com/feed", "medium.com"),
    ("https://medium.com/p/0a1b2c", "medium.com"),
    ("https://evil.medium.com/x", "evil.medium.com"),
    ("https://evil.substack.com/p/x", "evil.substack.com"),
    ("https://substack.com/@evil", "substack.com/evil"),
    ("https://evil.blogspot.com/2026/11/x.html", "evil.blogspot.com"),
    ("https://evil.blogspot.co.uk/2026/11/x.html", "evil.blogspot.co.uk"),
    ("https://evil.wordpress.com/x", "evil.wordpress.com"),
    ("https://www.evil.wordpress.com/x", "evil.wordpress.com"),
    ("https://evil.github.io/x", "evil.github.io"),
    ("https://t.me/evil/12", "t.me/evil"),
    ("https://t.me/s/evil/12", "t.me/evil"),
    ("https://eitaa.com/evil", "eitaa.com/evil"),
    ("https://www.youtube.com/@evil/videos", "youtube.com/@evil"),
    ("https://www.youtube.com/channel/UCevil", "youtube.com/channel/ucevil"),
    ("https://www.youtube.com/watch?v=1", "youtube.com"),
    ("https://x.com/evil/status/1", "x.com/evil"),
    ("https://x.com/i/status/1", "x.com"),
    ("https://m.facebook.com/evil/posts/1", "facebook.com/evil"),
    ("https://www.facebook.com/permalink.php?id=1", "facebook.com"),
    ("https://sites.google.com/view/evil/x", "sites.google.com/evil"),
    ("https://www.bbc.co.uk/news/x", "bbc.co.uk"),
    ("https://news.a.example/x", "a.example"),
    ("https://notmedium.com/@evil/x", "notmedium.com"),
]


@pytest.mark.parametrize(("url", "outlet"), OUTLETS)
def test_outlet(url: str, outlet: str) -> None:
    assert urls.outlet(url) == outlet


@pytest.mark.parametrize(
    ("url", "other", "may"),
    [
        pytest.param("https://a.example/x", "https://www.a.example/y", True, id="the same domain"),
        pytest.param("https://b.a.example/x", "https://a.example/y", True, id="a subdomain"),
        pytest.param("https://a.example/x", "https://b.example/x", False, id="another domain"),
        pytest.param("https://medium.com/@one/x", "https://medium.com/@one/y", True, id="the same account"),
        pytest.param("https://medium.com/@one/x", "https://medium.com/@two/y", False, id="another account"),
        pytest.param("https://medium.com/p/1", "https://medium.com/p/2", False, id="no account"),
        pytest.param("https://medium.com/p/1", "http://medium.com/p/1#x", True, id="itself"),
        pytest.param("https://one.substack.com/p/x", "https://two.substack.com/p/x", False, id="another subdomain"),
    ],
)
def test_who_may_speak_for_whom(url: str, other: str, may: bool) -> None:
    assert urls.may_speak_for(url, other) is may
    assert urls.may_speak_for(other, url) is may
