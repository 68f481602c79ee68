"""Poll the feeds of the watch list: choose what is due, poll it in chunks, land polls and entries."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

from pydantic import AliasChoices, Field

from newsvane import alerts, entries, feeds, lake, notify
from newsvane.errors import ConfigError, NewsvaneError
from newsvane.fetch import Fetcher
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.config import load_alerts, load_feeds
from newsvane.pipeline.staging import Chunk, Run, all_at_once, host_of
from newsvane.records import Entry, Feed, FeedItems, FeedState, Message, Page, ParsedFeed, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

MAX_SITEMAPS = 3
"""How many sitemaps of an index are read per poll: the newest. Older ones list no news."""

MAX_INLINE_BYTES = 50_000
"""Parsing a feed up to this size takes less time than handing it to a thread."""

MAX_TROUBLE_AGE = timedelta(days=7)
"""No alert is sent for the end of a feed's trouble that ended longer ago."""


class DueFeed(Record):
    """A feed to poll, and what is known of it, with the items of its last reading."""

    feed: Feed
    state: FeedState | None = Field(None, validation_alias=AliasChoices("state", "last"))  # "last" until 0.1.0


class PolledFeed(Record):
    """What a poll found. `state`: after the poll; its `items` are None if the poll did not read the feed."""

    state: FeedState = Field(validation_alias=AliasChoices("state", "poll"))  # "poll" until 0.1.0
    entries: tuple[Entry, ...] = ()


