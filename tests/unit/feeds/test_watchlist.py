"""The watch list is parsed, and its faults are reported with their line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.errors import ConfigError
from newsvane.feeds import dump_feeds, merge_feeds, normalize_address, parse_watch_list
from newsvane.records import Feed
from tests.support.cpu_limit import cpu_limit
from tests.support.examples import examples

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
site = "https://b.example/"
folder = ["Iran", "State"]
opml = { description = "Leads", -type = "" }
"""


def test_watch_list() -> None:
    first, second = parse_watch_list(LIST, path="feeds.toml")
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
        "site": "https://b.example/",
        "folder": ("Iran", "State"),
        "opml": {"description": "Leads", "-type": ""},
    }
    assert parse_watch_list("", path="feeds.toml") == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param('id = "b"', 'id = "a"', 7, "the id 'a' is taken by the [[feed]] in line 3", id="same id"),
        pytest.param("//b.example", "//a.example", 8, "repeats the url of the [[feed]] in line 4", id="same address"),
        pytest.param('title = "B"', 'titel = "B"', 9, "unknown key 'titel'", id="unknown key"),
        pytest.param('title = "B"', "title = 5", 9, "title: write text in quotes", id="wrong type"),
        pytest.param('"state"', '"regime"', 13, "kind: write 'state', 'exile', ", id="unknown kind"),
        pytest.param("paused = true", "paused = 7", 14, "paused: ", id="not a boolean"),
        pytest.param('id = "b"', 'id = "B b"', 7, "id: use up to 64", id="bad id"),
        pytest.param('id = "b"\n', "", 6, "needs 'id'", id="no id"),
        pytest.param('url = "https://b.example/rss"\n', "", 6, "needs 'url'", id="no address"),
        pytest.param('"https://b.example/rss"', '"b.example/rss"', 8, "not an http(s) address", id="no scheme"),
        pytest.param("# the watch list", "interval = 5", 1, "'interval' is not allowed here", id="a key at the top"),
        pytest.param("# the watch list", "[[feeds]]", 1, "'feeds' is not allowed here", id="unknown table"),
        pytest.param('title = "B"', "title = B", 9, "not valid TOML", id="not TOML"),
        pytest.param(
            '"fa"', '"Farsi"', 11, "language: 'Farsi' is not a language code of two or three", id="a language in words"
        ),
        pytest.param('"fa"', '"fa-IR"', 11, "language: 'fa-IR' is not a language code", id="a language with a country"),
        pytest.param(
            '"IR"', '"ir"', 12, "country: 'ir' is not a country code of two capital letters", id="a small country"
        ),
        pytest.param('"IR"', '"Iran"', 12, "country: 'Iran' is not a country code", id="a country in words"),
        pytest.param('"https://b.example/"', '"b.example"', 15, "site: not an http(s) address", id="no site"),
        pytest.param('["Iran", "State"]', '"Iran"', 16, "folder: write a list", id="no list"),
        pytest.param('["Iran", "State"]', "[1]", 16, "folder: write text in quotes", id="no names"),
        pytest.param('["Iran", "State"]', f"{['x'] * 101}", 16, "folder: 101 levels", id="folders without end"),
        pytest.param("{ description", "{ a = 1, description", 17, "opml: write text in quotes", id="a number"),
        pytest.param("description =", '"a b" =', 17, "opml: 'a b' is not a valid attribute name", id="no attribute"),
        pytest.param("description =", "xmlns =", 17, "opml: 'xmlns' is not a valid", id="a namespace for an attribute"),
        pytest.param("description =", '"²" =', 17, "opml: '²' is not a valid", id="no name of XML"),
        pytest.param(
            "bee.example",
            "http://bee.example",
            10,
            "'http://bee.example' is no outlet: write \"bee.example\"",
            id="an address for an outlet",
        ),
        pytest.param(
            "bee.example",
            "www.bee.example",
            10,
            'its articles count as those of "bee.example"; write that',
            id="a host for an outlet",
        ),
        pytest.param("bee.example", "The Bee", 10, "outlet: 'The Bee' is no outlet: write its domain", id="a name"),
        pytest.param('country = "IR"', '"country" = "ir"', 12, "country: 'ir'", id="a key in quotes"),
    ],
)
def test_fault_in_the_watch_list_is_named_by_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_watch_list(LIST.replace(old, new, 1), path="watch/feeds.toml")
    message = str(caught.value)
    assert message.startswith("watch/feeds.toml")
    assert f"line {line}" in message
    assert words in message


def test_a_misspelt_key_is_one_mistake() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_watch_list(LIST.replace("url =", "ulr =", 1), path="feeds.toml")
    assert [each.message for each in caught.value.mistakes] == ["unknown key 'ulr'; did you mean 'url'?"]


@pytest.mark.parametrize("text", ["feed = 5", "feed = [1]"])
def test_watch_list_of_another_shape(text: str) -> None:
    with pytest.raises(
        ConfigError,
        match=r"line 1: 'feed' is not allowed here: this file may only contain \[\[feed\]\], \[\[source\]\] tables",
    ):
        parse_watch_list(text, path="feeds.toml")


