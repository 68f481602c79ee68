"""Turns at a host, and what it costs the others of a host that one of them did not reach it. Times are seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newsvane.errors import FetchFailed

DEAD_FOR = 600.0
"""How long a host that was not reached is left alone (Media Cloud)."""


class Host:
    """At most `concurrency` requests to a host at a time, begun at least `delay` apart, each in one of `slots` of all.

    A host that was not reached at a port is not tried there again for DEAD_FOR.
    """

    def __init__(self, concurrency: int, delay: float, slots: asyncio.Semaphore) -> None:
        self.delay = delay
        self._turns = asyncio.Semaphore(concurrency)
        self._slots = slots
        self._gate = asyncio.Lock()
        self._next = 0.0
        self._dead: dict[int | None, tuple[float, FetchFailed]] = {}

    @asynccontextmanager
    async def turn(self, port: int | None) -> AsyncIterator[None]:
        """Wait for a turn, and hold it. Raises FetchFailed where the host turned out dead meanwhile."""
        clock = asyncio.get_running_loop().time
        async with self._turns:
            async with self._gate:
                self.require_alive(port)
                await asyncio.sleep(max(0.0, self._next - clock()))
                await self._slots.acquire()
                self._next = clock() + self.delay
            try:
                yield
            finally:
                self._slots.release()

    def died(self, port: int | None, failure: FetchFailed) -> None:
        """Take note that the host was not reached."""
        until = asyncio.get_running_loop().time() + DEAD_FOR
        message = f"not tried, as the host was not reached a moment ago ({failure})"
        self._dead[port] = until, FetchFailed(message, reason=failure.reason)

    def require_alive(self, port: int | None) -> None:
        """Raise FetchFailed, with the reason of the first failure, where the host was not reached a moment ago."""
        until, failure = self._dead.get(port, (0.0, None))
        if failure and asyncio.get_running_loop().time() < until:
            raise FetchFailed(str(failure), reason=failure.reason) from failure
