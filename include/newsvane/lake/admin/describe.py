"""What tables, views and macros mean, from the comments in the catalog: for `docs/reference/tables.md` and the
published file.

`python -m newsvane.lake` prints the page, of a lake made for the purpose.
"""

import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.sql import fetch_rows, quote_literal
from newsvane.settings import Settings

_HEAD = """# The lake's tables

Written by `python -m newsvane.lake` from the comments in the catalog; a test keeps the two equal. Most
questions are answered by the view `coverage`. Times are UTC.
"""


@dataclass(frozen=True)
class Column:
    """A column as the catalog describes it."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Relation:
    """A table or view as the catalog describes it."""

    name: str
    kind: str
    meaning: str
    columns: tuple[Column, ...]

    def comments(self) -> str:
        """The statements that describe it so in another DuckDB catalog in use."""
        columns = (
            f"COMMENT ON COLUMN {self.name}.{each.name} IS {quote_literal(each.meaning)};" for each in self.columns
        )
        return "\n".join((*columns, f"COMMENT ON {self.kind} {self.name} IS {quote_literal(self.meaning)};"))


@dataclass(frozen=True)
class Macro:
    """A macro as the view `macros` describes it. `columns`: name and meaning; empty: those of the view it reads."""

    name: str
    call: str
    meaning: str
    columns: tuple[tuple[str, str], ...]


def load_macros(con: duckdb.DuckDBPyConnection) -> list[Macro]:
    """Every macro of the lake."""
    return [_macro(row["macro"], row["call"], row["meaning"]) for row in fetch_rows(con, "macros")]


def _macro(name: str, call: str, text: str) -> Macro:
    meaning, *lines = text.split("\n")
    columns = (line.partition(": ") for line in lines)
    return Macro(name, call, meaning, tuple((column, words) for column, _, words in columns))


def load_relations(con: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of the lake with its columns; views first."""
    heads = itertools.groupby(
        fetch_rows(con, "described"), key=lambda row: (row["relation"], row["kind"], row["meaning"])
    )
    return [
        Relation(*head, tuple(Column(row["column_name"], row["data_type"], row["comment"]) for row in group))
        for head, group in heads
    ]


def render_tables_page() -> str:
    """The page on the tables, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), catalog="")
        with closing(connect(False, settings=settings)) as con:
            return "\n".join((_HEAD, *map(_section, load_relations(con)), *map(_macro_section, load_macros(con))))


def _section(relation: Relation) -> str:
    lines = (f"| `{each.name}` | {_short(each.kind)} | {each.meaning} |" for each in relation.columns)
    head = f"## `{relation.name}` ({relation.kind})\n{relation.meaning}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _macro_section(macro: Macro) -> str:
    head = f"## `{macro.name}` (macro)\n`FROM {macro.call}`: {macro.meaning}\n"
    lines = (f"| `{column}` | {words} |" for column, words in macro.columns)
    return "\n".join((head, "| column | meaning |", "|---|---|", *lines, "")) if macro.columns else head


def _short(kind: str) -> str:
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
