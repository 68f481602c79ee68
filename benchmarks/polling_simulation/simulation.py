"""Run polls on a virtual clock that ticks every five minutes, and record what they cost and miss."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil
from statistics import median

from benchmarks.polling_simulation.pollers import Rules
from benchmarks.polling_simulation.simulated_feeds import DAY, HOUR, MINUTE, START, Server, Span
from newsvane.errors import NewsvaneError
from newsvane.records import Page, Validators

TICK = 5 * MINUTE
"""As the schedule of the DAG `newsvane_poll`."""

STAYS = HOUR
"""An item that stays in its feed for so long at a stretch, the feed being there to read, should not be missed."""


@dataclass
class Ledger:
    """What polling cost and missed. `recoveries`: hours from a server's return to the next good poll of a feed."""

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
        """Median and longest, in hours."""
        return (median(self.recoveries), max(self.recoveries)) if self.recoveries else (0.0, 0.0)


@dataclass
class Account:
    """Of one feed: the newest item read, when we were asked to stay away since, and from when on it was down."""

    seen: int
    away: list[Span] = field(default_factory=list)
    not_before: float = 0.0
    failed_at: float | None = None


def simulate(rules: Rules, servers: Sequence[Server], days: int) -> Ledger:
    """Poll the feeds for so many days by these rules."""
    end = START + days * DAY
    ledger = Ledger(rules.name)
    accounts = {server.feed.feed_id: Account(server.newest(START)) for server in servers}
    for server in servers:
        ledger.published += server.newest(end) - server.newest(START)

    def get(server: Server, url: str, validators: Validators | None, at: float) -> Page:
        account = accounts[server.feed.feed_id]
        ledger.requests += 1
        ledger.by_kind[server.kind] += 1
        ledger.too_soon += at < account.not_before
        try:
            page = server.answer(url, validators, at)
        except NewsvaneError as error:
            if error.retry_after:
                _stay_away(account, at, error.retry_after.total_seconds())
            elif not (server.gone_at and at >= server.gone_at):
                account.failed_at = account.failed_at or at
            raise
        if account.failed_at is not None:
            ledger.recoveries.append((at - _back_at(server, account.failed_at, at)) / HOUR)
            account.failed_at = None
        if page.status == 200:
            ledger.bodies += 1
            _read(ledger, server, account, at)
        _stay_away(account, at, server.asked)
        return page

    order = random.Random(0)
    queue: list[tuple[int, float, int]] = [(0, order.random(), n) for n in range(len(servers))]
    while queue and queue[0][0] * TICK < days * DAY:
        tick, round_ = queue[0][0], []
        while queue and queue[0][0] == tick:
            _, shift, number = heappop(queue)
            round_.append((servers[number], START + tick * TICK + shift * MINUTE, number))
        rules.round([(server, at) for server, at, _ in round_], get)
        for server, _, number in round_:
            if (due := rules.due(server)) is not None:
                heappush(queue, (max(ceil((due - START) / TICK), tick + 1), order.random(), number))
    for server in servers:
        account = accounts[server.feed.feed_id]
        back = _back_at(server, account.failed_at, end) if account.failed_at else end
        if back < end:
            ledger.never += 1
            ledger.recoveries.append((end - back) / HOUR)
        _lost(ledger, server, account, range(account.seen + 1, server.newest(end) - server.depth + 1), end)
    return ledger


def _stay_away(account: Account, at: float, seconds: float) -> None:
    account.not_before = at + seconds
    if seconds:
        account.away.append((at, at + seconds))


def _read(ledger: Ledger, server: Server, account: Account, at: float) -> None:
    """A whole body: what it holds is seen, what it no longer holds is lost."""
    newest = server.newest(at)
    _lost(ledger, server, account, range(account.seen + 1, newest - server.depth + 1), at)
    account.seen = max(account.seen, newest)
    account.away.clear()


def _lost(ledger: Ledger, server: Server, account: Account, items: range, until: float) -> None:
    closed = [trouble.span for trouble in server.troubles] + account.away
    if server.gone_at:
        closed.append((server.gone_at, float("inf")))
    for item in items:
        if _longest_open(server.published[item], min(server.left_at(item), until), closed) >= STAYS:
            ledger.missed.append((server, item))
        else:
            ledger.out_of_reach += 1


def _longest_open(begin: float, end: float, closed: list[Span]) -> float:
    """The longest stretch between two times outside the closed ones."""
    longest, at = 0.0, begin
    for start, stop in sorted(closed):
        if stop > at and start < end:
            longest = max(longest, start - at)
            at = max(at, stop)
    return max(longest, end - at)


def _back_at(server: Server, failed_at: float, until: float) -> float:
    """When the trouble was over that a poll failed in, with what else befell the server before `until`."""
    stops = [trouble.span[1] for trouble in server.troubles if failed_at < trouble.span[1] and trouble.span[0] < until]
    return max(stops, default=failed_at)
