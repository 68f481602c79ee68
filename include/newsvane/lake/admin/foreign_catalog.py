"""Find what is in a catalog from elsewhere, but in no catalog that Newsvane makes. DuckDB does not open the catalog.

A catalog is code as well as data: views, macros, defaults of columns and SQLite's triggers run, and files are read and
deleted where it says they are. So everything in it that is not a row of a table is compared with a lake made here.
"""

import contextlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from newsvane.errors import LakeError
from newsvane.lake.admin.files import open_frozen
from newsvane.lake.engine.connection import migrate
from newsvane.lake.engine.sql import load_query
from newsvane.printable import printable
from newsvane.settings import Settings

_MAX_FOUND, _MAX_LENGTH = 5, 100
"""How many things are named, and with how many characters of each."""
_INLINED_TABLE = r"ducklake_inlined_(?:data_\d+_\d+|delete_\d+)"
"""DuckLake keeps the rows of small writes in tables with such names, one per table and form of it."""
_COLUMN = r'(?:\w+|"[^"]+") [A-Z]+'
_CREATE_INLINED = re.compile(rf"CREATE TABLE ({_INLINED_TABLE})\({_COLUMN}(?:, {_COLUMN})*\)", re.ASCII)
_ALLOWED = {
    "file": re.compile(r"(?:[\w=-][\w=.-]*/)*[\w=-][\w=.-]*\.parquet", re.ASCII),
    "number": re.compile(r"\d+", re.ASCII),
    "compression": re.compile("lz4|zstd"),
    "inlined table": re.compile(_INLINED_TABLE, re.ASCII),
}
"""What a value of each kind of `list_catalog_values` must look like. No value of another kind is allowed."""

_Rows = frozenset[tuple[str | None, ...]]


@dataclass(frozen=True)
class _OwnCatalog:
    """The contents of a catalog of ours. `schema`: rows of `sqlite_master`. `definitions`: views, columns and so on."""

    schema: _Rows
    definitions: _Rows


def find_foreign(catalog: Path) -> list[str]:
    """Return words for the first few things in an SQLite catalog that no lake of Newsvane has, now or in the past.

    A lake with fewer migrations than this version has nothing foreign. A journal beside the catalog is not read. Raises
    LakeError if the catalog cannot be read.
    """
    try:
        with contextlib.closing(open_frozen(catalog)) as con:
            con.execute("PRAGMA trusted_schema = OFF")
            # a table of another form could be anything, so its rows are looked at only if there is none
            return list(islice(_find_in_schema(con), _MAX_FOUND)) or list(islice(_find_in_rows(con), _MAX_FOUND))
    except sqlite3.Error as error:
        raise LakeError(f"the catalog {catalog} cannot be read: {_show(error)}", reason="torn") from error


def _find_in_schema(con: sqlite3.Connection) -> Iterator[str]:
    """Yield what SQLite itself knows and DuckLake did not make: triggers, views, indexes, tables of another form."""
    own = _make_own_catalog(at_once=True).schema
    for row in con.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        kind, name, _, _ = row
        if row not in own and not _is_inlined_table(*row):
            yield f"the {_show(kind)} {_show(name)} of SQLite"


def _is_inlined_table(kind: object, name: object, table: object, sql: object) -> bool:
    found = _CREATE_INLINED.fullmatch(str(sql))
    return kind == "table" and found is not None and found[1] == name == table


def _find_in_rows(con: sqlite3.Connection) -> Iterator[str]:
    """Yield the views, macros, tables, columns and settings that are not ours, and the paths that lead elsewhere."""
    for row in _list_unknown_definitions(con):
        kind, name, _ = row
        yield f"the {kind} {_show(name)}"
    for place, row_id, kind, value in con.execute(load_query("list_catalog_values")):
        if kind not in _ALLOWED or not isinstance(value, str) or not _ALLOWED[kind].fullmatch(value):
            yield f"{_show(value)!r} in row {_show(row_id)} of {place}"


def _list_unknown_definitions(con: sqlite3.Connection) -> list[tuple[str | None, ...]]:
    """Return the definitions that are not ours. Those of older versions are made only if a newer one differs: that
    takes seconds.
    """
    found = con.execute(load_query("list_catalog_definitions")).fetchall()
    for at_once in (True, False):
        own = _make_own_catalog(at_once=at_once).definitions
        found = [row for row in found if row not in own]
        if not found:
            break
    return found


@cache
def _make_own_catalog(*, at_once: bool) -> _OwnCatalog:
    """Make an empty lake and return what its catalog contains. `at_once`: only its newest form, else all forms since
    the first migration.
    """
    with tempfile.TemporaryDirectory(prefix="newsvane-own-catalog-") as folder:
        settings = Settings(home=Path(folder), catalog=f"{folder}/catalog.sqlite", store="")
        migrate(settings, at_once=at_once)
        with contextlib.closing(sqlite3.connect(settings.catalog_path)) as con:
            schema = con.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            definitions = con.execute(load_query("list_catalog_definitions")).fetchall()
    return _OwnCatalog(schema=frozenset(schema), definitions=frozenset(definitions))


def _show(value: object) -> str:
    return printable(str(value)[:_MAX_LENGTH])
