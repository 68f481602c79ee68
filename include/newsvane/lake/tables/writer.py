"""Writes, for use inside `writer`. Each is idempotent and sets work on whole batches, in a few statements."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import record_commit, record_commit_counts
from newsvane.lake.engine.sql import fetch_rows, flatten, load_incoming, load_query, run_query
from newsvane.lake.tables.batches import Batch, Landing, PollLanding, Regrouping
from newsvane.lake.tables.rows import build_article_row, build_sketch_row
from newsvane.records import (
    SICK_AFTER_FAILURES,
    Delivery,
    Entry,
    Feed,
    FeedItems,
    FeedState,
    Message,
    Quarantined,
    Skipped,
)

RENAME_WINDOW = timedelta(days=30)
"""How long an entry is looked for whose link has changed."""


def land_polls(
    con: duckdb.DuckDBPyConnection,
    *,
    feeds: Iterable[Feed],
    states: Iterable[FeedState],
    entries: Iterable[Entry],
    run_id: str,
    now: datetime,
) -> PollLanding:
    """Land a round of polls: the watch list as it is now, a row a poll, and the entries not seen before.

    An entry whose `content_hash` differs in the feed that first brought it is pending again; other feeds that carry
    the same address change nothing. What its feed brought within `RENAMED` under another link is the same entry. What
    is no article is skipped. Fills in `entries_new` of the polls; states, counts a day and troubles follow them.
    """
    run_query(con, "set_clock", now=now)
    load_incoming(con, "feeds", (flatten(feed, watched=True) for feed in feeds))
    run_query(con, "land_feeds")
    polled = tuple(states)
    _land_entries(con, tuple(entries), polled, run_id)
    _land_polls(con, polled, run_id, now)
    return record_commit_counts(con, "land_polls", run_id, PollLanding(**fetch_rows(con, "count_polls", now=now)[0]))


def land_articles(con: duckdb.DuckDBPyConnection, batch: Batch) -> Landing:
    """Land what a run has read. An article that differs from its row becomes its next revision."""
    run_query(con, "set_clock", now=batch.now)
    load_incoming(con, "articles", (build_article_row(article, batch.run_id) for article in batch.articles))
    load_incoming(con, "article_revisions", (flatten(revision) for revision in batch.revisions))
    load_incoming(con, "entries", (flatten(outcome) for outcome in batch.outcomes))
    load_incoming(con, "skipped", (build_skipped_row(skipped, batch.run_id) for skipped in batch.skipped))
    load_incoming(con, "quarantine", (_quarantine_row(held) for held in batch.quarantined))
    load_incoming(con, "outbox", (_message_row(message) for message in batch.messages))
    load_incoming(con, "article_sketches", _sketch_rows(batch))
    for name in ("offer_articles", "land_articles", "date_sketches"):
        run_query(con, name)
    _land_groups(con, batch)
    for name in (
        "drop_repeated",
        "land_outcomes",
        "land_skipped",
        "land_quarantine",
        "land_outbox",
        "land_stale",
    ):
        run_query(con, name)
    queued = _land_originals(con, batch.originals) if batch.originals else 0
    landed = Landing(**fetch_rows(con, "count_landing")[0], originals_queued=queued)
    return record_commit_counts(con, "land_articles", batch.run_id, landed)


def _land_originals(con: duckdb.DuckDBPyConnection, originals: Iterable[Entry]) -> int:
    load_incoming(con, "entries", (flatten(original) for original in originals))
    run_query(con, "land_originals")
    return int(fetch_rows(con, "count_originals")[0]["originals"])


def land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> Regrouping:
    """Land how articles of the lake are grouped anew: of `batch` only articles, sketches and groupings count."""
    run_query(con, "set_clock", now=batch.now)
    load_incoming(con, "articles", ())
    run_query(con, "offer_articles")
    load_incoming(con, "article_sketches", _sketch_rows(batch))
    _land_groups(con, batch)
    run_query(con, "land_stale")
    return record_commit_counts(con, "land_groups", batch.run_id, Regrouping(**fetch_rows(con, "count_groups")[0]))


def record_deliveries(con: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery]) -> None:
    """Keep attempts to deliver; mark their messages delivered, pending until `next_try_at`, or dead without one."""
    attempts = tuple(deliveries)
    load_incoming(con, "deliveries", (flatten(attempt, attempted_at=attempt.at.isoformat()) for attempt in attempts))
    last = {attempt.key: attempt for attempt in sorted(attempts, key=lambda attempt: attempt.attempt)}
    load_incoming(con, "outbox", (_state_row(attempt) for attempt in last.values()))
    run_query(con, "record_deliveries")
    record_commit(con, "record_deliveries", counts={"attempts": len(attempts)})


def requeue_messages(con: duckdb.DuckDBPyConnection, keys: Iterable[str], *, now: datetime) -> int:
    """Let dead and waiting messages be sent at once, their tries and days counted anew; how many there were."""
    changed = con.execute(load_query("resend"), {"keys": list(keys), "now": now}).fetchone()
    return int(changed[0]) if changed else 0


def resolve_quarantined(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], *, discard: bool = False) -> int:
    """Mark held articles as replayed, or discarded; how many there were."""
    state = "discarded" if discard else "replayed"
    changed = con.execute(
        load_query("settle_quarantined"), {"state": state, "article_ids": list(article_ids)}
    ).fetchone()
    settled = int(changed[0]) if changed else 0
    record_commit(con, "settle_quarantined", counts={state: settled})
    return settled


def refresh_trends(con: duckdb.DuckDBPyConnection, days: Iterable[date], *, settle: bool = True) -> int:
    """Count these days again into `trend_daily`, and those where a story of theirs begins; the rows of all of them.

    They are no longer to be counted again; where not `settle`, that is left to `settle_days`.
    """
    load_incoming(con, "trend_daily", ({"day": day.isoformat()} for day in days))
    run_query(con, "spread_days")
    run_query(con, "refresh_trends")
    if settle:
        run_query(con, "settle_counted")
    counted = int(fetch_rows(con, "count_trends")[0]["rows"])
    record_commit(con, "refresh_trends", counts={"rows": counted})
    return counted


def clear_stale_days(con: duckdb.DuckDBPyConnection, marks: Mapping[date, int]) -> None:
    """These days were counted when they had so many marks: those that have no more are not to be counted again."""
    run_query(con, "settle_days", days=list(marks), marks=list(marks.values()))
    record_commit(con, "settle_days", counts={"days": len(marks)})


def land_messages(con: duckdb.DuckDBPyConnection, messages: Iterable[Message]) -> int:
    """Put messages into the outbox; how many were not there before."""
    load_incoming(con, "outbox", (_message_row(message) for message in messages))
    run_query(con, "land_outbox")
    return int(fetch_rows(con, "count_messages")[0]["messages"])


def _land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    load_incoming(
        con, "article_groups", (flatten(grouping, grouped_at=batch.now.isoformat()) for grouping in batch.groupings)
    )
    run_query(con, "land_sketches")
    run_query(con, "land_groups")
    run_query(con, "land_story_changes", changed_at=batch.now, run_id=batch.run_id)


def _land_entries(
    con: duckdb.DuckDBPyConnection, entries: Sequence[Entry], states: Iterable[FeedState], run_id: str
) -> None:
    load_incoming(con, "entries", (flatten(entry) for entry in entries))
    if not entries:
        run_query(con, "no_entries")
        return
    _find_renamed(con, entries, states)
    run_query(con, "land_entries")
    if any(entry.kind != "article" for entry in entries):
        load_incoming(con, "skipped", ())
        run_query(con, "skip_kinds", run_id=run_id)
        run_query(con, "land_skipped")


def _find_renamed(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry], states: Iterable[FeedState]) -> None:
    """Make `renamed`. What its feed still lists under its old link is another item."""
    from newsvane.entries.items import fingerprint  # noqa: PLC0415 - heavy, and the pipeline has it already

    run_query(con, "find_renamed", since=min(entry.seen_at for entry in entries) - RENAME_WINDOW)
    listed = {state.feed_id: set(state.items.ids) for state in states if state.items}
    still = [
        row["stored_id"]
        for row in fetch_rows(con, "renamed")
        if fingerprint(row["stored_id"].encode()) in listed.get(row["feed_id"], ())
    ]
    run_query(con, "keep_listed", stored_ids=still)


def _land_polls(con: duckdb.DuckDBPyConnection, states: Sequence[FeedState], run_id: str, now: datetime) -> None:
    load_incoming(con, "feed_states", (_feed_state_row(state, run_id) for state in states))
    since, until = (bound((state.last_poll.polled_at for state in states), default=now) for bound in (min, max))
    run_query(con, "new_polls", since=since, until=until)
    run_query(con, "count_days", since=since.date())
    run_query(con, "land_polls")
    if read := [_items_row(state, state.items) for state in states if state.items is not None]:
        load_incoming(con, "feed_items", read)
        run_query(con, "land_items")
    if any(map(_is_doubtful, states)):
        run_query(con, "land_troubles")
    if fetch_rows(con, "open_troubles")[0]["open"]:
        run_query(con, "end_troubles", now=now)


def _is_doubtful(state: FeedState) -> bool:
    """Whether the feed may be sick or silent, for the lake to look at its past."""
    idle = state.last_poll.polled_at - state.fresh_at if state.fresh_at else timedelta(0)
    return state.failures >= SICK_AFTER_FAILURES or idle >= timedelta(days=1)


def _feed_state_row(state: FeedState, run_id: str) -> dict[str, Any]:
    return state.model_dump(mode="json", exclude={"items", "validators"}) | {
        **state.validators.model_dump(),
        "run_id": run_id,
    }


def _items_row(state: FeedState, items: FeedItems) -> dict[str, Any]:
    return items.model_dump() | {"feed_id": state.feed_id, "read_at": state.last_poll.polled_at.isoformat()}


def _sketch_rows(batch: Batch) -> Iterable[dict[str, Any]]:
    return (build_sketch_row(article, batch.sketches.get(article.article_id)) for article in batch.articles)


def build_skipped_row(skipped: Skipped, run_id: str) -> dict[str, Any]:
    """The row of `skipped`."""
    return flatten(skipped, skipped_at=skipped.at.isoformat(), run_id=run_id)


def _quarantine_row(held: Quarantined) -> dict[str, Any]:
    article = held.article
    return {
        "article_id": article.article_id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "reasons": held.reasons,
        "article": json.dumps(article.model_dump(mode="json"), ensure_ascii=False),
        "state": "held",
        "quarantined_at": held.at.isoformat(),
        "run_id": held.run_id,
    }


def _message_row(message: Message) -> dict[str, Any]:
    facts = message.facts.model_dump_json() if message.facts else None
    return flatten(message, state="held" if message.held else "pending", attempts=0, facts=facts)


def _state_row(attempt: Delivery) -> dict[str, Any]:
    settled = attempt.ok or attempt.next_try_at is None
    return {
        "key": attempt.key,
        "state": "delivered" if attempt.ok else "dead" if settled else "pending",
        "attempts": attempt.attempt,
        "next_try_at": None if settled or attempt.next_try_at is None else attempt.next_try_at.isoformat(),
        "settled_at": attempt.at.isoformat() if settled else None,
    }
