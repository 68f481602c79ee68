"""A catalog in PostgreSQL and data in a bucket.

Concurrent writers duplicate nothing, locks end with their holder, errors about unreachable servers are clear, and no
password is shown.
"""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import psycopg2
import pytest

from newsvane import lake, pipeline
from newsvane.errors import ConfigError, LakeBusy, LakeError, WriteConflict
from newsvane.lake.engine import connection
from newsvane.lake.engine.retry import TRIES
from newsvane.records import Entry
from newsvane.settings import Settings
from tests.support.lake_factories import FEEDS, NOW, article, batch, entry, message, poll
from tests.support.remote_lake import RemoteLakes, needs_postgres, remote_lakes
from tests.support.terminal import Terminal

pytestmark = needs_postgres
SPAWN = multiprocessing.get_context("spawn")
WRITERS = 3


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteLakes]:
    with remote_lakes() as made:
        yield made


@pytest.fixture(scope="module")
def empty(remote: RemoteLakes, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = remote.settings(tmp_path_factory.mktemp("empty"))
    lake.migrate(made)
    return made


@pytest.fixture
def settings(remote: RemoteLakes, empty: Settings, tmp_path: Path) -> Settings:
    return remote.settings(tmp_path / "var", like=empty)


def land(settings: Settings, *names: str) -> lake.Landing:
    with lake.writer(settings, "articles") as con:
        return lake.land_articles(con, batch(*map(article, names)))


def ask(settings: Settings, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(lake.connect(settings=settings)) as con:
        return con.execute(question).fetchall()


def test_all_statements_of_a_snapshot_see_the_lake_as_it_was_at_its_beginning(settings: Settings) -> None:
    land(settings, "one")
    before = ask(settings, "SELECT count(*) FROM articles")
    with lake.open_snapshot(settings) as connection:
        land(settings, "two")
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == before
    with pytest.raises(duckdb.CatalogException), lake.open_snapshot(settings) as connection:
        connection.execute("SELECT * FROM not_there")
    with lake.open_snapshot(settings) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() != before


# ---- writers


def _land_the_same(settings: Settings, go: Event) -> None:
    go.wait()
    for start in range(2):
        land(settings, *(f"a{number}" for number in range(20 * start, 20 * start + 40)))
        with lake.writer(settings, "polls") as con:
            entries = [entry(f"e{number}") for number in range(40)]
            polls = [poll(feed.feed_id, minutes=start) for feed in FEEDS]
            lake.land_polls(con, feeds=FEEDS, states=polls, entries=entries, run_id="poll", now=NOW)
            lake.land_messages(con, [message(f"m{start}")])
        pipeline.refresh_trends(settings=settings)


def test_writers_of_the_same_ids_duplicate_nothing(settings: Settings) -> None:
    go = SPAWN.Event()
    writers = [SPAWN.Process(target=_land_the_same, args=(settings, go)) for _ in range(WRITERS)]
    for each in writers:
        each.start()
    go.set()
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0] * WRITERS
    for table, rows in {"articles": 60, "article_groups": 60, "entries": 40, "outbox": 2, "feed_polls": 4}.items():
        assert ask(settings, f"SELECT count(*) FROM {table}") == [(rows,)]
    assert {found.name: found.state for found in lake.check_integrity(settings)} == dict.fromkeys(
        ("files", "form", "keys", "links", "counts"), "ok"
    )


def test_without_locks_two_merges_would_duplicate_rows(settings: Settings) -> None:
    """The trap that turns are for; where DuckLake some day refuses the second, they are not needed any more."""
    with contextlib.ExitStack() as both:
        cons = [
            both.enter_context(contextlib.closing(connection.open_lake(settings, read_only=False))) for _ in range(2)
        ]
        for con in cons:
            con.begin()
            lake.land_articles(con, batch(article("twice")))
        for con in cons:
            con.commit()
    assert ask(settings, "SELECT count(*) FROM articles") == [(2,)]
    assert {found.name for found in lake.check_integrity(settings) if found.state == "failed"} >= {"keys"}


def test_writers_of_different_tables_overlap(settings: Settings) -> None:
    land(settings, "before")
    with lake.writer(settings, "articles") as con:
        lake.land_articles(con, batch(article("meanwhile")))
        with lake.writer(settings, "trends", wait=0.5) as other:
            marks = lake.count_stale_marks(other)
            counted = lake.refresh_trends(other, lake.list_stale_days(other), clear=False)
        with (
            pytest.raises(LakeBusy, match="another process has been writing"),
            lake.writer(settings, "polls", wait=0.2),
        ):
            pass
    assert counted == 2
    assert ask(settings, "SELECT count(*) FROM articles") == [(2,)]
    with lake.writer(settings, "stale") as con:
        lake.clear_stale_days(con, marks)
    with contextlib.closing(lake.connect(settings=settings)) as con:
        assert len(lake.list_stale_days(con)) == 1, "what landed while it was counted is to be counted again"
    assert pipeline.refresh_trends(settings=settings) == {"days": 1, "rows": 2, "failed": 0}
    assert pipeline.refresh_trends(settings=settings) == {"days": 0, "rows": 0, "failed": 0}


@pytest.mark.parametrize("work", ["polls", "articles", "trends", "deliveries", "acts"])
def test_maintenance_waits_for_every_writer(empty: Settings, work: connection.Work) -> None:
    with lake.writer(empty, work), pytest.raises(LakeBusy), connection.exclusive(empty, wait=0.1):
        pass


def _hold(settings: Settings, held: Event) -> None:
    with lake.writer(settings, "articles") as con:
        lake.land_articles(con, batch(article("never")))
        held.set()
        signal.pause()


def test_a_lock_ends_with_its_holder(settings: Settings) -> None:
    held = SPAWN.Event()
    holder = SPAWN.Process(target=_hold, args=(settings, held))
    holder.start()
    assert held.wait(60)
    os.kill(holder.pid or 0, signal.SIGKILL)
    holder.join()
    assert land(settings, "after").new == 1
    assert ask(settings, "SELECT title FROM articles") == [("after",)]


def test_a_writer_that_lost_its_lock_writes_nothing(settings: Settings) -> None:
    with pytest.raises(LakeBusy, match="held our locks has ended") as caught, lake.writer(settings, "articles") as con:
        lake.land_articles(con, batch(article("a")))
        with psycopg2.connect(settings.catalog) as session, session.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        session.close()
    assert caught.value.reason == "lake_unreachable"
    assert ask(settings, "SELECT count(*) FROM articles") == [(0,)]


@pytest.mark.parametrize(
    ("conflicts", "calls", "landed"),
    [
        pytest.param(1, 2, True, id="once"),
        pytest.param(TRIES - 1, TRIES, True, id="all but the last time"),
        pytest.param(TRIES, TRIES, False, id="each time"),
    ],
)
def test_a_landing_that_conflicts_with_another_is_repeated_as_a_whole(conflicts: int, calls: int, landed: bool) -> None:
    made = 0

    @lake.retry_on_conflict
    def landing() -> bool:
        nonlocal made
        made += 1
        if made <= conflicts:
            raise WriteConflict("met", reason="lake_met")
        return True

    with contextlib.nullcontext() if landed else pytest.raises(LakeBusy):
        assert landing() == landed
    assert made == calls


def test_a_page_is_found_that_its_outlet_lists_after_another_one(settings: Settings) -> None:
    early, late = (entry("page", feed=feed, version=feed, minutes=at) for feed, at in (("two", 0), ("one", 90)))
    page = article("page", feed_id="two")
    outcome = lake.EntryOutcome(
        entry_id=early.entry_id, content_hash="two", outcome="article", article_id=page.article_id
    )
    landed = batch(page, outcomes=(outcome,))
    told = message("m").model_copy(
        update={"held": "flood", "outlet": "two.example", "story_id": landed.groupings[0].story_id}
    )

    def find() -> list[str]:
        with contextlib.closing(lake.connect(settings=settings)) as con:
            keys = lake.find_unnamed_keys(con, since=NOW - timedelta(days=1))
            return [each.article.title for each in lake.load_relisted_articles(con, keys)]

    def poll_both(listed: Entry, *, own: bool, minutes: int) -> None:
        with lake.writer(settings, "polls") as con:
            feeds = [feed.model_copy(update={"outlet": f"{feed.feed_id}.example"}) for feed in FEEDS]
            states = [poll(feed.feed_id, minutes=minutes) for feed in FEEDS]
            entries = [listed.model_copy(update={"own": own})]
            lake.land_polls(con, feeds=feeds, states=states, entries=entries, run_id="poll", now=NOW)

    poll_both(early, own=False, minutes=0)
    with lake.writer(settings, "articles") as con:
        lake.land_articles(con, landed)
        lake.land_messages(con, [told])
    assert find() == []
    poll_both(late, own=True, minutes=90)
    assert find() == ["page"]


# ---- servers that are away, addresses that are wrong


@pytest.mark.parametrize(
    ("catalog", "error", "words"),
    [
        pytest.param("postgresql://newsvane:{password}@127.0.0.1:9/{name}", LakeBusy, "not respond", id="no server"),
        pytest.param("postgresql://newsvane:guess@127.0.0.1:{port}/{name}", LakeError, "refuses", id="password"),
        pytest.param("postgresql://newsvane:{password}@127.0.0.1:{port}/other", LakeError, "refuses", id="database"),
    ],
)
def test_an_error_about_a_wrong_address_does_not_contain_the_password(
    remote: RemoteLakes, tmp_path: Path, catalog: str, error: type[Exception], words: str
) -> None:
    password = remote.postgres.password("newsvane")
    name = remote.environment()["NEWSVANE_CATALOG"].rpartition("/")[2]
    given = Settings(home=tmp_path, catalog=catalog.format(password=password, port=remote.postgres.port, name=name))
    for attempt in (lambda: lake.connect(settings=given), lambda: lake.migrate(given)):
        with pytest.raises(error, match=words) as caught:
            attempt()
        assert password not in str(caught.value)
        assert "guess" not in str(caught.value)
        assert f"/{given.catalog.rpartition('/')[2]}" in str(caught.value)


def test_an_empty_database_has_no_lake(remote: RemoteLakes, tmp_path: Path) -> None:
    given = remote.settings(tmp_path)
    assert not lake.exists(given)
    with pytest.raises(LakeError, match="there is no lake at postgresql://newsvane@127") as caught:
        lake.connect(settings=given)
    assert caught.value.reason == "no_lake"
    assert land(given, "first").new == 1, "the first writer makes it"


def test_a_server_that_restarts_costs_one_try(tmp_path: Path) -> None:
    with remote_lakes() as own:
        settings = own.settings(tmp_path, store=False)
        land(settings, "before")
        with pytest.raises(LakeBusy) as caught, lake.writer(settings, "articles") as con:
            lake.land_articles(con, batch(article("meanwhile")))
            own.postgres.stop()
        assert caught.value.reason == "lake_unreachable"
        with pytest.raises(LakeBusy, match="does not respond"):
            land(settings, "away")
        own.postgres.start()
        assert land(settings, "meanwhile").new == 1
        assert ask(settings, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(2, 2)]
        own.bucket.stop()
        assert ask(settings, "SELECT count(*) FROM articles") == [(2,)], "without a store nobody asks for a bucket"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"catalog": "mysql://a@b/c"}, "postgresql://USER", id="another database"),
        pytest.param({"catalog": "dbname=lake"}, "postgresql://USER", id="keywords"),
        pytest.param({"catalog": "postgresql://u:p/w@host/db"}, "%2F", id="a slash in the password"),
        pytest.param({"catalog": "postgresql://host"}, "postgresql://USER", id="no database"),
        pytest.param({"store": "/var/bucket"}, "s3://BUCKET", id="a folder as store"),
        pytest.param({"store": "s3://key:secret@bucket"}, "s3://BUCKET", id="keys in the store"),
    ],
)
def test_an_invalid_address_is_refused(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Settings.model_validate(changed)
    assert "p/w" not in str(caught.value.errors()[0]["msg"])  # type: ignore[attr-defined]


def test_a_bucket_without_keys_is_an_error(
    remote: RemoteLakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(ConfigError, match="AWS_SECRET_ACCESS_KEY is not set"):
        lake.connect(settings=remote.settings(tmp_path))


# ---- what is shown


def test_the_shell_opens_a_remote_lake_without_secrets_on_its_command_line(
    settings: Settings, remote: RemoteLakes
) -> None:
    land(settings, "a")
    secrets = {remote.postgres.password("newsvane"), remote.bucket.access["AWS_SECRET_ACCESS_KEY"]}
    assert not any(secret in lake.build_shell_script(settings) for secret in secrets)
    assert secrets <= set(lake.build_shell_environment(settings).values())
    shell = Terminal({"NEWSVANE_CATALOG": settings.catalog, "NEWSVANE_STORE": settings.store}, {})
    done = shell.run_process(
        "sql", given="SELECT title FROM articles;\nFROM duckdb_databases();\nFROM duckdb_secrets();\n"
    )
    assert done.returncode == 0, done.stderr
    assert "│ a" in done.stdout
    assert not any(secret in done.stdout + done.stderr for secret in secrets)


def test_time_travel_and_the_published_file_work_on_a_remote_lake(settings: Settings) -> None:
    land(settings, "before")
    then = datetime.now(UTC)
    land(settings, "after")
    with contextlib.closing(lake.connect(settings=settings, as_of=then)) as con:
        assert con.execute("SELECT title FROM articles").fetchall() == [("before",)]
    lake.maintain(settings, datetime.now(UTC))
    assert lake.publish(settings)
    with contextlib.closing(lake.open_published(settings)) as published:
        assert published.execute("SELECT title FROM coverage ORDER BY title").fetchall() == [("after",), ("before",)]
    assert [found.state for found in lake.check_integrity(settings)] == ["ok"] * 5


def test_an_embedded_lake_imports_no_postgres_or_s3_library(tmp_path: Path) -> None:
    asked = "import sys; from newsvane import lake, pipeline; from newsvane.settings import Settings; "
    asked += f"lake.migrate(Settings(home={str(tmp_path)!r})); "
    asked += "print(sorted({'psycopg2', 's3fs', 'upath', 'botocore'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
