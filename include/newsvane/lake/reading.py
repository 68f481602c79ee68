"""Reads: rows of the lake as records."""

from collections.abc import Iterable
from datetime import date, datetime

import duckdb

from newsvane.records import Article, Entry, FeedPoll, Message, Quarantined
from newsvane.trends import Count


def feed_states(con: duckdb.DuckDBPyConnection) -> dict[str, FeedPoll]:
    """The latest poll of each feed, by feed id."""
    ...


def pending_entries(con: duckdb.DuckDBPyConnection, *, now: datetime, limit: int) -> list[Entry]:
    """At most `limit` entries to be read now, those that wait longest first."""
    ...


def history_like(
    con: duckdb.DuckDBPyConnection,
    *,
    buckets: Iterable[int] = (),
    text_hashes: Iterable[str] = (),
    canonical_urls: Iterable[str] = (),
    source_urls: Iterable[str] = (),
    since: date,
) -> list[Article]:
    """The articles fetched on or after `since` that new ones may be copies of, or that may be copies of new ones.

    `buckets`, `text_hashes`, `canonical_urls`: of the new articles; `source_urls`: the originals that their
    translations name. Whatever shares a story with an article found comes along, so that copies keep their head.
    """
    ...


def due_messages(con: duckdb.DuckDBPyConnection, *, now: datetime, limit: int) -> list[tuple[Message, int]]:
    """At most `limit` messages to be delivered now, oldest first, each with the attempts made so far."""
    ...


def quarantined(con: duckdb.DuckDBPyConnection) -> list[Quarantined]:
    """The articles held in quarantine, oldest first."""
    ...


def daily_counts(con: duckdb.DuckDBPyConnection, *, since: date, topic: str | None = None) -> list[Count]:
    """Counts a day and topic from `since` on, of `topic` or of all; days without coverage have no row."""
    ...


def counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows in each table."""
    ...
