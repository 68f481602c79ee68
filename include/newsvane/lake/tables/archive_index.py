"""Where the pages behind articles lie, for reading them again."""

from collections.abc import Iterable
from datetime import datetime

import duckdb

from newsvane.lake.engine.sql import fields, rows
from newsvane.records import Entry, Raw, Record, Utc


class Archived(Record):
    """A landed article, by its addresses, and its page in the archive."""

    article_id: str
    feed_id: str | None = None
    url: str
    canonical_url: str
    fetched_at: Utc
    raw: Raw


def archived(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[Archived]:
    """The articles first read at `since` or later whose page is in the archive, oldest first."""
    return [
        Archived(**fields(Archived, row) | {"raw": Raw(**fields(Raw, row, "raw_"))})
        for row in rows(con, "archived", since=since)
    ]


def entries_of(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, Entry]:
    """The entry that led to each of these articles, the first where there are several, by article id."""
    found = rows(con, "entries_of", article_ids=list(article_ids))
    return {row["article_id"]: Entry(**fields(Entry, row)) for row in found}
