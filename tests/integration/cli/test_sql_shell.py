"""`newsvane sql` on a real terminal: the shell starts, answers and ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.keyboard import SQL_PROMPT, TERMINAL_ANSWER, TERMINAL_QUERY, Keyboard


@contextmanager
def opened(home: Path, *, columns: int = 80) -> Iterator[Keyboard]:
    """Open the shell on an empty lake, and yield it at its first prompt."""
    settings = create_lake(Settings(home=home))
    environment = {**os.environ, "NEWSVANE_HOME": str(settings.home), "TERM": "xterm"}
    shell = Keyboard([str(Path(sys.executable).with_name("newsvane")), "sql"], environment, columns=columns)
    try:
        shell.wait_for(TERMINAL_QUERY)
        shell.type(TERMINAL_ANSWER)
        shell.wait_for(SQL_PROMPT)
        yield shell
    finally:
        shell.close()


def test_the_shell_starts_answers_and_ends_on_a_terminal(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        shell.type("SELECT 6 * 7 || ' articles' AS answer;\n")
        shell.wait_for("42 articles")
        shell.wait_for(SQL_PROMPT)
        shell.type("\x04")
        assert shell.process.wait(30) == 0
        assert "Error" not in shell.seen


def test_a_long_query_is_stopped_and_the_shell_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        shell.type("SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range * b.range % 7 = 3;\n")
        time.sleep(2)  # it has begun
        shell.type("\x03")
        shell.wait_for(SQL_PROMPT)
        shell.type("SELECT 6 * 7 || ' articles' AS answer;\n")
        shell.wait_for("42 articles")
        assert shell.process.poll() is None
        shell.type(".exit\n")
        assert shell.process.wait(30) == 1, "the exit code says that a query failed"
        assert "Traceback" not in shell.seen


def test_the_greeting_names_what_matters_first_and_how_to_leave(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        greeting = shell.seen.partition("This is the lake")[2].partition(SQL_PROMPT)[0]
        places = [greeting.index(name) for name in ("FROM coverage", "FROM originals", "FROM stories", "FROM examples")]
        assert places == sorted(places)
        assert ".mode line" in greeting
        assert "To leave: .exit" in greeting
        assert "Without the dot, exit, quit and help are read as SQL." in " ".join(greeting.split())
        assert ".last" not in greeting
        assert max(len(line) for line in greeting.splitlines()) <= 80
        assert "DuckDB v" not in shell.seen
        shell.type(".exit\n")
        assert shell.process.wait(30) == 0


def test_each_query_of_the_greeting_works_and_no_pager_opens(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        for query, is_cut in {
            "SELECT day, outlet, title FROM coverage LIMIT 5;": False,
            "FROM coverage;": True,
        }.items():
            shell.type(f"{query}\n")
            assert ("…" in shell.wait_for("0 rows")) == is_cut
            shell.wait_for(SQL_PROMPT)
        for query in ("FROM originals LIMIT 5;", "FROM stories LIMIT 5;", "FROM examples;"):
            shell.type(f"{query}\n")
            shell.wait_for(SQL_PROMPT)
        shell.type("FROM macros;\n")
        assert "\\n" not in shell.wait_for("stories_between")
        assert "\\n" not in shell.wait_for(SQL_PROMPT)
        shell.type("SHOW TABLES;\n")
        assert "grouped_articles" in shell.wait_for("trend_daily"), "no row in the middle is left out"
        shell.wait_for(SQL_PROMPT)
        assert "Error" not in shell.seen


def test_a_wide_row_is_readable_in_line_mode(tmp_path: Path) -> None:
    with opened(tmp_path / "home", columns=40) as shell:
        shell.type(".mode line\n")
        shell.wait_for(SQL_PROMPT)
        shell.type("SELECT 1 AS place, 'northline.example' AS outlet, 'certain' AS certainty, 2 AS b;\n")
        shell.wait_for("certainty = certain")
