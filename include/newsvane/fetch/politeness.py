"""Limit requests per host, and fail fast for hosts that could not be reached. Times are in seconds."""

import asyncio
import math
from collections import defaultdict

from newsvane.errors import FetchFailed, OutOfTime

UNREACHABLE_FOR = 600.0
"""How long no requests are sent to a host that could not be reached, as in Media Cloud."""

_REACHABLE = (0.0, None)


class Slots:
    """Allows so many requests at a time to all hosts together, of which one source may have half.

    So a source that lists slow hosts leaves the other half to everybody else.
    """

    def __init__(self, size: int) -> None:
        self._all = asyncio.Semaphore(size)
        self._by_source: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(max(1, size // 2)))

    async def acquire(self, source: str) -> None:
        """Wait for a slot. `source`: what the request is made for; "" for none, which has no limit of its own."""
        if not source:
            await self._all.acquire()
            return
        share = self._by_source[source]
        await share.acquire()
        try:
            await self._all.acquire()
        except BaseException:
            share.release()
            raise

    def release(self, source: str) -> None:
        """Give a slot back."""
        self._all.release()
        if source:
            self._by_source[source].release()


class HostLimiter:
    """Allows at most `concurrency` requests to a host at a time, started at least `delay` apart.

    Each request also takes one of the `slots` that all hosts share; it holds none while it waits for its turn. If a
    host could not be reached at a port, requests to that port fail at once for UNREACHABLE_FOR. No request starts after
    `last_start`, on the clock of the event loop: one whose turn would come later fails at once.
    """

    def __init__(self, concurrency: int, delay: float, slots: Slots, *, last_start: float = math.inf) -> None:
        self.delay = delay
        self._last_start = last_start
        self._host_slots = asyncio.Semaphore(concurrency)
        self._slots = slots
        self._start_lock = asyncio.Lock()
        self._next_start = 0.0
        self._unreachable: dict[int | None, tuple[float, FetchFailed]] = {}

    async def acquire(self, port: int | None, source: str = "") -> None:
        """Wait until a request may start; `release` after it. `source`: as for `Slots.acquire`.

        Raises FetchFailed if the host became unreachable, and OutOfTime if the request would start after `last_start`.
        """
        await self._host_slots.acquire()
        try:
            if self.delay:
                async with self._start_lock:
                    await self._pause(port)
                    await self._take_slot(source)
                    self._next_start = asyncio.get_running_loop().time() + self.delay
            else:
                self.require_reachable(port)
                await self._take_slot(source)
        except BaseException:
            self._host_slots.release()
            raise

    def release(self, source: str = "") -> None:
        """Let the next request start."""
        self._slots.release(source)
        self._host_slots.release()

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

    async def _pause(self, port: int | None) -> None:
        self.require_reachable(port)
        self._require_time(self._next_start)
        wait = self._next_start - asyncio.get_running_loop().time()
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
