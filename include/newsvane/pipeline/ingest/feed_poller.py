"""Fetch and parse one feed, with the sitemaps of a sitemap index, and describe the outcome."""

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
from newsvane.fetch import Fetcher
from newsvane.observation import absent_until
from newsvane.pipeline.ingest.entry_selection import EntrySelector, Selection
from newsvane.records import Entry, Feed, FeedItems, FeedState, Page, ParsedFeed, Record, UnreadCount
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_SITEMAPS = 3
"""How many sitemaps of an index are read per poll. These are the newest, because older ones list no news."""

MAX_INLINE_BYTES = 50_000
"""Parsing a feed up to this size takes less time than handing it to a thread."""

MAX_INLINE_ENTRIES = 50
"""Matching up to this many entries with the topics takes less time than handing them to a thread."""


class DueFeed(Record):
    """A feed to poll, and its state with the items of its last reading. Staged as `plan-NNN.jsonl`."""

    feed: Feed
    state: FeedState | None = Field(None, validation_alias=AliasChoices("state", "last"))  # "last" until 0.1.0


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

        async def read(page: Page) -> tuple[Page, ParsedFeed | None]:
            parsed = None if feeds.is_unchanged(state, page) else await self._parse(page, state, now)
            return page, parsed

        try:
            page, parsed = await self._fetcher.process(
                feeds.choose_url(feed, state),
                read,
                max_bytes=self._settings.feed_max_bytes,
                validators=feeds.choose_validators(state, now),
            )
            if parsed and parsed.sitemaps:
                parsed = await self._read_sitemaps(parsed, state, now)
            listed = _assign_to_feed(parsed, feed, state) if parsed else ()
            found = await self._select(feed, listed)
            after = feeds.record_success(feed, state, page, parsed, now=now, duration_ms=elapsed_ms())
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

    async def _select(self, feed: Feed, listed: Sequence[Entry]) -> Selection:
        select = partial(self._selector.select, feed, listed)
        if len(listed) <= MAX_INLINE_ENTRIES or feed.read == "all":
            return select()
        return await asyncio.get_running_loop().run_in_executor(self._threads, select)

    async def _read_sitemaps(self, index: ParsedFeed, state: FeedState | None, now: datetime) -> ParsedFeed:
        """Read the newest sitemaps of an index as one feed.

        Raises the error of the first one if all fail, and OutOfTime if the turn of one did not come in time.
        """
        parts, failures = [], []
        for url in index.sitemaps[:MAX_SITEMAPS]:
            try:
                parts.append(
                    await self._fetcher.process(
                        url, lambda page: self._parse(page, state, now), max_bytes=self._settings.feed_max_bytes
                    )
                )
            except OutOfTime:
                raise
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


def _assign_to_feed(parsed: ParsedFeed, feed: Feed, state: FeedState | None) -> tuple[Entry, ...]:
    """Return the entries of the feed, with the poll before that did not find them.

    Only the outlet's own feed shows that an article was not there. An index of sitemaps is never read as a whole.
    """
    looked_at = None if parsed.sitemaps else feeds.last_look(state)
    known = state.items.entries if state and state.items else set()

    def assign(entry: Entry) -> Entry:
        own = urls.outlet(entry.canonical_url) == feed.outlet
        was_absent = own and fingerprint(entry.entry_id.encode()) not in known
        return entry.model_copy(
            update={
                "feed_id": feed.feed_id,
                "language": entry.language or parsed.language or feed.language,
                "own": own,
                "absent_at": absent_until(looked_at) if looked_at and was_absent else None,
            }
        )

    return tuple(map(assign, parsed.entries))


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
