"""Read rows of the lake as records. Each function takes a connection of `connect` or `writer`."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
from pydantic import TypeAdapter, ValidationError

from newsvane.lake.engine.sql import build_valid, fetch_rows, load_query, pick_fields
from newsvane.records import (
    SICK_AFTER_FAILURES,
    Article,
    Due,
    Entry,
    FeedItems,
    FeedState,
    FeedTrouble,
    Message,
    Quarantined,
    Raw,
    RedirectCount,
    Translation,
)
from newsvane.trends import Grain, PeriodCount

MAX_RETRY_AHEAD = timedelta(hours=26)
"""No delivery is postponed longer than this, because channels may ask for a day at most (`notify.MAX_RETRY_AFTER`). A
later time was written by a clock that has been set back since then, and counts as due now."""

OVERDUE_AFTER = timedelta(minutes=15)
"""A feed is overdue if its next poll was due longer ago than this."""

LAG_WINDOW = timedelta(days=2)
"""The lag is measured on articles published within this time; older ones were not news when they were first read."""

_STATES = TypeAdapter(list[FeedState])


def load_feed_states(con: duckdb.DuckDBPyConnection) -> dict[str, FeedState]:
    """Return the state of each feed after its latest poll, without its items, by feed id.

    A feed whose row is not valid is left out, as if it was never polled.
    """
    rows = [state for (state,) in con.execute(load_query("load_feed_states")).fetchall()]
    try:
        states = _STATES.validate_json(f"[{','.join(rows)}]")
    except ValidationError:
        states = build_valid(rows, FeedState.model_validate_json)
    return {state.feed_id: state for state in states}


def load_feed_items(con: duckdb.DuckDBPyConnection, feed_ids: Iterable[str]) -> dict[str, FeedItems]:
    """Return the items of these feeds when they were last read, by feed id. Feeds never read are left out."""
    found = fetch_rows(con, "load_feed_items", feed_ids=list(feed_ids))
    return {row["feed_id"]: FeedItems(**pick_fields(FeedItems, row)) for row in found}


def load_feed_troubles(con: duckdb.DuckDBPyConnection, *, since: datetime) -> list[FeedTrouble]:
    """Return the open troubles of feeds and those that ended at `since` or later, in the order they began."""
    found = fetch_rows(con, "load_feed_troubles", since=since)
    return [FeedTrouble(**pick_fields(FeedTrouble, row)) for row in found]


def load_due_entries(
    con: duckdb.DuckDBPyConnection, *, now: datetime, limit: int, per_host: int, besides: Iterable[str] = ()
) -> list[Entry]:
    """Return at most `limit` entries to read now, and at most `per_host` of one host.

    `besides`: ids of entries to leave out. Feeds take turns, and each feed's hosts. Of a feed and host, the entry that
    has waited longest comes first.
    """
    found = fetch_rows(con, "load_due_entries", now=now, limit=limit, per_host=per_host, besides=list(besides))
    return build_valid(found, lambda row: Entry(**pick_fields(Entry, row)))


def count_redirects(
    con: duckdb.DuckDBPyConnection, *, now: datetime, besides: Iterable[str] = ()
) -> list[RedirectCount]:
    """Count the pages of other outlets to which the addresses of each source have redirected within a day.

    `besides`: ids of entries to leave out.
    """
    return [RedirectCount(**row) for row in fetch_rows(con, "count_redirects", now=now, besides=list(besides))]


def count_due_entries(con: duckdb.DuckDBPyConnection, *, now: datetime, besides: Iterable[str] = ()) -> int:
    """Count the entries to read now. `besides`: ids of entries to leave out."""
    return int(fetch_rows(con, "count_due_entries", now=now, besides=list(besides))[0]["entries"])


def find_outbox_keys(con: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> set[str]:
    """Return those of the keys that a message in the outbox has or covers."""
    return {str(row["key"]) for row in fetch_rows(con, "find_outbox_keys", keys=list(keys))}


def count_feed_messages(con: duckdb.DuckDBPyConnection, *, since: datetime) -> dict[tuple[str, str], int]:
    """Count the messages about feeds written after `since`, per rule and channel."""
    found = fetch_rows(con, "count_feed_messages", since=since)
    return {(row["rule"], row["channel"]): int(row["messages"]) for row in found}


def load_due_messages(
    con: duckdb.DuckDBPyConnection, *, channel: str, now: datetime, limit: int, visible_after: float = 0
) -> list[Due]:
    """Return at most `limit` messages to send to a channel by `now`, in order. `visible_after`: see the query."""
    found = fetch_rows(
        con,
        "load_due_messages",
        channel=channel,
        now=now,
        plausible_until=now + MAX_RETRY_AHEAD,
        attempted_since=now - MAX_RETRY_AHEAD,
        limit=limit,
        visible_after=visible_after,
    )
    return build_valid(found, lambda row: Due(message=Message(**pick_fields(Message, row)), **pick_fields(Due, row)))


def list_due_channels(con: duckdb.DuckDBPyConnection, *, now: datetime) -> list[str]:
    """Return the channels that have messages to send by `now`, in order."""
    found = fetch_rows(con, "list_due_channels", now=now, plausible_until=now + MAX_RETRY_AHEAD)
    return [str(row["channel"]) for row in found]


def load_recent_alerts(con: duckdb.DuckDBPyConnection, *, rule: str | None, limit: int) -> list[Message]:
    """Return the newest alerts, of one rule if given, newest first. An alert to several channels is returned once."""
    found = fetch_rows(con, "load_recent_alerts", rule=rule, limit=limit)
    return [Message(**pick_fields(Message, row)) for row in found]


def load_unsent_keys(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the keys of the messages that are pending or scheduled, by channel."""
    return {row["channel"]: row["keys"] for row in fetch_rows(con, "load_unsent_keys")}


