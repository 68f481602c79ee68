"""What the tables and views mean, from the comments in the catalog: for `docs/tables.md` and the published file.

`python -m newsvane.lake` prints the page, of a lake made for the purpose.
"""

import contextlib
import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from newsvane.lake.connection import connect
from newsvane.lake.sql import literal, rows
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
        columns = (f"COMMENT ON COLUMN {self.name}.{each.name} IS {literal(each.meaning)};" for each in self.columns)
        return "\n".join((*columns, f"COMMENT ON {self.kind} {self.name} IS {literal(self.meaning)};"))


def described(con: duckdb.DuckDBPyConnection) -> list[Relation]:
    """Every table and view of the lake with its columns; views first."""
    heads = itertools.groupby(rows(con, "described"), key=lambda row: (row["relation"], row["kind"], row["meaning"]))
    return [
        Relation(*head, tuple(Column(row["column_name"], row["data_type"], row["comment"]) for row in group))
        for head, group in heads
    ]


def page() -> str:
    """The page on the tables, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), catalog="")
        with contextlib.closing(connect(False, settings=settings)) as con:
            return "\n".join((_HEAD, *map(_section, described(con))))


def _section(relation: Relation) -> str:
    lines = (f"| `{each.name}` | {_short(each.kind)} | {each.meaning} |" for each in relation.columns)
    head = f"## `{relation.name}` ({relation.kind})\n{relation.meaning}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _short(kind: str) -> str:
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
