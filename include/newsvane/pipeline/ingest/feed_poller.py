"""Fetch and parse one feed, which may have several addresses (see joint_reading), and describe the outcome."""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from pydantic import AliasChoices, Field

from newsvane import entries, feeds, urls
from newsvane.entries.items import fingerprint
from newsvane.errors import FeedUnreadable, NewsvaneError, OutOfTime, describe_unforeseen, format_traceback
from newsvane.feeds import minute_files
from newsvane.feeds.source_kinds import LISTS_OTHER_OUTLETS
from newsvane.fetch import Fetcher
from newsvane.observation import absent_until
from newsvane.pipeline.ingest import joint_reading
from newsvane.pipeline.ingest.entry_selection import EntrySelector, Selection
from newsvane.pipeline.ingest.joint_reading import Part
from newsvane.records import Entry, Feed, FeedState, Page, ParsedFeed, Record, UnreadCount
from newsvane.settings import Settings

log = logging.getLogger(__name__)

QUERY_DELAY = 5.0
"""Seconds between two requests to a service that is queried, as GDELT asks for."""

LIST_SIZE_FACTOR = 2
"""How many times larger than a feed a list of other outlets' articles may be."""

MAX_INLINE_BYTES = 50_000
"""Parsing a feed up to this size takes less time than handing it to a thread."""

MAX_INLINE_ENTRIES = 50
"""Matching up to this many entries with the topics takes less time than handing them to a thread."""


class DueFeed(Record):
    """A feed to poll, and its state with the items of its last reading. Staged as `plan-NNN.jsonl`.

    `queries`: what to ask, if the feed is a query.
    """

    feed: Feed
    state: FeedState | None = Field(None, validation_alias=AliasChoices("state", "last"))  # "last" until 0.1.0
    queries: tuple[str, ...] = ()


class PolledFeed(Record):
    """What a poll found. Staged as `polled-NNN.jsonl`.

    `state`: after the poll; its `items` are None if the poll did not read the feed. `unread`: counts of the entries
    that are not to be read.
    """

    state: FeedState = Field(validation_alias=AliasChoices("state", "poll"))  # "poll" until 0.1.0
    entries: tuple[Entry, ...] = ()
    unread: tuple[UnreadCount, ...] = ()


