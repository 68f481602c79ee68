"""Poll the feeds of the watch list: choose what is due, poll it in chunks, land polls and entries."""

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from newsvane import configuration, feeds, lake
from newsvane.configuration import Configuration
from newsvane.errors import ConfigError, FeedUnreadable, describe_unforeseen, format_traceback
from newsvane.fetch import AccessBook, Fetcher
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.concurrency import START_SECONDS, TASK_SECONDS, run_concurrently
from newsvane.pipeline.ingest.entry_selection import EntrySelector
from newsvane.pipeline.ingest.feed_poller import DueFeed, FeedPoller, PolledFeed
from newsvane.pipeline.ingest.forgotten import (
    erase_staged_entries,
    land_entries_left_out,
    load_tombstones,
    split_entries,
)
from newsvane.pipeline.ingest.isolation import land_isolated
from newsvane.pipeline.ingest.queries import choose_queries
from newsvane.pipeline.ingest.source_access import AccessLookup, find_access
from newsvane.pipeline.staging import Chunk, RunFolder, site_of
from newsvane.pipeline.tombstone_list import read_list
from newsvane.records import Feed, FeedItems, FeedState
from newsvane.settings import Settings, get_settings
from newsvane.tombstones import Tombstones

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def plan_polls(
    run: str, *, everything: bool = False, only: Collection[str] = (), settings: Settings | None = None
) -> list[Chunk]:
    """Choose the feeds to poll, write the plan to staging, and return its chunks. Those that waited longest come first.

    By default these are the feeds that are due; with `everything`, all that are not paused. `only`: ids of the feeds to
    poll now, and no others, whether due or not, paused or not.

    Raises ConfigError if the watch files have mistakes and never were valid, or if `only` names an unknown feed.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    configured = configuration.load(settings)
    watched = configured.feeds
    if unknown := set(only) - {feed.feed_id for feed in watched}:
        raise ConfigError(f"not on the watch list: {', '.join(sorted(unknown))}", reason="watch")
    with lake.writer(settings, "polls") as connection:
        states = lake.load_feed_states(connection)
        due = [
            feed
            for feed in apply_pauses(watched, connection, settings)
            if (feed.feed_id in only if only else feeds.is_due(feed, states.get(feed.feed_id), now))
            or (everything and not feed.paused)
        ]
        items = lake.load_feed_items(connection, [feed.feed_id for feed in due])
    due.sort(key=lambda feed: _due_since(states.get(feed.feed_id)))
    log.info("planned polls: %d of %d feeds are due", len(due), len(watched))
    planned = []
    for feed in due:
        state = feeds.discard_future_times(states.get(feed.feed_id), now)
        planned.append(
            DueFeed(
                feed=feed,
                state=_with_items(state, items.get(feed.feed_id)),
                queries=choose_queries(feed, configured.topics),
            )
        )
    return _run_folder(run, settings).write_plan(
        planned, site=lambda due: site_of(feeds.choose_url(due.feed, due.state)), chunks=settings.chunks, noun="feeds"
    )


def poll(
    chunk: Chunk,
    *,
    settings: Settings | None = None,
    on_done: Callable[[], None] | None = None,
    lookup: AccessLookup | None = None,
) -> dict[str, int]:
    """Poll the feeds of a chunk and write the results to staging. `on_done` is called after each feed.

    `lookup`: finds access data in Airflow's connections.

    Returns how many were ok, unchanged and failed, how many entries they had, and how many are `left`: these were not
    reached within TASK_SECONDS and are due as before.
    """
    settings = settings or get_settings()
    watched = configuration.load(settings)
    access = find_access(watched.feeds, lookup)
    return asyncio.run(
        _poll(_run_folder(chunk["run"], settings), chunk["number"], watched, access, settings=settings, on_done=on_done)
    )


async def _poll(
    run: RunFolder,
    number: int,
    watched: Configuration,
    access: AccessBook,
    *,
    settings: Settings,
    on_done: Callable[[], None] | None,
) -> dict[str, int]:
    counts = {"ok": 0, "unchanged": 0, "failed": 0, "entries": 0}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads, run.open_writer("polled", number) as write:
        async with Fetcher(settings, start_seconds=START_SECONDS, access=access) as fetcher:
            poller = FeedPoller(fetcher, threads, EntrySelector(watched, Tombstones(read_list(settings))), settings)
            due_feeds = run.read("plan", DueFeed, number)
            async with run_concurrently((poller.poll(due) for due in due_feeds), seconds=TASK_SECONDS) as results:
                async for found in results:
                    polled = found
                    try:
                        write(polled)
                    except ValueError as error:  # something in it cannot be written as JSON
                        log.error(
                            "feed %s: its poll cannot be written\n%s", polled.state.feed_id, format_traceback(error)
                        )
                        polled = _record_failure(
                            _find_planned(run, number, polled), polled, describe_unforeseen(error, "writing")
                        )
                        write(polled)
                    counts[polled.state.last_poll.status] += 1
                    counts["entries"] += len(polled.entries)
                    if on_done:
                        on_done()
    if results.left:
        log.warning("%d feeds were not reached in time; they are due as before, and come first", results.left)
    return counts | {"left": results.left}


def land_polls(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Land polls, entries and alerts about feeds in one transaction, and return counts of what was landed.

    `to_read`: number of all entries that are to be read now. A poll that cannot be landed counts as failed, and the
    others land. Raises Terminal, after landing the rest, if a chunk is missing.
    """
    settings = settings or get_settings()
    folder = _run_folder(run, settings)
    polled = list(folder.read("polled", PolledFeed))
    planned = {due.feed.feed_id: due for due in folder.read("plan", DueFeed)}
    before = {feed_id: due.state for feed_id, due in planned.items() if due.state}
    states = feeds.excuse_network_outage([item.state for item in polled], before)
    counts = land_isolated(
        [item.model_copy(update={"state": state}) for item, state in zip(polled, states, strict=True)],
        partial(_land, run=run, settings=settings),
        source=lambda item: item.state.feed_id,
        set_aside=lambda item, error: _record_failure(planned[item.state.feed_id], item, error),
    )
    folder.require_all_chunks("polled")
    return counts


