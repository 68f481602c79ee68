"""Limit requests per host, and those of a source per site; fail fast for hosts that could not be reached.

Times are in seconds.
"""

import asyncio
import math
from collections import defaultdict

from newsvane import urls
from newsvane.errors import FetchFailed, OutOfTime
from newsvane.fetch.last_starts import LastStarts
from newsvane.settings import Settings

UNREACHABLE_FOR = 600.0
"""How long no requests are sent to a host that could not be reached, as in Media Cloud."""

_REACHABLE = (0.0, None)


NextStarts = dict[str, float]
"""When the next request to a host, or of a source to a site, may start, by name, on the clock of the event loop."""


class Pace:
    """Lets requests start at least `delay` apart. `starts`: kept by whoever makes requests again later.

    `between_tasks`: what is kept for other processes, if the delay is longer than the one that it begins with.
    """

    def __init__(
        self,
        name: str = "",
        delay: float = 0.0,
        starts: NextStarts | None = None,
        between_tasks: LastStarts | None = None,
    ) -> None:
        self.delay = delay
        self.turn = asyncio.Lock()
        self._name, self._starts = name, {} if starts is None else starts
        self._usual_delay, self._between_tasks = delay, between_tasks
        self._has_looked = False

    @property
    def next_start(self) -> float:
        """When the next request may start."""
        if self._between_tasks and self._is_long and not self._has_looked:
            self._has_looked = True
            since = self._between_tasks.seconds_since(self._name)
            if since is not None and since < self.delay:
                start = asyncio.get_running_loop().time() + self.delay - since
                self._starts[self._name] = max(start, self._starts.get(self._name, start))
        return self._starts.get(self._name, 0.0)

    @property
    def _is_long(self) -> bool:
        return self.delay > self._usual_delay

    def mark_start(self) -> None:
        """Remember that a request starts now."""
        self._starts[self._name] = asyncio.get_running_loop().time() + self.delay
        if self._between_tasks and self._is_long:
            self._between_tasks.mark(self._name)


