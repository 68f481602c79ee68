"""Write batches of records to the lake.

The functions are used inside `writer`. Each is idempotent: writing the same records a second time changes nothing.
Each handles a whole batch in a few SQL statements: it loads the records into temporary tables `incoming_<table>`,
selects those that differ from what is stored as `landed_<table>`, and merges these.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import record_commit, record_commit_counts
from newsvane.lake.engine.sql import fetch_rows, flatten, has_rows, land_selected, load_incoming, load_query, run_query
from newsvane.lake.tables.batches import Batch, Landing, PollLanding, Regrouping
from newsvane.lake.tables.entry_writer import land_entries
from newsvane.lake.tables.names import land_landed_names
from newsvane.lake.tables.rows import TEXT_KEY_DIGITS, build_article_row, build_sketch_row
from newsvane.records import (
    FLOOD_AT_LEAST,
    FLOOD_FACTOR,
    FLOOD_HISTORY_DAYS,
    FLOOD_MIN_DAYS,
    MAX_CLOCK_SKEW,
    SICK_AFTER,
    SICK_AFTER_FAILURES,
    Delivery,
    Entry,
    Feed,
    FeedItems,
    FeedState,
    Grouping,
    Message,
    Quarantined,
    Skipped,
    UnreadCount,
)

IDLE_AFTER = timedelta(days=1)
"""A feed without new items for this long may be silent; the view `feed_volume` decides."""


def land_polls(
    con: duckdb.DuckDBPyConnection,
    *,
    feeds: Iterable[Feed],
    states: Iterable[FeedState],
    entries: Iterable[Entry],
    unread: Iterable[UnreadCount] = (),
    run_id: str,
    now: datetime,
) -> PollLanding:
    """Write a round of polls: the current watch list, the feed states with their latest polls, and the new entries.

    - An entry is pending again if its `content_hash` changes in the feed that first listed it. Other feeds that list
      the same address change nothing.
    - An entry that its feed listed under another link within `RENAME_WINDOW` is the same entry.
    - An entry that is not an article (a podcast, an advertisement) is skipped. So is one of a site of which a source of
      another outlet has had FOREIGN_PAGES_PER_SITE pages read within a day.
    - A change by such a source, or by a list page, has the page read again only after FOREIGN_WAIT or LIST_PAGE_WAIT.
    - Entries that are not read are only counted (`unread`).
    - The polls get their `entries_new`. Feed states, daily counts and troubles are updated from them.
    """
    _set_latest_plausible_time(con, now)
    land_feeds(con, feeds)
    polled = tuple(states)
    land_entries(con, [entry.model_copy(update={"observed_at": now}) for entry in entries], polled, run_id, now)
    _land_polls(con, polled, run_id, now)
    _land_unread(con, unread)
    landed = PollLanding(**fetch_rows(con, "count_poll_landing", now=now)[0])
    return record_commit_counts(con, "land_polls", run_id, landed)


def land_feeds(con: duckdb.DuckDBPyConnection, feeds: Iterable[Feed]) -> None:
    """Write the current watch list. The days of a feed whose country or kind changes are marked as stale."""
    load_incoming(con, "feeds", (flatten(feed, watched=True) for feed in feeds))
    land_selected(con, "feeds", even_if_empty=True)  # those that are no longer watched


def land_articles(con: duckdb.DuckDBPyConnection, batch: Batch) -> Landing:
    """Write everything that a run has read. An article that differs from its stored row is its next revision."""
    _set_latest_plausible_time(con, batch.now)
    load_incoming(con, "articles", (build_article_row(article, batch.run_id) for article in batch.articles))
    load_incoming(con, "article_revisions", (flatten(revision) for revision in batch.revisions))
    load_incoming(con, "entries", (flatten(outcome) for outcome in batch.outcomes))
    load_incoming(con, "skipped", (build_skipped_row(skipped, batch.run_id) for skipped in batch.skipped))
    load_incoming(con, "quarantine", (_build_quarantine_row(each) for each in batch.quarantined))
    load_incoming(con, "article_sketches", _build_sketch_rows(batch))
    run_query(con, "select_changed_articles")
    run_query(con, "land_articles")
    land_landed_names(con, batch.names)
    run_query(con, "date_sketches", text_key_digits=TEXT_KEY_DIGITS)
    _land_groups(con, batch)
    if batch.skipped:
        run_query(con, "drop_repeated_skips")
    run_query(con, "land_outcomes")
    land_selected(con, "skipped")
    land_selected(con, "quarantine")
    _land_outbox(con, batch.messages)
    run_query(con, "mark_stale_days")
    queued = queue_entries(con, batch.originals) if batch.originals else 0
    landed = Landing(**fetch_rows(con, "count_landing")[0], originals_queued=queued)
    return record_commit_counts(con, "land_articles", batch.run_id, landed)


def queue_entries(con: duckdb.DuckDBPyConnection, entries: Iterable[Entry]) -> int:
    """Write entries that no source lists, to be read, unless their address is known. Return how many that were."""
    load_incoming(con, "entries", map(flatten, entries))
    run_query(con, "land_originals")
    return int(fetch_rows(con, "count_originals")[0]["originals"])


def land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> Regrouping:
    """Write new groupings of stored articles. Only `articles`, `sketches` and `groupings` of the batch are used."""
    _set_latest_plausible_time(con, batch.now)
    load_incoming(con, "articles", ())
    run_query(con, "select_changed_articles")
    load_incoming(con, "article_sketches", _build_sketch_rows(batch))
    _land_groups(con, batch)
    run_query(con, "mark_stale_days")
    regrouped = Regrouping(**fetch_rows(con, "count_regrouping")[0])
    return record_commit_counts(con, "land_groups", batch.run_id, regrouped)


def record_deliveries(con: duckdb.DuckDBPyConnection, deliveries: Iterable[Delivery]) -> None:
    """Store delivery attempts and update their messages.

    A message becomes delivered if the attempt succeeded, pending if there is a `next_try_at`, else dead. After a
    success, what failed while the channel did not work is due at once.
    """
    attempts = tuple(deliveries)
    load_incoming(con, "deliveries", (flatten(attempt, attempted_at=attempt.at.isoformat()) for attempt in attempts))
    last = {attempt.key: attempt for attempt in sorted(attempts, key=lambda attempt: attempt.attempt)}
    load_incoming(con, "outbox", (_build_state_row(attempt) for attempt in last.values()))
    run_query(con, "record_deliveries")
    record_commit(con, "record_deliveries", counts={"attempts": len(attempts)})


def requeue_messages(con: duckdb.DuckDBPyConnection, keys: Iterable[str], *, now: datetime) -> int:
    """Make dead and pending messages due now, with their tries and days counted from zero. Return how many."""
    changed = con.execute(load_query("requeue_messages"), {"keys": list(keys), "now": now}).fetchone()
    return int(changed[0]) if changed else 0


def resolve_quarantined(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], *, discard: bool = False) -> int:
    """Mark quarantined articles as replayed, or as discarded. Return how many were still in quarantine."""
    state = "discarded" if discard else "replayed"
    changed = con.execute(
        load_query("resolve_quarantined"), {"state": state, "article_ids": list(article_ids)}
    ).fetchone()
    resolved = int(changed[0]) if changed else 0
    record_commit(con, "settle_quarantined", counts={state: resolved})
    return resolved


def refresh_trends(con: duckdb.DuckDBPyConnection, days: Iterable[date], *, clear: bool = True) -> int:
    """Recount these days, and the days on which their stories began. Return the number of rows of `trend_daily`.

    Afterwards these days are no longer stale; with `clear=False` the caller must call `clear_stale_days`.
    """
    load_incoming(con, "trend_daily", ({"day": day.isoformat()} for day in days))
    run_query(con, "select_days_to_count")
    run_query(con, "refresh_trends")
    run_query(con, "refresh_counted_articles")
    if clear:
        run_query(con, "clear_counted_days")
    counted = int(fetch_rows(con, "count_trends")[0]["rows"])
    record_commit(con, "refresh_trends", counts={"rows": counted})
    return counted


def clear_stale_days(con: duckdb.DuckDBPyConnection, marks: Mapping[date, int]) -> None:
    """Mark days as counted. `marks`: how many marks each day had then; a day that has more by now stays stale."""
    run_query(con, "clear_stale_days", days=list(marks), marks=list(marks.values()))
    record_commit(con, "settle_days", counts={"days": len(marks)})


def land_messages(con: duckdb.DuckDBPyConnection, messages: Iterable[Message]) -> int:
    """Put messages into the outbox. Return how many of them were not there yet, or only waited for the hourly cap."""
    _land_outbox(con, tuple(messages))
    return int(fetch_rows(con, "count_landed_messages")[0]["messages"])


def _land_outbox(con: duckdb.DuckDBPyConnection, messages: Sequence[Message]) -> None:
    load_incoming(con, "outbox", map(_build_message_row, messages))
    land_selected(con, "outbox")
    if any(message.covers for message in messages):
        run_query(con, "fold_told_messages")


def _set_latest_plausible_time(con: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Set the variable `latest_plausible`. A later stored time is from a clock that has been set back since then."""
    run_query(con, "set_latest_plausible_time", until=now + MAX_CLOCK_SKEW)


