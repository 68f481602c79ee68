"""Writes, for use inside `writer`. Each is idempotent and sets work on whole batches, in a few statements."""

from collections.abc import Iterable
from datetime import date, datetime

import duckdb

from newsvane.lake.records import Batch, Landing, PollLanding
from newsvane.records import Delivery, Entry, Feed, FeedPoll


def land_polls(
    con: duckdb.DuckDBPyConnection,
    *,
    feeds: Iterable[Feed],
    polls: Iterable[FeedPoll],
    entries: Iterable[Entry],
    run_id: str,
    now: datetime,
) -> PollLanding:
    """Land a round of polls: the watch list as it is now, a row a poll, and the entries not seen before.

    An entry whose `content_hash` differs in the feed that first brought it is pending again; other feeds that carry
    the same address change nothing. Fills in `entries_new` of the polls.
    """
    ...


def land_articles(con: duckdb.DuckDBPyConnection, batch: Batch) -> Landing:
    """Land what a run has read. An article that differs from its row becomes its next revision."""
    ...


def record_deliveries(con: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery], *, tries: int) -> None:
    """Keep attempts to deliver, and mark their messages: delivered, dead, or pending until `next_try_at`.

    A message is dead after `tries` attempts, or where a failed attempt names no `next_try_at`.
    """
    ...


def settle_quarantined(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], *, discard: bool = False) -> int:
    """Mark held articles as replayed, or discarded; how many there were."""
    ...


def refresh_trends(con: duckdb.DuckDBPyConnection, days: Iterable[date]) -> int:
    """Count these days again into `trend_daily`; its number of rows for them."""
    ...
