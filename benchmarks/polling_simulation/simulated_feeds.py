"""Generate feeds with rhythms, depths, caching and outages of many kinds; the same for the same seed.

Times are seconds since 1970. A feed lists its last `depth` items, and has published since long before the month.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal

from newsvane.errors import FetchFailed, FetchRefused
from newsvane.records import Feed, FeedItems, Page, ParsedFeed, Validators

START = datetime(2026, 5, 1, tzinfo=UTC).timestamp()
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
HISTORY = 90 * DAY

Span = tuple[float, float]
Caching = Literal["honest", "none", "frozen", "fickle"]
"""How a server supports conditional requests. frozen: one ETag, and 304 forever. fickle: a new ETag every time."""


@dataclass(frozen=True)
class Outage:
    """A time span in which a host serves no feed. `reason`: as the fetcher reports it."""

    span: Span
    reason: str

    @property
    def asks_to_wait(self) -> bool:
        return self.reason == "http_429"


@dataclass
class Server:
    """A feed and how its server behaves. `published`: the publication times of all items, ascending."""

    feed: Feed
    kind: str
    published: list[float]
    depth: int
    dated: bool = True
    caching: Caching = "honest"
    ttl: int | None = None
    max_age: int | None = None
    moved_at: float | None = None
    gone_at: float | None = None
    outages: list[Outage] = field(default_factory=list)

    @cached_property
    def new_url(self) -> str:
        return f"https://new-{self.feed.feed_id}.example/rss"

    @property
    def requested_wait(self) -> float:
        """Seconds that the server asks clients to wait after a successful response."""
        return float(max(self.ttl or 0, self.max_age or 0))

    def newest(self, at: float) -> int:
        """Return the number of the newest item; -1 before the first."""
        return bisect_right(self.published, at) - 1

    def left_at(self, item: int) -> float:
        """Return when an item drops out of the feed."""
        pusher = item + self.depth
        return self.published[pusher] if pusher < len(self.published) else float("inf")

    def respond(self, url: str, validators: Validators | None, at: float) -> Page:
        """Return or raise what the fetcher would."""
        for outage in self.outages:
            if outage.span[0] <= at < outage.span[1]:
                wait = timedelta(seconds=int(outage.span[1] - at) + 1) if outage.asks_to_wait else None
                raise FetchFailed(f"{url}: {outage.reason}", reason=outage.reason, retry_after=wait)
        if self.gone_at and at >= self.gone_at:
            raise FetchRefused(f"{url}: HTTP 410 Gone", reason="http_410")
        moved = self.moved_at is not None and at >= self.moved_at
        if url == self.new_url and not moved:
            raise FetchRefused(f"{url}: HTTP 404 Not Found", reason="http_404")
        newest = self.newest(at)
        tag = {"honest": f'"{newest}"', "frozen": '"1"', "fickle": f'"{at}"', "none": None}[self.caching]
        unchanged = validators is not None and validators.etag == tag is not None
        headers = [("ETag", tag)] if tag else []
        if self.max_age:
            headers.append(("Cache-Control", f"max-age={self.max_age}"))
        return Page(
            url=url,
            final_url=self.new_url if moved else url,
            moved_to=self.new_url if moved and url != self.new_url else None,
            status=304 if unchanged else 200,
            headers=tuple(headers),
            body=b"" if unchanged else b"%d" % newest,
            fetched_at=to_datetime(at),
        )

    def parse(self, at: float) -> ParsedFeed:
        """Return what parsing the body of that time gives."""
        newest = self.newest(at)
        ids = tuple(range(newest, max(newest - self.depth, -1), -1))
        times = tuple(int(self.published[each]) if self.dated else 0 for each in ids)
        return ParsedFeed(items=FeedItems(keys=ids, ids=ids, times=times), ttl_seconds=self.ttl)


def to_datetime(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def make_servers(count: int, days: int, seed: int = 1) -> list[Server]:
    """Return `count` feeds, two or three per host, with outages over `days` days."""
    rng = random.Random(seed)
    made = [_make_server(number, count, days, rng) for number in range(count)]
    hosts: dict[str, list[Server]] = {}
    for server in made:
        hosts.setdefault(server.feed.outlet, []).append(server)
    ours = _make_own_outages(days, rng)
    for number, on_host in enumerate(hosts.values()):
        outages = [*ours, *_make_outages(number, days, rng)]
        for server in on_host:
            server.outages = outages
    moved, gone = rng.sample([server for server in made if server.caching == "honest"], 2)
    moved.moved_at = START + 0.2 * days * DAY
    gone.gone_at = START + 0.3 * days * DAY
    return made


def _make_server(number: int, count: int, days: int, rng: random.Random) -> Server:
    share = number / count
    kind = "agency" if share < 0.1 else "daily" if share < 0.6 else "weekly" if share < 0.85 else "bursty"
    feed_id = f"f{number}"
    host = f"h{number * 5 // 12}.example"
    wish = rng.random()
    return Server(
        feed=Feed(feed_id=feed_id, url=f"https://{host}/{feed_id}", outlet=host),
        kind=kind,
        published=list(_RHYTHMS[kind](START + days * DAY + HISTORY, rng)),
        depth=rng.choice((5, 10, 10, 15, 20, 20, 25, 30, 50, 100)),
        dated=rng.random() < 0.85,
        caching=rng.choices(("honest", "none", "frozen", "fickle"), (70, 16, 7, 7))[0],
        ttl=rng.choice((900, 3600, 7200)) if wish < 0.15 else None,
        max_age=rng.choice((60, 300, 1800)) if wish > 0.8 else None,
    )


def _poisson(
    since: float, until: float, rate: Callable[[float], float], max_rate: float, rng: random.Random
) -> Iterator[float]:
    """Yield publication times at `rate` items per hour, which never exceeds `max_rate`."""
    at = since + rng.expovariate(max_rate) * HOUR
    while at < until:
        if rng.random() * max_rate < rate(at):
            yield at
        at += rng.expovariate(max_rate) * HOUR


def _agency(until: float, rng: random.Random) -> Iterator[float]:
    """Publish ten items per hour by day and one by night."""
    shift = rng.randrange(24)

    def rate(at: float) -> float:
        return 10 if 6 <= (at / HOUR + shift) % 24 < 23 else 1

    return _poisson(START - 10 * DAY, until, rate, 10, rng)


def _daily(until: float, rng: random.Random) -> Iterator[float]:
    """Publish two to twenty items per day, mostly in working hours."""
    shift, hourly = rng.randrange(24), rng.uniform(2, 20) / 12

    def rate(at: float) -> float:
        return hourly if 8 <= (at / HOUR + shift) % 24 < 19 else hourly / 12

    return _poisson(START - HISTORY, until, rate, hourly, rng)


def _weekly(until: float, rng: random.Random) -> Iterator[float]:
    """Publish one to five items per week."""
    hourly = rng.uniform(1, 5) / 168
    return _poisson(START - 4 * HISTORY, until, lambda _: hourly, hourly, rng)


def _bursty(until: float, rng: random.Random) -> Iterator[float]:
    """Publish an item per week and, every one to four weeks, a burst: 2 to 15 items per hour for one to three days."""
    bursts: list[tuple[float, float, float]] = []
    at = START - HISTORY
    while at < until:
        at += rng.uniform(7, 28) * DAY
        length = rng.uniform(1, 3) * DAY
        bursts.append((at, at + length, rng.uniform(2, 15)))
        at += length
    starts = [start for start, _, _ in bursts]

    def rate(now: float) -> float:
        before = bisect_left(starts, now) - 1
        return bursts[before][2] if before >= 0 and now < bursts[before][1] else 1 / 168

    return _poisson(START - HISTORY, until, rate, 15, rng)


_RHYTHMS = {"agency": _agency, "daily": _daily, "weekly": _weekly, "bursty": _bursty}


def _make_own_outages(days: int, rng: random.Random) -> list[Outage]:
    """Return outages of our own network: one of twenty minutes and one of three hours."""
    spans = ((0.37 * days, 20 * MINUTE), (0.61 * days, 3 * HOUR))
    reason = rng.choice(("dns", "unreachable"))
    return [Outage((START + day * DAY, START + day * DAY + length), reason) for day, length in spans]


def _make_outages(number: int, days: int, rng: random.Random) -> Iterator[Outage]:
    """Yield the outages of a host: per month three of minutes and one of hours; one host in four has one of days."""
    reasons = ("timeout", "refused", "reset", "dns", "tls", "http_502", "http_503", "http_404", "not_a_feed")
    lengths = [rng.uniform(5, 60) * MINUTE for _ in range(max(1, days // 10))]
    lengths += [rng.uniform(1, 12) * HOUR] * (rng.random() < days / 30)
    lengths += [rng.uniform(1, 5) * DAY] * (number % 4 == 0)
    for length in lengths:
        begin = START + rng.uniform(0.03, 0.85) * days * DAY
        yield Outage((begin, begin + length), rng.choice(reasons))
    if number % 10 == 1:
        begin = START + rng.uniform(0.1, 0.8) * days * DAY
        yield Outage((begin, begin + rng.uniform(1, 48) * HOUR), "http_429")
