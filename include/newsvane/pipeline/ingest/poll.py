"""The watch list to polls and entries: plan, poll in chunks, land."""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

from newsvane import alerts, entries, feeds, lake, notify
from newsvane.errors import ConfigError, NewsvaneError
from newsvane.fetch import Fetcher
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.config import load_alerts, load_feeds
from newsvane.pipeline.staging import Chunk, Run, all_at_once, host_of
from newsvane.records import Entry, Feed, FeedItems, FeedPoll, Message, Page, ParsedFeed, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

SITEMAPS = 3
"""Sitemaps of an index that are read in one poll: the newest; what is older lists no news."""

SMALL = 50_000
"""Bytes of a feed that is parsed sooner than it is handed to a thread."""

TROUBLE_DAYS = timedelta(days=7)
"""How long ago a feed's trouble may have ended for its end to be told."""


class Due(Record):
    """A feed to poll, and its latest poll with the items that the feed held."""

    feed: Feed
    last: FeedPoll | None = None


class Polled(Record):
    """What a poll gave."""

    poll: FeedPoll
    entries: tuple[Entry, ...] = ()


@lake.retry_on_conflict
def plan_polls(
    run: str, *, everything: bool = False, only: Collection[str] = (), settings: Settings | None = None
) -> list[Chunk]:
    """Choose the feeds that are due, all that are not paused where `everything`; the chunks to poll.

    `only`: ids of feeds to poll now, due or not, paused or not, and no others.

    Raises ConfigError where a watch file does not load, or `only` names a feed that it lacks: better now than after an
    hour of work.
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
            for feed in _as_controlled(watched, connection)
            if (feed.feed_id in only if only else feeds.is_due(feed, states.get(feed.feed_id), now))
            or (everything and not feed.paused)
        ]
        held = lake.load_feed_items(connection, [feed.feed_id for feed in due])
    log.info("planned polls: %d of %d feeds are due", len(due), len(watched))
    items = [
        Due(feed=feed, last=_with_items(feeds.believed(states.get(feed.feed_id), now), held.get(feed.feed_id)))
        for feed in due
    ]
    return _run(run, settings).plan(
        items, host=lambda item: host_of(feeds.address(item.feed, item.last)), chunks=settings.chunks, noun="feeds"
    )


def poll(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[], None] | None = None
) -> dict[str, int]:
    """Poll the feeds of a chunk; how many were ok, unchanged and failed. `on_done` is called after each."""
    settings = settings or get_settings()
    return asyncio.run(_poll(_run(chunk["run"], settings), chunk["number"], settings, on_done))


@lake.retry_on_conflict
def land_polls(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Land polls and entries, and the alerts on feeds that they cause, in one transaction; the counts.

    `to_read`: entries to be read now, in all. Raises Terminal, after landing the rest, where a chunk was lost.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    work = _run(run, settings)
    polled = list(work.reading("polled", Polled))
    last = {due.feed.feed_id: due.last for due in work.reading("plan", Due) if due.last}
    watched = load_feeds(settings)
    with lake.writer(settings, "polls") as connection:
        watched = _as_controlled(watched, connection)
        landed = lake.land_polls(
            connection,
            feeds=watched,
            polls=feeds.excuse([item.poll for item in polled], last),
            entries=[entry for item in polled for entry in item.entries],
            run_id=run,
            now=now,
        )
        messages = lake.land_messages(connection, _messages(connection, watched, settings, now))
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


def _as_controlled(watched: Sequence[Feed], connection: lake.Connection) -> tuple[Feed, ...]:
    """The watch list with what was paused by hand paused."""
    by_hand = lake.load_manually_paused_feeds(connection)
    return tuple(feed.model_copy(update={"paused": feed.paused or feed.feed_id in by_hand}) for feed in watched)


def _messages(
    connection: lake.Connection, watched: Sequence[Feed], settings: Settings, now: datetime
) -> tuple[Message, ...]:
    """What is to be told of feeds that fell sick or silent, or recovered."""
    told = load_alerts(settings)
    rules = told.restrict_to(notify.enabled_channel_ids(told.channels, os.environ)).feed_rules
    troubles = lake.load_feed_troubles(connection, since=now - TROUBLE_DAYS)
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
        failures={poll.feed_id: poll.failures for poll in lake.load_feed_states(connection).values()},
    )
    return evaluate.held(connection, made, rules, now)


async def _poll(run: Run, number: int, settings: Settings, on_done: Callable[[], None] | None) -> dict[str, int]:
    counts = {"ok": 0, "unchanged": 0, "failed": 0, "entries": 0}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as hands, run.writing("polled", number) as write:
        async with Fetcher(settings) as fetcher:
            poller = _Poller(fetcher, hands, settings)
            async with all_at_once(poller.poll(due) for due in run.reading("plan", Due, number)) as results:
                async for polled in results:
                    write(polled)
                    counts[polled.poll.status] += 1
                    counts["entries"] += len(polled.entries)
                    if on_done:
                        on_done()
    return counts


class _Poller:
    """Polls one feed after the other; large ones are parsed in threads, so that the network does not wait for them."""

    def __init__(self, fetcher: Fetcher, hands: ThreadPoolExecutor, settings: Settings) -> None:
        self._fetcher, self._hands, self._settings = fetcher, hands, settings

    async def poll(self, due: Due) -> Polled:
        feed, last = due.feed, feeds.state(due.feed, due.last)
        started, now = time.monotonic(), datetime.now(UTC)

        def took() -> int:
            return round((time.monotonic() - started) * 1000)

        async def read(page: Page) -> tuple[Page, ParsedFeed | None]:
            parsed = None if feeds.is_unchanged(last, page) else await self._parse(page, last, now)
            return page, parsed

        try:
            page, parsed = await self._fetcher.use(
                feeds.address(feed, last),
                read,
                max_bytes=self._settings.feed_max_bytes,
                validators=feeds.validators(last, now),
            )
            if parsed and parsed.sitemaps:
                parsed = await self._sitemaps(parsed, last, now)
            found = tuple(_of_feed(entry, parsed, feed) for entry in parsed.entries) if parsed else ()
            outcome = feeds.poll_succeeded(feed, last, page, parsed, now=now, duration_ms=took())
        except NewsvaneError as error:
            found, outcome = (), feeds.poll_failed(feed, last, error, now=now, duration_ms=took())
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
        return Polled(poll=outcome, entries=found)

    async def _sitemaps(self, index: ParsedFeed, last: FeedPoll | None, now: datetime) -> ParsedFeed:
        """What the newest sitemaps of an index list. Raises the failure of the first where all fail."""
        parts, failures = [], []
        for url in index.sitemaps[:SITEMAPS]:
            try:
                parts.append(
                    await self._fetcher.use(
                        url, lambda page: self._parse(page, last, now), max_bytes=self._settings.feed_max_bytes
                    )
                )
            except NewsvaneError as error:
                failures.append(error)
        if not parts:
            raise failures[0]
        return _joined(index, parts, [str(failure) for failure in failures])

    async def _parse(self, page: Page, last: FeedPoll | None, now: datetime) -> ParsedFeed:
        parse = partial(
            entries.parse_feed,
            page.body,
            url=page.final_url,
            content_type=page.header("content-type"),
            now=now,
            known=last.items if last else None,
        )
        if len(page.body) <= SMALL:
            return parse()
        return await asyncio.get_running_loop().run_in_executor(self._hands, parse)


def _of_feed(entry: Entry, parsed: ParsedFeed, feed: Feed) -> Entry:
    return entry.model_copy(
        update={"feed_id": feed.feed_id, "language": entry.language or parsed.language or feed.language}
    )


def _joined(index: ParsedFeed, parts: Sequence[ParsedFeed], failures: Sequence[str]) -> ParsedFeed:
    """The sitemaps of an index as one feed; an address that several list counts once."""
    items = {
        key: (key, entry_id, moment)
        for part in parts
        for key, entry_id, moment in zip(part.items.keys, part.items.ids, part.items.times, strict=True)
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


def _with_items(last: FeedPoll | None, items: FeedItems | None) -> FeedPoll | None:
    return last.model_copy(update={"items": items}) if last and items else last


def _run(name: str, settings: Settings) -> Run:
    return Run(settings.staging_path, "poll", name)
