"""Answers to questions of people: any SQL, read-only, and failures in DuckDB's own words."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from newsvane.errors import QueryError
from newsvane.lake.connection import connect
from newsvane.settings import Settings

_BATCH = 1_000


@dataclass(frozen=True)
class Answer:
    """The result of the last statement. `rows` are fetched as they are taken, while the answer is open."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def answer(sql: str, parameters: object = None, *, settings: Settings | None = None) -> Iterator[Answer]:
    """Ask the lake. Raises QueryError where the SQL fails, LakeError as `connect`."""
    with closing(connect(settings=settings)) as connection:
        try:
            result = connection.execute(sql, parameters)
            columns = tuple(column[0] for column in result.description or ())
            yield Answer(columns, (row for batch in iter(lambda: result.fetchmany(_BATCH), []) for row in batch))
        except duckdb.Error as error:
            raise QueryError(str(error), reason="sql") from error


def statements(text: str) -> list[str]:
    """Text cut at the semicolons that end statements; last what follows them, which may be nothing."""
    written = text.encode()
    ends = [
        at for at, kind in duckdb.tokenize(text) if kind == duckdb.token_type.operator and written[at : at + 1] == b";"
    ]
    pieces = [written[since:until] for since, until in zip([0, *(end + 1 for end in ends)], [*ends, None], strict=True)]
    return [piece.decode() for piece in pieces]
