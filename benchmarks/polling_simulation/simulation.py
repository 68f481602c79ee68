"""Run polls on a virtual clock that ticks every five minutes, and record their costs and the items they miss."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil
from statistics import median

from benchmarks.polling_simulation.pollers import Poller
from benchmarks.polling_simulation.simulated_feeds import DAY, HOUR, MINUTE, START, Server, Span
from newsvane.errors import NewsvaneError
from newsvane.records import Page, Validators

TICK = 5 * MINUTE
"""The schedule of the DAG `newsvane_poll`."""

MIN_REACHABLE = HOUR
"""An item that can be read for this long without interruption should not be missed."""


@dataclass
class Ledger:
    """The costs and the results of polling.

    `too_soon`: requests before the time that the server asked for. `missed`: items that were available for an hour but
    were not read. `out_of_reach`: unread items that were available for less time. `recoveries`: hours from the end of
    an outage to the next successful poll. `never`: feeds that were up at the end although their last poll had failed.
    """

    name: str
    requests: int = 0
    bodies: int = 0
    too_soon: int = 0
    published: int = 0
    missed: list[tuple[Server, int]] = field(default_factory=list)
    out_of_reach: int = 0
    recoveries: list[float] = field(default_factory=list)
    never: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def recovery(self) -> tuple[float, float]:
        """The median and the longest recovery, in hours."""
        return (median(self.recoveries), max(self.recoveries)) if self.recoveries else (0.0, 0.0)


@dataclass
class FeedProgress:
    """How far a feed has been read.

    `seen`: the newest item read. `waits`: times since then in which the server asked us to wait. `not_before`: the end
    of the last of these. `failed_at`: the first failed poll in a row.
    """

    seen: int
    waits: list[Span] = field(default_factory=list)
    not_before: float = 0.0
    failed_at: float | None = None


def simulate(poller: Poller, servers: Sequence[Server], days: int) -> Ledger:
    """Poll the feeds with this poller for a number of days, and return the record."""
    end = START + days * DAY
    ledger = Ledger(poller.name)
    progress_by_feed = {server.feed.feed_id: FeedProgress(server.newest(START)) for server in servers}
    for server in servers:
        ledger.published += server.newest(end) - server.newest(START)

    def fetch(server: Server, url: str, validators: Validators | None, at: float) -> Page:
        progress = progress_by_feed[server.feed.feed_id]
        ledger.requests += 1
        ledger.by_kind[server.kind] += 1
        ledger.too_soon += at < progress.not_before
        try:
            page = server.respond(url, validators, at)
        except NewsvaneError as error:
            if error.retry_after:
                _note_wait(progress, at, error.retry_after.total_seconds())
            elif not (server.gone_at and at >= server.gone_at):
                progress.failed_at = progress.failed_at or at
            raise
        if progress.failed_at is not None:
            ledger.recoveries.append((at - _recovered_at(server, progress.failed_at, at)) / HOUR)
            progress.failed_at = None
        if page.status == 200:
            ledger.bodies += 1
            _record_body(ledger, server, progress, at)
        _note_wait(progress, at, server.requested_wait)
        return page

    order = random.Random(0)
    queue: list[tuple[int, float, int]] = [(0, order.random(), n) for n in range(len(servers))]
    while queue and queue[0][0] * TICK < days * DAY:
        tick, round_ = queue[0][0], []
        while queue and queue[0][0] == tick:
            _, shift, number = heappop(queue)
            round_.append((servers[number], START + tick * TICK + shift * MINUTE, number))
        poller.poll_round([(server, at) for server, at, _ in round_], fetch)
        for server, _, number in round_:
            if (due := poller.due(server)) is not None:
                heappush(queue, (max(ceil((due - START) / TICK), tick + 1), order.random(), number))
    for server in servers:
        progress = progress_by_feed[server.feed.feed_id]
        back = _recovered_at(server, progress.failed_at, end) if progress.failed_at else end
        if back < end:
            ledger.never += 1
            ledger.recoveries.append((end - back) / HOUR)
        _record_lost_items(
            ledger, server, progress, range(progress.seen + 1, server.newest(end) - server.depth + 1), end
        )
    return ledger


def _note_wait(progress: FeedProgress, at: float, seconds: float) -> None:
    progress.not_before = at + seconds
    if seconds:
        progress.waits.append((at, at + seconds))


def _record_body(ledger: Ledger, server: Server, progress: FeedProgress, at: float) -> None:
    """Record that a whole body was read: its items are seen, and those that it no longer lists are lost."""
    newest = server.newest(at)
    _record_lost_items(ledger, server, progress, range(progress.seen + 1, newest - server.depth + 1), at)
    progress.seen = max(progress.seen, newest)
    progress.waits.clear()


def _record_lost_items(ledger: Ledger, server: Server, progress: FeedProgress, items: range, until: float) -> None:
    closed = [outage.span for outage in server.outages] + progress.waits
    if server.gone_at:
        closed.append((server.gone_at, float("inf")))
    for item in items:
        if _longest_open_span(server.published[item], min(server.left_at(item), until), closed) >= MIN_REACHABLE:
            ledger.missed.append((server, item))
        else:
            ledger.out_of_reach += 1


def _longest_open_span(begin: float, end: float, closed: list[Span]) -> float:
    """Return the longest time between `begin` and `end` that lies outside the closed spans."""
    longest, at = 0.0, begin
    for start, stop in sorted(closed):
        if stop > at and start < end:
            longest = max(longest, start - at)
            at = max(at, stop)
    return max(longest, end - at)


def _recovered_at(server: Server, failed_at: float, until: float) -> float:
    """Return the end of the outage in which a poll failed, including further outages before `until`."""
    ends = [outage.span[1] for outage in server.outages if failed_at < outage.span[1] and outage.span[0] < until]
    return max(ends, default=failed_at)