def _land_groups(con: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    load_incoming(con, "article_groups", (_build_group_row(each, batch.now) for each in batch.groupings))
    run_query(con, "land_sketches")
    run_query(con, "land_groups")
    if has_rows(con, "landed_groups", "story_before <> story_id"):
        run_query(con, "land_story_changes", changed_at=batch.now, run_id=batch.run_id)


def _build_group_row(grouping: Grouping, now: datetime) -> dict[str, Any]:
    return flatten(grouping, grouped_at=now.isoformat(), is_claim=grouping.is_claim or None)


def _land_polls(con: duckdb.DuckDBPyConnection, states: Sequence[FeedState], run_id: str, now: datetime) -> None:
    load_incoming(con, "feed_states", (_build_feed_state_row(state, run_id) for state in states))
    since, until = (bound((state.last_poll.polled_at for state in states), default=now) for bound in (min, max))
    run_query(con, "select_new_polls", since=since, until=until)
    run_query(con, "count_feed_days", since=since.date())
    run_query(con, "land_polls")
    if read := [_build_items_row(state, state.items) for state in states if state.items is not None]:
        load_incoming(con, "feed_items", read)
        run_query(con, "land_feed_items")
    run_query(
        con,
        "find_flooding_feeds",
        since=since.date(),
        at_least=FLOOD_AT_LEAST,
        factor=FLOOD_FACTOR,
        history_days=FLOOD_HISTORY_DAYS,
        min_days=FLOOD_MIN_DAYS,
    )
    if fetch_rows(con, "count_flooding_feeds")[0]["feeds"] or any(map(_may_be_in_trouble, states)):
        run_query(con, "open_feed_troubles", sick_failures=SICK_AFTER_FAILURES, sick_after=SICK_AFTER)
    if fetch_rows(con, "count_open_troubles")[0]["open"]:
        run_query(con, "close_feed_troubles", now=now)


def _land_unread(con: duckdb.DuckDBPyConnection, unread: Iterable[UnreadCount]) -> None:
    counts = tuple(unread)
    if counts:
        load_incoming(con, "unread_daily", (flatten(count) for count in counts))
        run_query(con, "land_unread", since=min(count.day for count in counts))


def _may_be_in_trouble(state: FeedState) -> bool:
    """Return whether the feed may be sick or silent, so that its past polls must be examined."""
    idle = state.last_poll.polled_at - state.fresh_at if state.fresh_at else timedelta(0)
    return state.failures >= SICK_AFTER_FAILURES or idle >= IDLE_AFTER


def _build_feed_state_row(state: FeedState, run_id: str) -> dict[str, Any]:
    return state.model_dump(mode="json", exclude={"items", "validators"}) | {
        **state.validators.model_dump(),
        "run_id": run_id,
    }


def _build_items_row(state: FeedState, items: FeedItems) -> dict[str, Any]:
    return items.model_dump() | {"feed_id": state.feed_id, "read_at": state.last_poll.polled_at.isoformat()}


def _build_sketch_rows(batch: Batch) -> Iterable[dict[str, Any]]:
    return (build_sketch_row(article, batch.sketches.get(article.article_id)) for article in batch.articles)


def build_skipped_row(skipped: Skipped, run_id: str) -> dict[str, Any]:
    """Return the row of `skipped` for a skipped page."""
    return flatten(skipped, skipped_at=skipped.at.isoformat(), run_id=run_id)


def _build_quarantine_row(quarantined: Quarantined) -> dict[str, Any]:
    article = quarantined.article
    return {
        "article_id": article.article_id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "reasons": quarantined.reasons,
        "article": json.dumps(article.model_dump(mode="json"), ensure_ascii=False),
        "state": "held",
        "quarantined_at": quarantined.at.isoformat(),
        "run_id": quarantined.run_id,
    }


def _build_message_row(message: Message) -> dict[str, Any]:
    facts = message.facts.model_dump_json() if message.facts else None
    state = "folded" if message.told_by else "held" if message.held else "pending"
    settled_at = message.created_at.isoformat() if message.told_by else None
    return flatten(message, state=state, attempts=0, facts=facts, settled_at=settled_at)


def _build_state_row(attempt: Delivery) -> dict[str, Any]:
    is_final = attempt.ok or attempt.next_try_at is None
    return {
        "key": attempt.key,
        "state": "delivered" if attempt.ok else "dead" if is_final else "pending",
        "attempts": attempt.attempt,
        "next_try_at": None if is_final or attempt.next_try_at is None else attempt.next_try_at.isoformat(),
        "settled_at": attempt.at.isoformat() if is_final else None,
    }
