"""SQL of somebody who is not trusted: read-only, on one file, and ended by the system if it needs too much."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import psutil
import pytest

from newsvane.errors import LakeBusy, LakeError, QueryError
from newsvane.lake.analyst.locked_sql import _WORKER, MAX_SQL_LENGTH, SqlLimits, run_locked
from newsvane.settings import Settings
from tests.support.agents import wait_for_statements
from tests.support.scene import PROJECT

LIMITS = SqlLimits(rows=10, bytes=20_000, text_length=50, items=5, seconds=20, memory_bytes=2**30)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings with a published file of a thousand rows, in a folder that must stay as it is."""
    folder = tmp_path_factory.mktemp("published")
    with duckdb.connect(str(folder / "coverage.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE coverage AS SELECT i AS article_id, 'é' || i AS title FROM range(1000) AS r(i)"
        )
    yield Settings(home=folder, published=folder / "coverage.duckdb")
    assert [file.name for file in folder.iterdir()] == ["coverage.duckdb"]


def test_rows_are_plain_and_there_may_be_more(settings: Settings) -> None:
    found = run_locked(settings, "SELECT * FROM coverage ORDER BY article_id", LIMITS)
    assert found.columns == ("article_id", "title")
    assert found.rows == [[number, f"é{number}"] for number in range(10)]
    assert found.more
    assert not run_locked(settings, "SELECT count(*) FROM coverage", LIMITS).more


def test_every_type_is_json(settings: Settings) -> None:
    sql = """SELECT 'nan'::DOUBLE, 2::HUGEINT ** 100, 2::HUGEINT << 70, 1.50::DECIMAL(9, 2),
        TIMESTAMPTZ '2026-11-24 01:00:00+01', DATE '2026-11-24', TIME '01:02', INTERVAL 90 SECOND,
        MAP {'a': [1]}, {'b': NULL}, '\\xAA'::BLOB, true"""
    (row,) = run_locked(settings, sql, LIMITS).rows
    assert row == [
        "nan", 2.0**100, str(2 << 70), "1.50", "2026-11-24T00:00:00Z", "2026-11-24", "01:02:00", 90.0, {"a": [1]},
        {"b": None}, "b'\\xaa'", True,
    ]  # fmt: skip


def test_long_values_are_cut_and_bytes_are_counted(settings: Settings) -> None:
    cut = run_locked(settings, "SELECT repeat('x', 1000), range(1000)", LIMITS)
    assert cut.rows == [["x" * 50, [0, 1, 2, 3, 4]]]
    assert cut.cut
    few = run_locked(settings, "SELECT repeat('x', 1000) FROM range(1000)", replace(LIMITS, bytes=300))
    assert 1 < len(few.rows) < 6
    assert few.more
    wide = ", ".join(f"1 AS column_{number}" for number in range(1_000))
    with pytest.raises(QueryError, match="select fewer"):
        run_locked(settings, f"SELECT {wide}", replace(LIMITS, bytes=10_000))
    with pytest.raises(QueryError, match="one row alone"):
        run_locked(settings, "SELECT repeat('x', 1000), range(10)", replace(LIMITS, bytes=100))


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO coverage VALUES (1, 'x')", "DELETE FROM coverage", "CREATE TABLE t AS SELECT 1",
        "CREATE TEMP TABLE t AS SELECT 1", "COPY coverage TO 'out.csv'", "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs", "LOAD httpfs", "SET memory_limit = '9GB'", "RESET lock_configuration",
        "CALL pragma_version()", "CREATE SECRET s (TYPE s3)", "SELECT 1; SELECT 2", "", ";",
        "EXPLAIN ANALYZE SELECT 1", "EXPLAIN/**/(ANALYZE) SELECT 1", "PREPARE p AS SELECT 1", "EXECUTE p",
        "PRAGMA disable_profiling", "CHECKPOINT", "USE memory", "IMPORT DATABASE '/nowhere'",
    ],
)  # fmt: skip
def test_only_one_select_is_run(settings: Settings, sql: str) -> None:
    with pytest.raises(QueryError, match="only one SELECT"):
        run_locked(settings, sql, LIMITS)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM enable_logging('QueryLog')", "FROM enable_profiling()", "CALL enable_profiling()",
        "FROM disable_profiling()", "FROM truncate_duckdb_logs()", "FROM checkpoint()",
        "SELECT (FROM disable_logging()), title FROM coverage", "FROM query('FROM enable_' || 'logging()')",
        "WITH a AS (FROM enable_logging()) SELECT count(*) FROM a",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM enable_profiling()'))",
    ],
)  # fmt: skip
def test_a_function_that_changes_the_session_is_refused(settings: Settings, sql: str) -> None:
    with pytest.raises(QueryError, match="only one SELECT"):
        run_locked(settings, sql, LIMITS)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM coverage", "DESCRIBE coverage", "DESCRIBE SELECT 1", "SHOW TABLES", "SUMMARIZE coverage",
        "EXPLAIN SELECT title FROM coverage", "VALUES (1)", "TABLE coverage", "-- why\nSELECT 1 -- so",
        "SELECT 'enable_logging', '\"name\": \"CHECKPOINT\"' FROM coverage",
        "PIVOT (SELECT 1 AS a, 2 AS b) ON a IN (1, 2) USING sum(b)",
        "FROM coverage a ASOF JOIN coverage b ON a.article_id >= b.article_id SELECT count(*)",
    ],
)  # fmt: skip
def test_every_form_of_a_query_is_run(settings: Settings, sql: str) -> None:
    assert run_locked(settings, sql, LIMITS).rows


