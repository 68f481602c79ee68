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
"""frozen: one ETag and 304 for ever. fickle: another ETag with every answer."""


@dataclass(frozen=True)
class Trouble:
    """From when to when a host answers no feed; `reason` as the fetcher gives it."""

    span: Span
    reason: str

    @property
    def asks_to_wait(self) -> bool:
        return self.reason == "http_429"


@dataclass
class Server:
    """One feed as its server gives it. `published`: when each item was, ascending."""

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
    troubles: list[Trouble] = field(default_factory=list)

    @cached_property
    def new_url(self) -> str:
        return f"https://new-{self.feed.feed_id}.example/rss"

    @property
    def asked(self) -> float:
        """How long the server wants us to wait after a good answer."""
        return float(max(self.ttl or 0, self.max_age or 0))

    def newest(self, at: float) -> int:
        """The number of the newest item; -1 before the first."""
        return bisect_right(self.published, at) - 1

    def left_at(self, item: int) -> float:
        """When an item is pushed out of the feed."""
        pusher = item + self.depth
        return self.published[pusher] if pusher < len(self.published) else float("inf")

    def answer(self, url: str, validators: Validators | None, at: float) -> Page:
        """What the fetcher would give or raise."""
        for trouble in self.troubles:
            if trouble.span[0] <= at < trouble.span[1]:
                wait = timedelta(seconds=int(trouble.span[1] - at) + 1) if trouble.asks_to_wait else None
                raise FetchFailed(f"{url}: {trouble.reason}", reason=trouble.reason, retry_after=wait)
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
            fetched_at=moment(at),
        )

    def parse(self, at: float) -> ParsedFeed:
        """What parsing the body of that time gives."""
        newest = self.newest(at)
        ids = tuple(range(newest, max(newest - self.depth, -1), -1))
        times = tuple(int(self.published[each]) if self.dated else 0 for each in ids)
        return ParsedFeed(items=FeedItems(keys=ids, ids=ids, times=times), ttl_seconds=self.ttl)


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def servers(count: int, days: int, seed: int = 1) -> list[Server]:
    """So many feeds, two or three to a host, with the troubles of so many days."""
    draw = random.Random(seed)
    made = [_server(number, count, days, draw) for number in range(count)]
    hosts: dict[str, list[Server]] = {}
    for server in made:
        hosts.setdefault(server.feed.outlet, []).append(server)
    ours = _our_outages(days, draw)
    for number, together in enumerate(hosts.values()):
        troubles = [*ours, *_troubles(number, days, draw)]
        for server in together:
            server.troubles = troubles
    moved, gone = draw.sample([server for server in made if server.caching == "honest"], 2)
    moved.moved_at = START + 0.2 * days * DAY
    gone.gone_at = START + 0.3 * days * DAY
    return made


def _server(number: int, count: int, days: int, draw: random.Random) -> Server:
    share = number / count
    kind = "agency" if share < 0.1 else "daily" if share < 0.6 else "weekly" if share < 0.85 else "bursty"
    feed_id = f"f{number}"
    host = f"h{number * 5 // 12}.example"
    asks = draw.random()
    return Server(
        feed=Feed(feed_id=feed_id, url=f"https://{host}/{feed_id}", outlet=host),
        kind=kind,
        published=list(_RHYTHMS[kind](START + days * DAY + HISTORY, draw)),
        depth=draw.choice((5, 10, 10, 15, 20, 20, 25, 30, 50, 100)),
        dated=draw.random() < 0.85,
        caching=draw.choices(("honest", "none", "frozen", "fickle"), (70, 16, 7, 7))[0],
        ttl=draw.choice((900, 3600, 7200)) if asks < 0.15 else None,
        max_age=draw.choice((60, 300, 1800)) if asks > 0.8 else None,
    )


def _poisson(
    since: float, until: float, rate: Callable[[float], float], fastest: float, draw: random.Random
) -> Iterator[float]:
    """Times between, at `rate` items an hour, which is never above `fastest`."""
    at = since + draw.expovariate(fastest) * HOUR
    while at < until:
        if draw.random() * fastest < rate(at):
            yield at
        at += draw.expovariate(fastest) * HOUR


def _agency(until: float, draw: random.Random) -> Iterator[float]:
    """Ten items an hour by day, one by night."""
    shift = draw.randrange(24)

    def rate(at: float) -> float:
        return 10 if 6 <= (at / HOUR + shift) % 24 < 23 else 1

    return _poisson(START - 10 * DAY, until, rate, 10, draw)


def _daily(until: float, draw: random.Random) -> Iterator[float]:
    """Two to twenty items a day, in working hours mostly."""
    shift, hourly = draw.randrange(24), draw.uniform(2, 20) / 12

    def rate(at: float) -> float:
        return hourly if 8 <= (at / HOUR + shift) % 24 < 19 else hourly / 12

    return _poisson(START - HISTORY, until, rate, hourly, draw)


def _weekly(until: float, draw: random.Random) -> Iterator[float]:
    """One to five items a week."""
    hourly = draw.uniform(1, 5) / 168
    return _poisson(START - 4 * HISTORY, until, lambda _: hourly, hourly, draw)


def _bursty(until: float, draw: random.Random) -> Iterator[float]:
    """An item a week, and after one to four weeks each a burst: one to three days of 2 to 15 items an hour."""
    bursts: list[tuple[float, float, float]] = []
    at = START - HISTORY
    while at < until:
        at += draw.uniform(7, 28) * DAY
        length = draw.uniform(1, 3) * DAY
        bursts.append((at, at + length, draw.uniform(2, 15)))
        at += length
    starts = [start for start, _, _ in bursts]

    def rate(now: float) -> float:
        before = bisect_left(starts, now) - 1
        return bursts[before][2] if before >= 0 and now < bursts[before][1] else 1 / 168

    return _poisson(START - HISTORY, until, rate, 15, draw)


_RHYTHMS = {"agency": _agency, "daily": _daily, "weekly": _weekly, "bursty": _bursty}


def _our_outages(days: int, draw: random.Random) -> list[Trouble]:
    """Our own network: twenty minutes once, three hours once."""
    spans = ((0.37 * days, 20 * MINUTE), (0.61 * days, 3 * HOUR))
    reason = draw.choice(("dns", "unreachable"))
    return [Trouble((START + day * DAY, START + day * DAY + length), reason) for day, length in spans]


def _troubles(number: int, days: int, draw: random.Random) -> Iterator[Trouble]:
    """What befalls a host: in a month three stretches of minutes, one of hours; to one host in four, days."""
    reasons = ("timeout", "refused", "reset", "dns", "tls", "http_502", "http_503", "http_404", "not_a_feed")
    lengths = [draw.uniform(5, 60) * MINUTE for _ in range(max(1, days // 10))]
    lengths += [draw.uniform(1, 12) * HOUR] * (draw.random() < days / 30)
    lengths += [draw.uniform(1, 5) * DAY] * (number % 4 == 0)
    for length in lengths:
        begin = START + draw.uniform(0.03, 0.85) * days * DAY
        yield Trouble((begin, begin + length), draw.choice(reasons))
    if number % 10 == 1:
        begin = START + draw.uniform(0.1, 0.8) * days * DAY
        yield Trouble((begin, begin + draw.uniform(1, 48) * HOUR), "http_429")
