"""Reads: rows of the lake as records."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
from pydantic import TypeAdapter

from newsvane.lake.engine.sql import fetch_rows, load_query, pick_fields
from newsvane.records import (
    Article,
    Due,
    Entry,
    FeedItems,
    FeedState,
    FeedTrouble,
    Message,
    Quarantined,
    Raw,
    Translation,
)
from newsvane.trends import Grain, PeriodCount

_STATES = TypeAdapter(list[FeedState])


def load_feed_states(con: duckdb.DuckDBPyConnection) -> dict[str, FeedState]:
    """Return the state of each feed after its latest poll, without its items, by feed id."""
    states = ",".join(state for (state,) in con.execute(load_query("feed_states")).fetchall())
    return {state.feed_id: state for state in _STATES.validate_json(f"[{states}]")}


def load_feed_items(con: duckdb.DuckDBPyConnection, feed_ids: Iterable[str]) -> dict[str, FeedItems]:
    """What these feeds held when they were last read, by feed id; feeds that never were are left out."""
    found = fetch_rows(con, "feed_items", feed_ids=list(feed_ids))
    return {row["feed_id"]: FeedItems(**pick_fields(FeedItems, row)) for row in found}


def load_feed_troubles(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[FeedTrouble]:
    """The troubles that last, and those that ended at `since` or later; those that began first come first."""
    return [FeedTrouble(**pick_fields(FeedTrouble, row)) for row in fetch_rows(con, "troubles", since=since)]


def find_outbox_keys(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> set[str]:
    """Which of these keys are of messages in the outbox, or of alerts that one there tells together with others."""
    return {str(row["key"]) for row in fetch_rows(con, "told", keys=list(keys))}


def count_feed_messages(con: duckdb.DuckDBPyConnection, *, since: datetime) -> dict[tuple[str, str], int]:
    """How many messages on feeds each rule has written to each channel after `since`, by rule and channel."""
    return {(row["rule"], row["channel"]): int(row["messages"]) for row in fetch_rows(con, "written", since=since)}


def load_due_entries(con: duckdb.DuckDBPyConnection, *, now: datetime, limit: int) -> list[Entry]:
    """At most `limit` entries to be read now, those that wait longest first."""
    return [Entry(**pick_fields(Entry, row)) for row in fetch_rows(con, "pending_entries", now=now, limit=limit)]


def count_due_entries(con: duckdb.DuckDBPyConnection, *, now: datetime) -> int:
    """How many entries there are to be read now."""
    return int(fetch_rows(con, "entries_waiting", now=now)[0]["entries"])


def load_due_messages(con: duckdb.DuckDBPyConnection, *, channel: str, now: datetime, limit: int) -> list[Due]:
    """At most `limit` messages that a channel is to be sent by `now`, those that may go first before the others."""
    return [
        Due(message=Message(**pick_fields(Message, row)), **pick_fields(Due, row))
        for row in fetch_rows(con, "due_messages", channel=channel, now=now, limit=limit)
    ]


def list_due_channels(con: duckdb.DuckDBPyConnection, *, now: datetime) -> list[str]:
    """The channels for which there are such messages."""
    return [str(row["channel"]) for row in fetch_rows(con, "due_channels", now=now)]


def load_recent_alerts(con: duckdb.DuckDBPyConnection, *, rule: str | None, limit: int) -> list[Message]:
    """The newest alerts, of one rule where given, newest first: each once, whatever channels it was written for."""
    return [Message(**pick_fields(Message, row)) for row in fetch_rows(con, "alerts_written", rule=rule, limit=limit)]


def load_metrics(con: duckdb.DuckDBPyConnection, *, now: datetime) -> dict[str, float]:
    """How the lake is, by name: what came in the hour before `now`, what fails, waits and lags.

    `refused_last_hour.<reason>` is there for each reason of the last day. What is not known is left out: the lag where
    nothing was read, the latency where nothing was delivered.
    """
    found = {name: float(value) for name, value in fetch_rows(con, "vitals", now=now)[0].items() if value is not None}
    refused = {
        f"refused_last_hour.{row['reason']}": float(row["pages"]) for row in fetch_rows(con, "vital_refusals", now=now)
    }
    return found | {"refused_last_hour": sum(refused.values())} | refused


def load_unsent_keys(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The keys of what waits or is held, by channel."""
    return {row["channel"]: row["keys"] for row in fetch_rows(con, "untold")}


def count_pending_messages(con: duckdb.DuckDBPyConnection) -> int:
    """Messages that are neither delivered nor dead, due or not."""
    return int(fetch_rows(con, "waiting_messages")[0]["messages"])


def load_quarantined(con: duckdb.DuckDBPyConnection) -> list[Quarantined]:
    """The articles held in quarantine, oldest first."""
    return [
        Quarantined(
            article=Article.model_validate(json.loads(row["article"])),
            reasons=row["reasons"],
            run_id=row["run_id"],
            at=row["quarantined_at"],
        )
        for row in fetch_rows(con, "quarantined")
    ]


def list_stale_days(con: duckdb.DuckDBPyConnection, *, everything: bool = False) -> list[date]:
    """The days whose coverage changed since `refresh_trends` counted them, in order; `everything`: all days."""
    return [day for (day,) in con.execute(load_query("all_days" if everything else "stale_days")).fetchall()]


def count_stale_marks(con: duckdb.DuckDBPyConnection) -> dict[date, int]:
    """Of these days, how often each was marked as changed."""
    return {row["day"]: int(row["marks"]) for row in fetch_rows(con, "stale_marks")}


def load_daily_counts(
    con: duckdb.DuckDBPyConnection,
    *,
    since: date,
    until: date | None = None,
    topic: str | Sequence[str] | None = None,
    grain: Grain = "day",
    languages: Sequence[str] = (),
    outlets: Sequence[str] = (),
    countries: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> list[PeriodCount]:
    """Counts a topic and period, from the day `since` to `until`, of `topic` ("*": all that was read) or of every one.

    The filters take only articles in one of these languages, of one of these outlets, countries, kinds of outlet; each
    all where empty. `read` is counted likewise. A topic has no rows of before its first article ever, and no period one
    in which nothing was read. Outlets are counted once a period.
    """
    topics = [topic] if isinstance(topic, str) else list(topic or ())
    filters = {"languages": languages, "outlets": outlets, "countries": countries, "kinds": kinds}
    found = fetch_rows(
        con,
        "daily_counts",
        since=since,
        until=until,
        topics=topics,
        grain=grain,
        **{name: list(values) for name, values in filters.items()},
    )
    return [PeriodCount(**row) for row in found]


def count_rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows in each table."""
    tables = [str(name) for (name,) in con.execute(load_query("tables")).fetchall()]
    found = (con.table(table).aggregate("count(*)").fetchone() for table in tables)
    return {table: int(row[0]) if row else 0 for table, row in zip(tables, found, strict=True)}


def build_article(row: dict[str, Any]) -> Article:
    """The article of a row of `articles`."""
    return Article(
        **{"text": ""}
        | pick_fields(Article, row)
        | {
            "translation": Translation(**pick_fields(Translation, row, "translation_")),
            "raw": Raw(**pick_fields(Raw, row, "raw_")) if row["raw_file"] else None,
        }
    )
