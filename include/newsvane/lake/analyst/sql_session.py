"""Run SQL that a person wrote: any statement, read-only, with errors in DuckDB's own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from newsvane.errors import QueryError
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect, open_shared
from newsvane.lake.engine.duckdb_errors import to_lake_damaged
from newsvane.settings import Settings, get_settings

_FETCH_ROWS = 1_000
"""Rows that are fetched from DuckDB at once."""


@dataclass(frozen=True)
class SqlResult:
    """The result of a statement. `rows` are fetched as they are consumed, until the session runs the next statement."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True)
class SqlSession:
    """An open lake that runs statements one after another. Each statement closes the previous result."""

    _connection: duckdb.DuckDBPyConnection

    def run(self, sql: str, parameters: object = None) -> SqlResult:
        """Execute statements and return the result of the last one. Raises QueryError if there is none."""
        result: duckdb.DuckDBPyConnection | None = self._connection.execute(sql, parameters)
        if result is None:
            raise QueryError("the query is empty; write SQL, such as: FROM coverage LIMIT 5", reason="empty")
        columns = tuple(column[0] for column in result.description or ())
        return SqlResult(columns, (row for batch in iter(lambda: result.fetchmany(_FETCH_ROWS), []) for row in batch))

    def run_write(self, sql: str, parameters: object = None) -> int:
        """Execute a statement that writes (COPY, CREATE TABLE … AS) and return how many rows it wrote."""
        return int(next(self.run(sql, parameters).rows)[0])


@contextmanager
def open_reader(
    *, settings: Settings | None = None, as_of: datetime | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a read-only connection, on the lake as it was at `as_of` if given, and close it at the end.

    The lake as it is now stays open for the next reader (`open_shared`).

    Raises QueryError if a statement fails, LakeError if a file of the lake is missing, and the errors of `connect`.
    """
    opened = closing(connect(settings=settings, as_of=as_of)) if as_of else open_shared(settings or get_settings())
    with _explained(as_of), opened as connection:
        yield connection


@contextmanager
def _explained(as_of: datetime | None) -> Iterator[None]:
    """Raise what `open_reader` raises if a statement of the block fails."""
    try:
        yield
    except duckdb.Error as error:
        if damaged := to_lake_damaged(error):
            raise damaged from error
        is_schema = as_of and isinstance(error, duckdb.ProgrammingError)
        prefix = "the lake may have had other tables or columns at that time: " if is_schema else ""
        raise QueryError(prefix + str(error).rstrip("^ \n"), reason="sql") from error


@contextmanager
def open_session(*, settings: Settings | None = None, as_of: datetime | None = None) -> Iterator[SqlSession]:
    """Open a session on a connection of its own, whose settings a statement may change. Raises as `open_reader`."""
    with closing(connect(settings=settings, as_of=as_of)) as connection, _explained(as_of):
        yield SqlSession(connection)


@contextmanager
def run_sql(
    sql: str, parameters: object = None, *, settings: Settings | None = None, as_of: datetime | None = None
) -> Iterator[SqlResult]:
    """Run statements in a new session and yield the result of the last one. Raises the errors of `open_session`."""
    with open_session(settings=settings, as_of=as_of) as session:
        yield session.run(sql, parameters)


def split_statements(text: str) -> list[str]:
    """Split text at the semicolons that end statements. The last piece is the rest, which may be empty."""
    encoded = text.encode()
    ends = [
        at for at, kind in duckdb.tokenize(text) if kind == duckdb.token_type.operator and encoded[at : at + 1] == b";"
    ]
    pieces = [encoded[since:until] for since, until in zip([0, *(end + 1 for end in ends)], [*ends, None], strict=True)]
    return [piece.decode() for piece in pieces]