class _Share:
    """The slots that one source may have."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.is_free = asyncio.Event()
        self.is_free.set()

    def change(self, number: int) -> None:
        self._left += number
        (self.is_free.set if self._left > 0 else self.is_free.clear)()


class Slots:
    """Allows so many requests at a time to all hosts together, of which one source may have half.

    So a source that lists slow hosts leaves the other half to everybody else. A source is what a request is made for;
    "" stands for none, which has no limit of its own.
    """

    def __init__(self, size: int) -> None:
        self._all = asyncio.Semaphore(size)
        self._shares: defaultdict[str, _Share] = defaultdict(lambda: _Share(max(1, size // 2)))

    async def wait_for_share(self, source: str) -> None:
        """Wait until the source has not all of its slots in use."""
        if source:
            await self._shares[source].is_free.wait()

    def may_acquire(self, source: str) -> bool:
        """Return whether the source has not all of its slots in use."""
        return not source or self._shares[source].is_free.is_set()

    async def acquire(self, source: str) -> None:
        """Wait for a slot, for a source that `may_acquire` one."""
        self._change_share(source, -1)
        try:
            await self._all.acquire()
        except BaseException:
            self._change_share(source, 1)
            raise

    def release(self, source: str) -> None:
        """Give a slot back."""
        self._all.release()
        self._change_share(source, 1)

    def _change_share(self, source: str, number: int) -> None:
        if source:
            self._shares[source].change(number)


class HostLimiter:
    """Allows at most `concurrency` requests to a host at a time, started at its `pace`.

    Each request also takes one of the `slots` that all hosts share; it holds none while it waits for its turn. Nor has
    a source a turn while it waits for one of its own slots: others would wait with it. If a host could not be reached
    at a port, requests to that port fail at once for UNREACHABLE_FOR. No request starts after `last_start`, on the
    clock of the event loop: one whose turn would come later fails at once.
    """

    def __init__(self, concurrency: int, pace: Pace, slots: Slots, *, last_start: float = math.inf) -> None:
        self.pace = pace
        self._last_start = last_start
        self._host_slots = asyncio.Semaphore(concurrency)
        self._slots = slots
        self._unreachable: dict[int | None, tuple[float, FetchFailed]] = {}

    async def acquire(self, port: int | None, source: str, source_pace: Pace) -> None:
        """Wait until a request may start; `release` after it. `source`: as for Slots.

        `source_pace`: at which the source may have requests start, whatever the host is.
        Raises FetchFailed if the host became unreachable, and OutOfTime if the request would start after `last_start`.
        """
        while not await self._start(port, source, source_pace):
            await self._slots.wait_for_share(source)

    def release(self, source: str = "") -> None:
        """Let the next request start."""
        self._slots.release(source)
        self._host_slots.release()

    async def _start(self, port: int | None, source: str, source_pace: Pace) -> bool:
        """Wait for a turn and a slot. Return False, without either, if the source has all of its slots in use."""
        started = False
        await self._host_slots.acquire()
        try:
            async with self.pace.turn:
                await self._pause(port, self.pace)
                async with source_pace.turn:
                    await self._pause(port, source_pace)
                    if self._slots.may_acquire(source):
                        await self._take_slot(source)
                        self.pace.mark_start()
                        source_pace.mark_start()
                        started = True
        finally:
            if not started:
                self._host_slots.release()
        return started

    async def _take_slot(self, source: str) -> None:
        await self._slots.acquire(source)
        try:
            self._require_time(asyncio.get_running_loop().time())
        except OutOfTime:
            self._slots.release(source)
            raise

    def _require_time(self, start: float) -> None:
        """Raise OutOfTime if a request that starts then would start too late."""
        if start > self._last_start:
            raise OutOfTime("not requested: its turn would have come after the time of this run")

    async def _pause(self, port: int | None, pace: Pace) -> None:
        self.require_reachable(port)
        self._require_time(pace.next_start)
        wait = pace.next_start - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
            self.require_reachable(port)

    def mark_unreachable(self, port: int | None, failure: FetchFailed) -> None:
        """Remember that the host could not be reached."""
        until = asyncio.get_running_loop().time() + UNREACHABLE_FOR
        message = f"not tried, because the host could not be reached a moment ago ({failure})"
        self._unreachable[port] = until, FetchFailed(message, reason=failure.reason)

    def require_reachable(self, port: int | None) -> None:
        """Raise FetchFailed, with the reason of the first failure, if the host could not be reached a moment ago."""
        until, failure = self._unreachable.get(port, _REACHABLE)
        if failure and asyncio.get_running_loop().time() < until:
            raise FetchFailed(str(failure), reason=failure.reason) from failure


class Limiters:
    """The limiters of all hosts, made when they are first needed, and the pace of each source at each site.

    So nobody can make us flood a server under thousands of host names, and no source waits for what others list there.
    """

    def __init__(self, settings: Settings, *, last_start: float, next_starts: NextStarts) -> None:
        self._settings, self._last_start, self._next_starts = settings, last_start, next_starts
        self._slots = Slots(settings.concurrency)
        self._between_tasks = LastStarts(settings.home / "robots" if settings.has_home else None)
        self._hosts: dict[str, HostLimiter] = {}
        self._source_paces: dict[str, Pace] = {}

    def find(self, host: str) -> HostLimiter:
        """Return the limiter of a host."""
        if host not in self._hosts:
            pace = self._pace(host, self._between_tasks)
            self._hosts[host] = HostLimiter(
                self._settings.host_concurrency, pace, self._slots, last_start=self._last_start
            )
        return self._hosts[host]

    def find_pace(self, source: str, host: str) -> Pace:
        """Return the pace of a source at the site of a host; without a source, one that makes nobody wait."""
        name = f"{source} {urls.site(host)}"
        return self._source_paces.setdefault(name, self._pace(name)) if source else Pace()

    def _pace(self, name: str, between_tasks: LastStarts | None = None) -> Pace:
        return Pace(name, self._settings.host_delay, self._next_starts, between_tasks)
