"""Rules for every command: exit codes, one-line errors, no unescaped text from the web, help with an example."""

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsvane.cli.airflow.extra import require_airflow
from newsvane.cli.commands import COMMANDS, load_command
from newsvane.cli.output_files import replacing
from newsvane.errors import ConfigError
from newsvane.printable import UNPRINTABLE
from tests.integration.lake.test_spilling import ENDLESS, interrupted
from tests.support.scene import PROJECT
from tests.support.terminal import PAGE, Terminal


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("search", "(("), 2, "this parenthesis is not closed; write )", id="a query that does not parse"),
        pytest.param(("topics", "test", "NOT x"), 2, "a word that must occur", id="a topic that does not compile"),
        pytest.param(("topics", "test", "x", "--topic", "mek"), 2, "either a query or --topic", id="query and topic"),
        pytest.param(
            ("topics", "test", "--topic", "camel"), 2, "the topics are albania, iran, mek", id="no such topic"
        ),
        pytest.param(("topics", "test", "--texts", "no-such-file"), 2, "No such file", id="no passages"),
        pytest.param(("search", "iran", "--ranked", "--as-of", "1h"), 2, "does not know the past", id="ranked, then"),
        pytest.param(("sql", "SELECT nothing_here"), 2, "nothing_here", id="SQL that fails"),
        pytest.param(("sql", "DELETE FROM articles"), 2, "read-only", id="SQL that writes"),
        pytest.param(("sql", "SELECT 1", "--json", "--csv"), 2, "one of", id="two formats"),
        pytest.param(("export", "coverage.txt"), 2, ".parquet", id="a suffix that is no format"),
        pytest.param(("read", "no-such-file"), 2, "neither a file nor", id="nothing to read"),
        pytest.param(("read", "http://10.0.0.1/"), 1, "private", id="a private address"),
        pytest.param(("read", str(PROJECT / "LICENSE")), 1, "no article", id="a file that is no article"),
        pytest.param(
            ("regroup", "--since", "2026-11-02", "--until", "2026-11-01"), 2, "is after", id="days turned round"
        ),
        pytest.param(("regroup", "--until", "soon"), 2, "'--until': 'soon' is no day; write one", id="no day"),
        pytest.param(("copies", "no-such-file"), 2, "does not exist", id="no file of articles"),
        pytest.param(("alerts", "test", "nope"), 2, "mek-in-albania", id="an unknown rule"),
        pytest.param(("alerts", "test", "mek-in-albania", "--since", "soon"), 2, "30d", id="no span of time"),
        pytest.param(("search", "ferry", "--outlet", "nosuch.example"), 2, "there is no outlet", id="no outlet"),
        pytest.param(("quarantine", "show", "a1_0"), 2, "is not in quarantine", id="nothing held under that id"),
        pytest.param(("quarantine", "replay"), 2, "--all", id="nothing named to replay"),
        pytest.param(("quarantine", "replay", "a1_0"), 2, "not in quarantine", id="an unknown id to replay"),
        pytest.param(
            ("alerts", "log", "--state", "sent"),
            2,
            "newsvane: Invalid value for '--state': 'sent' is not one of 'held', 'pending', 'delivered', 'folded', "
            "'dead', 'test' (see `",
            id="a word that is none of the choices",
        ),
        pytest.param(
            ("stories", "--days", "0"), 2, "Invalid value for '--days': write 1 or more (see `", id="too small a number"
        ),
        pytest.param(("stories", "--days", "x"), 2, "'--days': write a whole number (see `", id="no number"),
        pytest.param(("search",), 2, "give a query, such as `newsvane search tirana`", id="neither query nor filter"),
        pytest.param(("topics", "test", "--topic"), 2, "requires an argument", id="a missing argument"),
        pytest.param(("feeds", "check"), 1, "", id="a feed that fails"),
        pytest.param(("nonsense",), 2, "nonsense", id="no such command"),
        pytest.param(("export", "/proc/x.csv"), 1, "newsvane: /proc/x.csv cannot be read or written", id="no new file"),
        pytest.param(("backup", "/dev/null"), 1, "/dev/null is no folder", id="a backup into a file"),
        pytest.param(("lake", "export", "/dev/null", "--topic", "mek"), 1, "/dev/null is no folder", id="a part"),
    ],
)
def test_what_goes_wrong_is_named_with_its_exit_code(
    terminal: Terminal, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = terminal.run(*arguments, code=code)
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.output
    lines = done.stderr.rstrip().splitlines()
    assert not done.stderr.rstrip().endswith("^") or lines[-2].startswith("LINE 1: "), "a caret points at nothing"


def test_the_place_of_a_missing_lake_is_absolute(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = terminal.with_environment(NEWSVANE_HOME="home").run("search", "ferry", code=1).stderr
    assert f"there is no lake at {tmp_path}/home/lake/catalog.sqlite" in " ".join(said.split())


def test_what_a_failed_export_began_is_removed(tmp_path: Path) -> None:
    (tmp_path / "a.duckdb").write_text("of yesterday")
    with pytest.raises(OSError, match="full"), replacing(tmp_path / "a.duckdb") as partial:
        partial.write_text("half")
        partial.with_name(f"{partial.name}.wal").write_text("journal")
        raise OSError("the disk is full")
    assert [file.name for file in tmp_path.iterdir()] == ["a.duckdb"]
    assert (tmp_path / "a.duckdb").read_text() == "of yesterday"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("stories", "--days", "30"), id="a table"),
        pytest.param(("stories", "--days", "30", "--json"), id="JSON"),
        pytest.param(("sql", "FROM coverage", "--csv"), id="CSV"),
        pytest.param(("--help",), id="help"),
        pytest.param(("stories", "--help"), id="help of a command"),
        pytest.param(("--version",), id="version"),
    ],
)
def test_a_reader_that_has_read_enough_ends_a_command_quietly(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    program = Path(sys.executable).with_name("newsvane")
    try:
        done = subprocess.run(
            [program, *arguments], env={**os.environ, **terminal.environment}, cwd=PROJECT, stdout=writer,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "arguments", "code", "words"),
    [
        pytest.param("NEWSVANE_CHUNKS", "many", ("run",), 2, "NEWSVANE_CHUNKS", id="a setting"),
        pytest.param(
            "NEWSVANE_WATCH", "/nowhere", ("poll",), 2, "/nowhere: there is no such folder", id="a watch folder"
        ),
        pytest.param("NEWSVANE_CONTACT", "", ("stories",), 1, "newsvane run", id="no lake"),
        pytest.param("NEWSVANE_CHUNKS", "many", ("doctor",), 1, "", id="doctor: a setting"),
        pytest.param("NEWSVANE_WATCH", "/nowhere", ("doctor",), 1, "", id="doctor: a watch folder"),
    ],
)
def test_surroundings_that_cannot_be_used(
    blank_terminal: Terminal, name: str, value: str, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert words in blank_terminal.with_environment(**{name: value}).run(*arguments, code=code).stderr


def test_a_query_that_is_interrupted_ends_without_a_traceback(terminal: Terminal) -> None:
    with terminal.with_environment(NEWSVANE_LAKE_THREADS="0").start_process("sql", ENDLESS) as process:
        output = interrupted(process, min(2, os.cpu_count() or 1))
    assert process.returncode == 130
    assert "Traceback" not in output


def test_up_wants_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsvane.cli.airflow.extra.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"pip install 'newsvane\[airflow\]'"):
        require_airflow()


