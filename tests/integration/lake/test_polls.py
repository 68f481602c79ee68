"""What polls write to the lake: states, daily counts, changed links, health and troubles; and their migrations."""

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from benchmarks import feed_silence

from newsvane import lake, urls
from newsvane.entries.items import fingerprint
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.sql import load_incoming
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Entry, Feed, FeedItems, FeedPoll, FeedState, FeedTrouble, Message, UnreadCount, Validators
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SNAPSHOTS = "SELECT max(snapshot_id) FROM ducklake_snapshots('lake')"
NAMES = (f"feed{number}" for number in itertools.count())


@dataclass
class PollWriter:
    """A writing connection that stays open, and the watch list as the last landing had it."""

    con: duckdb.DuckDBPyConnection
    watched: dict[str, Feed] = field(default_factory=dict)

    def land(
        self,
        *polls: FeedState,
        entries: tuple[Entry, ...] = (),
        now: datetime = NOW,
        unread: tuple[UnreadCount, ...] = (),
    ) -> lake.PollLanding:
        for poll in polls:
            self.watched.setdefault(poll.feed_id, Feed(feed_id=poll.feed_id, url=f"https://{poll.feed_id}.example/"))
        feeds = list(self.watched.values())
        with transaction(self.con):
            return lake.land_polls(
                self.con, feeds=feeds, states=polls, entries=entries, unread=unread, run_id=f"{now}", now=now
            )

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        return self.con.execute(question, values).fetchall()


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PollWriter]:
    """A lake for tests that mind their own feed alone."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("polls")))
    with exclusive(settings) as con:
        yield PollWriter(con)


@pytest.fixture
def name() -> str:
    return next(NAMES)


def poll(feed: str, at: datetime = NOW, **changes: object) -> FeedState:
    well = {"status": "ok", "well_at": at, "read_at": at, "next_poll_at": at + HOUR, "duration_ms": 10}
    return FeedState.model_validate({"feed_id": feed, "polled_at": at} | well | changes)


def failed(feed: str, at: datetime, since: datetime, failures: int, **changes: object) -> FeedState:
    failure = {"status": "failed", "reason": "dns", "detail": "the host name does not resolve", "failing_since": since}
    return poll(feed, at, **(failure | {"failures": failures, "well_at": None, "read_at": None} | changes))


def entry(feed: str, link: str, **changes: object) -> Entry:
    url = f"https://{feed}.example/{link}"
    facts = {"entry_id": urls.entry_id(url), "feed_id": feed, "url": url, "canonical_url": url, "content_hash": "1"}
    return Entry.model_validate(facts | {"seen_at": NOW, "title": "A title"} | changes)


# ---- migration

OLD_POLLS = [
    ("sick", NOW - 3 * DAY, "ok", "", 2),
    ("sick", NOW - 2 * DAY, "ok", "", 1),
    ("sick", NOW - DAY, "failed", "dns", 0),
    ("sick", NOW, "failed", "timeout", 0),
    ("well", NOW - HOUR, "failed", "dns", 0),
    ("well", NOW, "unchanged", "", 0),
    ("never", NOW, "failed", "dns", 0),
]


@pytest.fixture
def old_lake(tmp_path: Path) -> Settings:
    """A lake as the first two migrations left it, with rows."""
    settings = Settings(home=tmp_path)
    folder = resources.files("newsvane.lake") / "migrations"
    with exclusive(settings) as con, transaction(con):
        for step in ("0001_tables", "0002_views"):
            con.execute((folder / f"{step}.sql").read_text("utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, now())", [step])
        for feed in ("sick", "well", "never"):
            con.execute("INSERT INTO feeds (feed_id, url, paused, watched) VALUES (?, 'u', false, true)", [feed])
        for feed, at, status, reason, new in OLD_POLLS:
            con.execute(
                "INSERT INTO feed_polls (feed_id, polled_at, status, reason, entries_new, failures, next_poll_at, "
                "etag, duration_ms) VALUES (?, ?, ?, ?, ?, 2, ?, 'e', 10)",
                [feed, at, status, reason, new, at + HOUR],
            )
        con.execute(
            "INSERT INTO entries (entry_id, feed_id, url, canonical_url, content_hash, seen_at, outcome) "
            "VALUES ('e', 'sick', 'u', 'c', '1', ?, 'pending')",
            [NOW],
        )
        con.execute(
            "INSERT INTO outbox (key, rule, channel, subject, body, created_at, state, attempts) "
            "VALUES ('k', 'r', 'c', 's', 'b', ?, 'pending', 0)",
            [NOW],
        )
    return settings


def test_an_old_lake_keeps_its_rows_and_gets_states_and_counts(old_lake: Settings) -> None:
    with contextlib.closing(lake.connect(settings=old_lake)) as con:
        columns = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'feed_health'"
        before = con.execute(columns).fetchall()
        rows = lake.count_rows(con)
    migrated = lake.migrate(old_lake)
    assert migrated[0] == "0003_polling"
    with contextlib.closing(lake.connect(settings=old_lake)) as con:
        assert set(before) <= set(con.execute(columns).fetchall())
        after = lake.count_rows(con)
        assert {table: after[table] for table in rows} == rows | {"migrations": 2 + len(migrated)}
        states = lake.load_feed_states(con)
        assert states["sick"] == FeedState(
            last_poll=FeedPoll(feed_id="sick", polled_at=NOW, status="failed", reason="timeout", duration_ms=10),
            validators=Validators(etag="e"),
            failures=2,
            failing_since=NOW - DAY,
            well_at=NOW - 2 * DAY,
            read_at=NOW - 2 * DAY,
            fresh_at=NOW - 2 * DAY,
            next_poll_at=NOW + HOUR,
        )
        assert (states["well"].well_at, states["well"].read_at, states["well"].failing_since) == (NOW, None, None)
        assert (states["never"].well_at, states["never"].failing_since) == (None, NOW)
        daily = "SELECT day, polls, failed, fresh, new, duration_ms FROM feed_daily WHERE feed_id = ? ORDER BY day"
        assert con.execute(daily, ["sick"]).fetchall() == [
            (date(2026, 11, 21), 1, 0, 0, 2, 10),
            (date(2026, 11, 22), 1, 0, 1, 1, 10),
            (date(2026, 11, 23), 1, 1, 0, 0, 10),
            (date(2026, 11, 24), 1, 1, 0, 0, 10),
        ]
        health = "SELECT feed_id, polls, polls_failed, last_well_at, last_new_at FROM feed_health ORDER BY feed_id"
        assert con.execute(health).fetchall() == [
            ("never", 1, 1, None, None),
            ("sick", 4, 2, NOW - 2 * DAY, NOW - 2 * DAY),
            ("well", 2, 1, NOW, None),
        ]
        [waiting] = lake.load_due_entries(con, now=NOW, limit=9, per_host=9)
        assert (waiting.entry_id, waiting.guid, waiting.kind) == ("e", "", "article")
        assert [each.message.key for each in lake.load_due_messages(con, channel="c", now=NOW, limit=9)] == ["k"]
    with lake.writer(old_lake) as con:
        lake.land_polls(con, feeds=[], states=[poll("sick", NOW + HOUR)], entries=[], run_id="r", now=NOW)
        assert lake.load_feed_states(con)["sick"] == poll("sick", NOW + HOUR)


# ---- states and counts


def test_the_latest_poll_is_the_state_except_for_its_items(writer: PollWriter, name: str) -> None:
    whole = poll(
        name,
        NOW.replace(microsecond=123456),
        feed_url="https://a.example/",
        url="https://b.example/",
        http_status=200,
        detail="'quoted' \u2028 آلبانی",
        entries_seen=3,
        entries_fresh=2,
        validators=Validators(etag='"e"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT"),
        validators_lie=True,
        body_hash="b",
        failures=1,
        failing_since=NOW - DAY,
        fresh_at=NOW,
        fresh_seconds=60,
        interval_seconds=600,
        stay_seconds=7200,
        moved_to="https://b.example/",
        moved_since=NOW - DAY,
        moved_polls=4,
        size_bytes=2**33,
        items=FeedItems(keys=(-(2**63), 2**63 - 1), ids=(5, 6), times=(0, 1)),
    )
    assert writer.land(whole).polls == 1
    assert lake.load_feed_states(writer.con)[name] == whole.model_copy(update={"items": None})
    assert lake.load_feed_items(writer.con, [name, "unknown"]) == {name: whole.items}


def test_a_state_of_a_later_version_leaves_its_feed_as_new(writer: PollWriter, name: str) -> None:
    other = f"{name}-other"
    writer.land(poll(name, NOW), poll(other, NOW))
    writer.ask("UPDATE feed_states SET status = 'resting' WHERE feed_id = ?", name)
    found = lake.load_feed_states(writer.con)
    assert (name in found, found[other]) == (False, poll(other, NOW))
    writer.ask("DELETE FROM feed_states WHERE feed_id = ?", name)


@pytest.mark.parametrize(
    ("minutes", "items", "state", "held"),
    [
        pytest.param(5, FeedItems(keys=(9,), ids=(9,), times=(9,)), 5, (9,), id="newer"),
        pytest.param(5, None, 5, (1,), id="newer, not read"),
        pytest.param(5, FeedItems(), 5, (), id="newer, empty"),
        pytest.param(-5, FeedItems(keys=(9,), ids=(9,), times=(9,)), 0, (1,), id="older, landed late"),
        pytest.param(0, FeedItems(keys=(9,), ids=(9,), times=(9,)), 0, (1,), id="the same again"),
    ],
)
def test_only_a_newer_poll_replaces_the_state(
    writer: PollWriter, name: str, minutes: int, items: FeedItems | None, state: int, held: tuple[int, ...]
) -> None:
    writer.land(poll(name, items=FeedItems(keys=(1,), ids=(1,), times=(1,))))
    later = poll(name, NOW + timedelta(minutes=minutes), items=items)
    assert writer.land(later).polls == int(minutes != 0)
    assert lake.load_feed_states(writer.con)[name].last_poll.polled_at == NOW + timedelta(minutes=state)
    assert lake.load_feed_items(writer.con, [name])[name].keys == held
    snapshots = writer.ask(SNAPSHOTS)
    assert writer.land(later).polls == 0
    assert writer.ask(SNAPSHOTS) == snapshots


def test_daily_counts_have_each_poll_once_and_no_fresh_items_of_a_first_reading(writer: PollWriter, name: str) -> None:
    late = NOW.replace(hour=23)
    first = poll(name, late, entries_seen=9, entries_fresh=9)
    writer.land(first, entries=(entry(name, "a", seen_at=late), entry(name, "b", seen_at=late)))
    second = poll(name, late + HOUR / 2, entries_fresh=2)
    third = failed(name, late + HOUR, late + HOUR, 1, read_at=late)
    for _ in range(2):
        writer.land(second, third)
        writer.land(first)
    counted = "SELECT day, polls, failed, fresh, new, duration_ms FROM feed_daily WHERE feed_id = ? ORDER BY day"
    assert writer.ask(counted, name) == [(date(2026, 11, 24), 2, 0, 2, 2, 20), (date(2026, 11, 25), 1, 1, 0, 0, 10)]


def test_a_feed_at_another_address_is_read_for_the_first_time(writer: PollWriter, name: str) -> None:
    writer.land(poll(name, feed_url="https://a.example/", entries_fresh=5))
    writer.land(poll(name, NOW + HOUR, feed_url="https://a.example/", entries_fresh=1))
    writer.land(poll(name, NOW + 2 * HOUR, feed_url="https://b.example/", entries_fresh=7))
    assert writer.ask("SELECT polls, fresh FROM feed_daily WHERE feed_id = ?", name) == [(3, 1)]


def test_rows_with_more_than_the_table_has_are_loaded(writer: PollWriter) -> None:
    load_incoming(writer.con, "feeds", [{"feed_id": "more", "unheard": {"of": [1]}}])
    assert writer.ask("SELECT feed_id, url FROM incoming_feeds") == [("more", None)]


def test_old_polls_are_deleted_and_their_counts_stay(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path, keep_polls_days=90))
    with lake.writer(settings) as con:
        polls = [poll("a", NOW - days * DAY) for days in (100, 91, 89, 0)]
        lake.land_polls(con, feeds=[], states=polls, entries=[], run_id="r", now=NOW)
    assert "drop_polls" not in lake.maintain(settings.model_copy(update={"keep_polls_days": 0}), NOW)
    assert lake.maintain(settings, NOW)["drop_polls"] == 2
    with contextlib.closing(lake.connect(settings=settings)) as con:
        assert con.execute("SELECT count(*) FROM feed_polls").fetchone() == (2,)
        assert con.execute("SELECT sum(polls) FROM feed_daily").fetchone() == (4,)


def test_maintenance_leaves_one_file_of_tables_that_change_at_every_landing(tmp_path: Path) -> None:
    """Also if so few rows have changed that files of other tables would be left as they are."""
    settings = create_lake(Settings(home=tmp_path))
    with exclusive(settings) as con:
        here = PollWriter(con)
        for hours, feeds in enumerate([range(40), range(1), range(1, 2), range(2, 3)]):
            unread = (UnreadCount(day=NOW.date(), outlet="a.example", feed_id=f"f{n}", own=False) for n in feeds)
            here.land(*(poll(f"f{n}", NOW + hours * HOUR) for n in feeds), unread=tuple(unread))
    lake.maintain(settings, NOW)
    with contextlib.closing(lake.connect(settings=settings)) as con:
        for table in ("feed_states", "feed_daily", "unread_daily"):
            files = con.execute(f"SELECT count(*), count(delete_file) FROM ducklake_list_files('lake', '{table}')")
            assert files.fetchone() == (1, 0), table
        assert con.execute("SELECT count(*), sum(polls) FROM feed_daily").fetchone() == (40, 43)
        assert con.execute("SELECT count(*), sum(entries) FROM unread_daily").fetchone() == (40, 43)


# ---- entries

AT = NOW - 5 * HOUR
STORED = {"guid": "g1", "title": "Protest in Tirana", "published_at": AT}


LINKS = {
    "the link alone": ({}, True),
    "link, case and marks of the title": ({"title": "PROTEST – in  tirana!"}, True),
    "link and title, not guid and time": ({"title": "Protest in Tirana ends"}, True),
    "link and time, not guid and title": ({"published_at": NOW}, True),
    "link and guid, as Google News": ({"guid": "g2"}, True),
    "link, and the guid is gone": ({"guid": ""}, True),
    "a guid used again for another item": ({"title": "Dhows in Dubai", "published_at": NOW}, False),
    "the same, undated": ({"title": "Dhows in Dubai", "published_at": None}, False),
    "a headline used again": ({"guid": "g2", "published_at": NOW}, False),
    "a headline used again, undated": ({"guid": "g2", "published_at": None}, False),
    "another of the same minute": ({"guid": "g2", "title": "Dhows in Dubai"}, False),
    "nothing but a time": ({"guid": "", "title": ""}, False),
    "too long ago": ({"seen_at": NOW + 31 * DAY}, False),
    "weeks ago": ({"seen_at": NOW + 29 * DAY}, True),
}


@pytest.fixture(scope="module")
def changed_links(writer: PollWriter) -> dict[str, str]:
    """Each case is a feed that lists an item under one link, then under another, twice."""
    feeds = {case: next(NAMES) for case in LINKS}
    moved = {
        case: entry(feeds[case], "new", **(STORED | {"seen_at": NOW + HOUR} | changes))
        for case, (changes, _) in LINKS.items()
    }
    writer.land(*map(poll, feeds.values()), entries=tuple(entry(feed, "old", **STORED) for feed in feeds.values()))
    polls = [poll(each.feed_id, each.seen_at) for each in moved.values()]
    landed = [writer.land(*polls, entries=tuple(moved.values())) for _ in range(2)]
    assert (landed[1].entries_new, landed[0].entries_changed, landed[1].entries_changed) == (0, 0, 0)
    return feeds


@pytest.mark.parametrize("case", LINKS)
def test_an_entry_with_a_new_link_is_the_same_entry_if_guid_title_or_time_agree(
    writer: PollWriter, changed_links: dict[str, str], case: str
) -> None:
    found = writer.ask("SELECT url FROM entries WHERE feed_id = ? ORDER BY seen_at, url", changed_links[case])
    expected = ["new"] if LINKS[case][1] else ["old", "new"]
    assert [url.rpartition("/")[2] for (url,) in found] == expected


def test_a_link_that_changes_at_every_poll_is_one_entry(writer: PollWriter, name: str) -> None:
    for hours in range(4):
        seen = entry(name, f"link{hours}", **(STORED | {"guid": f"g{hours}", "seen_at": NOW + hours * HOUR}))
        assert writer.land(poll(name, seen.seen_at), entries=(seen,)).entries_new == int(hours == 0)
    assert writer.ask("SELECT right(url, 5), guid FROM entries WHERE feed_id = ?", name) == [("link3", "g3")]


def test_guids_that_change_under_one_link_are_one_entry(writer: PollWriter, name: str) -> None:
    for hours in range(3):
        seen = entry(name, "a", **(STORED | {"guid": f"g{hours}", "seen_at": NOW + hours * HOUR}))
        landed = writer.land(poll(name, seen.seen_at), entries=(seen,))
        assert (landed.entries_new, landed.entries_changed) == (int(hours == 0), 0)


@pytest.mark.parametrize("known", [pytest.param(True, id="known already"), pytest.param(False, id="parsed again")])
def test_an_item_listed_under_both_links_is_two_entries(writer: PollWriter, name: str, known: bool) -> None:
    first, second = (entry(name, link, **STORED) for link in ("a", "b"))
    ids = tuple(fingerprint(each.entry_id.encode()) for each in (first, second))
    writer.land(poll(name), entries=(first,))
    both = poll(name, NOW + HOUR, items=FeedItems(keys=(1, 2), ids=ids, times=(0, 0)))
    landed = writer.land(both, entries=(second,) if known else (first, second))
    assert (landed.entries_new, landed.entries_changed) == (1, 0)


def test_two_items_that_match_one_entry_do_not_both_replace_it(writer: PollWriter, name: str) -> None:
    writer.land(poll(name), entries=(entry(name, "old", **STORED),))
    twins = (entry(name, "b", **STORED), entry(name, "c", **(STORED | {"guid": "g2"})))
    assert writer.land(poll(name, NOW + HOUR), entries=twins).entries_new == 1
    assert writer.ask("SELECT right(url, 1) FROM entries WHERE feed_id = ? ORDER BY 1", name) == [("b",), ("c",)]


def test_another_feed_with_the_same_item_under_its_own_link_has_its_own_entry(writer: PollWriter, name: str) -> None:
    other = next(NAMES)
    writer.land(poll(name), entries=(entry(name, "a", **STORED),))
    assert writer.land(poll(other), entries=(entry(other, "a", **STORED),)).entries_new == 1


@pytest.mark.parametrize(
    ("version", "outcome", "link"),
    [
        pytest.param("1", "article", "old", id="the link alone: not read again"),
        pytest.param("2", "pending", "new", id="corrected too: read again, where it lies now"),
    ],
)
def test_an_entry_that_was_read_is_read_again_only_if_its_feed_corrects_it(
    writer: PollWriter, name: str, version: str, outcome: str, link: str
) -> None:
    first = entry(name, "old", **STORED)
    writer.land(poll(name), entries=(first,))
    read = lake.EntryOutcome(entry_id=first.entry_id, content_hash="1", outcome="article", article_id="x")
    with transaction(writer.con):
        lake.land_articles(writer.con, lake.Batch(run_id="r", now=NOW, outcomes=(read,)))
    moved = entry(name, "new", **(STORED | {"content_hash": version, "seen_at": NOW + HOUR}))
    assert writer.land(poll(name, NOW + HOUR), entries=(moved,)).entries_changed == int(version == "2")
    found = writer.ask("SELECT entry_id, outcome, article_id, right(url, 3) FROM entries WHERE feed_id = ?", name)
    assert found == [(first.entry_id, outcome, "x", link)]


@pytest.mark.parametrize("kind", ["podcast", "advert"])
def test_an_entry_that_is_not_an_article_is_skipped_once(writer: PollWriter, name: str, kind: str) -> None:
    for hours, version in enumerate("112"):
        seen = entry(name, "a", kind=kind, content_hash=version, seen_at=NOW + hours * HOUR)
        writer.land(poll(name, seen.seen_at), entries=(seen,), now=seen.seen_at)
    assert writer.ask("SELECT outcome, kind, content_hash FROM entries WHERE feed_id = ?", name) == [
        ("skipped", kind, "2")
    ]
    found = writer.ask("SELECT stage, reason, detail <> '', entry_id, will_retry FROM skipped WHERE feed_id = ?", name)
    assert found == [("parse", kind, True, seen.entry_id, False)]


# ---- health

TODAY = NOW.date()
WEEKDAYS = [4 if (TODAY - timedelta(days=age)).weekday() < 5 else 0 for age in range(36)]


Past = tuple[list[int], tuple[int, ...]]


def remember(writer: PollWriter, pasts: Mapping[str, Past], **state: object) -> None:
    """Give each feed a past: fresh items a day, today first, and the ages of days without a good poll."""
    polls, rows = [], []
    for feed, (fresh, failing) in pasts.items():
        gone = next((age for age, count in enumerate(fresh) if count), None)
        polls.append(poll(feed, **({"fresh_at": None if gone is None else NOW - gone * DAY} | state)))
        for age, count in enumerate(fresh):
            failed = 24 if age in failing else 0
            day = str(TODAY - timedelta(days=age))
            counts = {"polls": 24, "failed": failed, "fresh": count, "new": count, "duration_ms": 240}
            rows.append({"feed_id": feed, "day": day} | counts)
    writer.land(*polls)
    load_incoming(writer.con, "feed_daily", rows)
    writer.con.execute("DELETE FROM feed_daily WHERE feed_id IN (SELECT feed_id FROM incoming_feed_daily)")
    writer.con.execute("INSERT INTO feed_daily FROM incoming_feed_daily")


VOLUMES: dict[str, tuple[list[int], tuple[int, ...], str | None, str]] = {
    "steady": ([12] * 36, (), "normal", "well"),
    "steady, today not yet": ([0] + [12] * 35, (), "normal", "well"),
    "stopped": ([0] * 3 + [12] * 33, (), "silent", "silent for 3 days; usually 12 a day"),
    "back": ([1] + [0] * 3 + [12] * 32, (), "low", "low: 6.9 a day of late; usually 12 a day"),
    "fewer": ([3] * 8 + [12] * 28, (), "low", "low: 3 a day of late; usually 12 a day"),
    "more": ([60] * 8 + [12] * 28, (), "high", "high: 60 a day of late; usually 12 a day"),
    "on weekdays": (WEEKDAYS, (), "normal", "well"),
    "on weekdays, three days off": ([0] * 4 + [4] + [0] * 2 + WEEKDAYS[7:], (), "normal", "well"),
    "weekly": ([3] + ([0] * 6 + [3]) * 5, (), "normal", "well"),
    "weekly, before its day": ([0] * 6 + ([3] + [0] * 6) * 4 + [3, 0], (), "normal", "well"),
    "weekly, stopped": ([0] * 15 + ([3] + [0] * 6) * 3, (), "silent", "silent for 15 days; usually 2 a week"),
    "too few days with anything to judge": ([0] * 15 + [9] * 2 + [0] * 19, (), "normal", "well"),
    "never anything": ([0] * 36, (), "normal", "well"),
    "no news in days that failed": ([0] * 3 + [12] * 33, (1, 2), "normal", "well"),
    "13 days of baseline": ([12] * 21, (), None, "well"),
    "14 days of baseline": ([0] * 3 + [12] * 19, (), "silent", "silent for 3 days; usually 12 a day"),
    "for a year": ([12] * 365, (), "normal", "well"),
    "stopped after a year": ([0] * 3 + [12] * 362, (), "silent", "silent for 3 days; usually 12 a day"),
    "polled on one day": ([5], (), None, "well"),
}


@pytest.fixture(scope="module")
def volumes(writer: PollWriter) -> dict[str, tuple[Any, ...]]:
    """What health says of each case, a feed of its own."""
    feeds = {case: next(NAMES) for case in VOLUMES}
    remember(writer, {feeds[case]: (fresh, failing) for case, (fresh, failing, _, _) in VOLUMES.items()})
    asked = "SELECT feed_id, volume, words, silent_since IS NULL OR silent_since = last_fresh_at FROM feed_health"
    found = {feed: tuple(row) for feed, *row in writer.ask(asked)}
    return {case: found[feed] for case, feed in feeds.items()}


@pytest.mark.parametrize("case", VOLUMES)
def test_volume_is_judged_by_the_feeds_own_past(volumes: dict[str, tuple[Any, ...]], case: str) -> None:
    _, _, volume, words = VOLUMES[case]
    assert volumes[case] == (volume, words, True)


WORDS: dict[str, tuple[dict[str, object] | None, str]] = {
    "never polled": (None, "not polled yet"),
    "once, well": ({"status": "ok"}, "well"),
    "unchanged": ({"status": "unchanged"}, "well"),
    "once": ({"failures": 1, "failing_since": NOW}, "failed once: the host name does not resolve"),
    "for an hour": ({"failures": 4, "failing_since": NOW - HOUR}, "failed 4 times: the host name does not resolve"),
    "for hours": (
        {"failures": 4, "failing_since": NOW - 7.5 * HOUR},
        "failing for 7 hours: the host name does not resolve",
    ),
    "for days": (
        {"failures": 9, "failing_since": NOW - 3.5 * DAY},
        "failing for 3 days: the host name does not resolve",
    ),
    "without words": ({"failures": 1, "failing_since": NOW, "detail": ""}, "failed once: dns"),
    "moved, seen once": ({"moved_to": "https://n.example/"}, "well"),
    "moved, and asked there": (
        {"moved_to": "https://n.example/", "url": "https://n.example/"},
        "moved for good to https://n.example/",
    ),
}


@pytest.fixture(scope="module")
def health(writer: PollWriter) -> dict[str, list[str]]:
    """What health says of each case, then when it is paused, then when it is off the watch list."""
    feeds = {case: next(NAMES) for case in WORDS}
    writer.watched |= {name: Feed(feed_id=name, url=f"https://{name}.example/") for name in feeds.values()}
    made = {"status": "failed", "reason": "dns", "detail": "the host name does not resolve"}
    writer.land(
        *(
            poll(feeds[case], **((made if "failures" in last else {}) | last))
            for case, (last, _) in WORDS.items()
            if last
        )
    )
    said = [dict(writer.ask("SELECT feed_id, words FROM feed_health"))]
    for name in feeds.values():
        writer.watched[name] = writer.watched[name].model_copy(update={"paused": True})
    writer.land()
    said.append(dict(writer.ask("SELECT feed_id, words FROM feed_health")))
    for name in feeds.values():
        del writer.watched[name]
    writer.land()
    said.append(dict(writer.ask("SELECT feed_id, words FROM feed_health")))
    return {case: [each[feed] for each in said] for case, feed in feeds.items()}


@pytest.mark.parametrize("case", WORDS)
def test_health_describes_the_state_of_a_feed(health: dict[str, list[str]], case: str) -> None:
    assert health[case] == [WORDS[case][1], "paused", "no longer watched"]


def test_the_watch_list_is_landed_as_it_is(writer: PollWriter, name: str) -> None:
    writer.watched[name] = Feed(feed_id=name, url="https://a.example/", site="https://a.example", folder=("A", "B"))
    writer.land()
    assert writer.ask("SELECT site, folder FROM feeds WHERE feed_id = ?", name) == [("https://a.example", ["A", "B"])]


def test_a_feed_that_fails_today_is_judged_as_of_its_last_good_day(writer: PollWriter, name: str) -> None:
    remember(writer, {name: ([0] * 3 + [12] * 33, ())})
    writer.land(failed(name, NOW + DAY, NOW + DAY, 1, well_at=NOW, read_at=NOW, fresh_at=NOW - 3 * DAY))
    found = writer.ask("SELECT volume, words FROM feed_health WHERE feed_id = ?", name)
    assert found == [("silent", "failed once: the host name does not resolve")]


def test_health_counts_what_polls_brought(writer: PollWriter, name: str) -> None:
    remember(writer, {name: ([2] * 10, ())}, interval_seconds=600, url="https://a.example/")
    columns = "polls, polls_failed, median_ms, per_week, interval_seconds, asked_url, last_well_at, last_fresh_at"
    found = writer.ask(f"SELECT {columns} FROM feed_health WHERE feed_id = ?", name)
    assert found == [(240, 0, 10.0, 14.0, 600, "https://a.example/", NOW, NOW)]


def test_living_feeds_are_seldom_called_silent_and_dead_ones_soon() -> None:
    """The rates at large: `python -m benchmarks.feed_silence`."""
    found = feed_silence.simulate_rhythms(4, feed_silence.HISTORY + feed_silence.YEAR)
    steady, weekdays = found["12 a day"], found["12 a weekday"]
    assert (feed_silence.count_false_silences(steady), feed_silence.count_false_silences(weekdays)) == (0, 0)
    assert feed_silence.count_false_silences(found["bursts, 5 a day (negative binomial, 0.5)"]) < 1
    assert set(feed_silence.measure_delays(steady)) == {2}
    assert np.max(feed_silence.measure_delays(weekdays)) <= 6
    assert np.max(feed_silence.measure_delays(found["weekly, always that day"])) <= 14


# ---- troubles


def troubles(writer: PollWriter, feed: str, since: datetime = NOW) -> list[FeedTrouble]:
    return [trouble for trouble in lake.load_feed_troubles(writer.con, since=since) if trouble.feed_id == feed]


@pytest.mark.parametrize(
    ("failures", "hours", "sick"),
    [
        pytest.param(2, 12, False, id="twice"),
        pytest.param(3, 5, False, id="three times in five hours"),
        pytest.param(3, 6, True, id="three times in six hours"),
        pytest.param(30, 700, True, id="for a month"),
    ],
)
def test_a_feed_is_sick_after_three_failures_and_six_hours(
    writer: PollWriter, name: str, failures: int, hours: int, sick: bool
) -> None:
    began = NOW - hours * HOUR
    last = failed(name, NOW, began, failures)
    expected = FeedTrouble(
        feed_id=name, kind="sick", began_at=began, reason="dns", detail="the host name does not resolve"
    )
    for _ in range(2):
        writer.land(last)
        assert troubles(writer, name) == [expected] * sick


def test_a_sickness_ends_with_a_good_poll_and_is_kept_until_it_was_reported(writer: PollWriter, name: str) -> None:
    began = NOW - DAY
    writer.land(failed(name, NOW, began, 4))
    writer.land(failed(name, NOW + HOUR, began, 5, reason="timeout", detail="no answer"))
    [lasting] = troubles(writer, name)
    assert (lasting.began_at, lasting.ended_at, lasting.reason, lasting.detail) == (began, None, "timeout", "no answer")
    well = NOW + 2 * HOUR
    for _ in range(2):
        writer.land(poll(name, well))
        assert troubles(writer, name, since=well) == [lasting.model_copy(update={"ended_at": well})]
    assert troubles(writer, name, since=well + HOUR) == []
    writer.land(failed(name, well + DAY, well + HOUR, 3))
    assert [(each.began_at, each.ended_at) for each in troubles(writer, name, since=NOW)] == [
        (began, well),
        (well + HOUR, None),
    ]


@pytest.mark.parametrize("paused", [pytest.param(True, id="paused"), pytest.param(False, id="no longer watched")])
def test_a_trouble_ends_when_the_feed_is_unwatched_and_resumes_when_it_is_watched_again(
    writer: PollWriter, name: str, paused: bool
) -> None:
    began, later = NOW - DAY, NOW + HOUR
    writer.land(failed(name, NOW, began, 4))
    feed = writer.watched.pop(name)
    if paused:
        writer.watched[name] = feed.model_copy(update={"paused": True})
    for now in (later, later + HOUR):
        writer.land(now=now)
        assert [each.ended_at for each in troubles(writer, name)] == [later]
    writer.watched[name] = feed
    writer.land(failed(name, NOW + 3 * HOUR, began, 5))
    assert [(each.began_at, each.ended_at) for each in troubles(writer, name)] == [(began, None)]


def test_a_silence_begins_with_the_last_fresh_item_and_ends_with_the_next(writer: PollWriter, name: str) -> None:
    remember(writer, {name: ([0] * 3 + [12] * 33, ())})
    since = NOW - 3 * DAY
    for hours in (1, 1, 2):
        writer.land(poll(name, NOW + hours * HOUR, status="unchanged", fresh_at=since))
        assert troubles(writer, name) == [
            FeedTrouble(
                feed_id=name,
                kind="silent",
                began_at=since,
                reason="silent",
                detail="silent for 3 days; usually 12 a day",
            )
        ]
    writer.land(failed(name, NOW + 3 * HOUR, NOW + 3 * HOUR, 1, well_at=NOW, read_at=NOW, fresh_at=since))
    assert [each.ended_at for each in troubles(writer, name)] == [None]
    fresh = NOW + 4 * HOUR
    writer.land(poll(name, fresh, entries_fresh=2, fresh_at=fresh))
    assert [each.ended_at for each in troubles(writer, name)] == [fresh]


def list_entries(writer: PollWriter, feed: str, number: int, at: datetime, *, first: int = 0) -> None:
    """Land a poll that finds so many entries that the feed did not list before."""
    found = (entry(feed, str(link), seen_at=at) for link in range(first, first + number))
    writer.land(poll(feed, at, entries_seen=number, entries_fresh=number), entries=tuple(found), now=at)


USUAL = [0, *[3, 4, 5, 6, 7, 8, 9] * 4]


@pytest.mark.parametrize(
    ("past", "failing", "number", "flood"),
    [
        pytest.param(USUAL, (), 512, "512 new entries on 24 Nov 2026; usually 3 to 9 a day", id="hundreds"),
        pytest.param(USUAL, (), 101, "101 new entries on 24 Nov 2026; usually 3 to 9 a day", id="over a hundred"),
        pytest.param(USUAL, (), 100, "", id="a hundred"),
        pytest.param([0] + [40] * 28, (), 201, "201 new entries on 24 Nov 2026; usually 40 a day", id="five times"),
        pytest.param([0] + [40] * 28, (), 200, "", id="not over five times"),
        pytest.param([0, 900, 800] + [9] * 20, (), 512, "usually 9 a day", id="after an earlier flood"),
        pytest.param([0] + [0] * 28, (), 101, "usually 0 a day", id="of a feed that was empty"),
        pytest.param(USUAL[:7], (), 512, "", id="without a past"),
        pytest.param(USUAL, (1, 2, 3, 4), 225, "", id="after days of failures: the entries of all these days"),
        pytest.param(USUAL, (1, 2, 3, 4), 226, "226 new entries", id="after days of failures: more than that"),
    ],
)
def test_a_flood_is_a_day_with_many_times_the_usual_entries(
    writer: PollWriter, name: str, past: list[int], failing: tuple[int, ...], number: int, flood: str
) -> None:
    remember(writer, {name: (past, failing)})
    list_entries(writer, name, number, NOW + HOUR)
    found = troubles(writer, name)
    assert [(each.kind, each.began_at, each.ended_at) for each in found] == [("flood", NOW + HOUR, None)] * bool(flood)
    assert all(flood in each.detail for each in found)


def test_a_flood_over_several_polls_is_one_and_ends_after_a_whole_usual_day(writer: PollWriter, name: str) -> None:
    remember(writer, {name: (USUAL, ())})
    for hour in range(1, 6):
        list_entries(writer, name, 40, NOW + hour * HOUR, first=40 * hour)
    (flood,) = troubles(writer, name)
    assert (flood.began_at, flood.detail) == (
        NOW + 3 * HOUR,
        "200 new entries on 24 Nov 2026; usually 3 to 9 a day",
    )
    writer.land(poll("another", NOW + DAY))
    list_entries(writer, name, 9, NOW + DAY, first=900)
    assert [each.ended_at for each in troubles(writer, name)] == [None]
    writer.land(poll("another", NOW + 2 * DAY))
    assert [each.ended_at for each in troubles(writer, name)] == [None]
    list_entries(writer, name, 9, NOW + 2 * DAY, first=910)
    assert [each.ended_at for each in troubles(writer, name)] == [NOW + 2 * DAY]


def test_the_first_reading_of_an_address_is_no_flood(writer: PollWriter, name: str) -> None:
    remember(writer, {name: (USUAL, ())}, feed_url="https://here.example/")
    moved = poll(name, NOW + HOUR, feed_url="https://elsewhere.example/", entries_fresh=300)
    writer.land(moved, entries=tuple(entry(name, str(link)) for link in range(300)))
    assert writer.ask("SELECT fresh, new FROM feed_daily WHERE feed_id = ? AND day = ?", name, TODAY) == [(0, 300)]
    assert troubles(writer, name) == []


def test_entries_that_return_are_no_flood(writer: PollWriter, name: str) -> None:
    writer.land(poll(name, NOW - DAY), entries=tuple(entry(name, str(link)) for link in range(300)))
    remember(writer, {name: (USUAL, ())})
    list_entries(writer, name, 300, NOW + HOUR)
    assert writer.ask("SELECT fresh, new FROM feed_daily WHERE feed_id = ? AND day = ?", name, TODAY) == [(300, 0)]
    assert troubles(writer, name) == []


def test_an_alert_is_found_in_the_outbox_by_its_key_or_by_a_message_that_covers_it(writer: PollWriter) -> None:
    message = Message(
        key="whole", rule="r", channel="c", feed_id="a", covers=("k1", "k2"), subject="s", body="b", created_at=NOW
    )
    with transaction(writer.con):
        assert [lake.land_messages(writer.con, [message]) for _ in range(2)] == [1, 0]
    assert lake.find_outbox_keys(writer.con, ["k1", "whole", "k3"]) == {"k1", "whole"}
    assert lake.find_outbox_keys(writer.con, []) == set()
    (due,) = lake.load_due_messages(writer.con, channel="c", now=NOW, limit=9)
    assert (due.message, due.attempts) == (message, 0)
