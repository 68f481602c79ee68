"""The lake: idempotent landings, readers beside a writer, and the state after a crash during a transaction."""

import contextlib
import multiprocessing
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import resources
from itertools import product
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newsvane import lake, stories, urls
from newsvane.errors import LakeBusy, LakeError
from newsvane.health.lake_state import check_lake
from newsvane.lake.admin.describe import load_relations, render_tables_page
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.observation import ordered_at, reported_at
from newsvane.records import (
    Article,
    Delivery,
    Due,
    Entry,
    Quarantined,
    Skipped,
    Translation,
)
from newsvane.settings import Settings
from newsvane.texts import text_hash
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import FEEDS, LONG, NOW, LakeWriter, article, ask, batch, entry, land, message, poll

SINCE = (NOW - timedelta(days=14)).date()
SNAPSHOTS = "SELECT max(snapshot_id) FROM ducklake_snapshots('lake')"
MIGRATIONS = len(list((resources.files("newsvane.lake") / "migrations").iterdir()))
SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "var", publish_every=0))


@pytest.fixture
def writer(settings: Settings) -> Iterator[LakeWriter]:
    with exclusive(settings) as con:
        yield LakeWriter(con)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LakeWriter]:
    """A lake for tests that mind their own rows alone."""
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("shared") / "var"))
    with exclusive(settings) as con:
        yield LakeWriter(con)


# ---- opening


def test_a_missing_lake_is_an_error_and_nothing_is_created(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "var")
    with pytest.raises(LakeError, match="newsvane run") as caught:
        lake.connect(settings=settings)
    assert caught.value.reason == "no_lake"
    assert not settings.home.exists()


