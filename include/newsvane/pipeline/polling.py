"""The watch list to polls and entries: plan, poll in chunks, land."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from newsvane import entries, feeds, lake
from newsvane.errors import NewsvaneError
from newsvane.fetch import Fetcher
from newsvane.pipeline.staging import Chunk, Run, host_of
from newsvane.pipeline.watch import load_alerts, load_feeds
from newsvane.records import Entry, Feed, FeedPoll, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


class Due(Record):
    """A feed to poll, and its latest poll."""

    feed: Feed
    last: FeedPoll | None = None


class Polled(Record):
    """What a poll gave."""

    poll: FeedPoll
    entries: tuple[Entry, ...] = ()


def plan_polls(run: str, *, everything: bool = False, settings: Settings | None = None) -> list[Chunk]:
    """Choose the feeds that are due, all that are not paused where `everything`; the chunks to poll.

    Raises ConfigError where a watch file does not load: better now than after an hour of work.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    watched = load_feeds(settings)
    load_alerts(settings)
    lake.migrate(settings)
    with lake.connect(settings=settings) as connection:
        states = lake.feed_states(connection)
    due = [
        Due(feed=feed, last=states.get(feed.feed_id))
        for feed in watched
        if feeds.is_due(feed, states.get(feed.feed_id), now) or (everything and not feed.paused)
    ]
    log.info("planned polls: %d of %d feeds are due", len(due), len(watched))
    return _run(run, settings).plan(due, host=lambda item: host_of(item.feed.url), chunks=settings.chunks, noun="feeds")


def poll(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[], None] | None = None
) -> dict[str, int]:
    """Poll the feeds of a chunk; how many were ok, unchanged and failed. `on_done` is called after each."""
    settings = settings or get_settings()
    return asyncio.run(_poll(_run(chunk["run"], settings), chunk["number"], settings, on_done))


def land_polls(run: str, *, settings: Settings | None = None) -> dict[str, int]:
    """Land polls and entries in one transaction; the counts, `to_read` among them: entries to be read now.

    Raises Terminal, after landing the rest, where a chunk was lost.
    """
    settings = settings or get_settings()
    work = _run(run, settings)
    polled = list(work.reading("polled", Polled))
    with lake.writer(settings) as connection:
        landed = lake.land_polls(
            connection,
            feeds=load_feeds(settings),
            polls=[item.poll for item in polled],
            entries=[entry for item in polled for entry in item.entries],
            run_id=run,
            now=datetime.now(UTC),
        )
    counts = {
        "polls": landed.polls,
        "entries": landed.entries_new,
        "corrected": landed.entries_changed,
        "to_read": landed.pending,
    }
    log.info("landed polls: %s", counts)
    work.require_whole("polled")
    return counts


async def _poll(run: Run, number: int, settings: Settings, on_done: Callable[[], None] | None) -> dict[str, int]:
    counts = {"ok": 0, "unchanged": 0, "failed": 0, "entries": 0}
    async with Fetcher(settings) as fetcher:
        polls = [_poll_feed(fetcher, due, settings) for due in run.reading("plan", Due, number)]
        with run.writing("polled", number) as write:
            for outcome in asyncio.as_completed(polls):
                polled = await outcome
                write(polled)
                counts[polled.poll.status] += 1
                counts["entries"] += len(polled.entries)
                if on_done:
                    on_done()
    return counts


async def _poll_feed(fetcher: Fetcher, due: Due, settings: Settings) -> Polled:
    feed, last = due.feed, due.last
    found: tuple[Entry, ...] = ()
    started, now = time.monotonic(), datetime.now(UTC)

    def took() -> int:
        return round((time.monotonic() - started) * 1000)

    try:
        page = await fetcher.get(feed.url, max_bytes=settings.feed_max_bytes, validators=feeds.validators(last, now))
        parsed = None
        if not feeds.is_unchanged(last, page):
            content_type = page.header("content-type")
            parsed = await asyncio.to_thread(
                entries.parse_feed, page.body, url=page.final_url, content_type=content_type, now=now
            )
            found = tuple(
                entry.model_copy(
                    update={"feed_id": feed.feed_id, "language": entry.language or parsed.language or feed.language}
                )
                for entry in parsed.entries
            )
        outcome = feeds.poll_succeeded(feed, last, page, parsed, now=now, duration_ms=took())
    except NewsvaneError as error:
        outcome = feeds.poll_failed(feed, last, error, now=now, duration_ms=took())
    log.info(
        "feed %s: %s%s, %d entries, %d bytes, %d ms",
        feed.feed_id,
        outcome.status,
        f" ({outcome.reason}: {outcome.detail})" if outcome.reason else "",
        len(found),
        outcome.size_bytes,
        outcome.duration_ms,
    )
    return Polled(poll=outcome, entries=found)


def _run(name: str, settings: Settings) -> Run:
    return Run(settings.staging_path, "poll", name)
