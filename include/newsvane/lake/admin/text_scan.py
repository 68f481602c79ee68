"""Look for texts in files that DuckDB or SQLite reads, and in a catalog in PostgreSQL."""

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from newsvane.errors import LakeError
from newsvane.lake.engine import postgres
from newsvane.lake.engine.attach import closing, connect_offline
from newsvane.lake.engine.sql import load_query, quote_literal
from newsvane.settings import Settings, get_settings

_KEYS = ("article_id", "entry_id", "url", "key", "act_id", "feed_id", "entity_id", "story_id")
"""By which of its columns a row is named, the best first."""
MAX_ROWS = 1_000
_LISTED_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def is_in_file(path: Path, kind: str, passages: Sequence[str]) -> bool:
    """Return whether a value in a file contains one of the passages. `kind`: parquet, duckdb or sqlite.

    Raises LakeError if the file cannot be read.
    """
    try:
        if kind == "sqlite":
            return _is_in_sqlite(path, passages)
        with closing(connect_offline(get_settings(), [])) as con:
            if kind == "parquet":
                return _is_in_relation(con, f"read_parquet({quote_literal(path)})", passages)
            con.execute(f"ATTACH {quote_literal(path)} AS scanned (READ_ONLY)")
            return any(_is_in_relation(con, table, passages) for table in _list_tables(con))
    except (duckdb.Error, sqlite3.Error) as error:
        raise LakeError(" ".join(str(error).split())[:200], reason="unreadable") from error


def find_in_catalog(settings: Settings, passages: Sequence[str]) -> list[str]:
    """Return the tables of a catalog in PostgreSQL that contain one of the passages."""
    found = []
    with postgres.open_cursor(settings) as cursor:
        for table in postgres.list_catalog_tables(cursor):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the catalog
            if _is_in_rows(cursor, passages):
                found.append(f"{settings.catalog_shown} {table}")
    return found


def find_rows(con: duckdb.DuckDBPyConnection, passages: Sequence[str]) -> list[str]:
    """Return which rows of the lake contain one of the passages: table, id and address, at most MAX_ROWS."""
    found = list[str]()
    for (table,) in con.execute(load_query("list_tables")).fetchall():
        columns = [name for name, *_ in con.execute(f"DESCRIBE {table}").fetchall()]
        named = [*[key for key in _KEYS if key in columns][:1], *[key for key in ("url",) if key in columns]]
        if named:
            question = f"SELECT DISTINCT {', '.join(named)} FROM {table} WHERE {_build_test(columns)} LIMIT {MAX_ROWS}"  # noqa: S608 - names of the catalog
            rows = con.execute(question, {"passages": list(passages)}).fetchall()
            found += [" ".join(dict.fromkeys((table, *(str(value) for value in row if value)))) for row in rows]
    return found[:MAX_ROWS]


def _is_in_relation(con: duckdb.DuckDBPyConnection, relation: str, passages: Sequence[str]) -> bool:
    columns = [name for name, *_ in con.execute(f"DESCRIBE FROM {relation}").fetchall()]
    question = f"SELECT 1 FROM {relation} WHERE {_build_test(columns)} LIMIT 1"  # noqa: S608 - names of a file's own columns
    return con.execute(question, {"passages": list(passages)}).fetchone() is not None


def _build_test(columns: Sequence[str]) -> str:
    """Return the condition that a row contains one of `$passages`."""
    texts = ", ".join('"' + name.replace('"', '""') + '"::VARCHAR' for name in columns)
    row = f"concat_ws(chr(10), {texts})"
    return f"len(list_filter($passages::VARCHAR[], each -> contains({row}, each))) > 0"


def _list_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'scanned' AND NOT internal"
    ).fetchall()
    return [f'scanned."{schema}"."{table}"' for schema, table in rows]


def _is_in_sqlite(path: Path, passages: Sequence[str]) -> bool:
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as con:
        tables = [name for (name,) in con.execute(_LISTED_SQLITE_TABLES).fetchall()]
        return any(_is_in_rows(con.execute(f'SELECT * FROM "{table}"'), passages) for table in tables)  # noqa: S608


def _is_in_rows(rows: Iterable[Sequence[Any]], passages: Sequence[str]) -> bool:
    values = (_to_text(each) for row in rows for each in row)
    return any(passage in value for value in values for passage in passages)


def _to_text(value: object) -> str:
    """Return a text, or bytes as one; in PostgreSQL, DuckLake keeps the texts of few rows as bytes."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str) else ""