def test_a_file_that_is_not_a_lake_does_not_open(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.catalog_path.parent.mkdir()
    settings.catalog_path.write_bytes(b"no database at all" * 100)
    with pytest.raises(LakeError) as caught:
        lake.connect(settings=settings)
    assert caught.value.reason == "lake_damaged"


def test_a_lost_catalog_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    lake.migrate(settings)
    file = settings.lake_path / "data" / "main" / "articles" / "one.parquet"
    file.parent.mkdir(parents=True)
    file.touch()
    settings.catalog_path.unlink()
    with pytest.raises(LakeError, match=r"is missing, and .* has files of its lake"), lake.writer(settings):
        pass
    assert not settings.catalog_path.exists()
    assert [each.state for each in check_lake(settings)] == ["failed"]
    file.unlink()
    assert len(lake.migrate(settings)) == MIGRATIONS


def test_migrations_are_applied_once_and_the_catalog_is_in_wal_mode(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    applied = lake.migrate(settings)
    assert applied == sorted(applied) != []
    assert lake.migrate(settings) == []
    assert ask(settings, "SELECT name FROM migrations ORDER BY name") == [(name,) for name in applied]
    with contextlib.closing(sqlite3.connect(settings.catalog_path)) as catalog:
        assert catalog.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_lake_of_a_newer_version_is_not_changed(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("INSERT INTO migrations VALUES ('9999_future', now())")
    with pytest.raises(LakeError, match="9999_future"), lake.writer(settings):
        pass


def test_a_reader_cannot_write(settings: Settings) -> None:
    lake.migrate(settings)
    with contextlib.closing(lake.connect(settings=settings)) as con, pytest.raises(duckdb.Error):
        con.execute("DELETE FROM articles")


def test_no_extension_is_loaded_from_the_network(settings: Settings) -> None:
    lake.migrate(settings)
    wanted = ("allow_unsigned_extensions", "autoinstall_known_extensions", "autoload_known_extensions")
    found = ask(settings, f"SELECT name, value FROM duckdb_settings() WHERE name IN {wanted} ORDER BY name")
    assert found == [(name, "false") for name in wanted]


def test_a_page_without_encryption_never_revises_one_with_it(settings: Settings) -> None:
    asked = "SELECT url, title, revision FROM articles"
    plain = article("a", url="http://one.example/a", title="forged on the way", fetched_at=NOW + timedelta(hours=1))
    land(settings, batch(article("a")))
    assert land(settings, batch(plain)).updated == 0
    assert ask(settings, asked) == [("https://one.example/a", "a", 1)]

    land(settings, batch(article("b", url="http://one.example/b")))
    assert land(settings, batch(article("b", title="true", fetched_at=NOW + timedelta(hours=1)))).updated == 1
    assert ask(settings, asked + " WHERE title = 'true'") == [("https://one.example/b", "true", 2)]


def test_a_lake_may_be_moved_and_its_path_hold_a_quote(tmp_path: Path) -> None:
    before, after = tmp_path / "it's here", tmp_path / "it's there"
    land(Settings(home=before), batch(article("a"), article("b")))
    before.rename(after)
    moved = Settings(home=after)
    assert ask(moved, "SELECT count(text) FROM coverage") == [(2,)]
    assert land(moved, batch(article("a"), article("c"))).new == 1
    assert not before.exists()


# ---- polls and entries


def test_polls_land_once_and_the_latest_is_the_state(writer: LakeWriter) -> None:
    entries = entry("a"), entry("b"), entry("c", feed="two")
    assert writer.poll(*entries) == lake.PollLanding(polls=2, entries_new=3, entries_changed=0, pending=3)
    assert writer.poll(*entries) == lake.PollLanding(pending=3)
    writer.poll(entry("d", minutes=5), minutes=5)
    state = lake.load_feed_states(writer.con)["one"]
    assert state.last_poll == poll("one", minutes=5).last_poll.model_copy(update={"entries_new": 1})
    assert state.model_copy(update={"last_poll": poll("one", minutes=5).last_poll}) == poll("one", minutes=5)
    found = writer.ask("SELECT polled_at, feed_id, entries_new FROM feed_polls ORDER BY ALL")
    later = NOW + timedelta(minutes=5)
    assert found == [(NOW, "one", 2), (NOW, "two", 1), (later, "one", 1), (later, "two", 0)]


@pytest.mark.parametrize(
    ("name", "later", "changed", "title"),
    [
        pytest.param("a", [entry("a", version="2", minutes=5)], 1, "a 2", id="corrected by its feed"),
        pytest.param("b", [entry("b", minutes=5)], 0, "b 1", id="as before"),
        pytest.param("c", [entry("c", version="2", feed="two", minutes=5)], 0, "c 1", id="otherwise in another feed"),
        pytest.param("d", [entry("d", version="0", minutes=-5)], 0, "d 1", id="an older poll, landed late"),
        pytest.param(
            "e",
            [entry("e", version="9", feed="two", minutes=5), entry("e", version="2", minutes=5)],
            1,
            "e 2",
            id="its feed and another at once",
        ),
    ],
)
def test_a_corrected_entry_is_read_again(
    shared: LakeWriter, name: str, later: list[Entry], changed: int, title: str
) -> None:
    entry_id = entry(name).entry_id
    shared.poll(entry(name))
    done = lake.EntryOutcome(entry_id=entry_id, content_hash="1", outcome="article", article_id="x", tries=1)
    shared.land(batch(outcomes=(done,)))
    landed = shared.poll(*later, minutes=5)
    assert (landed.entries_new, landed.entries_changed) == (0, changed)
    assert shared.ask("SELECT title, article_id, outcome, tries FROM entries WHERE entry_id = ?", entry_id) == [
        (title, "x", "pending", 0) if changed else (title, "x", "article", 1)
    ]
    assert shared.poll(*later, minutes=10).entries_changed == 0


def test_an_address_listed_twice_in_a_feed_does_not_change_back_and_forth(shared: LakeWriter) -> None:
    twice = [entry("twice", version="1"), entry("twice", version="2")]
    assert shared.poll(*twice).entries_new == 1
    for minutes in (5, 10):
        seen = [each.model_copy(update={"seen_at": NOW + timedelta(minutes=minutes)}) for each in twice]
        assert shared.poll(*seen, minutes=minutes).entries_changed == 0


def test_feeds_follow_the_watch_list(writer: LakeWriter) -> None:
    writer.poll()
    renamed = FEEDS[0].model_copy(update={"title": "One"})
    with transaction(writer.con):
        lake.land_polls(writer.con, feeds=[renamed], states=[], entries=[], run_id="poll", now=NOW)
    health = writer.ask("SELECT feed_id, title, watched, status, polls, failures FROM feed_health ORDER BY feed_id")
    assert health == [("one", "One", True, "ok", 1, 0), ("two", "", False, "ok", 1, 0)]


def test_pending_entries_come_back_as_they_were_when_their_time_has_come(writer: LakeWriter) -> None:
    writer.poll(entry("a"), entry("b", minutes=1), entry("c"))
    later = NOW + timedelta(hours=1)
    outcomes = (
        lake.EntryOutcome(
            entry_id=entry("a").entry_id, content_hash="1", outcome="pending", tries=1, next_try_at=later
        ),
        lake.EntryOutcome(entry_id=entry("c").entry_id, content_hash="1", outcome="skipped", tries=1),
    )
    writer.land(batch(outcomes=outcomes))
    observed = entry("b", minutes=1).model_copy(update={"observed_at": NOW})
    assert lake.load_due_entries(writer.con, now=NOW, limit=10, per_host=10) == [observed]
    due = lake.load_due_entries(writer.con, now=later, limit=10, per_host=10)
    assert [(each.title, each.tries) for each in due] == [("b 1", 0), ("a 1", 1)]
    assert len(lake.load_due_entries(writer.con, now=later, limit=1, per_host=10)) == 1


def test_an_entry_corrected_while_it_was_read_stays_pending(shared: LakeWriter) -> None:
    corrected = entry("late", version="2", minutes=5)
    shared.poll(entry("late"))
    shared.poll(corrected, minutes=5)
    done = lake.EntryOutcome(entry_id=corrected.entry_id, content_hash="1", outcome="article", article_id="x")
    shared.land(batch(outcomes=(done,)))
    assert shared.ask("SELECT outcome FROM entries WHERE entry_id = ?", corrected.entry_id) == [("pending",)]


# ---- articles


def test_a_batch_lands_once(writer: LakeWriter) -> None:
    writer.poll(entry("a"), entry("b"))
    whole = batch(
        article("a"),
        article("b", topics=()),
        skipped=(Skipped(url="https://one.example/x", stage="read", reason="no_text", at=NOW),),
        quarantined=(Quarantined(article=article("q"), reasons=("words_min",), run_id="run", at=NOW),),
        messages=(message("m1"), message("m2")),
        outcomes=(lake.EntryOutcome(entry_id=entry("a").entry_id, content_hash="1", outcome="article"),),
        originals=tuple(entry(name).model_copy(update={"original_of": "a1_a"}) for name in ("b", "c", "c")),
    )
    assert writer.land(whole) == lake.Landing(
        new=2, off_topic=1, skipped=1, quarantined=1, originals_queued=1, messages=2, days=(date(2026, 11, 24),)
    )
    before, snapshots = lake.count_rows(writer.con), writer.ask(SNAPSHOTS)
    assert writer.land(whole) == lake.Landing(unchanged=2)
    assert (lake.count_rows(writer.con), writer.ask(SNAPSHOTS)) == (before, snapshots)
    found = writer.ask("SELECT title, text IS NULL, words > 5 FROM articles ORDER BY title")
    assert found == [("a", False, True), ("b", True, True)]
    assert writer.ask("SELECT title FROM coverage") == [("a",)]


@pytest.mark.parametrize(
    ("changes", "updated"),
    [
        pytest.param({"title": "Corrected"}, True, id="title"),
        pytest.param({"text": "New words", "text_hash": text_hash("New words")}, True, id="text"),
        pytest.param({"topics": ("albania", "iran")}, True, id="topics"),
        pytest.param({"published_at": NOW - timedelta(days=2)}, True, id="date of publication"),
        pytest.param({"translation": Translation(state="notice_only", notice_language="es")}, True, id="translation"),
        pytest.param({"fetched_at": NOW + timedelta(hours=1)}, False, id="read again, the same"),
        pytest.param({"feed_id": "two", "raw": None}, False, id="by another way"),
        pytest.param({"title": "Old", "fetched_at": NOW - timedelta(hours=1)}, False, id="an older reading, late"),
    ],
)
def test_an_article_that_differs_is_revised(
    shared: LakeWriter, request: pytest.FixtureRequest, changes: dict[str, object], updated: bool
) -> None:
    name = urls.entry_id(request.node.name)
    first = article(name)
    shared.land(batch(first))
    result = shared.land(batch(article(name, **({"title": name} | changes)), run="later"))
    assert (result.new, result.updated, result.unchanged) == (0, int(updated), int(not updated))
    found = shared.ask("SELECT revision, fetched_at FROM articles WHERE article_id = ?", first.article_id)
    assert found == [(1 + updated, NOW)]


def test_a_revision_marks_the_old_day_to_be_counted_again(shared: LakeWriter) -> None:
    shared.land(batch(article("moved")))
    moved = shared.land(batch(article("moved", published_at=NOW - timedelta(days=2))))
    assert moved.days == (date(2026, 11, 22), date(2026, 11, 24))


def test_hostile_text_is_kept_as_text(shared: LakeWriter) -> None:
    text = "It's \"quoted\" \\ back\\u0000slash \x00 nul \u2028 line '; DROP TABLE articles; --\n\nآلبانی 🛰"
    hostile = article("hostile", text=text, title="=HYPERLINK('x')\ud800")
    shared.land(batch(hostile))
    found = shared.ask("SELECT text, title FROM articles WHERE article_id = ?", hostile.article_id)
    assert found == [(text, "=HYPERLINK('x')?")]


def test_quarantine_keeps_an_article_whole_until_it_is_resolved(writer: LakeWriter) -> None:
    held = Quarantined(article=article("a", topics=()), reasons=("words_min",), run_id="run", at=NOW)
    again = held.model_copy(update={"run_id": "later", "at": NOW + timedelta(hours=1)})
    worse = again.model_copy(update={"article": article("a", title="")})
    for refused, landed in ((held, 1), (again, 0), (worse, 1)):
        assert writer.land(batch(run=refused.run_id, quarantined=(refused,))).quarantined == landed
    assert lake.load_quarantined(writer.con) == [worse]
    assert lake.resolve_quarantined(writer.con, [worse.article.article_id, "other"]) == 1
    assert lake.load_quarantined(writer.con) == []
    assert writer.land(batch(run="later", quarantined=(worse,))).quarantined == 0
    assert writer.ask("SELECT state FROM quarantine") == [("replayed",)]


# ---- copies

TRANSLATION = Translation(state="translated", source_url="http://www.one.example/late?utm_source=x")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LakeWriter]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("history") / "var"))
    with exclusive(settings) as con:
        writer = LakeWriter(con)
        landed = writer.land(
            batch(
                article("head", text=LONG),
                article("copy", text=LONG + " And an end.", fetched_at=NOW + timedelta(hours=1), published_at=NOW),
                article("short", text="Six words alone are too few."),
                article("translated", text="Otra lengua, otro texto.", translation=TRANSLATION),
                article("old", text="Once upon a time.", published_at=None, fetched_at=NOW - timedelta(days=20)),
            )
        )
        assert landed.copies == 1
        yield writer


