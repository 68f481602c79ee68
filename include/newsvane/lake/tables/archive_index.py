"""Find the archived pages behind articles, so that they can be read again."""

from collections.abc import Iterable
from datetime import datetime

import duckdb

from newsvane.lake.engine.sql import fetch_rows, pick_fields
from newsvane.records import Entry, Raw, Record, Utc


class ArchivedArticle(Record):
    """The addresses of an article in the lake, and where its page is in the archive."""

    article_id: str
    feed_id: str | None = None
    url: str
    canonical_url: str
    fetched_at: Utc
    raw: Raw


def load_archived_articles(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[ArchivedArticle]:
    """Return the articles first read at `since` or later whose page is in the archive, oldest first."""
    return [
        ArchivedArticle(**pick_fields(ArchivedArticle, row) | {"raw": Raw(**pick_fields(Raw, row, "raw_"))})
        for row in fetch_rows(con, "load_archived_articles", since=since)
    ]


def load_entries_of_articles(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> dict[str, Entry]:
    """Return the entry that led to each of these articles, by article id; the first if there are several."""
    found = fetch_rows(con, "load_entries_of_articles", article_ids=list(article_ids))
    return {row["article_id"]: Entry(**pick_fields(Entry, row)) for row in found}