class FeedPoller:
    """Polls single feeds. Large ones are parsed in threads, so that requests do not wait for them."""

    def __init__(
        self, fetcher: Fetcher, threads: ThreadPoolExecutor, selector: EntrySelector, settings: Settings
    ) -> None:
        self._fetcher, self._threads, self._selector, self._settings = fetcher, threads, selector, settings

    async def poll(self, due: DueFeed) -> PolledFeed | None:
        """Poll one feed; return None if its turn did not come in time.

        A failure of any kind is part of the result: a feed never ends the poll of others.
        """
        feed, state = due.feed, feeds.current_state(due.feed, due.state)
        started, now = time.monotonic(), datetime.now(UTC)

        def elapsed_ms() -> int:
            return round((time.monotonic() - started) * 1000)

        try:
            page, parsed, size = await self._read(due, state, now)
            known = _list_known(state)
            found = await self._select(feed, _assign_to_feed(parsed, feed, state, known) if parsed else (), known)
            after = feeds.record_success(feed, state, page, parsed, now=now, duration_ms=elapsed_ms(), size_bytes=size)
        except OutOfTime:
            return None
        except NewsvaneError as error:
            found, after = Selection(), feeds.record_failure(feed, state, error, now=now, duration_ms=elapsed_ms())
        except Exception as error:  # whatever a feed makes a parser do must not end the chunk
            log.error(
                "feed %s: cannot be read because of an error in Newsvane\n%s", feed.feed_id, format_traceback(error)
            )
            broken = FeedUnreadable(describe_unforeseen(error), reason="broken_feed")
            found, after = Selection(), feeds.record_failure(feed, state, broken, now=now, duration_ms=elapsed_ms())
        outcome = after.last_poll
        outcome = outcome.model_copy(update={"detail": urls.hide_query_values(outcome.detail, feed.url)})
        after = after.model_copy(update={"last_poll": outcome})
        log.log(
            logging.DEBUG if outcome.status == "unchanged" else logging.INFO,
            "feed %s: %s%s, %d entries, %d bytes, %d ms",
            feed.feed_id,
            outcome.status,
            f" ({outcome.reason}: {outcome.detail})" if outcome.reason else "",
            len(found.entries),
            outcome.size_bytes,
            outcome.duration_ms,
        )
        if outcome.status != "ok":  # the items are already in the lake and would only make staging larger
            after = after.model_copy(update={"items": None})
        return PolledFeed(state=after, entries=found.entries, unread=found.unread)

    async def _select(self, feed: Feed, listed: Sequence[Entry], known: set[int]) -> Selection:
        select = partial(self._selector.select, feed, listed, known)
        if len(listed) <= MAX_INLINE_ENTRIES or feed.read == "all":
            return select()
        return await asyncio.get_running_loop().run_in_executor(self._threads, select)

    async def _read(self, due: DueFeed, state: FeedState | None, now: datetime) -> tuple[Page, ParsedFeed | None, int]:
        """Return a page of the feed, what was read (None: nothing new), and the bytes that were received."""
        feed = due.feed

        async def read_part(url: str) -> Part:
            return await self._fetcher.process(
                url,
                partial(self._read_part, feed, state, now),
                max_bytes=self._max_bytes(feed),
                delay=_delay(feed),
                source=feed.feed_id,
            )

        async def read_feed(page: Page) -> tuple[Page, ParsedFeed | None]:
            return page, None if feeds.is_unchanged(state, page) else await self._parse(feed, page, state, now)

        if feed.source_kind == "query":
            part = await joint_reading.read_queries(feed.url, due.queries, read_part)
            return part.page, part.parsed, part.size
        if minute_files.is_minute_list(feed.url):
            part = await joint_reading.read_minutes(feed.url, state.items if state else None, now, read_part)
            return part.page, part.parsed, part.size
        page, parsed = await self._fetcher.process(
            feeds.choose_url(feed, state),
            read_feed,
            max_bytes=self._max_bytes(feed),
            validators=feeds.choose_validators(state, now),
            source=feed.feed_id,
        )
        if parsed and parsed.sitemaps:
            parsed = await joint_reading.read_sitemaps(parsed, read_part)
        return page, parsed, len(page.body)

    async def _read_part(self, feed: Feed, state: FeedState | None, now: datetime, page: Page) -> Part:
        parsed = await self._parse(feed, page, state, now)
        return Part(page.model_copy(update={"body": b""}), len(page.body), parsed)

    async def _parse(self, feed: Feed, page: Page, state: FeedState | None, now: datetime) -> ParsedFeed:
        parse = partial(
            entries.parse_source,
            feed,
            page.body,
            url=page.final_url,
            content_type=page.header("content-type"),
            now=now,
            known=state.items if state else None,
        )
        if len(page.body) <= MAX_INLINE_BYTES:
            return parse()
        return await asyncio.get_running_loop().run_in_executor(self._threads, parse)

    def _max_bytes(self, feed: Feed) -> int:
        return self._settings.feed_max_bytes * (LIST_SIZE_FACTOR if feed.source_kind == "aggregator" else 1)


def _delay(feed: Feed) -> float:
    return QUERY_DELAY if feed.source_kind == "query" else 0.0


def _list_known(state: FeedState | None) -> set[int]:
    """Return the fingerprints of the ids of entries that the feed has listed before, as far as remembered."""
    return state.items.entries | minute_files.list_articles(state.items) if state and state.items else set()


def _assign_to_feed(parsed: ParsedFeed, feed: Feed, state: FeedState | None, known: set[int]) -> tuple[Entry, ...]:
    """Return the entries of the feed, with the poll before that did not find them. `known`: see `_list_known`.

    Only an outlet's own feed shows that an article was not there; whose article an address leads to is known when it
    is read. An index of sitemaps, an aggregator and a query are never read as a whole.
    """
    is_partial = bool(parsed.sitemaps) or feed.source_kind in LISTS_OTHER_OUTLETS
    looked_at = None if is_partial else feeds.find_last_look(state)

    def assign(entry: Entry) -> Entry:
        was_absent = fingerprint(entry.entry_id.encode()) not in known
        return entry.model_copy(
            update={
                "feed_id": feed.feed_id,
                "language": entry.language or parsed.language or feed.language,
                "own": urls.outlet(entry.canonical_url) == feed.outlet,
                "absent_at": absent_until(looked_at) if looked_at and was_absent else None,
            }
        )

    return tuple(map(assign, parsed.entries))