def looked_up(writer: LakeWriter, *new: Article, window_days: int = 14) -> lake.GroupingContext:
    sketches = {each.article_id: stories.sketch(each) for each in new}
    return lake.load_grouping_context(writer.con, new, sketches, window_days=window_days)


@pytest.mark.parametrize(
    ("new", "titles"),
    [
        pytest.param({"text": f"Before it, {LONG}"}, ["copy", "head"], id="a shared bucket"),
        pytest.param({"text": LONG}, ["copy", "head"], id="same text, and the rest of its story"),
        pytest.param({"text": "Six words ALONE are too few"}, ["short"], id="same short text"),
        pytest.param(
            {"translation": Translation(state="translated", source_url="http://m.one.example/short")},
            ["short"],
            id="the original of a translation",
        ),
        pytest.param({"name": "late"}, ["translated"], id="a translation of it"),
        pytest.param({"text": "Once upon a time."}, [], id="too long ago"),
        pytest.param(
            {"text": "Once upon a time.", "published_at": NOW - timedelta(days=19)}, ["old"], id="long ago itself"
        ),
        pytest.param(
            {"translation": Translation(state="translated", source_url="not an address")}, [], id="no address"
        ),
        pytest.param({}, [], id="like nothing"),
    ],
)
def test_grouping_context_contains_possible_copies(history: LakeWriter, new: dict[str, Any], titles: list[str]) -> None:
    found = looked_up(history, article(new.pop("name", "new"), **new))
    assert sorted(each.title for each in found.articles) == titles


