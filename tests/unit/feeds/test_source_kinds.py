"""`[[source]]` tables: what each kind may have, what it implies, and what is wrong with it."""

import pytest

from newsvane.errors import ConfigError
from newsvane.feeds import WatchListParser, dump_feeds, parse_watch_list, read_includes

SOURCES = """include = ["world/*.toml"]
read = "matching"

[[source]]
id = "paper"
kind = "page"
url = "https://paper.example/latest"
links = "h2 a"
outlet_kind = "state"

[[source]]
id = "list"
kind = "aggregator"
url = "http://lists.example/{minute}.json.gz"
needs_contact = true

[[source]]
id = "search"
kind = "query"
url = "https://search.example/?q={query}"
topic = "iran"
read = "all"
access = "search"

[[source]]
id = "channel"
kind = "telegram"
url = "https://t.me/s/harbour_news"
"""
INCLUDED = SOURCES.removeprefix('include = ["world/*.toml"]\n')


def test_sources_have_what_their_kind_implies() -> None:
    found = parse_watch_list(SOURCES, path="feeds.toml")
    assert [feed.model_dump(exclude_defaults=True) for feed in found] == [
        {
            "feed_id": "paper", "url": "https://paper.example/latest", "outlet": "paper.example", "kind": "state",
            "source_kind": "page", "read": "matching", "links": "h2 a",
        },
        {
            "feed_id": "list", "url": "http://lists.example/{minute}.json.gz", "source_kind": "aggregator",
            "read": "matching", "needs_contact": True,
        },
        {
            "feed_id": "search", "url": "https://search.example/?q={query}", "source_kind": "query",
            "topic": "iran", "access": "search",
        },
        {
            "feed_id": "channel", "url": "https://t.me/s/harbour_news", "outlet": "t.me/harbour_news",
            "source_kind": "telegram", "read": "matching",
        },
    ]  # fmt: skip
    assert parse_watch_list(dump_feeds(found), path="feeds.toml") == found


def test_an_aggregator_reads_what_matches_unless_its_table_says_all() -> None:
    text = SOURCES.replace('read = "matching"\n', "")
    assert [feed.read for feed in parse_watch_list(text, path="feeds.toml")] == ["all", "matching", "all", "all"]
    everything = text.replace("needs_contact = true", 'read = "all"')
    assert parse_watch_list(everything, path="feeds.toml")[1].read == "all"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        pytest.param('"page"', '"pages"', 6, "kind: write 'feed', 'sitemap', 'page'", id="unknown kind"),
        pytest.param('kind = "page"', "", 8, 'only a [[source]] with kind = "page" has it', id="selectors of a feed"),
        pytest.param('"state"', '"regime"', 9, "outlet_kind: write 'state'", id="unknown kind of outlet"),
        pytest.param('"h2 a"', '"h2 a["', 8, "links: 'h2 a[' is not a CSS selector", id="no selector"),
        pytest.param('id = "list"', 'id = "paper"', 12, "the id 'paper' is taken", id="same id"),
        pytest.param('"aggregator"', '"feed"', 14, "{minute} is only known in", id="minutes of a feed"),
        pytest.param("needs_contact = true", 'outlet = "a.example"', 15, "outlet: leave it out", id="outlet of a list"),
        pytest.param('topic = "iran"\n', "", 17, "topic: name the topic whose words", id="query without a topic"),
        pytest.param("{query}", "iran", 20, "url: write {query} where the words", id="topic without its place"),
        pytest.param('topic = "iran"', 'topic = "iran"\nterms = ["Tehran"]', 22, "terms: leave them out", id="both"),
        pytest.param('"search"\n\n', '"a b"\n\n', 23, "access: write a name", id="no name"),
        pytest.param("t.me/s/harbour_news", "t.me/harbour_news", 28, "https://t.me/s/CHANNEL", id="no preview"),
        pytest.param('"matching"', '"some"', 2, "read: write 'all'", id="unknown reading"),
        pytest.param('["world/*.toml"]', '"world/*.toml"', 1, "include: ", id="no list of files"),
    ],
)
def test_fault_in_a_source_is_named_by_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_watch_list(SOURCES.replace(old, new, 1), path="feeds.toml")
    assert [(mistake.line, words in mistake.message) for mistake in caught.value.mistakes] == [(line, True)]


def test_queries_of_one_service_differ_by_what_they_ask_for() -> None:
    table = SOURCES[SOURCES.index('[[source]]\nid = "search"') : SOURCES.index('[[source]]\nid = "channel"')]
    other = table.replace('"search"\nkind', '"other"\nkind')
    assert len(parse_watch_list(table + other.replace('"iran"', '"mek"'), path="feeds.toml")) == 2
    with pytest.raises(ConfigError, match=r"line 12: repeats the url of the ..source.. in line 4"):
        parse_watch_list(table + other, path="feeds.toml")


def test_what_a_person_writes_wins_over_an_included_list() -> None:
    watch_list = WatchListParser()
    watch_list.parse('[[feed]]\nid = "mine"\nurl = "http://www.paper.example/latest/"', "feeds.toml")
    found = watch_list.parse(INCLUDED, "world/malta.toml")
    assert [feed.feed_id for feed in found] == ["list", "search", "channel"]


def test_an_id_of_another_file_is_taken_and_the_place_is_named() -> None:
    watch_list = WatchListParser()
    watch_list.parse('# mine\n\n[[feed]]\nurl = "https://other.example/"\nid = "paper"\n', "watch/feeds.toml")
    with pytest.raises(ConfigError) as caught:
        watch_list.parse(INCLUDED, "watch/world/malta.toml")
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "watch/world/malta.toml, line 4: the id 'paper' is taken by the [[feed]] in watch/feeds.toml, line 5"
    ]


def test_a_source_may_not_repeat_what_a_feed_of_its_file_has() -> None:
    feed = '\n[[feed]]\nid = "paper"\nurl = "http://a.example/"\n[[feed]]\nid = "b"\nurl = "http://b.example/"\n'
    source = '[[source]]\nid = "c"\nkind = "page"\nurl = "http://b.example/"\n'
    with pytest.raises(ConfigError) as caught:
        parse_watch_list(SOURCES + feed + source, path="feeds.toml")
    assert [(mistake.line, mistake.message) for mistake in caught.value.mistakes] == [
        (5, "the id 'paper' is taken by the [[feed]] in line 31"),
        (39, "repeats the url of the [[feed]] in line 35"),
    ]


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ('include = ["a.toml", "b/*.toml"]\n[[feed]]\nbroken', ("a.toml", "b/*.toml")),
        ("[[feed]]\ninclude = ['a.toml']", ()),
        ("include = 5", ()),
        ("include = [", ()),
    ],
)
def test_further_files_are_named_above_the_tables(text: str, patterns: tuple[str, ...]) -> None:
    assert read_includes(text) == patterns
