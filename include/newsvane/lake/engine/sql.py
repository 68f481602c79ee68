"""Run SQL statements by name, and convert between records and rows.

Statements are files in `queries/`, in folders by use. A statement is looked up by its file name alone, so names are
unique across folders. Records become flat rows: the fields of a nested record are columns with a prefix.
"""

import json
import logging
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import duckdb
from pydantic import ValidationError

from newsvane.errors import format_traceback
from newsvane.records import Record

S = TypeVar("S")
T = TypeVar("T")
Row = Mapping[str, Any]

log = logging.getLogger(__name__)

_MAX_ROW_BYTES = 256 * 2**20
"""Largest size of one row as JSON."""


@cache
def load_query(name: str) -> str:
    """Return the text of `queries/*/<name>.sql`. Raises LookupError if no folder has it, or if two have it."""
    found = _list_queries().get(name, [])
    if not found:
        raise LookupError(f"there is no query {name}.sql in any folder of newsvane/lake/queries")
    if len(found) > 1:
        folders = ", ".join(sorted(folder.name for folder in found))
        raise LookupError(f"the query {name}.sql is in more than one folder ({folders}): rename all but one")
    return (found[0] / f"{name}.sql").read_text("utf-8")


@cache
def _list_queries() -> Mapping[str, list[Traversable]]:
    """Return the folders that contain each query, by its name."""
    folders: dict[str, list[Traversable]] = {}
    for folder in (resources.files("newsvane.lake") / "queries").iterdir():
        for file in folder.iterdir() if folder.is_dir() else ():
            if file.name.endswith(".sql"):
                folders.setdefault(file.name.removesuffix(".sql"), []).append(folder)
    return folders


def run_query(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> None:
    """Execute the statements of a query. A query with parameters must be a single statement."""
    con.execute(load_query(name), parameters)


def fill_query(name: str, **parts: str) -> str:
    """Return a query with SQL in the place of its parts, which are written as {name}."""
    statement = load_query(name)
    for part, value in parts.items():
        statement = statement.replace(f"{{{part}}}", value)
    return statement


def quote_time(at: datetime) -> str:
    """Return a time as SQL: known when a statement is planned, so that DuckLake skips files."""
    return f"{quote_literal(at.isoformat())}::TIMESTAMPTZ"


def land_selected(con: duckdb.DuckDBPyConnection, table: str, *, even_if_empty: bool = False) -> None:
    """Create `landed_<table>` from `incoming_<table>`, and write it if it has rows.

    A statement on a table of DuckLake costs nearly as much if there is nothing to write. So none is made if
    `incoming_<table>` is empty. `even_if_empty`: select all the same, because rows can be landed even then.
    """
    if not even_if_empty and not has_rows(con, f"incoming_{table}"):
        con.execute(f"CREATE OR REPLACE TEMP TABLE landed_{table} AS FROM incoming_{table}")
        return
    run_query(con, f"select_landed_{table}")
    if has_rows(con, f"landed_{table}"):
        run_query(con, f"land_{table}")


def has_rows(con: duckdb.DuckDBPyConnection, table: str, where: str = "true") -> bool:
    """Return whether a table has any row that meets a condition. `where`: a condition in SQL, of our own."""
    return con.execute(f"FROM {table} WHERE {where} LIMIT 1").fetchone() is not None


def fetch_rows(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[dict[str, Any]]:
    """Return the rows of a query of one statement."""
    return fetch_rows_of(con, load_query(name), **parameters)


def fetch_rows_of(
    con: duckdb.DuckDBPyConnection, statement: str, *values: object, **parameters: object
) -> list[dict[str, Any]]:
    """Return the rows of a statement. `values` fill its `?` placeholders, or else `parameters` its named ones."""
    cursor = con.execute(statement, values or parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def load_incoming(con: duckdb.DuckDBPyConnection, table: str, incoming: Iterable[Row]) -> None:
    """Create the temporary table `incoming_<table>` with the columns of `table`. Columns that a row lacks are null.

    The rows pass through a file, because DuckDB reads 2,000 articles from a file five times as fast as from parameters.
    """
    columns = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {table}").fetchall()}
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        for row in incoming:
            file.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        file.flush()
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE incoming_{table} AS FROM read_json("
            "$path, format = 'newline_delimited', columns = $columns, maximum_object_size = $largest)",
            {"path": file.name, "columns": columns, "largest": _MAX_ROW_BYTES},
        )


def flatten(record: Record, *nested: str, **more: object) -> dict[str, Any]:
    """Return a record as a row. `nested`: fields that are records; their columns get the field's name as a prefix.

    `more`: additional columns.
    """
    row = record.model_dump(mode="json")
    for name in nested:
        part = row.pop(name) or {}
        row |= {f"{name}_{key}": value for key, value in part.items()}
    return row | more


def pick_fields(record: type[Record], row: Row, prefix: str = "") -> dict[str, Any]:
    """Return the columns of a row that are fields of a record. Nulls are left out, so their fields get the default."""
    found = {name: row.get(prefix + name) for name in record.model_fields}
    return {name: value for name, value in found.items() if value is not None}


def build_valid(rows: Iterable[S], build: Callable[[S], T]) -> list[T]:
    """Return the record that `build` makes of each row. A row that is not valid is left out, and logged."""
    found = []
    for row in rows:
        try:
            found.append(build(row))
        except ValidationError as error:
            log.error("a row is left out because it is not valid: %.500s\n%s", row, format_traceback(error))
    return found


def quote_literal(text: object) -> str:
    """Return text as an SQL literal, for the few statements that take no parameters (ATTACH, COMMENT)."""
    return "'" + str(text).replace("'", "''") + "'"