def test_grouping_context_returns_articles_as_they_were_landed(history: LakeWriter) -> None:
    landed = article("translated", text="Otra lengua, otro texto.", translation=TRANSLATION)
    found = looked_up(history, article("new", text=landed.text))
    assert found.articles == (landed,)
    assert found.story_ids == {landed.article_id: urls.story_id(landed.article_id)}


def test_the_grouping_of_a_stored_article_may_change(writer: LakeWriter) -> None:
    writer.land(batch(article("head", text=LONG)))
    earlier = article("earlier", text=LONG, published_at=NOW - timedelta(days=1))
    old = looked_up(writer, earlier).articles
    landed = writer.land(batch(earlier, groupings=tuple(stories.group([earlier, *old]))))
    assert (landed.copies, landed.moved) == (1, 1)
    copies = writer.ask("SELECT title, copy_of, story_id FROM coverage WHERE copy_of IS NOT NULL")
    assert copies == [("head", earlier.article_id, urls.story_id(earlier.article_id))]
    assert writer.ask("SELECT title, articles, originals FROM stories") == [("earlier", 2, 1)]
    assert writer.ask("SELECT title FROM originals") == [("earlier",)]


# ---- outbox


@pytest.mark.parametrize(
    ("ok", "attempt", "again", "state"),
    [
        pytest.param(True, 1, False, "delivered", id="taken"),
        pytest.param(False, 1, True, "pending", id="failed, to be tried again"),
        pytest.param(False, 1, False, "dead", id="refused for good"),
    ],
)
def test_deliveries_update_the_state_of_their_messages(
    shared: LakeWriter, ok: bool, attempt: int, again: bool, state: str
) -> None:
    key, later = f"{ok}{attempt}{again}", NOW + timedelta(minutes=5)
    shared.land(batch(messages=(message(key),)))
    assert (message(key), 0) in [(each.message, each.attempts) for each in due(shared, NOW)]
    tried = Delivery(key=key, channel="c", at=NOW, ok=ok, attempt=attempt, next_try_at=later if again else None)
    for _ in range(2):
        with transaction(shared.con):
            lake.record_deliveries(shared.con, [tried])
    assert shared.ask("SELECT state, attempts FROM outbox WHERE key = ?", key) == [(state, attempt)]
    assert shared.ask("SELECT count(*) FROM deliveries WHERE key = ?", key) == [(1,)]
    assert key not in {each.message.key for each in due(shared, NOW)}
    due_later = {each.message.key: each.attempts for each in due(shared, later)}
    assert due_later.get(key) == (1 if state == "pending" else None)
    assert shared.land(batch(run="again", messages=(message(key),))).messages == 0


