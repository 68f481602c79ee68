"""Answers to questions of people: any SQL, read-only, and failures in DuckDB's own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from newsvane.errors import QueryError
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.settings import Settings

_BATCH = 1_000


@dataclass(frozen=True)
class SqlResult:
    """The result of the last statement. `rows` are fetched as they are taken, while the answer is open."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True)
class SqlSession:
    """An open lake that is asked one thing after another; the next question ends the answer before."""

    _connection: duckdb.DuckDBPyConnection

    def answer(self, sql: str, parameters: object = None) -> SqlResult:
        """The result of the last statement."""
        result = self._connection.execute(sql, parameters)
        columns = tuple(column[0] for column in result.description or ())
        return SqlResult(columns, (row for batch in iter(lambda: result.fetchmany(_BATCH), []) for row in batch))

    def count(self, sql: str, parameters: object = None) -> int:
        """How many rows a statement wrote."""
        return int(next(self.answer(sql, parameters).rows)[0])


@contextmanager
def open_session(*, settings: Settings | None = None, as_of: datetime | None = None) -> Iterator[SqlSession]:
    """Open the lake, as it was at `as_of` where given. Raises QueryError where SQL fails, LakeError as `connect`."""
    with closing(connect(settings=settings, as_of=as_of)) as connection:
        try:
            yield SqlSession(connection)
        except duckdb.Error as error:
            then = "the lake had another form then: " if as_of and isinstance(error, duckdb.ProgrammingError) else ""
            raise QueryError(f"{then}{error}", reason="sql") from error


@contextmanager
def run_sql(
    sql: str, parameters: object = None, *, settings: Settings | None = None, as_of: datetime | None = None
) -> Iterator[SqlResult]:
    """Ask one thing; as `asking`."""
    with open_session(settings=settings, as_of=as_of) as lake:
        yield lake.answer(sql, parameters)


def split_statements(text: str) -> list[str]:
    """Text cut at the semicolons that end statements; last what follows them, which may be nothing."""
    written = text.encode()
    ends = [
        at for at, kind in duckdb.tokenize(text) if kind == duckdb.token_type.operator and written[at : at + 1] == b";"
    ]
    pieces = [written[since:until] for since, until in zip([0, *(end + 1 for end in ends)], [*ends, None], strict=True)]
    return [piece.decode() for piece in pieces]
