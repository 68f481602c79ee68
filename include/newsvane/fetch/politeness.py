"""Limit requests per host, and fail fast for hosts that could not be reached. Times are in seconds."""

import asyncio

from newsvane.errors import FetchFailed

UNREACHABLE_FOR = 600.0
"""How long no requests are sent to a host that could not be reached, as in Media Cloud."""

_REACHABLE = (0.0, None)


class HostLimiter:
    """Allows at most `concurrency` requests to a host at a time, started at least `delay` apart.

    Each request also takes one of the `slots` that all hosts share. If a host could not be reached at a port, requests
    to that port fail at once for UNREACHABLE_FOR.
    """

    def __init__(self, concurrency: int, delay: float, slots: asyncio.Semaphore) -> None:
        self.delay = delay
        self._host_slots = asyncio.Semaphore(concurrency)
        self._slots = slots
        self._start_lock = asyncio.Lock()
        self._next_start = 0.0
        self._unreachable: dict[int | None, tuple[float, FetchFailed]] = {}

    async def acquire(self, port: int | None) -> None:
        """Wait until a request may start; `release` after it. Raises FetchFailed if the host became unreachable."""
        await self._host_slots.acquire()
        try:
            if self.delay:
                async with self._start_lock:
                    await self._pause(port)
                    await self._slots.acquire()
                    self._next_start = asyncio.get_running_loop().time() + self.delay
            else:
                self.require_reachable(port)
                await self._slots.acquire()
        except BaseException:
            self._host_slots.release()
            raise

    def release(self) -> None:
        """Let the next request start."""
        self._slots.release()
        self._host_slots.release()

    async def _pause(self, port: int | None) -> None:
        self.require_reachable(port)
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