def due(writer: LakeWriter, now: datetime, channel: str = "c") -> list[Due]:
    return lake.load_due_messages(writer.con, channel=channel, now=now, limit=99)


DAY, SOON, LATER = timedelta(days=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("tried", "now", "not_before", "unsure_since"),
    [
        pytest.param({"next_try_at": NOW + SOON}, NOW, "held", None, id="not yet"),
        pytest.param({"next_try_at": NOW + SOON}, NOW + SOON, NOW + SOON, None, id="its time has come"),
        pytest.param({"next_try_at": NOW + SOON, "unsure": True}, NOW + LATER, NOW + SOON, NOW, id="may have arrived"),
        pytest.param(
            {"next_try_at": NOW + SOON, "rest_until": NOW + LATER}, NOW + SOON, "held", None, id="the channel rests"
        ),
        pytest.param(
            {"next_try_at": NOW + SOON, "rest_until": NOW + LATER}, NOW + LATER, NOW + LATER, None, id="it has rested"
        ),
        pytest.param(
            {"next_try_at": NOW + 400 * DAY, "rest_until": NOW + 400 * DAY}, NOW + SOON, None, None,
            id="a clock was a year ahead",
        ),
    ],
)  # fmt: skip
def test_when_a_message_is_due_again(
    writer: LakeWriter, tried: dict[str, Any], now: datetime, not_before: object, unsure_since: datetime | None
) -> None:
    writer.land(batch(messages=(message("k"),)))
    with transaction(writer.con):
        lake.record_deliveries(writer.con, [Delivery(key="k", channel="c", at=NOW, ok=False, attempt=1, **tried)])
    found = [(each.not_before, each.unsure_since, each.attempts) for each in due(writer, now)]
    assert found == ([] if not_before == "held" else [(not_before, unsure_since, 1)])
    assert due(writer, now, "other") == []
    if found:
        assert lake.list_due_channels(writer.con, now=now) == ["c"]


