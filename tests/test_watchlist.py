"""The watch list is read, or its fault is named by line."""

from pathlib import Path

import pytest

from newsvane.errors import ConfigError
from newsvane.feeds import load_feeds
from newsvane.records import Feed

LIST = """# the watch list
[[feed]]
id = "a"
url = "https://www.a.example/rss"

[[feed]]
id = "b"
url = "https://b.example/rss"
title = "B"
outlet = "bee.example"
language = "fa"
country = "IR"
kind = "state"
paused = true
"""


def test_watch_list() -> None:
    first, second = load_feeds(LIST, path="feeds.toml")
    assert first == Feed(feed_id="a", url="https://www.a.example/rss", outlet="a.example")
    assert second.model_dump(exclude_defaults=True) == {
        "feed_id": "b",
        "url": "https://b.example/rss",
        "title": "B",
        "outlet": "bee.example",
        "language": "fa",
        "country": "IR",
        "kind": "state",
        "paused": True,
    }
    assert load_feeds("", path="feeds.toml") == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param('id = "b"', 'id = "a"', 7, "the id 'a' is taken", id="same id"),
        pytest.param("//b.example", "//a.example", 8, "repeats the url of the feed 'a'", id="same address"),
        pytest.param('title = "B"', 'titel = "B"', 9, "unknown key 'titel'", id="unknown key"),
        pytest.param('title = "B"', "title = 5", 9, "title: Input should be a valid string", id="wrong type"),
        pytest.param('"state"', '"regime"', 13, "kind: Input should be 'state'", id="unknown kind"),
        pytest.param("paused = true", "paused = 7", 14, "paused: ", id="not a boolean"),
        pytest.param('id = "b"', 'id = "B b"', 7, "id: up to 64", id="bad id"),
        pytest.param('id = "b"\n', "", 6, "needs 'id'", id="no id"),
        pytest.param('url = "https://b.example/rss"\n', "", 6, "needs 'url'", id="no address"),
        pytest.param('"https://b.example/rss"', '"b.example/rss"', 8, "not an http(s) address", id="no scheme"),
        pytest.param("# the watch list", "interval = 5", 1, "'interval' is not known", id="a key at the top"),
        pytest.param("# the watch list", "[[feeds]]", 1, "'feeds' is not known here", id="unknown table"),
        pytest.param('title = "B"', "title = B", 9, "not valid TOML", id="not TOML"),
    ],
)
def test_fault_in_the_watch_list_is_named_by_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_feeds(LIST.replace(old, new, 1), path="watch/feeds.toml")
    message = str(caught.value)
    assert message.startswith("watch/feeds.toml")
    assert f"line {line}" in message
    assert words in message


@pytest.mark.parametrize("text", ["feed = 5", "feed = [1]", '[feed]\nid = "a"'])
def test_watch_list_of_another_shape(text: str) -> None:
    with pytest.raises(ConfigError, match=r"line 1: 'feed' is not known here: this file holds \[\[feed\]\] tables"):
        load_feeds(text, path="feeds.toml")


def test_the_watch_list_that_ships() -> None:
    path = Path(__file__).parents[1] / "include" / "watch" / "feeds.toml"
    watched = load_feeds(path.read_text(encoding="utf-8"), path=str(path))
    assert 40 <= len(watched) <= 80
    assert all(feed.title and feed.language and feed.country for feed in watched)
    assert {feed.kind for feed in watched} >= {"state", "exile", "independent", "agency", "broadcaster"}
    assert {feed.language for feed in watched} >= {"en", "fa", "sq", "ar"}
