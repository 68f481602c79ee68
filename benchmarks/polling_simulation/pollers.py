"""Decide when to poll: the functions of `newsvane.feeds`, and the published rules of Miniflux and Media Cloud.

A round makes its requests through a `Fetch` function. `due` returns when a feed is polled next; None means never. Times
are seconds since 1970.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.polling_simulation.simulated_feeds import DAY, HOUR, MINUTE, Server, to_datetime
from newsvane import feeds
from newsvane.errors import NewsvaneError
from newsvane.records import FeedState, Page, Validators

Fetch = Callable[[Server, str, Validators | None, float], Page]


class Poller(Protocol):
    """Decides when and how feeds are polled."""

    name: str

    def poll_round(self, round_: Sequence[tuple[Server, float]], fetch: Fetch) -> None:
        """Poll these feeds, each at its time."""
        ...

    def due(self, server: Server) -> float | None:
        """Return when the feed is polled next; None for never."""
        ...


class Newsvane:
    """Polls like the pipeline: failures of a whole round that our own network caused are ignored."""

    name = "Newsvane"

    def __init__(self) -> None:
        self.last: dict[str, FeedState] = {}

    def poll_round(self, round_: Sequence[tuple[Server, float]], fetch: Fetch) -> None:
        states = [self._poll(server, at, fetch) for server, at in round_]
        self.last |= {state.feed_id: state for state in feeds.excuse_network_outage(states, self.last)}

    def due(self, server: Server) -> float | None:
        return self.last[server.feed.feed_id].next_poll_at.timestamp()

    def _poll(self, server: Server, at: float, fetch: Fetch) -> FeedState:
        feed, now = server.feed, to_datetime(at)
        last = feeds.current_state(feed, self.last.get(feed.feed_id))
        try:
            page = fetch(server, feeds.choose_url(feed, last), feeds.choose_validators(last, now), at)
        except NewsvaneError as error:
            return feeds.record_failure(feed, last, error, now=now)
        parsed = None if feeds.is_unchanged(last, page) else server.parse(at)
        return feeds.record_success(feed, last, page, parsed, now=now)


@dataclass
class FeedMemory:
    """What the other pollers remember about a feed."""

    due: float | None = 0.0
    errors: float = 0.0
    interval: float = 6 * HOUR
    validators: Validators | None = None
    newest: int = -1
    body: bytes = b""
    listed: frozenset[int] = frozenset()
    shares: list[float] = field(default_factory=list)


class OtherPoller(ABC):
    """Polls feeds one by one."""

    name: str

    def __init__(self) -> None:
        self.memories: dict[str, FeedMemory] = {}

    def poll_round(self, round_: Sequence[tuple[Server, float]], fetch: Fetch) -> None:
        for server, at in round_:
            memory = self.memories.setdefault(server.feed.feed_id, FeedMemory())
            try:
                page = fetch(server, server.feed.url, memory.validators, at)
            except NewsvaneError as error:
                self.record_failure(server, memory, error, at)
            else:
                self.record_success(server, memory, page, at)

    def due(self, server: Server) -> float | None:
        return self.memories[server.feed.feed_id].due

    @abstractmethod
    def record_success(self, server: Server, memory: FeedMemory, page: Page, at: float) -> None:
        """Record a successful response."""

    @abstractmethod
    def record_failure(self, server: Server, memory: FeedMemory, error: NewsvaneError, at: float) -> None:
        """Record a failed request."""


class Miniflux(OtherPoller):
    """Polls by entry frequency, like Miniflux.

    The interval is 7 days divided by the entries of the last week, within 5 minutes and 24 hours, or what the server
    asks for, up to 24 hours. Requests are always conditional. After three errors in a row a feed is no longer polled,
    unless `limit` is None.
    """

    def __init__(self, limit: int | None = 3) -> None:
        super().__init__()
        self.name = "Miniflux" if limit else "Miniflux, no error limit"
        self._limit = limit

    def record_success(self, server: Server, memory: FeedMemory, page: Page, at: float) -> None:
        memory.errors = 0
        memory.validators = Validators(etag=page.header("ETag"))
        if page.status != 304:
            memory.newest = server.newest(at)
        memory.due = at + self._interval(server, memory, at, server.requested_wait)

    def record_failure(self, server: Server, memory: FeedMemory, error: NewsvaneError, at: float) -> None:
        memory.errors += 1
        wait = error.retry_after.total_seconds() if error.retry_after else 0.0
        memory.due = at + self._interval(server, memory, at, wait) if memory.errors != self._limit else None

    @staticmethod
    def _interval(server: Server, memory: FeedMemory, at: float, requested_wait: float) -> float:
        entries = memory.newest - server.newest(at - 7 * DAY)
        return min(max(7 * DAY / entries if entries > 0 else DAY, requested_wait, 5 * MINUTE), DAY)


class MediaCloud(OtherPoller):
    """Polls with an adaptive interval, like Media Cloud.

    It starts at six hours. Two polls in a row with less than 33 % known items subtract an hour (down to 10 minutes),
    two with more than 67 % add ten minutes (up to a day). Failures weigh 1, 0.5 or 0.25. From a sum of 1 on, the
    interval is multiplied by the sum, up to a day; from 30 on it is 30 days. Requests are never conditional, because
    Media Cloud does not trust validators.
    """

    name = "Media Cloud"

    def __init__(self) -> None:
        super().__init__()
        self._draw = random.Random("Media Cloud")

    def record_success(self, server: Server, memory: FeedMemory, page: Page, at: float) -> None:
        memory.errors = 0
        listed = frozenset(server.parse(at).items.ids)
        memory.shares = [*memory.shares[-1:], len(listed & memory.listed) / max(len(listed), 1)]
        memory.listed = listed
        if len(memory.shares) == 2 and max(memory.shares) < 0.33:
            memory.interval = max(memory.interval - HOUR, 10 * MINUTE)
        elif len(memory.shares) == 2 and min(memory.shares) > 0.67:
            memory.interval = min(memory.interval + 10 * MINUTE, DAY)
        memory.due = at + memory.interval

    def record_failure(self, server: Server, memory: FeedMemory, error: NewsvaneError, at: float) -> None:
        is_soft = error.reason in {"http_404", "http_429"} or error.reason.startswith("http_5")
        is_soft = is_soft or not error.reason.startswith("http_")
        memory.errors += 0.25 if error.reason == "dns" else 0.5 if is_soft else 1.0
        memory.shares = []
        wait = min(memory.interval * max(memory.errors, 1.0), DAY) if memory.errors < 30 else 30 * DAY
        wait = max(wait, error.retry_after.total_seconds() if error.retry_after else 0.0)
        memory.due = at + wait + (self._draw.random() * HOUR if error.reason == "http_429" else 0.0)