@pytest.mark.parametrize(
    "how", ["IMPORT DATABASE '{}'", "PRAGMA import_database('{}')", "SELECT 1; IMPORT DATABASE '{}'"]
)
def test_no_file_is_read_to_parse_a_statement(settings: Settings, tmp_path: Path, how: str) -> None:
    (tmp_path / "schema.sql").write_text("SELECT 'what the file says' AS told;")
    (tmp_path / "load.sql").touch()
    said = []
    for folder in (tmp_path, tmp_path / "not there"):
        with pytest.raises(QueryError, match="only one SELECT") as refused:
            run_locked(settings, how.format(folder), LIMITS)
        said.append(str(refused.value))
    assert said[0] == said[1], "an agent would learn which folders there are"


def test_nothing_uses_the_connection_of_the_module() -> None:
    """It is not locked. `duckdb.tokenize` uses no connection."""
    python = (file for folder in ("include", "plugins", "dags") for file in (PROJECT / folder).rglob("*.py"))
    called = {name for file in python for name in re.findall(r"\bduckdb\.([a-z_]+)\(", file.read_text())}
    assert called == {"connect", "tokenize"}


def test_a_statement_ends_even_if_nobody_ends_it(settings: Settings) -> None:
    request = {"file": str(settings.published), "sql": "SELECT sleep_ms(60000)", **vars(replace(LIMITS, seconds=1))}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", _WORKER], input=json.dumps(request).encode(), capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGALRM
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('/etc/passwd')", "FROM read_text('/proc/self/environ')", "FROM '/etc/passwd'",
        "FROM read_parquet('s3://bucket/file')", "FROM read_json('http://127.0.0.1/')", "FROM glob('/etc/*')",
        "FROM sniff_csv('/etc/passwd')", "FROM duckdb_secrets()", "SELECT getenv('HOME')",
        "FROM query('COPY coverage TO ''out.csv''')", "EXPLAIN ANALYZE COPY coverage TO 'out.csv'",
        "EXPLAIN ANALYZE INSERT INTO coverage FROM coverage", "FROM sqlite_scan('/etc/passwd', 't')",
    ],
)  # fmt: skip
def test_nothing_else_is_read_or_written(settings: Settings, sql: str) -> None:
    with pytest.raises(QueryError, match=r"Permission|does not exist|not in the catalog|read-only|SELECT"):
        run_locked(settings, sql, LIMITS)


def test_the_environment_is_not_passed_on(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = tmp_path / "environment"
    worker = tmp_path / "worker.py"
    worker.write_text(
        f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(' '.join(os.environ)); print('{{}}')"
    )
    monkeypatch.setattr("newsvane.lake.analyst.locked_sql._WORKER", worker)
    monkeypatch.setenv("NEWSVANE_ALERT_URL", "a channel")
    with pytest.raises(KeyError):
        run_locked(settings, "SELECT 1", LIMITS)
    assert {*seen.read_text().split()} <= {"LC_CTYPE"}


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT length(repeat('x', 1500000000))", id="a text that DuckDB does not count"),
        pytest.param("SELECT len(range(200000000))", id="a list"),
        pytest.param("FROM coverage a, coverage b, coverage c ORDER BY a.article_id * b.article_id", id="a sort"),
    ],
)
def test_memory_is_limited(settings: Settings, sql: str) -> None:
    with pytest.raises(QueryError, match="more memory"):
        run_locked(settings, sql, LIMITS)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT count(*) FROM range(1000000000000) AS r(i) WHERE hash(i) = 5", id="many rows"),
        pytest.param("SELECT levenshtein(repeat('a', 100000), repeat('b', 100000))", id="one call, not interruptible"),
    ],
)
def test_time_is_limited(settings: Settings, sql: str) -> None:
    begun = time.monotonic()
    with pytest.raises(LakeBusy, match="longer than 1 seconds"):
        run_locked(settings, sql, replace(LIMITS, seconds=1))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", "syntax error"), ("SELECT nope FROM coverage", 'column "nope"'),
        ("SELECT title,\n nope FROM coverage", "LINE 2: nope FROM coverage"),
        ("FROM outbox", "outbox does not exist"), ("SELECT '\ud800'", "half a character"),
        ("SELECT " + "1," * MAX_SQL_LENGTH, "shorten"),
    ],
)  # fmt: skip
def test_a_wrong_statement_says_what_is_wrong(settings: Settings, sql: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        run_locked(settings, sql, LIMITS)


def test_without_a_published_file_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match=r"nothing is published at .* `newsvane run`"):
        run_locked(Settings(home=tmp_path), "SELECT 1", LIMITS)


def test_processes_end(settings: Settings) -> None:
    assert run_locked(settings, "SELECT 1", LIMITS).rows == [[1]]
    assert wait_for_statements(psutil.Process(), 0) == 0
