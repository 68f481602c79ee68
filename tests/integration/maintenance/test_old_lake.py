"""A lake of an older version is migrated, keeps every row, and works in the next cycle."""

import contextlib
import json
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.agents.lake_access import limited_lake
from newsvane.errors import OutdatedLake
from newsvane.lake.engine.migration_runner import known_migrations
from newsvane.settings import Settings
from tests.journeys.promises import broken_promises
from tests.old_lake import NEWEST, Rows, unpack
from tests.support.empty_lake import create_lake
from tests.support.scene import scene
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

REWRITTEN = {"migrations", "trend_daily", "trend_stale"}
"""What later versions may fill anew."""


FORM = """
SELECT table_name, column_name, data_type, column_default, comment FROM duckdb_columns() WHERE database_name = 'lake'
UNION ALL SELECT view_name, '', sql, '', comment FROM duckdb_views() WHERE database_name = 'lake'
UNION ALL SELECT function_name, '', parameters::VARCHAR, macro_definition, comment FROM duckdb_functions()
WHERE database_name = 'lake'
UNION ALL SELECT option_name, scope_entry, value, '', '' FROM lake.options() WHERE option_name LIKE 'parquet%'
ORDER BY ALL
"""


def form_of(settings: Settings) -> list[tuple[str, ...]]:
    """The columns, views and macros of a lake."""
    with contextlib.closing(lake.connect(settings=settings)) as con:
        return con.execute(FORM).fetchall()


def missing(settings: Settings, expected: Rows) -> list[str]:
    """The old rows that are no longer there, by their old columns."""
    lost = []
    with contextlib.closing(lake.connect(settings=settings)) as con:
        for table, old in expected.items():
            if not old or table in REWRITTEN:
                continue
            query = f"SELECT to_json(t)::VARCHAR FROM (SELECT {', '.join(old[0])} FROM {table}) AS t"
            there = Counter(json.dumps(json.loads(row)) for (row,) in con.execute(query).fetchall())
            lost += [f"{table}: {row}" for row in (Counter(map(json.dumps, old)) - there)]
    return lost


def test_a_command_that_an_old_lake_cannot_answer_says_how_to_update_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path / "home"), "NEWSVANE_WATCH": str(WATCH)}, {})
    unpack(terminal.settings.home)
    said = terminal.run("trends", code=1).stderr
    assert "an older version of Newsvane wrote this lake" in said
    assert broken_promises(said) == []
    monkeypatch.setenv("NEWSVANE_HOME", str(terminal.settings.home))
    with pytest.raises(OutdatedLake, match="its next run"), limited_lake() as open_lake, open_lake() as con:
        con.execute("FROM counted_articles")
    lake.maintain(terminal.settings, datetime.now(UTC))  # whatever writes first
    terminal.run("trends")
    assert form_of(terminal.settings) == form_of(create_lake(Settings(home=tmp_path / "new"))), "of a new lake"


def test_an_old_lake_opens_is_migrated_and_takes_a_cycle(tmp_path: Path) -> None:
    with scene(tmp_path) as one:
        watch = tmp_path / "watch"
        shutil.copytree(WATCH, watch)
        tables = re.split(r"(?=\[\[feed\]\])", (watch / "feeds.toml").read_text("utf-8"))
        (watch / "feeds.toml").write_text(
            "".join(table for table in tables if 'id = "meridian-post"\n' in table), "utf-8"
        )
        terminal = Terminal({**one.environment, "NEWSVANE_WATCH": str(watch)}, {})
        expected = unpack(terminal.settings.home)
        assert missing(terminal.settings, expected) == [], "it is read before it is migrated"
        (form,) = (each for each in lake.check_integrity(terminal.settings) if each.name == "form")
        assert form.state == ("ok" if max(known_migrations()) == NEWEST else "warning")
        before = datetime.now(UTC)
        assert lake.migrate(terminal.settings) == sorted(name for name in known_migrations() if name > NEWEST)
        assert missing(terminal.settings, expected) == []

        cycle = terminal.run_json("run")

        assert cycle["landed"]["new"] > 1
        unwatched = {json.dumps({**row, "watched": False}) for row in expected.pop("feeds")}
        changed = {"entries", "outbox", "deliveries", "feed_states"}  # they were pending, and are not any more
        assert (
            missing(terminal.settings, {table: rows for table, rows in expected.items() if table not in changed}) == []
        )
        assert missing(terminal.settings, {"feeds": [json.loads(row) for row in unwatched]}) == []
        assert {each.state for each in lake.check_integrity(terminal.settings)} == {"ok"}
        assert terminal.run_json("sql", "SELECT count(*) AS n FROM articles", "--as-of", before.isoformat()) == [
            {"n": len(expected["articles"])}
        ]