def test_a_channel_that_asked_to_wait_gets_none_of_its_messages(writer: LakeWriter) -> None:
    writer.land(batch(messages=(message("k"), message("other"))))
    tried = Delivery(key="k", channel="c", at=NOW, ok=False, attempt=1, next_try_at=NOW + LATER, rest_until=NOW + LATER)
    with transaction(writer.con):
        lake.record_deliveries(writer.con, [tried])
    assert due(writer, NOW + SOON) == []
    assert {each.message.key for each in due(writer, NOW + LATER)} == {"k", "other"}


def test_a_message_that_is_sent_again_has_all_its_tries(writer: LakeWriter) -> None:
    writer.land(batch(messages=(message("dead"), message("taken"))))
    attempts = [Delivery(key=key, channel="c", at=NOW, ok=key == "taken", attempt=3) for key in ("dead", "taken")]
    with transaction(writer.con):
        lake.record_deliveries(writer.con, attempts)
    assert due(writer, NOW + LATER) == []
    with transaction(writer.con):
        assert lake.requeue_messages(writer.con, ["dead", "taken", "unknown"], now=NOW + LATER) == 1
    (again,) = due(writer, NOW + LATER)
    assert (again.message.key, again.attempts, again.tries, again.since) == ("dead", 3, 0, NOW + LATER)


# ---- trends


def test_counts_add_up_and_are_counted_again_only_where_something_changed(writer: LakeWriter) -> None:
    writer.land(
        batch(
            article("head", text=LONG, topics=("iran", "mek")),
            article("copy", text=LONG, outlet="two.example", fetched_at=NOW + timedelta(hours=1), published_at=NOW),
            article("off", topics=()),
            article("translated", language="es", translation=Translation(state="translated")),
            article("before", published_at=NOW - timedelta(days=1)),
        )
    )
    assert lake.list_stale_days(writer.con) == [date(2026, 11, 23), date(2026, 11, 24)]
    with transaction(writer.con):
        assert (
            lake.refresh_trends(writer.con, lake.list_stale_days(writer.con))
            == lake.count_rows(writer.con)["trend_daily"]
        )
    assert lake.list_stale_days(writer.con) == []
    found = {(count.day.day, count.topic): count for count in lake.load_daily_counts(writer.con, since=SINCE)}
    today = found[24, "iran"]
    assert (today.articles, today.originals, today.stories, today.translated, today.outlets) == (3, 2, 2, 1, 2)
    assert found.keys() == {(23, "iran"), (24, "iran"), (24, "mek")}
    everything = lake.load_daily_counts(writer.con, since=SINCE, topic="*")
    assert [(count.day.day, count.articles) for count in everything] == [(23, 1), (24, 4)]
    snapshots = writer.ask(SNAPSHOTS)
    with transaction(writer.con):
        assert lake.refresh_trends(writer.con, [date(2026, 11, 24)]) > 0
    assert writer.ask(SNAPSHOTS) == snapshots


# ---- the published file


