"""The lake as it was: its snapshots, and times as people type them."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.analysis.stories import list_stories, load_story
from newsvane.cli.options import parse_since
from newsvane.cli.time_parsing import parse_time
from newsvane.errors import LakeError
from newsvane.lake.engine import migration_runner
from newsvane.lake.engine.migration_runner import known_migrations
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, state
from tests.support.terminal import Terminal

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
"""A Wednesday."""


def test_the_past_can_be_queried_after_maintenance(lived: Past, own: Settings) -> None:
    lake.maintain(own, datetime.now(UTC) + timedelta(days=3))  # replaced files are gone by then
    for at, was in lived.moments[:-1]:
        assert state(own, as_of=at) == was
    assert state(own, as_of=datetime.now(UTC) + timedelta(days=1)) == lived.moments[-1][1], "a time to come is now"
    assert lived.moments[-1][1] != lived.moments[-2][1], "care let go of texts"


def test_an_expired_time_is_an_error_that_names_the_oldest_snapshot(lived: Past, own: Settings) -> None:
    lake.maintain(own, datetime.now(UTC) + timedelta(days=own.keep_snapshots_days + 1))
    with contextlib.closing(lake.connect(settings=own)) as con:
        oldest = lake.list_snapshots(con, limit=99)[-1].at
    with pytest.raises(LakeError, match=f"oldest snapshot is of {oldest:%Y-%m-%d %H:%M:%S}") as caught:
        lake.connect(settings=own, as_of=lived.moments[0][0])
    assert caught.value.reason == "too_early"


def test_the_past_is_read_only(lived: Past) -> None:
    at, _ = lived.moments[1]
    refused = pytest.raises(lake.DatabaseError, match="read-only")
    with contextlib.closing(lake.connect(False, settings=lived.settings, as_of=at)) as con, refused:
        con.execute("DELETE FROM articles")


def test_a_lake_from_before_an_upgrade_is_asked_with_todays_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    files = migration_runner._list_migration_files()
    monkeypatch.setattr(
        migration_runner, "_list_migration_files", lambda: [each for each in files if each.name < "0039"]
    )
    with monkeypatch.context() as before:
        before.setattr(
            migration_runner, "run_query", lambda *_: None
        )  # today's options are also of tables that come later
        lake.migrate(settings)
    with lake.writer(settings) as con:  # not landed, because today's tables have other columns
        con.execute(
            "INSERT INTO articles BY NAME SELECT 'a1_storks' AS article_id, 'one.example' AS outlet, 'en' AS language, "
            "'Storks' AS title, ['iran'] AS topics, 1 AS revision, ?::TIMESTAMPTZ AS fetched_at",
            [NOW],
        )
    then = datetime.now(UTC)
    monkeypatch.setattr(migration_runner, "_list_migration_files", lambda: files)
    lake.migrate(settings)
    ask = partial(lake.open_reader, settings=settings)
    (story,), _ = list_stories(date(2020, 1, 1), date(2030, 1, 1), limit=9, as_of=then, open_lake=ask)
    assert (story["articles"], story["claims"]) == (1, 0)
    assert load_story(story["story_id"], as_of=then, open_lake=ask)["outlets_in_order"][0]["certainty"] == "alone"


def test_snapshots_describe_each_commit(lived: Past) -> None:
    with contextlib.closing(lake.connect(settings=lived.settings)) as con:
        found = lake.list_snapshots(con, limit=99)
        assert lake.list_snapshots(con, limit=2) == found[:2]
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
    steps = [(each.step, each.run_id, each.words) for each in reversed(found)]
    assert steps[0] == ("", "", "created the lake")
    assert steps[1] == ("migrate", max(known_migrations()), "migrated the tables")
    assert sum(step == "migrate" for step, *_ in steps) == 1
    assert (
        "land_articles",
        "run-0",
        "landed articles: 4 new, 1 off topic, 1 skipped, 1 quarantined, 1 messages",
    ) in steps
    assert ("drop_texts", "", "deleted old texts: 2 rows") in steps
    assert any(words.startswith("merged small files of ") for _, _, words in steps)
    (landed,) = (each for each in found if each.run_id == "run-1")
    assert landed.counts["new"] == 3
    assert {"articles", "article_groups", "outbox"} <= set(landed.tables)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("now", NOW, id="now"),
        pytest.param("2026-11-20T08:00", datetime(2026, 11, 20, 8, tzinfo=UTC), id="ISO, UTC"),
        pytest.param("2026-11-20T08:00+02:00", datetime(2026, 11, 20, 6, tzinfo=UTC), id="ISO with an offset"),
        pytest.param("2026-11-20 08:00", datetime(2026, 11, 20, 8, tzinfo=UTC), id="with a space"),
        pytest.param("2026-11-20", datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=UTC), id="a day is its end"),
        pytest.param("2026-3-4", datetime(2026, 3, 4, 23, 59, 59, 999999, tzinfo=UTC), id="a day without noughts"),
        pytest.param("yesterday 18:00", datetime(2026, 11, 24, 18, tzinfo=UTC), id="yesterday with a time"),
        pytest.param("Last Tuesday", datetime(2026, 11, 24, 23, 59, 59, 999999, tzinfo=UTC), id="last tuesday"),
        pytest.param("wednesday", datetime(2026, 11, 18, 23, 59, 59, 999999, tzinfo=UTC), id="today's: a week ago"),
        pytest.param("thursday at 9:30", datetime(2026, 11, 19, 9, 30, tzinfo=UTC), id="a weekday with a time"),
        pytest.param("7:05", datetime(2026, 11, 25, 7, 5, tzinfo=UTC), id="a time of today"),
        pytest.param("at 23:59", datetime(2026, 11, 24, 23, 59, tzinfo=UTC), id="a time that is still to come"),
        pytest.param("3 days ago", NOW - timedelta(days=3), id="days ago"),
        pytest.param("an hour ago", NOW - timedelta(hours=1), id="an hour ago"),
        pytest.param("2w", NOW - timedelta(weeks=2), id="short"),
    ],
)  # fmt: skip
def test_times_as_people_type_them(words: str, expected: datetime) -> None:
    assert parse_time(words, now=NOW) == expected


@pytest.mark.parametrize(
    "words", ["", "soon", "last", "2026-13-01", "999999 days ago", "yesterday 25:00", "25:00", "0001-01-01T00:00+05:00"]
)
def test_invalid_times_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="3 days ago"):
        parse_time(words, now=NOW)


def test_a_period_begins_at_the_beginning_of_a_day() -> None:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert parse_since("yesterday") == today - timedelta(days=1)
    assert parse_since("2026-11-20") == datetime(2026, 11, 20, tzinfo=UTC)
    assert parse_since("36h") < datetime.now(UTC) - timedelta(hours=35)


def test_commands_query_the_past(lived: Past) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(lived.settings.home)}, {})
    (at, was), *_ = lived.moments
    then = at.isoformat()
    count = "SELECT count(*) AS n FROM articles"
    assert (
        terminal.run_json("sql", count, "--as-of", then)
        == [{"n": len(was["articles"])}]
        != terminal.run_json("sql", count)
    )
    assert [hit["title"] for hit in terminal.run_json("search", "title:version", "--as-of", then)] == ["version 0"]
    assert [hit["title"] for hit in terminal.run_json("search", "title:version", "--as-of", "now")] == ["version 1"]
    assert len(terminal.run_json("stories", "--days", "3000", "--as-of", then)) == 3
    shell = terminal.run_process("sql", "--as-of", then, given=f"{count};\n")
    assert f" {len(was['articles'])} " in shell.stdout
    early = terminal.run("sql", count, "--as-of", "2001-01-01", code=1)
    assert "its oldest snapshot is of" in " ".join(early.stderr.split())
    assert "write one like" in " ".join(
        terminal.run("sql", count, "--as-of", "soon", code=2).stderr.replace("│", "").split()
    )
    assert "landed articles: 3 new" in " ".join(terminal.run("snapshots").stdout.split())
    assert terminal.run_json("snapshots", "--limit", "3")[0]["snapshot_id"] > 0
