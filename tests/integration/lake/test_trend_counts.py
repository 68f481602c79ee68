"""`trend_daily` and `counted_articles`: what changed is counted as in a full count; filters, shares."""

import random
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newsvane import lake, pipeline, stories, urls
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import CLAIM_EVIDENCE, Article, Feed, Grouping, Translation
from newsvane.settings import Settings
from tests.support import counted_articles
from tests.support.empty_lake import create_lake

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEEDS = (
    Feed(feed_id="one", url="https://one.example/feed", country="AL", kind="independent"),
    Feed(feed_id="two", url="https://two.example/feed", country="IR", kind="state"),
)
ROWS = "SELECT * FROM trend_daily ORDER BY ALL"
SNAPSHOTS = "SELECT max(snapshot_id) FROM ducklake_snapshots('lake')"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty lake with two feeds; a test rolls back what it does."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("counts")))
    with exclusive(settings) as con:
        with transaction(con):
            watch(con, *FEEDS)
        yield con


@pytest.fixture(autouse=True)
def rolled_back(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.begin()
    yield
    con.rollback()


def watch(con: duckdb.DuckDBPyConnection, *feeds: Feed) -> None:
    lake.land_polls(con, feeds=feeds, states=[], entries=[], run_id="poll", now=NOW)


def article(name: str, *, feed: Feed = FEEDS[0], days_ago: int = 0, **changes: Any) -> Article:
    url = f"https://{feed.feed_id}.example/{name}"
    at = NOW - timedelta(days=days_ago)
    fields = {
        "article_id": urls.article_id(url), "url": url, "canonical_url": url, "outlet": f"{feed.feed_id}.example",
        "feed_id": feed.feed_id, "title": name, "published_at": at, "fetched_at": at, "text": "", "words": 9,
        "language": "en", "topics": ("iran",), "country": feed.country, "outlet_kind": feed.kind,
    }  # fmt: skip
    return Article.model_validate(fields | changes)


def land(con: duckdb.DuckDBPyConnection, *articles: Article, groups: Mapping[Article, Grouping] | None = None) -> None:
    groupings = tuple((groups or {}).get(each) or Grouping(article_id=each.article_id, story_id=each.article_id)
                      for each in articles)  # fmt: skip
    sketches = {each.article_id: stories.sketch(each) for each in articles}
    lake.land_articles(con, lake.Batch(run_id="r", now=NOW, articles=articles, groupings=groupings, sketches=sketches))


def refresh(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    lake.refresh_trends(con, lake.list_stale_days(con))
    assert lake.list_stale_days(con) == []
    return con.execute(ROWS).fetchall()


def test_incremental_counts_equal_counting_everything(tmp_path: Path) -> None:
    with exclusive(create_lake(Settings(home=tmp_path))) as con:
        for batch, groups in draw_landings(random.Random(6)):
            with transaction(con):
                land(con, *batch, groups=groups)
            with transaction(con):
                counted, listed = refresh(con), counted_articles.list_counted(con)
            assert listed == counted_articles.list_stored(con)
            with transaction(con):
                lake.refresh_trends(con, lake.list_stale_days(con, everything=True))
            assert counted == con.execute(ROWS).fetchall()
            assert listed == counted_articles.list_counted(con)
    assert len(counted) > 20


def draw_landings(rng: random.Random) -> Iterator[tuple[list[Article], dict[Article, Grouping]]]:
    """Draw new, revised and newly dated articles, and groups that change."""
    known: list[Article] = []
    for _ in range(12):
        batch = [
            article(
                f"{rng.randrange(40)}",
                feed=rng.choice(FEEDS),
                days_ago=rng.randrange(6),
                topics=rng.choice([("iran",), ("iran", "mek"), ()]),
                language=rng.choice(["en", "fa"]),
                fetched_at=NOW + timedelta(minutes=len(known)),
                translation=Translation(state=rng.choice(["none", "translated"])),
            )
            for _ in range(3)
        ]
        known += batch
        again = list({each.article_id: each for each in [*batch, *rng.sample(known, min(4, len(known)))]}.values())
        heads = rng.choices(known, k=3)
        yield (
            again,
            {
                each: Grouping(
                    article_id=each.article_id,
                    story_id=(head := rng.choice([each, *heads])).article_id,
                    copy_of=None if head is each or rng.random() < 0.5 else head.article_id,
                    evidence=rng.choice([(), (CLAIM_EVIDENCE,)]),
                    copy_claimed=rng.random() < 0.5,
                )
                for each in again
            },
        )


def test_a_story_that_comes_to_begin_earlier_is_counted_once(con: duckdb.DuckDBPyConnection) -> None:
    late, early = article("late"), article("early", days_ago=3)
    land(con, late)
    refresh(con)
    land(con, early, groups={early: Grouping(article_id=early.article_id, story_id=late.article_id)})
    refresh(con)
    found = {count.day: count.stories for count in lake.load_daily_counts(con, since=date(2026, 11, 1))}
    assert found == {date(2026, 11, 21): 1, date(2026, 11, 24): 0}


def test_the_outlet_with_most_articles_is_known_with_their_number(con: duckdb.DuckDBPyConnection) -> None:
    land(con, *(article(f"{number}") for number in range(3)), article("two", feed=FEEDS[1]))
    land(con, article("before", feed=FEEDS[1], days_ago=1))
    refresh(con)
    found = {count.day.day: count for count in lake.load_daily_counts(con, since=date(2026, 11, 1), topic="iran")}
    assert {day: (count.largest_outlet, count.largest, count.articles) for day, count in found.items()} == {
        23: ("two.example", 1, 1), 24: ("one.example", 3, 4),
    }  # fmt: skip


def test_a_story_that_loses_its_first_article_begins_with_the_next(con: duckdb.DuckDBPyConnection) -> None:
    first, second, other = article("first", days_ago=3), article("second", days_ago=1), article("other", days_ago=3)
    land(con, first, second, other, groups={each: Grouping(article_id=each.article_id, story_id="s1_1")
                                            for each in (first, second)})  # fmt: skip
    refresh(con)
    land(con, first, groups={first: Grouping(article_id=first.article_id, story_id=other.article_id)})
    refresh(con)
    found = {count.day.day: count.stories for count in lake.load_daily_counts(con, since=date(2026, 11, 1))}
    assert found == {21: 1, 23: 1}


@pytest.mark.parametrize(
    ("filters", "articles", "read", "outlets"),
    [
        pytest.param({}, 3, 4, 2, id="everything"),
        pytest.param({"topic": "*"}, 4, 4, 2, id="all that was read"),
        pytest.param({"languages": ["fa"]}, 1, 1, 1, id="a language"),
        pytest.param({"outlets": ["one.example"]}, 2, 3, 1, id="an outlet"),
        pytest.param({"countries": ["AL", "US"]}, 2, 3, 1, id="countries"),
        pytest.param({"kinds": ["state"]}, 1, 1, 1, id="a kind"),
        pytest.param({"topic": ["iran", "mek"]}, 3, 4, 2, id="topics of which one is not there"),
    ],
)
def test_filters_apply_to_topic_counts_and_to_everything_read(
    con: duckdb.DuckDBPyConnection, filters: dict[str, Any], articles: int, read: int, outlets: int
) -> None:
    land(con, article("a"), article("b"), article("off", topics=()), article("c", feed=FEEDS[1], language="fa"))
    refresh(con)
    (count,) = lake.load_daily_counts(con, since=NOW.date(), **filters)
    assert (count.articles, count.read, count.outlets) == (articles, read, outlets)


def test_an_outlet_counts_once_a_week_and_once_a_month(con: duckdb.DuckDBPyConnection) -> None:
    land(con, *(article(f"{days}", days_ago=days) for days in (0, 1, 2, 8)))
    refresh(con)
    since = date(2026, 11, 1)
    weeks, months = (lake.load_daily_counts(con, since=since, grain=grain) for grain in ("week", "month"))
    assert [(week.day, week.articles, week.outlets) for week in weeks] == [
        (date(2026, 11, 16), 2, 1),
        (date(2026, 11, 23), 2, 1),
    ]
    assert [(month.day, month.articles, month.outlets) for month in months] == [(since, 4, 1)]


def test_a_day_without_the_topic_has_a_row_if_anything_was_read(con: duckdb.DuckDBPyConnection) -> None:
    land(con, article("a", days_ago=4), article("off", days_ago=2, topics=()), article("before", days_ago=5, topics=()))
    refresh(con)
    found = lake.load_daily_counts(con, since=date(2026, 11, 1), topic="iran")
    assert [(count.day.day, count.articles, count.read) for count in found] == [(20, 1, 1), (22, 0, 1)]


def test_the_days_of_a_feed_are_counted_again_when_its_country_changes(con: duckdb.DuckDBPyConnection) -> None:
    land(con, article("a"), article("b", days_ago=2), article("c", feed=FEEDS[1], days_ago=1))
    refresh(con)
    watch(con, *FEEDS)
    assert lake.list_stale_days(con) == []
    watch(con, FEEDS[0].model_copy(update={"country": "GB", "kind": "exile"}), FEEDS[1])
    assert lake.list_stale_days(con) == [date(2026, 11, 22), date(2026, 11, 24)]
    refresh(con)
    found = con.execute("SELECT DISTINCT outlet, country, kind FROM trend_daily ORDER BY outlet").fetchall()
    assert found == [("one.example", "GB", "exile"), ("two.example", "IR", "state")]
    agree = "SELECT count(*) FROM coverage WHERE outlet_country = 'GB' AND outlet_kind = 'exile'"
    assert con.execute(agree).fetchone() == (2,)


def test_attention_is_a_share_of_all_that_was_read(con: duckdb.DuckDBPyConnection) -> None:
    land(con, article("a"), article("b", topics=("iran", "mek")), article("off", topics=()))
    refresh(con)
    found = con.execute("SELECT topic, articles, read, round(share, 2) FROM attention ORDER BY topic").fetchall()
    assert found == [("iran", 2, 3, 0.67), ("mek", 1, 3, 0.33)]


def test_days_counted_by_an_older_version_are_counted_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    steps = sorted((resources.files("newsvane.lake") / "migrations").iterdir(), key=lambda step: step.name)
    older = [step for step in steps if step.name < "0007"]
    with exclusive(settings) as con, transaction(con):
        for step in older:
            con.execute(step.read_text("utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, now())", [step.name.removesuffix(".sql")])
        con.execute(
            "INSERT INTO articles (article_id, outlet, feed_id, fetched_at, language, topics, country, outlet_kind) "
            "VALUES ('a', 'one.example', 'one', ?, 'en', ['iran'], 'AL', 'exile')",
            [NOW],
        )
        con.execute("INSERT INTO trend_daily VALUES (?, 'iran', 'en', 'one.example', 1, 1, 1, 0)", [NOW.date()])
    pipeline.refresh_trends(settings=settings)
    with closing(lake.connect(settings=settings)) as con:
        found = con.execute("SELECT topic, articles, country, kind FROM trend_daily ORDER BY topic").fetchall()
    assert found == [("*", 1, "AL", "exile"), ("iran", 1, "AL", "exile")]