@lake.retry_on_conflict
def plan_polls(
    run: str, *, everything: bool = False, only: Collection[str] = (), settings: Settings | None = None
) -> list[Chunk]:
    """Choose the feeds to poll, write the plan to staging, and return its chunks.

    By default these are the feeds that are due; with `everything`, all that are not paused. `only`: ids of the feeds to
    poll now, and no others, whether due or not, paused or not.

    Raises ConfigError if a watch file does not load, or if `only` names an unknown feed. `alerts.toml` is loaded for
    this check alone: better now than after an hour of work.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    watched = load_feeds(settings)
    load_alerts(settings, feeds=watched)
    if unknown := set(only) - {feed.feed_id for feed in watched}:
        raise ConfigError(f"not on the watch list: {', '.join(sorted(unknown))}", reason="watch")
    with lake.writer(settings, "polls") as connection:
        states = lake.load_feed_states(connection)
        due = [
            feed
            for feed in _apply_manual_pauses(watched, connection)
            if (feed.feed_id in only if only else feeds.is_due(feed, states.get(feed.feed_id), now))
            or (everything and not feed.paused)
        ]
        items = lake.load_feed_items(connection, [feed.feed_id for feed in due])
    log.info("planned polls: %d of %d feeds are due", len(due), len(watched))
    planned = []
    for feed in due:
        state = feeds.discard_future_times(states.get(feed.feed_id), now)
        planned.append(DueFeed(feed=feed, state=_with_items(state, items.get(feed.feed_id))))
    return _run(run, settings).plan(
        planned, host=lambda due: host_of(feeds.choose_url(due.feed, due.state)), chunks=settings.chunks, noun="feeds"
    )


def poll(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[], None] | None = None
) -> dict[str, int]:
    """Poll the feeds of a chunk and write the results to staging. `on_done` is called after each feed.

    Returns how many were ok, unchanged and failed, and how many entries they had.
    """
    settings = settings or get_settings()
    return asyncio.run(_poll(_run(chunk["run"], settings), chunk["number"], settings, on_done))


@lake.retry_on_conflict
def land_polls(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Land polls, entries and alerts about feeds in one transaction, and return counts of what was landed.

    `to_read`: number of all entries that are to be read now. Raises Terminal, after landing the rest, if a chunk is
    missing.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    work = _run(run, settings)
    polled = list(work.reading("polled", PolledFeed))
    before = {due.feed.feed_id: due.state for due in work.reading("plan", DueFeed) if due.state}
    watched = load_feeds(settings)
    with lake.writer(settings, "polls") as connection:
        watched = _apply_manual_pauses(watched, connection)
        landed = lake.land_polls(
            connection,
            feeds=watched,
            states=feeds.excuse_network_outage([item.state for item in polled], before),
            entries=[entry for item in polled for entry in item.entries],
            run_id=run,
            now=now,
        )
        messages = lake.land_messages(connection, _make_feed_messages(connection, watched, settings, now))
    counts = {
        "polls": landed.polls,
        "entries": landed.entries_new,
        "corrected": landed.entries_changed,
        "to_read": landed.pending,
        "messages": messages,
    }
    log.info("landed polls: %s", counts)
    work.require_whole("polled")
    return counts


def _apply_manual_pauses(watched: Sequence[Feed], connection: lake.Connection) -> tuple[Feed, ...]:
    """Return the watch list with the feeds paused that were paused by hand (in the UI or on the command line)."""
    by_hand = lake.load_manually_paused_feeds(connection)
    return tuple(feed.model_copy(update={"paused": feed.paused or feed.feed_id in by_hand}) for feed in watched)


def _make_feed_messages(
    connection: lake.Connection, watched: Sequence[Feed], settings: Settings, now: datetime
) -> tuple[Message, ...]:
    """Return the alerts about feeds that became sick or silent, or recovered."""
    config = load_alerts(settings)
    rules = config.restrict_to(notify.enabled_channel_ids(config.channels, os.environ)).feed_rules
    troubles = lake.load_feed_troubles(connection, since=now - MAX_TROUBLE_AGE)
    if not rules or not troubles:
        return ()
    known = {feed.feed_id: feed for feed in watched}
    made = alerts.build_feed_messages(
        rules,
        troubles,
        known,
        existing_keys=lake.find_outbox_keys(connection, alerts.list_feed_message_keys(rules, troubles, known)),
        now=now,
        ui_url=settings.ui_url,
        remedies=feeds.REMEDIES,
        recent_counts=lake.count_feed_messages(connection, since=now - timedelta(hours=1)),
        failures={feed_id: state.failures for feed_id, state in lake.load_feed_states(connection).items()},
    )
    return evaluate.held(connection, made, rules, now)


async def _poll(run: Run, number: int, settings: Settings, on_done: Callable[[], None] | None) -> dict[str, int]:
    counts = {"ok": 0, "unchanged": 0, "failed": 0, "entries": 0}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads, run.writing("polled", number) as write:
        async with Fetcher(settings) as fetcher:
            poller = _Poller(fetcher, threads, settings)
            async with all_at_once(poller.poll(due) for due in run.reading("plan", DueFeed, number)) as results:
                async for polled in results:
                    write(polled)
                    counts[polled.state.last_poll.status] += 1
                    counts["entries"] += len(polled.entries)
                    if on_done:
                        on_done()
    return counts


class _Poller:
    """Polls single feeds. Large ones are parsed in threads, so that requests do not wait for them."""

    def __init__(self, fetcher: Fetcher, threads: ThreadPoolExecutor, settings: Settings) -> None:
        self._fetcher, self._threads, self._settings = fetcher, threads, settings

    async def poll(self, due: DueFeed) -> PolledFeed:
        feed, state = due.feed, feeds.current_state(due.feed, due.state)
        started, now = time.monotonic(), datetime.now(UTC)

        def elapsed_ms() -> int:
            return round((time.monotonic() - started) * 1000)

        async def read(page: Page) -> tuple[Page, ParsedFeed | None]:
            parsed = None if feeds.is_unchanged(state, page) else await self._parse(page, state, now)
            return page, parsed

        try:
            page, parsed = await self._fetcher.use(
                feeds.choose_url(feed, state),
                read,
                max_bytes=self._settings.feed_max_bytes,
                validators=feeds.choose_validators(state, now),
            )
            if parsed and parsed.sitemaps:
                parsed = await self._read_sitemaps(parsed, state, now)
            found = tuple(_assign_to_feed(entry, parsed, feed) for entry in parsed.entries) if parsed else ()
            after = feeds.record_success(feed, state, page, parsed, now=now, duration_ms=elapsed_ms())
        except NewsvaneError as error:
            found, after = (), feeds.record_failure(feed, state, error, now=now, duration_ms=elapsed_ms())
        outcome = after.last_poll
        log.log(
            logging.DEBUG if outcome.status == "unchanged" else logging.INFO,
            "feed %s: %s%s, %d entries, %d bytes, %d ms",
            feed.feed_id,
            outcome.status,
            f" ({outcome.reason}: {outcome.detail})" if outcome.reason else "",
            len(found),
            outcome.size_bytes,
            outcome.duration_ms,
        )
        if outcome.status != "ok":  # the lake has the items already, and staging would grow by them
            after = after.model_copy(update={"items": None})
        return PolledFeed(state=after, entries=found)

    async def _read_sitemaps(self, index: ParsedFeed, state: FeedState | None, now: datetime) -> ParsedFeed:
        """Read the newest sitemaps of an index as one feed. Raises the error of the first one if all fail."""
        parts, failures = [], []
        for url in index.sitemaps[:MAX_SITEMAPS]:
            try:
                parts.append(
                    await self._fetcher.use(
                        url, lambda page: self._parse(page, state, now), max_bytes=self._settings.feed_max_bytes
                    )
                )
            except NewsvaneError as error:
                failures.append(error)
        if not parts:
            raise failures[0]
        return _merge_sitemaps(index, parts, [str(failure) for failure in failures])

    async def _parse(self, page: Page, state: FeedState | None, now: datetime) -> ParsedFeed:
        parse = partial(
            entries.parse_feed,
            page.body,
            url=page.final_url,
            content_type=page.header("content-type"),
            now=now,
            known=state.items if state else None,
        )
        if len(page.body) <= MAX_INLINE_BYTES:
            return parse()
        return await asyncio.get_running_loop().run_in_executor(self._threads, parse)


def _assign_to_feed(entry: Entry, parsed: ParsedFeed, feed: Feed) -> Entry:
    return entry.model_copy(
        update={"feed_id": feed.feed_id, "language": entry.language or parsed.language or feed.language}
    )


def _merge_sitemaps(index: ParsedFeed, parts: Sequence[ParsedFeed], failures: Sequence[str]) -> ParsedFeed:
    """Merge the sitemaps of an index into one feed. An address that occurs in several of them counts once."""
    items = {
        key: (key, entry_id, time)
        for part in parts
        for key, entry_id, time in zip(part.items.keys, part.items.ids, part.items.times, strict=True)
    }
    keys, ids, times = zip(*items.values(), strict=True) if items else ((), (), ())
    return index.model_copy(
        update={
            "entries": tuple({entry.entry_id: entry for part in parts for entry in part.entries}.values()),
            "items": FeedItems(keys=keys, ids=ids, times=times),
            "problems": tuple(
                dict.fromkeys([*index.problems, *(line for p in parts for line in p.problems), *failures])
            ),
        }
    )


def _with_items(state: FeedState | None, items: FeedItems | None) -> FeedState | None:
    return state.model_copy(update={"items": items}) if state and items else state


def _run(name: str, settings: Settings) -> Run:
    return Run(settings.staging_path, "poll", name)