def test_the_published_file_stands_alone(settings: Settings) -> None:
    land(settings, batch(article("a", text="Tirana and Tehran"), article("b", text="آلبانی و ایران در تیرانا")))
    path = lake.publish(settings)
    assert path == settings.published_path
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as con:
        assert con.execute("SELECT count(*) FROM coverage").fetchone() == (2,)
        assert con.execute("SELECT count(*) FROM stories JOIN originals USING (story_id)").fetchone() == (2,)
        undescribed = "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'main' AND comment IS NULL"
        assert con.execute(undescribed + " AND NOT internal").fetchall() == []
        assert con.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall() == [("main",)]
        land(settings, batch(article("c")))
        assert lake.publish(settings) == path
        assert con.execute("SELECT count(*) FROM coverage").fetchone() == (2,), "who holds it open keeps the old one"
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as con:
        assert con.execute("SELECT count(*) FROM coverage").fetchone() == (3,)
    assert lake.publish(settings.model_copy(update={"publish_every": 300})) is None
    assert sorted(each.name for each in path.parent.glob("*coverage*")) == ["coverage.duckdb"]


# ---- care


def test_maintenance_merges_files_and_deletes_old_texts(settings: Settings) -> None:
    with exclusive(settings) as con:
        for number in range(3):
            old = article(f"old{number}", fetched_at=NOW - timedelta(days=40))
            LakeWriter(con).land(batch(article(f"new{number}"), old))
        LakeWriter(con).poll(entry("a"))
    files = "SELECT count(*) FROM ducklake_list_files('lake', 'articles')"
    assert ask(settings, files) == [(6,)]
    done = lake.maintain(settings.model_copy(update={"keep_text_days": 30}), NOW)
    assert done["drop_texts"] == 3
    assert ask(settings, files) == [(2,)]
    texts = ask(settings, "SELECT left(title, 3), count(text), count(*) FROM coverage GROUP BY 1 ORDER BY 1")
    assert texts == [("new", 3, 3), ("old", 0, 3)]
    assert lake.maintain(settings, NOW)["merge_files"] == 0


def test_readers_see_every_row_during_maintenance(settings: Settings) -> None:
    land(settings, batch(article("a"), article("b")))
    counted = "SELECT (SELECT count(*) FROM migrations), (SELECT count(*) FROM trend_stale)"
    with contextlib.closing(lake.connect(settings=settings)) as reader:
        reader.begin()
        assert reader.execute("SELECT count(text) FROM articles").fetchone() == (2,)
        assert lake.maintain(settings, NOW)["flush_inlined"] > 0
        assert reader.execute(counted).fetchone() == (MIGRATIONS, 1)
        assert reader.execute("SELECT count(text) FROM coverage").fetchone() == (2,)
    assert ask(settings, counted) == [(MIGRATIONS, 1)]


def test_every_column_is_described_and_the_page_is_up_to_date(shared: LakeWriter) -> None:
    found = load_relations(shared.con)
    assert {each.name for each in found} >= {"coverage", "originals", "stories", "feed_health", "article_topics"}
    assert [(each.name, column.name) for each in found for column in each.columns if not column.meaning] == []
    assert Path("docs/reference/tables.md").read_text("utf-8") == render_tables_page(), (
        "python -m newsvane.lake > docs/reference/tables.md"
    )


# ---- more than one process


def test_a_failed_writer_leaves_nothing(settings: Settings) -> None:
    land(settings, batch(article("a")))
    with pytest.raises(ZeroDivisionError), lake.writer(settings) as con:
        lake.land_articles(con, batch(article("b")))
        _ = 1 / 0
    assert ask(settings, "SELECT title FROM articles") == [("a",)]


def _hold(home: Path, holds: Event) -> None:
    with lake.writer(Settings(home=home)) as con:
        lake.land_articles(con, batch(*(article(f"lost{number}") for number in range(50))))
        holds.set()
        time.sleep(60)


@contextlib.contextmanager
def _held(settings: Settings) -> Iterator[int]:
    holds = SPAWN.Event()
    process = SPAWN.Process(target=_hold, args=(settings.home, holds))
    process.start()
    try:
        assert holds.wait(60)
        yield process.pid or 0
    finally:
        process.kill()
        process.join()


