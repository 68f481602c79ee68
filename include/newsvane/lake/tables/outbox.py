"""The outbox as the rules see it: what was told, what is held and until when, what left lately."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.sql import fetch_rows, load_query, pick_fields, run_query
from newsvane.lake.tables.reader import build_article
from newsvane.lake.tables.writer import land_messages
from newsvane.records import Article, Grouping, Message, Record, Utc

MAX_SCHEDULE_AHEAD = timedelta(days=8)
"""Nothing is held longer; a `due_at` beyond that is of a clock that was wrong."""


class PastArticle(Record):
    """An article as it landed, with what was known then of its story; `…_before`: before all that landed with it."""

    article: Article
    grouping: Grouping
    landed_at: Utc
    is_new_story: bool
    outlets: int
    originals: int
    outlets_before: int
    originals_before: int


class QuarantineShare(Record):
    """What was refused of a run that read so many articles. `reasons`: how many of them each expectation refused."""

    at: Utc
    refused: int
    read: int
    reasons: Mapping[str, int] = {}


def find_story_message_keys(
    con: duckdb.DuckDBPyConnection, story_ids: Iterable[str], article_ids: Iterable[str]
) -> set[str]:
    """The keys of the messages on these stories or articles."""
    found = fetch_rows(con, "told_of", story_ids=list(story_ids), article_ids=list(article_ids))
    return {str(row["key"]) for row in found}


def count_released_messages(
    con: duckdb.DuckDBPyConnection, *, since: datetime, until: datetime
) -> dict[tuple[str, str], int]:
    """How many messages each rule has let go to each channel after `since`."""
    found = fetch_rows(con, "left_lately", since=since, until=until)
    return {(row["rule"], row["channel"]): int(row["messages"]) for row in found}


def find_cap_releases(con: duckdb.DuckDBPyConnection, *, now: datetime) -> dict[tuple[str, str], datetime]:
    """Until when what a full hour had no room for is held, by rule and channel."""
    return {
        (row["rule"], row["channel"]): row["until"]
        for row in fetch_rows(con, "capped", now=now, latest=now + MAX_SCHEDULE_AHEAD)
    }


def load_scheduled_messages(con: duckdb.DuckDBPyConnection) -> list[Message]:
    """All that is held, oldest first."""
    return [_message(row) for row in fetch_rows(con, "held_messages")]


def load_undelivered(
    con: duckdb.DuckDBPyConnection, rules: Iterable[str], *, since: datetime
) -> list[tuple[Message, bool]]:
    """The messages of these rules, written after `since`, that wait or are dead, each with whether it is dead."""
    found = fetch_rows(con, "undelivered", rules=list(rules), since=since)
    return [(_message(row), row["state"] == "dead") for row in found]


def count_story_outlets(con: duckdb.DuckDBPyConnection, story_ids: Iterable[str]) -> dict[str, int]:
    """In how many outlets each of these stories is by now."""
    found = fetch_rows(con, "story_outlets", story_ids=sorted({*story_ids} - {""}))
    return {row["story_id"]: int(row["outlets"]) for row in found}


def flush_scheduled_messages(
    con: duckdb.DuckDBPyConnection, released: Sequence[str], digests: Sequence[Message], *, now: datetime
) -> None:
    """Let go what is held, or mark it as told by the digest that covers it."""
    if released:
        run_query(con, "release_held", keys=list(released), now=now)
    if digests:
        land_messages(con, digests)
        run_query(con, "fold_held")


def is_mentioned(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[str], *, since: datetime | None
) -> bool:
    """Whether an article first read at `since` or later (None: any) meets a condition, of `Query.to_sql`."""
    statement = f"SELECT 1 FROM articles WHERE {condition} AND fetched_at >= ? LIMIT 1"  # noqa: S608 - values are bound
    found = con.execute(statement, [*values, since or datetime(1970, 1, 1, tzinfo=UTC)]).fetchone()
    return found is not None


def find_last_mention(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[str], *, before: datetime
) -> datetime | None:
    """When the last of the articles that meet the condition was first read, of those before `before`."""
    statement = f"SELECT max(fetched_at) FROM articles WHERE {condition} AND fetched_at < ?"  # noqa: S608 - as above
    found = con.execute(statement, [*values, before]).fetchone()
    return found[0] if found else None


def load_past_landings(
    con: duckdb.DuckDBPyConnection, *, since: datetime, topics: Sequence[str] = ()
) -> Iterator[list[PastArticle]]:
    """The articles that landed at `since` or later, together as they landed; with the text of those on all `topics`."""
    cursor = con.execute(load_query("rehearsal"), {"since": since, "topics": list(topics)})
    names = [column[0] for column in cursor.description or ()]
    together: list[PastArticle] = []
    while chunk := cursor.fetchmany(500):
        for values in chunk:
            landing = _landing(dict(zip(names, values, strict=True)))
            if together and together[0].landed_at != landing.landed_at:
                yield together
                together = []
            together.append(landing)
    if together:
        yield together


def load_quarantine_shares(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[QuarantineShare]:
    """What was refused of each run since then, earliest first."""
    found = fetch_rows(con, "refused_shares", since=since)
    return [
        QuarantineShare(**pick_fields(QuarantineShare, row) | {"reasons": Counter(row["reasons"])}) for row in found
    ]


def _message(row: Mapping[str, Any]) -> Message:
    return Message(**pick_fields(Message, row))


def _landing(row: dict[str, Any]) -> PastArticle:
    grouping = Grouping(**pick_fields(Grouping, row) | {"story_id": row["in_story"]})
    return PastArticle(
        article=build_article(row), grouping=grouping, **{k: row[k] for k in PastArticle.model_fields if k in row}
    )