@lake.retry_on_conflict
def _land(polled: Sequence[PolledFeed], run: str, settings: Settings) -> dict[str, int]:
    """Land polls in one transaction."""
    now = datetime.now(UTC)
    watched = configuration.load(settings).feeds
    with lake.writer(settings, "polls") as connection:
        watched = apply_pauses(watched, connection, settings)
        tombstones = load_tombstones(connection)
        entries, left_out = split_entries((entry for item in polled for entry in item.entries), tombstones)
        land_entries_left_out(connection, left_out, tombstones, run, now)
        landed = lake.land_polls(
            connection,
            feeds=watched,
            states=[item.state for item in polled],
            entries=entries,
            unread=[count for item in polled for count in item.unread],
            run_id=run,
            now=now,
        )
        messages = lake.land_messages(connection, evaluate.evaluate_feeds(connection, watched, settings, now))
    erase_staged_entries(left_out, tombstones, settings)
    counts = {
        "polls": landed.polls,
        "entries": landed.entries_new,
        "corrected": landed.entries_changed,
        "only_listed": sum(count.entries for item in polled for count in item.unread),
        "to_read": landed.pending,
        "messages": messages,
    }
    log.info("landed polls: %s", counts)
    return counts


def _find_planned(run: RunFolder, number: int, polled: PolledFeed) -> DueFeed:
    return next(due for due in run.read("plan", DueFeed, number) if due.feed.feed_id == polled.state.feed_id)


def _record_failure(due: DueFeed, polled: PolledFeed, error: str) -> PolledFeed:
    """Return the poll of a feed as failed, because what it found cannot be landed."""
    broken = FeedUnreadable(error, reason="broken_feed")
    state = feeds.record_failure(due.feed, due.state, broken, now=polled.state.last_poll.polled_at)
    return PolledFeed(state=state.model_copy(update={"items": None}))


def apply_pauses(watched: Sequence[Feed], connection: lake.Connection, settings: Settings) -> tuple[Feed, ...]:
    """Return the watch list with the feeds paused that were paused by hand (in the UI or on the command line).

    So are sources that want to know whom they serve, as long as NEWSVANE_CONTACT is not set.
    """
    by_hand = lake.load_manually_paused_feeds(connection)

    def is_paused(feed: Feed) -> bool:
        return feed.paused or feed.feed_id in by_hand or (feed.needs_contact and not settings.contact)

    return tuple(feed.model_copy(update={"paused": is_paused(feed)}) for feed in watched)


def _due_since(state: FeedState | None) -> datetime:
    """Return a sort key: the feed that has waited longest comes first, before it one that was never polled."""
    return state.next_poll_at if state else datetime.min.replace(tzinfo=UTC)


def _with_items(state: FeedState | None, items: FeedItems | None) -> FeedState | None:
    return state.model_copy(update={"items": items}) if state and items else state


def _run_folder(run: str, settings: Settings) -> RunFolder:
    return RunFolder(settings.staging_path, "poll", run)
