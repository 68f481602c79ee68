"""Decide when to poll: the functions of `newsvane.feeds`, and the published rules of Miniflux and Media Cloud.

A round makes its requests through a `Fetch` function. `due` returns when a feed is polled next; None for never. Times
are seconds since 1970.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.polling_simulation.simulated_feeds import DAY, HOUR, MINUTE, Server, moment
from newsvane import feeds
from newsvane.errors import NewsvaneError
from newsvane.records import FeedState, Page, Validators

Get = Callable[[Server, str, Validators | None, float], Page]


class Rules(Protocol):
    """What decides about polling."""

    name: str

    def round(self, round_: Sequence[tuple[Server, float]], get: Get) -> None:
        """Poll these feeds, each at its time."""
        ...

    def due(self, server: Server) -> float | None:
        """When the feed is to be polled again, None for never."""
        ...


class Newsvane:
    """As the pipeline does: state from the lake, one request, the poll; the round as a whole may be excused."""

    name = "Newsvane"

    def __init__(self) -> None:
        self.last: dict[str, FeedState] = {}

    def round(self, round_: Sequence[tuple[Server, float]], get: Get) -> None:
        states = [self._poll(server, at, get) for server, at in round_]
        self.last |= {state.feed_id: state for state in feeds.excuse_network_outage(states, self.last)}

    def due(self, server: Server) -> float | None:
        return self.last[server.feed.feed_id].next_poll_at.timestamp()

    def _poll(self, server: Server, at: float, get: Get) -> FeedState:
        feed, now = server.feed, moment(at)
        last = feeds.current_state(feed, self.last.get(feed.feed_id))
        try:
            page = get(server, feeds.choose_url(feed, last), feeds.choose_validators(last, now), at)
        except NewsvaneError as error:
            return feeds.record_failure(feed, last, error, now=now)
        parsed = None if feeds.is_unchanged(last, page) else server.parse(at)
        return feeds.record_success(feed, last, page, parsed, now=now)


@dataclass
class Known:
    """What the other two remember of a feed."""

    due: float | None = 0.0
    errors: float = 0.0
    interval: float = 6 * HOUR
    validators: Validators | None = None
    newest: int = -1
    body: bytes = b""
    held: frozenset[int] = frozenset()
    shares: list[float] = field(default_factory=list)


class Others(ABC):
    """Feeds polled one by one."""

    name: str

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def round(self, round_: Sequence[tuple[Server, float]], get: Get) -> None:
        for server, at in round_:
            known = self.known.setdefault(server.feed.feed_id, Known())
            try:
                page = get(server, server.feed.url, known.validators, at)
            except NewsvaneError as error:
                self.failed(server, known, error, at)
            else:
                self.well(server, known, page, at)

    def due(self, server: Server) -> float | None:
        return self.known[server.feed.feed_id].due

    @abstractmethod
    def well(self, server: Server, known: Known, page: Page, at: float) -> None:
        """A good answer."""

    @abstractmethod
    def failed(self, server: Server, known: Known, error: NewsvaneError, at: float) -> None:
        """None, or a bad one."""


class Miniflux(Others):
    """Entry frequency: 7 days / entries of the last week in [5 min, 24 h], or what the server asks up to 24 h.

    Conditional requests always. After three errors in a row a feed is not polled any more, unless `limit` is None.
    """

    def __init__(self, limit: int | None = 3) -> None:
        super().__init__()
        self.name = "Miniflux" if limit else "Miniflux, no error limit"
        self._limit = limit

    def well(self, server: Server, known: Known, page: Page, at: float) -> None:
        known.errors = 0
        known.validators = Validators(etag=page.header("ETag"))
        if page.status != 304:
            known.newest = server.newest(at)
        known.due = at + self._interval(server, known, at, server.asked)

    def failed(self, server: Server, known: Known, error: NewsvaneError, at: float) -> None:
        known.errors += 1
        wait = error.retry_after.total_seconds() if error.retry_after else 0.0
        known.due = at + self._interval(server, known, at, wait) if known.errors != self._limit else None

    @staticmethod
    def _interval(server: Server, known: Known, at: float, asked: float) -> float:
        entries = known.newest - server.newest(at - 7 * DAY)
        return min(max(7 * DAY / entries if entries > 0 else DAY, asked, 5 * MINUTE), DAY)


class MediaCloud(Others):
    """Six hours; two polls under 33% known take an hour off (floor 10 min), two over 67% add ten minutes (cap a day).

    Failures weigh 1, 0.5 or 0.25; from 1 on the interval times their sum, at most a day, 30 days from 30 on. Whole
    bodies always: it does not trust validators.
    """

    name = "Media Cloud"

    def __init__(self) -> None:
        super().__init__()
        self._draw = random.Random("Media Cloud")

    def well(self, server: Server, known: Known, page: Page, at: float) -> None:
        known.errors = 0
        held = frozenset(server.parse(at).items.ids)
        known.shares = [*known.shares[-1:], len(held & known.held) / max(len(held), 1)]
        known.held = held
        if len(known.shares) == 2 and max(known.shares) < 0.33:
            known.interval = max(known.interval - HOUR, 10 * MINUTE)
        elif len(known.shares) == 2 and min(known.shares) > 0.67:
            known.interval = min(known.interval + 10 * MINUTE, DAY)
        known.due = at + known.interval

    def failed(self, server: Server, known: Known, error: NewsvaneError, at: float) -> None:
        soft = error.reason in {"http_404", "http_429"} or error.reason.startswith("http_5")
        soft = soft or not error.reason.startswith("http_")
        known.errors += 0.25 if error.reason == "dns" else 0.5 if soft else 1.0
        known.shares = []
        wait = min(known.interval * max(known.errors, 1.0), DAY) if known.errors < 30 else 30 * DAY
        wait = max(wait, error.retry_after.total_seconds() if error.retry_after else 0.0)
        known.due = at + wait + (self._draw.random() * HOUR if error.reason == "http_429" else 0.0)
