"""Compute the answers in `docs/guides/cookbook.md` and `docs/guides/provenance.md`.

`python -m tests.support.cookbook` rewrites them. The answers in the cookbook are from the news world's lake. It begins
at noon of the previous day, so the day of an article does not depend on the hour of the run. Dates are compared by
their distance from that day, which the page names. The answers on provenance are from a small lake with fixed times
(`provenance_lake`), because one poll of the news world shows nothing about who was first.
"""

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch

import duckdb
from rich.console import Console

from newsvane import lake
from newsvane.cli import console
from newsvane.cli.lake import sql_prompt
from newsvane.cli.tables import LEFT_TO_RIGHT
from newsvane.lake.analyst.sql_session import SqlResult
from newsvane.settings import Settings
from tests.support import provenance_lake
from tests.support.scene import PROJECT, Scene, scene
from tests.support.terminal import Terminal

COOKBOOK, PROVENANCE = "docs/guides/cookbook.md", "docs/guides/provenance.md"
IN_FILE, ANYWHERE = "-- in coverage.duckdb", "-- in any DuckDB"
"""First lines of SQL that is not run on a connection to the lake."""
IN_EXAMPLE = "-- in the lake of the guide on provenance"
"""The first line of SQL that is run on the lake of examples; on the page PROVENANCE all is."""
WIDTH = 120
BLOCK = re.compile(r"^```sql\n(?P<sql>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.MULTILINE | re.DOTALL)
BEGAN = re.compile(r"\bnews world of (\d{4}-\d\d-\d\d)")
NEAR = timedelta(days=400)
"""Dates further away are fixed in the news world's files and do not depend on when it begins."""


@contextlib.contextmanager
def filled(home: Path) -> Iterator[Scene]:
    """Run the news world and fill a lake from it with one cycle; yield the scene until the block ends."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with scene(home, began=datetime.combine(yesterday, time(12), UTC)) as one:
        Terminal(one.environment, {}).run("run")
        yield one


def connection(settings: Settings, sql: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to the database that a block of SQL is meant for, by its first line."""
    if sql.startswith(ANYWHERE):
        return duckdb.connect()
    return lake.open_published(settings) if sql.startswith(IN_FILE) else lake.connect(settings=settings)


def is_example(page: str, sql: str) -> bool:
    """Return whether a block of SQL on a page is run on the lake of examples (`provenance_lake`)."""
    return page == PROVENANCE or sql.startswith(IN_EXAMPLE)


def printed(result: duckdb.DuckDBPyConnection) -> str:
    """Return a result as `newsvane sql` prints it on a terminal."""
    paper = io.StringIO()
    terminal = Console(file=paper, width=WIDTH, force_terminal=True, color_system=None, emoji=False, markup=False)
    with patch.object(console, "out", terminal), patch.object(sql_prompt, "out", terminal):
        names = tuple(column[0] for column in result.description or ())
        sql_prompt.show_result(SqlResult(names, iter(result.fetchall())))
    text = paper.getvalue().replace(LEFT_TO_RIGHT, "")  # an editor that reads the page shows no marks
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def relative(text: str, began: date) -> str:
    """Return the text with dates near `began` replaced by their distance from it in days."""

    def distance(found: re.Match[str]) -> str:
        away = date.fromisoformat(found[0]) - began
        return f"day{away.days:+06d}" if abs(away) < NEAR else found[0]

    return re.sub(r"\b\d{4}-\d\d-\d\d\b", distance, text)


def answers(page: str) -> tuple[date, dict[str, str]]:
    """Return the day that the page names as the start of its news world, and the answer below each block of SQL."""
    found = BEGAN.search(page)
    shown = {block["sql"]: block["shown"] for block in BLOCK.finditer(page) if block["shown"]}
    return date.fromisoformat(found[1]) if found else date.min, shown


def write() -> None:
    """Rewrite the answers on both pages."""
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder)) as one:
        example = provenance_lake.filled(Settings(home=Path(folder) / "example"))
        for page in (COOKBOOK, PROVENANCE):

            def answered(found: re.Match[str], page: str = page) -> str:
                sql = found["sql"]
                if sql.startswith(ANYWHERE):
                    return found[0]
                with contextlib.closing(connection(example if is_example(page, sql) else one.settings, sql)) as con:
                    return f"```sql\n{sql}```\n\n```text\n{printed(con.execute(sql))}```\n"

            text = BLOCK.sub(answered, (PROJECT / page).read_text("utf-8"))
            (PROJECT / page).write_text(BEGAN.sub(f"news world of {one.began.date()}", text), "utf-8")


if __name__ == "__main__":
    write()
