"""Of a source with `read = "matching"`, only what may matter is read; the rest is counted for the shares."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer

WATCH = """
include = ["world/*.toml"]

[[feed]]
id = "own"
url = "http://own.example/feed"
country = "IE"

[[source]]
id = "list"
kind = "aggregator"
url = "http://list.example/feed"

[[source]]
id = "off"
kind = "aggregator"
url = "http://off.example/feed"
needs_contact = true
"""
WORLD = """
read = "matching"

[[source]]
id = "gazette"
kind = "feed"
url = "http://gazette.example/feed"
country = "MT"
outlet_kind = "independent"
language = "en"
"""


def feed(*items: tuple[str, str, str]) -> Answer:
    """Return a feed of items: address, title and description."""
    listed = "".join(
        f"<item><link>{link}</link><title>{title}</title><description>{words}</description></item>"
        for link, title, words in items
    )
    return Answer(f"<rss version='2.0'><channel><title>List</title>{listed}</channel></rss>", "application/rss+xml")


@pytest.fixture
def answers() -> dict[str, Answer]:
    cake = [
        "Bakers of the town compare their cakes, and nobody agrees which one of them was the best of the summer."
    ] * 5
    return {
        "own.example/feed": feed(("http://own.example/cake", "Cake", "Flour")),
        "list.example/feed": feed(
            ("http://far.example/boat", "A headline", "The ferry stays in port."),
            ("http://far.example/cake", "Cakes", "Sugar"),
            ("http://gazette.example/tart", "Tarts", ""),
        ),
        "gazette.example/feed": feed(
            ("http://gazette.example/ferry", "Ferry stays", ""),
            ("http://gazette.example/cake", "Cakes", "Flour"),
            ("http://gazette.example/tart", "Tarts", "Cream"),
        ),
        "own.example/cake": page("Cake", cake),
        "far.example/boat": page("A headline", ENGLISH),
        "gazette.example/ferry": page("Ferry stays in port, say crews", [*ENGLISH[2:], *ENGLISH[:2]]),
    }


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        world = one.settings.watch / "world"
        world.mkdir()
        (world / "malta.toml").write_text(WORLD, "utf-8")
        yield one


def test_only_what_matches_is_read_and_the_rest_is_counted(installation: Installation) -> None:
    installation.cycle("first")
    installation.cycle("nothing new")
    assert installation.query("SELECT url FROM entries ORDER BY url") == [
        ("http://far.example/boat",),
        ("http://gazette.example/ferry",),
        ("http://own.example/cake",),
    ]
    assert installation.query("FROM (SELECT * EXCLUDE (day, language) FROM unread_daily) ORDER BY ALL") == [
        ("far.example", "list", False, None, "other", 1),
        ("gazette.example", "gazette", True, "MT", "independent", 2),
    ]
    assert installation.query("SELECT outlet, entries FROM unread ORDER BY outlet") == [
        ("far.example", 1),
        ("gazette.example", 2),
    ]
    assert installation.query("SELECT feed_id, status FROM feed_health WHERE paused") == [("off", None)]


def test_an_entry_whose_text_changes_is_counted_once(installation: Installation, answers: dict[str, Answer]) -> None:
    installation.poll("first")
    before = installation.query("SELECT * FROM unread_daily ORDER BY ALL")
    for number in range(2):
        answers["gazette.example/feed"] = feed(
            ("http://gazette.example/cake", "Cakes", f"Flour, {number} comments"),
            ("http://gazette.example/tart", "Tarts, corrected", "Cream"),
        )
        installation.poll(f"changed {number}")
    assert installation.query("SELECT * FROM unread_daily ORDER BY ALL") == before


def test_what_another_source_lists_is_counted_if_it_is_new_and_counted_nowhere_else(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    old = (datetime.now(UTC) - timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    listed = feed(("http://own.example/tart", "Tarts", ""), ("http://far.example/old", "Old tarts", "OLD"))
    answers["list.example/feed"] = replace(
        listed, body=listed.body.replace("<description>OLD</description>", f"<pubDate>{old}</pubDate>")
    )
    answers["gazette.example/feed"] = replace(
        answers["gazette.example/feed"],
        body=answers["gazette.example/feed"].body.replace("<title>Tarts", f"<pubDate>{old}</pubDate><title>Tarts"),
    )
    installation.poll("first")
    assert installation.query("SELECT outlet, feed_id, sum(entries) FROM unread_daily GROUP BY ALL") == [
        ("gazette.example", "gazette", 2)
    ]


def test_what_another_source_has_read_of_an_outlet_counts_as_its_own_source_counts_it(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    """A headline made up by somebody else has the page read, which the outlet's own source only counts."""
    answers["list.example/feed"] = feed(("http://gazette.example/tart", "The ferry", ""))
    answers["gazette.example/tart"] = answers["own.example/cake"]
    installation.cycle("first")
    pipeline.refresh_trends(settings=installation.settings)
    assert installation.query("SELECT feed_id, topics FROM articles WHERE url LIKE '%/tart'") == [("list", [])]
    seen = "SELECT sum(articles) FROM seen_daily WHERE topic = '*' AND outlet = 'gazette.example'"
    assert installation.query(seen) == [(3,)]