def count_pending_messages(con: duckdb.DuckDBPyConnection) -> int:
    """Count the messages that are neither delivered nor dead nor scheduled, whether due or not."""
    return int(fetch_rows(con, "count_pending_messages")[0]["messages"])


def load_metrics(con: duckdb.DuckDBPyConnection, *, now: datetime) -> dict[str, float]:
    """Return the state of the lake as metrics by name: the input of the last hour, failures, queues and delays.

    There is a `refused_last_hour.<reason>` for each reason of the last day. Unknown values are left out: the lag if
    nothing was read, the latency if nothing was delivered.
    """
    hour_ago, day_ago = now - timedelta(hours=1), now - timedelta(days=1)
    state = fetch_rows(
        con,
        "load_metrics",
        now=now,
        hour_ago=hour_ago,
        overdue_before=now - OVERDUE_AFTER,
        published_since=now - LAG_WINDOW,
        sick_failures=SICK_AFTER_FAILURES,
    )[0]
    found = {name: float(value) for name, value in state.items() if value is not None}
    by_reason = fetch_rows(con, "count_refusals_by_reason", hour_ago=hour_ago, day_ago=day_ago)
    refused = {f"refused_last_hour.{row['reason']}": float(row["pages"]) for row in by_reason}
    return found | {"refused_last_hour": sum(refused.values())} | refused


def load_quarantined(con: duckdb.DuckDBPyConnection) -> list[Quarantined]:
    """Return the articles in quarantine that nobody has replayed or discarded, oldest first."""
    return [
        Quarantined(
            article=Article.model_validate(json.loads(row["article"])),
            reasons=row["reasons"],
            run_id=row["run_id"],
            at=row["quarantined_at"],
        )
        for row in fetch_rows(con, "load_quarantined")
    ]


def list_stale_days(con: duckdb.DuckDBPyConnection, *, everything: bool = False) -> list[date]:
    """Return the days whose coverage has changed since the last `refresh_trends`, in order. `everything`: all days."""
    return [day for (day,) in con.execute(load_query("list_all_days" if everything else "list_stale_days")).fetchall()]


def count_stale_marks(con: duckdb.DuckDBPyConnection) -> dict[date, int]:
    """Return how often each stale day was marked as changed."""
    return {row["day"]: int(row["marks"]) for row in fetch_rows(con, "count_stale_marks")}


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
    """Return counts per topic and period from the day `since` through `until`.

    `topic`: one or several; "*" is everything that was read; all topics by default. The filters select articles by
    language, outlet, country and kind of outlet, and apply to `read` as well; an empty filter selects all. A topic has
    no rows before its first article, and a period in which nothing was read has none. An outlet counts once per period.
    """
    topics = [topic] if isinstance(topic, str) else list(topic or ())
    filters = {"languages": languages, "outlets": outlets, "countries": countries, "kinds": kinds}
    found = fetch_rows(
        con,
        "load_daily_counts",
        since=since,
        until=until,
        topics=topics,
        grain=grain,
        **{name: list(values) for name, values in filters.items()},
    )
    return [PeriodCount(**row) for row in found]


def count_seen(
    con: duckdb.DuckDBPyConnection,
    *,
    since: date,
    until: date,
    grain: Grain,
    languages: Sequence[str] = (),
    outlets: Sequence[str] = (),
    countries: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> dict[date, int]:
    """Return how much was seen in each period, on topic or not, by its first day. The filters are as above."""
    filters = {"languages": languages, "outlets": outlets, "countries": countries, "kinds": kinds}
    chosen = {name: list(values) for name, values in filters.items()}
    return {
        row["day"]: row["articles"]
        for row in fetch_rows(con, "count_seen", since=since, until=until, grain=grain, **chosen)
    }


def count_rows(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Count the rows of every table."""
    tables = [str(name) for (name,) in con.execute(load_query("list_tables")).fetchall()]
    found = (con.table(table).aggregate("count(*)").fetchone() for table in tables)
    return {table: int(row[0]) if row else 0 for table, row in zip(tables, found, strict=True)}


def build_article(row: dict[str, Any]) -> Article:
    """Return the article in a row of `articles` or `coverage`, in which live articles have a `source`, too."""
    return Article(
        **{"text": ""}
        | pick_fields(Article, row)
        | {
            "translation": Translation(**pick_fields(Translation, row, "translation_")),
            "raw": Raw(**pick_fields(Raw, row, "raw_")) if row.get("raw_file") else None,
            "source": None if row.get("source") == "live" else row.get("source"),
        }
    )