def test_the_watch_list_that_ships() -> None:
    path = Path(__file__).parents[3] / "include" / "watch" / "feeds.toml"
    watched = parse_watch_list(path.read_text(encoding="utf-8"), path=str(path))
    assert 40 <= len(watched) <= 80
    assert all(feed.title and (feed.language or feed.source_kind == "aggregator") for feed in watched)
    assert [feed.feed_id for feed in watched if not feed.country] == ["iran-focus"]
    assert {feed.kind for feed in watched} >= {"state", "exile", "independent", "agency", "broadcaster"}
    assert {feed.language for feed in watched} >= {"en", "fa", "sq", "ar"}


@pytest.mark.parametrize(
    ("title", "line"),
    [
        pytest.param('"""\n[[feed]]\nkind = """', 15, id="a long text with a table in it"),
        pytest.param("'''\n[[feed]]\nkind = '''", 15, id="the same in other quotes"),
        pytest.param('"""\n\\"""[[feed]]"""', 14, id="with a quote escaped"),
        pytest.param('"\u2028 \x85" # \'\'\' """', 13, id="what others take for lines"),
    ],
)
def test_line_numbers_are_those_of_an_editor(title: str, line: int) -> None:
    changed = LIST.replace('"B"', title).replace('"state"', '"regime"')
    with pytest.raises(ConfigError, match=f"line {line}: kind: "):
        parse_watch_list(changed, path="feeds.toml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('feed = [\n{id = "a", url = "http://a.example/"},\n{id = "b"}]', 1, id="tables in line"),
        pytest.param(f'{LIST}[[feed]]\nid = "c"\nurl = "http://c.example/"\n[feed.opml]\n"a b" = ""', 21, id="below"),
    ],
)
def test_lists_in_another_style(text: str, line: int) -> None:
    with pytest.raises(ConfigError, match=f"line {line}: "):
        parse_watch_list(text, path="feeds.toml")


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
FEEDS = st.lists(
    st.builds(
        Feed,
        feed_id=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,63}", fullmatch=True),
        url=st.integers(0, 9**9).map(lambda number: f"https://www.a.example/{number}?q='\"\\x"),
        title=TEXT,
        outlet=st.sampled_from(["a.example", "b.example"]),
        language=st.sampled_from([None, "fa", "ckb"]),
        country=st.sampled_from([None, "IR"]),
        kind=st.sampled_from(["state", "other"]),
        paused=st.booleans(),
        site=st.sampled_from([None, "https://a.example/"]),
        folder=st.lists(TEXT, max_size=3).map(tuple),
        opml=st.dictionaries(st.sampled_from(["a", "-type", "1/title", "2/", "{urn:x}é"]), TEXT, max_size=3),
    ),
    max_size=4,
    unique_by=(lambda feed: feed.feed_id, lambda feed: feed.url),
)


@given(FEEDS)
@settings(max_examples=examples(100), deadline=None, derandomize=True)
def test_what_is_dumped_is_read_back(watched: list[Feed]) -> None:
    text = dump_feeds(watched)
    assert parse_watch_list(text, path="feeds.toml") == tuple(watched)
    assert all(line.isprintable() for line in text.replace("\u200c", "").replace("\u200d", "").split("\n"))


def test_a_dump_is_readable() -> None:
    title = 'پیام\u200cنیوز "A\\B"\n\u202e\ud800\U000e0041'
    feed = Feed(feed_id="a", url="https://a.example/", title=title, outlet="a.example", kind="state", folder=("Iran",))
    assert dump_feeds([feed]) == (
        '[[feed]]\nid = "a"\nurl = "https://a.example/"\n'
        'title = "پیام\u200cنیوز \\"A\\\\B\\"\\u000a\\u202e\\ufffd\\U000e0041"\n'
        'kind = "state"\nfolder = ["Iran"]\n'
    )


@pytest.mark.parametrize(
    ("url", "same"),
    [
        pytest.param("http://a.example/rss", True, id="without TLS"),
        pytest.param("https://WWW.A.example/rss/", True, id="www, case and closing slash"),
        pytest.param(" https://a.example/rss#top ", True, id="fragment and space"),
        pytest.param("https://a.example/RSS", False, id="case of the path"),
        pytest.param("https://a.example/rss?lang=fa", False, id="query"),
        pytest.param("https://b.a.example/rss", False, id="another host"),
    ],
)
def test_normalize_address(url: str, same: bool) -> None:
    assert (normalize_address(url) == normalize_address("https://a.example/rss")) is same
    watched = [Feed(feed_id="a", url="https://a.example/rss")]
    added, present = merge_feeds(watched, [Feed(feed_id="a", url=url), Feed(feed_id="", url=url, title="Twice")])
    assert [feed.feed_id for feed in added] == ([] if same else ["a-2"])
    assert len(present) == (2 if same else 1)


def test_ten_thousand_feeds_load_quickly() -> None:
    feeds = [
        Feed(feed_id=f"f{n}", url=f"https://{n % 500}.a.example/{n}", title="T", outlet="a.example", country="AL")
        for n in range(10_000)
    ]
    text = dump_feeds(feeds)
    with cpu_limit(2):
        assert len(parse_watch_list(text, path="feeds.toml")) == 10_000
