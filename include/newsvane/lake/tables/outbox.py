"""Read and update the outbox for the alert rules, and load past articles as the rules saw them.

A scheduled message has the state `held` until its `due_at`: it waits for a digest, for the end of quiet hours, or until
the hourly cap allows it. Released messages are `pending`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.sql import build_valid, fetch_rows, load_query, pick_fields, run_query
from newsvane.lake.tables.neighbours import load_articles
from newsvane.lake.tables.table_reader import build_article
from newsvane.lake.tables.table_writer import land_messages
from newsvane.outlet_counts import OutletCounts
from newsvane.records import MAX_DELAY, Article, Grouping, Message, Record, Utc, WrittenMessage

_CHUNK_ROWS = 500
"""Rows that are fetched at once when past landings are read."""

_POLL_DELAY = timedelta(hours=1)
"""A poll that saw a listing has landed after this time at the latest."""


class PastArticle(Record):
    """An article as it landed, with what was known about its story at that time.

    `outlets_before`, `originals_before`: the counts before everything that landed together with the article.
    `listed_by`: as in `newsvane.alerts.LandedArticle`.
    """

    article: Article
    grouping: Grouping
    landed_at: Utc
    is_new_story: bool
    outlets: int
    originals: int
    outlets_before: int
    originals_before: int
    listed_by: str = ""


class QuarantineShare(Record):
    """How many articles a run read, and how many of them it quarantined. `reasons`: number by failed expectation."""

    at: Utc
    refused: int
    read: int
    reasons: Mapping[str, int] = {}


def find_story_message_keys(
    con: duckdb.DuckDBPyConnection, story_ids: Iterable[str], article_ids: Iterable[str]
) -> set[str]:
    """Return the keys of the messages about these stories or articles."""
    found = fetch_rows(con, "find_story_message_keys", story_ids=list(story_ids), article_ids=list(article_ids))
    return {str(row["key"]) for row in found}


def find_story_messages(con: duckdb.DuckDBPyConnection, story_ids: Iterable[str]) -> list[WrittenMessage]:
    """Return the messages about these stories, oldest first, without those that a digest only counts."""
    found = fetch_rows(con, "find_story_messages", story_ids=sorted({*story_ids} - {""}))
    return build_valid(found, lambda row: WrittenMessage(**pick_fields(WrittenMessage, row)))


def count_released_messages(
    con: duckdb.DuckDBPyConnection, *, since: datetime, until: datetime
) -> dict[tuple[str, str], dict[str, int]]:
    """Count the messages released for sending after `since` and up to `until`: per rule and channel, by outlet."""
    return _count_by_outlet(fetch_rows(con, "count_released_messages", since=since, until=until))


def count_waiting_messages(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, int]]:
    """Count the scheduled messages, without those that a digest only counts: per rule and channel, by outlet."""
    return _count_by_outlet(fetch_rows(con, "count_waiting_messages"))


def find_cap_releases(con: duckdb.DuckDBPyConnection, *, now: datetime) -> dict[tuple[str, str], datetime]:
    """Return when messages over the hourly cap are released, per rule and channel."""
    found = fetch_rows(con, "find_cap_releases", now=now, latest=now + MAX_DELAY)
    return {(row["rule"], row["channel"]): row["until"] for row in found}


def find_capped_keys(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the keys of the messages that wait because of the hourly cap."""
    return {str(row["key"]) for row in fetch_rows(con, "find_capped_keys")}


def find_unnamed_keys(con: duckdb.DuckDBPyConnection, *, since: datetime) -> set[str]:
    """Return the keys of the messages written after `since` whose outlet had no place, and that no digest has named.

    They wait because of the hourly cap, or a digest only counts them.
    """
    return {str(row["key"]) for row in fetch_rows(con, "find_unnamed_keys", since=since)}


