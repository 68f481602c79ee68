"""Where the pages behind articles lie, for reading them again."""

from collections.abc import Iterable
from datetime import datetime

import duckdb

from newsvane.lake.engine.sql import fetch_rows, pick_fields
from newsvane.records import Entry, Raw, Record, Utc


class ArchivedArticle(Record):
    """A landed article, by its addresses, and its page in the archive."""

    article_id: str
    feed_id: str | None = None
    url: str
    canonical_url: str
    fetched_at: Utc
    raw: Raw


def load_archived_articles(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[ArchivedArticle]:
    """The articles first read at `since` or later whose page is in the archive, oldest first."""
    return [
        ArchivedArticle(**pick_fields(ArchivedArticle, row) | {"raw": Raw(**pick_fields(Raw, row, "raw_"))})
        for row in fetch_rows(con, "archived", since=since)
    ]


def load_entries_of_articles(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, Entry]:
    """The entry that led to each of these articles, the first where there are several, by article id."""
    found = fetch_rows(con, "entries_of", article_ids=list(article_ids))
    return {row["article_id"]: Entry(**pick_fields(Entry, row)) for row in found}
