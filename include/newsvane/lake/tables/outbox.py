"""The outbox as the rules see it: what was told, what is held and until when, what left lately."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.sql import fields, query, rows, run
from newsvane.lake.tables.reader import article_of
from newsvane.lake.tables.writer import land_messages
from newsvane.records import Article, Grouping, Message, Record, Utc

LONGEST = timedelta(days=8)
"""Nothing is held longer; a `due_at` beyond that is of a clock that was wrong."""


class Landed(Record):
    """An article as it landed, with what was known then of its story; `…_before`: before all that landed with it."""

    article: Article
    grouping: Grouping
    landed_at: Utc
    is_new_story: bool
    outlets: int
    originals: int
    outlets_before: int
    originals_before: int


class Refusal(Record):
    """What was refused of a run that read so many articles. `reasons`: how many of them each expectation refused."""

    at: Utc
    refused: int
    read: int
    reasons: Mapping[str, int] = {}


def told_of(con: duckdb.DuckDBPyConnection, story_ids: Iterable[str], article_ids: Iterable[str]) -> set[str]:
    """The keys of the messages on these stories or articles."""
    found = rows(con, "told_of", story_ids=list(story_ids), article_ids=list(article_ids))
    return {str(row["key"]) for row in found}


def left_lately(con: duckdb.DuckDBPyConnection, *, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """How many messages each rule has let go to each channel after `since`."""
    found = rows(con, "left_lately", since=since, until=until)
    return {(row["rule"], row["channel"]): int(row["messages"]) for row in found}


def capped(con: duckdb.DuckDBPyConnection, *, now: datetime) -> dict[tuple[str, str], datetime]:
    """Until when what a full hour had no room for is held, by rule and channel."""
    return {(row["rule"], row["channel"]): row["until"] for row in rows(con, "capped", now=now, latest=now + LONGEST)}


def held_messages(con: duckdb.DuckDBPyConnection) -> list[Message]:
    """All that is held, oldest first."""
    return [_message(row) for row in rows(con, "held_messages")]


def undelivered(con: duckdb.DuckDBPyConnection, rules: Iterable[str], *, since: datetime) -> list[tuple[Message, bool]]:
    """The messages of these rules, written after `since`, that wait or are dead, each with whether it is dead."""
    found = rows(con, "undelivered", rules=list(rules), since=since)
    return [(_message(row), row["state"] == "dead") for row in found]


def story_outlets(con: duckdb.DuckDBPyConnection, story_ids: Iterable[str]) -> dict[str, int]:
    """In how many outlets each of these stories is by now."""
    found = rows(con, "story_outlets", story_ids=sorted({*story_ids} - {""}))
    return {row["story_id"]: int(row["outlets"]) for row in found}


def settle_held(
    con: duckdb.DuckDBPyConnection, released: Sequence[str], digests: Sequence[Message], *, now: datetime
) -> None:
    """Let go what is held, or mark it as told by the digest that covers it."""
    if released:
        run(con, "release_held", keys=list(released), now=now)
    if digests:
        land_messages(con, digests)
        run(con, "fold_held")


def is_mentioned(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[str], *, since: datetime | None
) -> bool:
    """Whether an article first read at `since` or later (None: any) meets a condition, of `Query.to_sql`."""
    statement = f"SELECT 1 FROM articles WHERE {condition} AND fetched_at >= ? LIMIT 1"  # noqa: S608 - values are bound
    found = con.execute(statement, [*values, since or datetime(1970, 1, 1, tzinfo=UTC)]).fetchone()
    return found is not None


def last_mention(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[str], *, before: datetime
) -> datetime | None:
    """When the last of the articles that meet the condition was first read, of those before `before`."""
    statement = f"SELECT max(fetched_at) FROM articles WHERE {condition} AND fetched_at < ?"  # noqa: S608 - as above
    found = con.execute(statement, [*values, before]).fetchone()
    return found[0] if found else None


def rehearsal(con: duckdb.DuckDBPyConnection, *, since: datetime, topics: Sequence[str] = ()) -> Iterator[list[Landed]]:
    """The articles that landed at `since` or later, together as they landed; with the text of those on all `topics`."""
    cursor = con.execute(query("rehearsal"), {"since": since, "topics": list(topics)})
    names = [column[0] for column in cursor.description or ()]
    together: list[Landed] = []
    while chunk := cursor.fetchmany(500):
        for values in chunk:
            landing = _landing(dict(zip(names, values, strict=True)))
            if together and together[0].landed_at != landing.landed_at:
                yield together
                together = []
            together.append(landing)
    if together:
        yield together


def refusals(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[Refusal]:
    """What was refused of each run since then, earliest first."""
    found = rows(con, "refused_shares", since=since)
    return [Refusal(**fields(Refusal, row) | {"reasons": Counter(row["reasons"])}) for row in found]


def _message(row: Mapping[str, Any]) -> Message:
    return Message(**fields(Message, row))


def _landing(row: dict[str, Any]) -> Landed:
    grouping = Grouping(**fields(Grouping, row) | {"story_id": row["in_story"]})
    return Landed(article=article_of(row), grouping=grouping, **{k: row[k] for k in Landed.model_fields if k in row})