def test_up_names_who_has_the_port(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = terminal.run_process("up", "--port", str(port))
    assert done.returncode == 2
    assert re.search(rf"port {port} is taken by .*use another port", done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("search", "iran* OR albania*", "--limit", "200"), id="search"),
        pytest.param(("stories", "--days", "60", "--limit", "200"), id="stories"),
        pytest.param(("topics", "test", "iran* OR river OR sheets", "--limit", "200"), id="topics"),
        pytest.param(("alerts", "test", "mek-in-albania"), id="alerts"),
        pytest.param(("trends",), id="trends"),
        pytest.param(("feeds", "list"), id="feeds"),
        pytest.param(("quarantine", "list"), id="quarantine"),
        pytest.param(("sql", "SELECT title, text FROM coverage"), id="sql"),
        pytest.param(("sql", "SELECT title, text FROM coverage", "--csv"), id="csv"),
        pytest.param(("read", PAGE), id="read"),
    ],
)
def test_nothing_of_the_web_is_printed_raw(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    printed = terminal.run(*arguments).stdout
    assert len(printed.split()) > 5
    assert UNPRINTABLE.findall(printed) == []


def test_json_keeps_what_a_terminal_must_not_see(terminal: Terminal) -> None:
    done = terminal.run("sql", "SELECT chr(8238) || chr(155) || chr(917569) || 'x' AS title", "--json")
    assert UNPRINTABLE.findall(done.stdout) == []
    assert json.loads(done.stdout) == [{"title": "\u202e\x9b\U000e0041x"}]


@pytest.mark.parametrize("comment", ["-- who was first?\n", "--who was first?\n", "--\n"])
def test_a_query_may_begin_with_a_comment(terminal: Terminal, comment: str) -> None:
    assert terminal.run_json("sql", f"{comment}SELECT 1 AS one") == [{"one": 1}]
    assert "No such option" in terminal.run("sql", "--comment", code=2).stderr


def test_markup_and_formulas_stay_text(terminal: Terminal) -> None:
    assert "<script>" in terminal.run("search", "title:script OR title:hackers").stdout
    (row,) = csv.DictReader(
        io.StringIO(terminal.run("sql", "SELECT title FROM coverage WHERE title LIKE '=%'", "--csv").stdout)
    )
    assert row["title"].startswith("'=HYPERLINK(")
    assert "[bold]no[/bold]" in terminal.run("sql", "SELECT '[bold]no[/bold]' AS markup").stdout


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its words."""
    for name in COMMANDS:
        command = load_command(name)
        yield name, command
        for inner, leaf in getattr(command, "commands", {}).items():
            yield f"{name} {inner}", leaf


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_each_command_has_help_and_an_example(terminal: Terminal, name: str) -> None:
    (command,) = (command for each, command in commands() if each == name)
    example = re.fullmatch(r"Example: `newsvane (.*)`", command.epilog)
    assert example
    assert example[1].startswith(name.split(maxsplit=1)[0])
    assert "Example" in terminal.run(*name.split(), "--help").stdout


def test_the_page_of_commands_is_current() -> None:
    options = "--name newsvane --title Commands --output docs/reference/commands.md"
    written = f"typer tests.support.all_commands utils docs {options}"
    arguments = written.split()[1:-2]
    done = subprocess.run(
        [sys.executable, "-m", "typer", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    page = (PROJECT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert page.strip() == done.stdout.strip(), f"write it anew: {written}"
