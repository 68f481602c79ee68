"""Writes, for use inside `writer`. Each is idempotent and sets work on whole batches, in a few statements."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import note, noted
from newsvane.lake.engine.sql import flat, load, query, rows, run
from newsvane.lake.tables.batches import Batch, Landing, PollLanding, Regrouping
from newsvane.lake.tables.rows import article_row, sketch_row
from newsvane.records import SICK_AFTER_FAILURES, Delivery, Entry, Feed, FeedPoll, Message, Quarantined, Skipped

RENAMED = timedelta(days=30)
"""How long an entry is looked for whose link has changed."""


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
    the same address change nothing. What its feed brought within `RENAMED` under another link is the same entry. What
    is no article is skipped. Fills in `entries_new` of the polls; states, counts a day and troubles follow them.
    """
    run(con, "set_clock", now=now)
    load(con, "feeds", (flat(feed, watched=True) for feed in feeds))
    run(con, "land_feeds")
    made = tuple(polls)
    _land_entries(con, tuple(entries), made, run_id)
    _land_polls(con, made, run_id, now)
    return noted(con, "land_polls", run_id, PollLanding(**rows(con, "count_polls", now=now)[0]))


def land_articles(con: duckdb.DuckDBPyConnection, batch: Batch) -> Landing:
    """Land what a run has read. An article that differs from its row becomes its next revision."""
    run(con, "set_clock", now=batch.now)
    load(con, "articles", (article_row(article, batch.run_id) for article in batch.articles))
    load(con, "article_revisions", (flat(revision) for revision in batch.revisions))
    load(con, "entries", (flat(outcome) for outcome in batch.outcomes))
    load(con, "skipped", (skipped_row(skipped, batch.run_id) for skipped in batch.skipped))
    load(con, "quarantine", (_quarantine_row(held) for held in batch.quarantined))
    load(con, "outbox", (_message_row(message) for message in batch.messages))
    load(con, "article_sketches", _sketch_rows(batch))
    for name in ("offer_articles", "land_articles", "date_sketches"):
        run(con, name)
    _land_groups(con, batch)
    for name in (
        "drop_repeated",
        "land_outcomes",
        "land_skipped",
        "land_quarantine",
        "land_outbox",
        "land_stale",
    ):
        run(con, name)
    queued = _land_originals(con, batch.originals) if batch.originals else 0
    landed = Landing(**rows(con, "count_landing")[0], originals_queued=queued)
    return noted(con, "land_articles", batch.run_id, landed)


def _land_originals(con: duckdb.DuckDBPyConnection, originals: Iterable[Entry]) -> int:
    load(con, "entries", (flat(original) for original in originals))
    run(con, "land_originals")
    return int(rows(con, "count_originals")[0]["originals"])


def land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> Regrouping:
    """Land how articles of the lake are grouped anew: of `batch` only articles, sketches and groupings count."""
    run(con, "set_clock", now=batch.now)
    load(con, "articles", ())
    run(con, "offer_articles")
    load(con, "article_sketches", _sketch_rows(batch))
    _land_groups(con, batch)
    run(con, "land_stale")
    return noted(con, "land_groups", batch.run_id, Regrouping(**rows(con, "count_groups")[0]))


def record_deliveries(con: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery]) -> None:
    """Keep attempts to deliver; mark their messages delivered, pending until `next_try_at`, or dead without one."""
    attempts = tuple(deliveries)
    load(con, "deliveries", (flat(attempt, attempted_at=attempt.at.isoformat()) for attempt in attempts))
    last = {attempt.key: attempt for attempt in sorted(attempts, key=lambda attempt: attempt.attempt)}
    load(con, "outbox", (_state_row(attempt) for attempt in last.values()))
    run(con, "record_deliveries")
    note(con, "record_deliveries", counts={"attempts": len(attempts)})


def resend(con: duckdb.DuckDBPyConnection, keys: Iterable[str], *, now: datetime) -> int:
    """Let dead and waiting messages be sent at once, their tries and days counted anew; how many there were."""
    changed = con.execute(query("resend"), {"keys": list(keys), "now": now}).fetchone()
    return int(changed[0]) if changed else 0


def settle_quarantined(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], *, discard: bool = False) -> int:
    """Mark held articles as replayed, or discarded; how many there were."""
    state = "discarded" if discard else "replayed"
    changed = con.execute(query("settle_quarantined"), {"state": state, "article_ids": list(article_ids)}).fetchone()
    settled = int(changed[0]) if changed else 0
    note(con, "settle_quarantined", counts={state: settled})
    return settled


def refresh_trends(con: duckdb.DuckDBPyConnection, days: Iterable[date], *, settle: bool = True) -> int:
    """Count these days again into `trend_daily`, and those where a story of theirs begins; the rows of all of them.

    They are no longer to be counted again; where not `settle`, that is left to `settle_days`.
    """
    load(con, "trend_daily", ({"day": day.isoformat()} for day in days))
    run(con, "spread_days")
    run(con, "refresh_trends")
    if settle:
        run(con, "settle_counted")
    counted = int(rows(con, "count_trends")[0]["rows"])
    note(con, "refresh_trends", counts={"rows": counted})
    return counted