def load_relisted_articles(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> list[PastArticle]:
    """Return the articles that a feed of their own outlet listed after a message on their story had been written.

    `keys`: of the messages to look at. Each counts in the places of another outlet than that of the article: its feed
    led to the page first, or it has the story, too. `landed_at` is the time of the own listing, and nothing has changed
    in the story by it; it is new to readers if no other outlet has it.
    """
    found = fetch_rows(con, "find_relisted_articles", keys=list(keys), poll_delay=_POLL_DELAY)
    articles = {each.article_id: each for each in load_articles(con, [row["article_id"] for row in found])}
    return [
        PastArticle(
            article=articles[row["article_id"]],
            grouping=Grouping(**pick_fields(Grouping, row)),
            landed_at=row["listed_at"],
            is_new_story=row["outlets"] == 1,
            outlets=row["outlets"],
            originals=row["originals"],
            outlets_before=row["outlets"],
            originals_before=row["originals"],
        )
        for row in found
    ]


def load_scheduled_messages(con: duckdb.DuckDBPyConnection) -> list[Message]:
    """Return all scheduled messages, oldest first."""
    return build_valid(fetch_rows(con, "load_scheduled_messages"), _build_message)


def load_undelivered(
    con: duckdb.DuckDBPyConnection, rules: Iterable[str], *, since: datetime
) -> list[tuple[Message, bool]]:
    """Return the pending and dead messages of these rules written after `since`, each with whether it is dead."""
    found = fetch_rows(con, "load_undelivered", rules=list(rules), since=since)
    return build_valid(found, lambda row: (_build_message(row), row["state"] == "dead"))


def count_story_outlets(con: duckdb.DuckDBPyConnection, story_ids: Iterable[str]) -> dict[str, OutletCounts]:
    """Return the current numbers of outlets of each of these stories."""
    found = fetch_rows(con, "count_story_outlets", story_ids=sorted({*story_ids} - {""}))
    return {row["story_id"]: OutletCounts(row["outlets"], row["independent_outlets"]) for row in found}


def flush_scheduled_messages(
    con: duckdb.DuckDBPyConnection, released: Sequence[str], digests: Sequence[Message], *, now: datetime
) -> None:
    """Release the scheduled messages with these keys, add the digests, and mark the messages that they cover."""
    if released:
        run_query(con, "release_scheduled_messages", keys=list(released), now=now)
    if digests:
        land_messages(con, digests)


def release_channel(con: duckdb.DuckDBPyConnection, channel: str) -> int:
    """Make the messages that wait for a channel due now; their tries and days go on. Return how many wait."""
    changed = con.execute(load_query("release_channel"), {"channel": channel}).fetchone()
    return int(changed[0]) if changed else 0


def is_mentioned(
    con: duckdb.DuckDBPyConnection,
    condition: str,
    values: Sequence[str],
    *,
    since: datetime | None,
    only_titles: bool = False,
) -> bool:
    """Return whether an article first read at `since` or later (None: ever) meets a condition of `Query.to_sql`.

    `only_titles`: only articles on no topic, of which nothing but the title is kept.
    """
    off_topic = "(SELECT * REPLACE ('' AS text) FROM articles WHERE len(topics) = 0)"
    table = off_topic if only_titles else "articles"
    statement = f"SELECT 1 FROM {table} WHERE {condition} AND fetched_at >= ? LIMIT 1"  # noqa: S608 - values are bound
    found = con.execute(statement, [*values, since or datetime(1970, 1, 1, tzinfo=UTC)]).fetchone()
    return found is not None


def find_last_mention(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[str], *, before: datetime
) -> datetime | None:
    """Return when the last article before `before` that meets a condition of `Query.to_sql` was first read."""
    statement = f"SELECT max(fetched_at) FROM articles WHERE {condition} AND fetched_at < ?"  # noqa: S608 - as above
    found = con.execute(statement, [*values, before]).fetchone()
    return found[0] if found else None


def load_past_landings(
    con: duckdb.DuckDBPyConnection, *, since: datetime, topics: Sequence[str] = ()
) -> Iterator[list[PastArticle]]:
    """Yield the articles that landed at `since` or later, one list per landing, oldest first.

    Only articles on all `topics` have their text.
    """
    cursor = con.execute(load_query("load_past_landings"), {"since": since, "topics": list(topics)})
    names = [column[0] for column in cursor.description or ()]
    landing: list[PastArticle] = []
    while chunk := cursor.fetchmany(_CHUNK_ROWS):
        for values in chunk:
            article = _build_past_article(dict(zip(names, values, strict=True)))
            if landing and landing[0].landed_at != article.landed_at:
                yield landing
                landing = []
            landing.append(article)
    if landing:
        yield landing


def load_quarantine_shares(
    con: duckdb.DuckDBPyConnection, *, since: datetime, except_prefix: str
) -> list[QuarantineShare]:
    """Return the shares of all runs at `since` or later that quarantined an article, earliest first.

    Runs whose id begins with `except_prefix` are left out.
    """
    found = fetch_rows(con, "load_quarantine_shares", since=since, except_prefix=except_prefix)
    return [
        QuarantineShare(**pick_fields(QuarantineShare, row) | {"reasons": Counter(row["reasons"])}) for row in found
    ]


def _count_by_outlet(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, int]]:
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row["rule"], row["channel"]][row["outlet"]] = int(row["messages"])
    return dict(counts)


def _build_message(row: Mapping[str, Any]) -> Message:
    return Message(**pick_fields(Message, row))


def _build_past_article(row: dict[str, Any]) -> PastArticle:
    grouping = Grouping(**pick_fields(Grouping, row) | {"story_id": row["in_story"]})
    known = {name: row[name] for name in PastArticle.model_fields if name in row}
    return PastArticle(article=build_article(row), grouping=grouping, **known)
