"""Find the archived pages behind articles, so that they can be read again."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import duckdb

from newsvane.lake.engine.sql import fetch_rows, pick_fields
from newsvane.records import Entry, PastSource, PublishedSource, Raw, Record, Utc
from newsvane.urls import entry_id, outlet


class ArchivedArticle(Record):
    """The addresses of an article in the lake, and where its page is in the archive."""

    article_id: str
    feed_id: str | None = None
    url: str
    canonical_url: str
    published_at: Utc | None = None
    published_source: PublishedSource = "none"
    fetched_at: Utc
    source: PastSource | None = None
    archived_at: Utc | None = None
    raw: Raw


def load_archived_articles(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[ArchivedArticle]:
    """Return the articles first read at `since` or later whose page is in the archive, oldest first."""
    return [
        ArchivedArticle(**pick_fields(ArchivedArticle, row) | {"raw": Raw(**pick_fields(Raw, row, "raw_"))})
        for row in fetch_rows(con, "load_archived_articles", since=since)
    ]


def load_entries_of_articles(con: duckdb.DuckDBPyConnection, addresses: Mapping[str, str]) -> dict[str, Entry]:
    """Return the entry that led to each of these articles, by article id.

    If there are several, an entry of the article's own outlet counts, and of these the first. `addresses`: the
    canonical address of each article, by id.
    """
    found: dict[str, Entry] = {}
    for row in fetch_rows(con, "load_entries_of_articles", article_ids=list(addresses)):
        article_id, entry = row["article_id"], Entry(**pick_fields(Entry, row))
        known = found.setdefault(article_id, entry)
        if is_own_listing(entry, addresses[article_id]) and not is_own_listing(known, addresses[article_id]):
            found[article_id] = entry
    return found


def find_own_listings(con: duckdb.DuckDBPyConnection, canonical_urls: Iterable[str]) -> set[str]:
    """Return those of these canonical addresses that a feed of their own outlet has listed."""
    entry_ids = [entry_id(url) for url in canonical_urls]
    return {str(row["canonical_url"]) for row in fetch_rows(con, "find_own_listings", entry_ids=entry_ids)}


def find_articles_of_entries(con: duckdb.DuckDBPyConnection, entry_ids: Iterable[str]) -> dict[str, str]:
    """Return the id of the article to which each of these entries led when it was last read. Others are missing."""
    rows = fetch_rows(con, "find_articles_of_entries", entry_ids=list(entry_ids))
    return {str(row["entry_id"]): str(row["article_id"]) for row in rows}


def is_own_listing(entry: Entry, url: str) -> bool:
    """Return whether a feed of the outlet of `url` listed the entry, at an address of that outlet."""
    return entry.own is not False and outlet(entry.canonical_url) == outlet(url)