def settle_days(con: duckdb.DuckDBPyConnection, marks: Mapping[date, int]) -> None:
    """These days were counted when they had so many marks: those that have no more are not to be counted again."""
    run(con, "settle_days", days=list(marks), marks=list(marks.values()))
    note(con, "settle_days", counts={"days": len(marks)})


def land_messages(con: duckdb.DuckDBPyConnection, messages: Iterable[Message]) -> int:
    """Put messages into the outbox; how many were not there before."""
    load(con, "outbox", (_message_row(message) for message in messages))
    run(con, "land_outbox")
    return int(rows(con, "count_messages")[0]["messages"])


def _land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    load(con, "article_groups", (flat(grouping, grouped_at=batch.now.isoformat()) for grouping in batch.groupings))
    run(con, "land_sketches")
    run(con, "land_groups")
    run(con, "land_story_changes", changed_at=batch.now, run_id=batch.run_id)


def _land_entries(
    con: duckdb.DuckDBPyConnection, entries: Sequence[Entry], polls: Iterable[FeedPoll], run_id: str
) -> None:
    load(con, "entries", (flat(entry) for entry in entries))
    if not entries:
        run(con, "no_entries")
        return
    _find_renamed(con, entries, polls)
    run(con, "land_entries")
    if any(entry.kind != "article" for entry in entries):
        load(con, "skipped", ())
        run(con, "skip_kinds", run_id=run_id)
        run(con, "land_skipped")


def _find_renamed(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry], polls: Iterable[FeedPoll]) -> None:
    """Make `renamed`. What its feed still lists under its old link is another item."""
    from newsvane.entries.items import fingerprint  # noqa: PLC0415 - heavy, and the pipeline has it already

    run(con, "find_renamed", since=min(entry.seen_at for entry in entries) - RENAMED)
    listed = {poll.feed_id: set(poll.items.ids) for poll in polls if poll.items}
    still = [
        row["stored_id"]
        for row in rows(con, "renamed")
        if fingerprint(row["stored_id"].encode()) in listed.get(row["feed_id"], ())
    ]
    run(con, "keep_listed", stored_ids=still)


def _land_polls(con: duckdb.DuckDBPyConnection, polls: Sequence[FeedPoll], run_id: str, now: datetime) -> None:
    load(con, "feed_states", (_poll_row(poll, run_id) for poll in polls))
    since, until = (bound((poll.polled_at for poll in polls), default=now) for bound in (min, max))
    run(con, "new_polls", since=since, until=until)
    run(con, "count_days", since=since.date())
    run(con, "land_polls")
    if read := [_items_row(poll) for poll in polls if poll.items is not None]:
        load(con, "feed_items", read)
        run(con, "land_items")
    if any(map(_is_doubtful, polls)):
        run(con, "land_troubles")
    if rows(con, "open_troubles")[0]["open"]:
        run(con, "end_troubles", now=now)


def _is_doubtful(poll: FeedPoll) -> bool:
    """Whether the feed may be sick or silent, for the lake to look at its past."""
    idle = poll.polled_at - poll.fresh_at if poll.fresh_at else timedelta(0)
    return poll.failures >= SICK_AFTER_FAILURES or idle >= timedelta(days=1)


def _poll_row(poll: FeedPoll, run_id: str) -> dict[str, Any]:
    return poll.model_dump(mode="json", exclude={"items", "validators"}) | {
        **poll.validators.model_dump(),
        "run_id": run_id,
    }


def _items_row(poll: FeedPoll) -> dict[str, Any]:
    items = poll.items.model_dump() if poll.items else {}
    return items | {"feed_id": poll.feed_id, "read_at": poll.polled_at.isoformat()}


def _sketch_rows(batch: Batch) -> Iterable[dict[str, Any]]:
    return (sketch_row(article, batch.sketches.get(article.article_id)) for article in batch.articles)


def skipped_row(skipped: Skipped, run_id: str) -> dict[str, Any]:
    """The row of `skipped`."""
    return flat(skipped, skipped_at=skipped.at.isoformat(), run_id=run_id)


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
    return flat(message, state="held" if message.held else "pending", attempts=0, facts=facts)


def _state_row(attempt: Delivery) -> dict[str, Any]:
    settled = attempt.ok or attempt.next_try_at is None
    return {
        "key": attempt.key,
        "state": "delivered" if attempt.ok else "dead" if settled else "pending",
        "attempts": attempt.attempt,
        "next_try_at": None if settled or attempt.next_try_at is None else attempt.next_try_at.isoformat(),
        "settled_at": attempt.at.isoformat() if settled else None,
    }
