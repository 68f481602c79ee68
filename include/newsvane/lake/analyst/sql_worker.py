"""Run one SELECT of a stranger on the published file, in this process of its own. Used by `locked_sql` alone.

A script that imports nothing of ours, so that it starts in a tenth of a second: it reads a request as JSON from stdin,
and writes the answer as JSON to stdout. The published file is opened read-only. DuckDB can open no other file, loads no
extension, and nobody can change its settings again. The system limits what DuckDB does not: its own memory limit does
not count the memory of functions such as `repeat` and `range`, and one call of such a function cannot be interrupted.

No function of the module `duckdb` may be given the statement, only methods of the locked connection: those functions
use a connection of their own that may read any file, and to parse `IMPORT DATABASE` is to read one.
"""

import json
import math
import re
import resource
import signal
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import duckdb

_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_ACTS = re.compile(
    r'"name": "(?:(?:EN|DIS)ABLE_(?:LOGGING|PROFILING)|TRUNCATE_DUCKDB_LOGS|(?:FORCE_)?CHECKPOINT'
    r"|JSON_EXECUTE_SERIALIZED_SQL)\b"
)
"""Table functions that do something, or that run a statement which their plan does not show. In a plan as JSON."""
_RUNS_IT = re.compile("analy[sz]e", re.IGNORECASE)
"""In an EXPLAIN, wherever it is: it then runs the statement."""
_LINE = re.compile(r"^LINE (\d{1,6}):", re.MULTILINE)
_FETCH_ROWS = 100
_THREADS = 2


def main() -> None:
    """Answer the request on stdin."""
    request = json.load(sys.stdin)
    _limit_process(request["memory_bytes"], request["seconds"])
    try:
        answer = _run(request)
    except (duckdb.OutOfMemoryException, MemoryError):
        answer = {"error": "memory"}
    except (duckdb.Error, ValueError, OverflowError) as error:
        answer = {"error": "sql", "message": str(error)}
    json.dump(answer, sys.stdout, allow_nan=False)


def _limit_process(memory_bytes: int, seconds: int) -> None:
    """Let the system end this process if it uses more, whatever its parent does. It can write no file."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, (seconds + 1) * _THREADS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.alarm(seconds + 1)  # which nothing handles, so it ends the process, also one that sleeps


def _run(request: dict[str, Any]) -> dict[str, Any]:
    connection = _open_locked(request["file"], request["memory_bytes"])
    try:
        statements = connection.extract_statements(request["sql"])
    except duckdb.PermissionException:  # IMPORT DATABASE, which would read its files now
        return {"error": "statement"}
    if len(statements) != 1 or not _only_reads(connection, statements[0]):
        return {"error": "statement"}
    result = connection.execute(statements[0])
    columns = [column[0] for column in result.description or ()]
    room = request["bytes"] - len(json.dumps(columns))
    if room < request["bytes"] // 2:
        return {"error": "sql", "message": "the columns alone fill the answer: select fewer, with shorter names"}
    shorten = _Shortener(request["text_length"], request["items"])
    return {"columns": columns, **_fetch(result, request["rows"], room, shorten)}


def _open_locked(file: str, memory_bytes: int) -> duckdb.DuckDBPyConnection:
    """Open a file read-only, and nothing else, with a configuration that no statement can change."""
    connection = duckdb.connect(
        file,
        read_only=True,
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "memory_limit": f"{memory_bytes // 4}B",
            "temp_directory": "",
            "threads": _THREADS,
        },
    )
    connection.execute("SET TimeZone = 'UTC'; SET lock_configuration = true")
    return connection


def _only_reads(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> bool:
    """Return whether a statement is a query without a function that acts, or explains a statement without running it.

    DESCRIBE, SHOW and SUMMARIZE are queries to DuckDB. The plan is that without the optimizer, which would already
    compute constants.
    """
    if statement.type == duckdb.StatementType.EXPLAIN:
        return not _RUNS_IT.search(statement.query)
    if statement.type != duckdb.StatementType.SELECT:
        return False
    planner = connection.cursor()
    planner.execute("PRAGMA disable_optimizer")
    try:
        planner.execute(f"EXPLAIN (FORMAT json)\n{statement.query}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:  # whose lines are those of the statement, after ours
        raise ValueError(_LINE.sub(lambda line: f"LINE {int(line[1]) - 1}:", str(error))) from error
    return not any(_ACTS.search(plan) for _, plan in planner.fetchall())


def _fetch(result: duckdb.DuckDBPyConnection, most: int, room: int, shorten: "_Shortener") -> dict[str, Any]:
    """Return at most so many rows, with `room` bytes, whether there are more, and whether a value was cut."""
    rows: list[list[Any]] = []
    while batch := result.fetchmany(_FETCH_ROWS):
        for row in batch:
            plain = [shorten.plain(value) for value in row]
            room -= len(json.dumps(plain)) + 2
            if not rows and room < 0:
                raise ValueError("one row alone fills the answer: select fewer columns, or cut texts with substr()")
            if len(rows) == most or room < 0:
                return {"rows": rows, "more": True, "cut": shorten.cut}
            rows.append(plain)
    return {"rows": rows, "more": False, "cut": shorten.cut}


class _Shortener:
    """Turns values into what JSON has. Texts and lists that are too long are cut."""

    def __init__(self, text_length: int, items: int) -> None:
        self._text_length, self._items = text_length, items
        self.cut = False

    def plain(self, value: Any) -> Any:
        """Return a value for JSON."""
        match value:
            case None | bool():
                return value
            case int():
                return value if abs(value) < 2**53 else str(value)
            case float():
                return value if math.isfinite(value) else str(value)
            case datetime():
                return value.isoformat().replace("+00:00", "Z")
            case date() | time():
                return value.isoformat()
            case timedelta():
                return value.total_seconds()
            case list() | tuple():
                self.cut |= len(value) > self._items
                return [self.plain(each) for each in value[: self._items]]
            case dict():
                self.cut |= len(value) > self._items
                return {self.plain(str(key)): self.plain(each) for key, each in [*value.items()][: self._items]}
            case _:
                text = str(value)
                self.cut |= len(text) > self._text_length
                return text[: self._text_length]


if __name__ == "__main__":
    main()