def test_a_second_writer_waits_and_a_killed_one_leaves_nothing(settings: Settings) -> None:
    land(settings, batch(article("a")))
    with _held(settings) as pid:
        with pytest.raises(LakeBusy), lake.writer(settings, wait=0.2):
            pass
        assert ask(settings, "SELECT title FROM coverage") == [("a",)], "a reader neither waits nor sees half"
        os.kill(pid, signal.SIGKILL)
        with lake.writer(settings, wait=20) as con:
            result = lake.land_articles(con, batch(article("a"), *(article(f"lost{number}") for number in range(50))))
    assert (result.new, result.unchanged) == (50, 1)
    assert ask(settings, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(51, 51)]


def _read(home: Path, ready: Event, stop: Event, results: "multiprocessing.Queue[list[int] | str]") -> None:
    seen: list[int] = []
    try:
        while not stop.is_set():
            with contextlib.closing(lake.connect(settings=Settings(home=home))) as con:
                counts = con.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM article_groups),"
                    " (SELECT count(DISTINCT text) FROM coverage)"
                ).fetchall()[0]
            assert len(set(counts)) == 1, counts
            seen.append(counts[0])
            ready.set()
            stop.wait(0.1)
    except Exception as error:
        results.put(f"{type(error).__name__}: {error}")
        ready.set()
    else:
        results.put(seen)


def test_a_writer_whose_lock_file_was_removed_writes_nothing(settings: Settings) -> None:
    with pytest.raises(LakeBusy, match="was removed or replaced"), lake.writer(settings) as con:
        lake.land_articles(con, batch(article("a")))
        settings.catalog_path.with_name("catalog.sqlite.lock").unlink()
    with lake.connect(settings=settings) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchall() == [(0,)]


def test_a_reader_in_a_loop_sees_whole_commits_and_no_error(settings: Settings) -> None:
    lake.migrate(settings)
    ready, stop, results = SPAWN.Event(), SPAWN.Event(), SPAWN.Queue()
    reader = SPAWN.Process(target=_read, args=(settings.home, ready, stop, results))
    reader.start()
    try:
        assert ready.wait(60)
        for half in (range(10), range(10, 20)):
            with exclusive(settings) as con:
                for commit in half:
                    LakeWriter(con).land(batch(*(article(f"{commit}-{number}") for number in range(10))))
            lake.maintain(settings, NOW)
        stop.set()
        seen = results.get(timeout=60)
    finally:
        stop.set()
        reader.join(20)
        reader.kill()
    assert isinstance(seen, list), seen
    assert seen == sorted(seen)
    assert {count % 10 for count in seen} == {0}
    assert len(set(seen)) > 3, "it read while commits were made"


def _land_same(home: Path, start: Event) -> None:
    start.wait(60)
    for number in range(5):
        land(Settings(home=home), batch(*(article(f"{number}-{each}") for each in range(20)), messages=(message("m"),)))


def test_two_writers_at_once_duplicate_nothing(settings: Settings) -> None:
    start = SPAWN.Event()
    writers = [SPAWN.Process(target=_land_same, args=(settings.home, start)) for _ in range(2)]
    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    counts = ask(
        settings,
        "SELECT count(*), count(DISTINCT article_id), (SELECT count(*) FROM article_groups),"
        " (SELECT count(*) FROM outbox), (SELECT count(*) FROM migrations) FROM articles",
    )
    assert counts == [(100, 100, 100, 1, MIGRATIONS)]


def test_the_view_orders_articles_as_grouping_does(writer: LakeWriter) -> None:
    def hours(count: float | None) -> datetime | None:
        return None if count is None else NOW + timedelta(hours=count)

    times = product([None, 1, -0.5, -2.5, -7], [None, -1, -3, -9], [None, -2, 0])
    ours = [
        article(str(number), published_at=hours(published), absent_at=hours(absent), observed_at=hours(observed))
        for number, (published, absent, observed) in enumerate(times)
    ]
    writer.land(batch(*ours))
    assert set(writer.ask("SELECT article_id, reported_at, ordered_at FROM coverage")) == {
        (one.article_id, min(reported_at(one), one.observed_at or one.fetched_at), ordered_at(one)) for one in ours
    }
    assert set(writer.ask("SELECT article_id, day FROM article_sketches")) == {
        (one.article_id, reported_at(one).date()) for one in ours
    }