def test_an_outlet_does_not_count_old_dates_that_our_polls_contradict(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    old = f"{datetime.now(UTC) - timedelta(days=10):%a, %d %b %Y %H:%M:%S} GMT"
    counted = "SELECT sum(entries) FROM unread_daily WHERE outlet = 'gazette.example'"
    installation.poll("first")
    assert installation.query(counted) == [(2,)]
    with lake.writer(installation.settings) as con:
        con.execute("UPDATE feed_states SET polled_at = polled_at - INTERVAL 1 HOUR")
    more = feed(("http://gazette.example/late", "Late cakes", ""), ("http://gazette.example/new", "New cakes", ""))
    first = answers["gazette.example/feed"].body
    body = first.replace("</channel>", more.body.partition("</title>")[2].partition("</channel>")[0] + "</channel>")
    body = body.replace("<title>Late", f"<pubDate>{old}</pubDate><title>Late")
    answers["gazette.example/feed"] = replace(answers["gazette.example/feed"], body=body)
    installation.poll("second")
    assert installation.query(counted) == [(3,)]


def test_shares_are_of_everything_that_was_seen(installation: Installation) -> None:
    installation.cycle("first")
    pipeline.refresh_trends(settings=installation.settings)
    assert installation.query("SELECT articles, read, share FROM attention") == [(2, 6, 2 / 6)]
    assert installation.query("SELECT articles, all_read, percent FROM trend('ferry', 'day')") == [(2, 6, 33.33)]
    with lake.connect(settings=installation.settings) as con:
        (count,) = lake.load_daily_counts(con, since=date(2020, 1, 1), topic="ferry")
    assert (count.articles, count.read) == (2, 6)


def test_an_aggregator_says_nothing_about_the_articles_of_others(installation: Installation) -> None:
    installation.cycle("first")
    assert installation.query(
        "SELECT outlet, outlet_country, outlet_kind, feed_title FROM coverage ORDER BY outlet"
    ) == [
        ("far.example", None, "other", None),
        ("gazette.example", "MT", "independent", ""),
    ]
    delivered = (
        "SELECT feed_id, source_kind, entries, articles, on_topic, outlets FROM source_deliveries ORDER BY feed_id"
    )
    assert installation.query(delivered) == [
        ("gazette", "feed", 1, 1, 1, 1),
        ("list", "aggregator", 1, 1, 1, 1),
        ("off", "aggregator", 0, 0, 0, 0),
        ("own", "feed", 1, 1, 0, 0),
    ]


def test_who_found_an_article_first_stays_known_when_its_outlet_lists_it(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    installation.cycle("first")
    answers["own.example/feed"] = feed(("http://own.example/pier", "The pier", ""))
    answers["list.example/feed"] = feed(("http://own.example/pier", "The pier and the ferry", ""))
    answers["own.example/pier"] = page("The pier", ENGLISH[1:])
    with_pause = installation.settings.watch / "feeds.toml"
    text = with_pause.read_text("utf-8")
    with_pause.write_text(text.replace('country = "IE"', 'country = "IE"\npaused = true'), "utf-8")
    installation.cycle("second")
    with_pause.write_text(text, "utf-8")
    installation.cycle("third")
    found = "SELECT feed_id, found_by FROM entries WHERE url = 'http://own.example/pier'"
    assert installation.query(found) == [("own", "list")]
