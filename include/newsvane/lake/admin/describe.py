"""Describe tables, views and macros from the comments in the catalog.

The descriptions are used for `docs/reference/tables.md` and for the comments in the published file.
`python -m newsvane.lake` prints the page from an empty lake that it creates for this purpose.
"""

import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.sql import fetch_rows
from newsvane.settings import Settings

_HEAD = """# The lake's tables

Written by `python -m newsvane.lake` from the comments in the catalog; a test keeps the two equal. Most
questions are answered by the view `coverage`. Times are UTC.
"""


@dataclass(frozen=True)
class Column:
    """A column of a table or view, with its type and meaning."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Relation:
    """A table or view, with its meaning and columns."""

    name: str
    kind: str
    meaning: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Macro:
    """A macro from the view `macros`. `columns`: names and meanings of its columns; empty if a view has the same."""

    name: str
    call: str
    meaning: str
    columns: tuple[tuple[str, str], ...]


def load_macros(con: duckdb.DuckDBPyConnection) -> list[Macro]:
    """Return every macro of the lake."""
    return [_parse_macro(row["macro"], row["call"], row["meaning"]) for row in fetch_rows(con, "load_macros")]


def _parse_macro(name: str, call: str, text: str) -> Macro:
    meaning, *lines = text.split("\n")
    columns = (line.partition(": ") for line in lines)
    return Macro(name, call, meaning, tuple((column, words) for column, _, words in columns))


def load_relations(con: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Return every view and table of the lake with its columns, views first."""
    heads = itertools.groupby(
        fetch_rows(con, "load_relations"), key=lambda row: (row["relation"], row["kind"], row["meaning"])
    )
    return [
        Relation(*head, tuple(Column(row["column_name"], row["data_type"], row["comment"]) for row in group))
        for head, group in heads
    ]


def render_tables_page() -> str:
    """Return the page that describes the tables, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), catalog="")
        with closing(connect(False, settings=settings)) as con:
            return "\n".join((
                _HEAD,
                *map(_render_relation, load_relations(con)),
                *map(_render_macro, load_macros(con)),
            ))


def _render_relation(relation: Relation) -> str:
    lines = (f"| `{each.name}` | {_shorten_type(each.kind)} | {each.meaning} |" for each in relation.columns)
    head = f"## `{relation.name}` ({relation.kind})\n{relation.meaning}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _render_macro(macro: Macro) -> str:
    head = f"## `{macro.name}` (macro)\n`FROM {macro.call}`: {macro.meaning}\n"
    lines = (f"| `{column}` | {words} |" for column, words in macro.columns)
    return "\n".join((head, "| column | meaning |", "|---|---|", *lines, "")) if macro.columns else head


def _shorten_type(kind: str) -> str:
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
