"""Turns at a host, and what it costs the others of a host that one of them did not reach it. Times are seconds."""

import asyncio

from newsvane.errors import FetchFailed

DEAD_FOR = 600.0
"""How long a host that was not reached is left alone (Media Cloud)."""

_ALIVE = (0.0, None)


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

    async def begin(self, port: int | None) -> None:
        """Wait for a turn; `end` it. Raises FetchFailed where the host turned out dead meanwhile."""
        await self._turns.acquire()
        try:
            if self.delay:
                async with self._gate:
                    await self._pause(port)
                    await self._slots.acquire()
                    self._next = asyncio.get_running_loop().time() + self.delay
            else:
                self.require_alive(port)
                await self._slots.acquire()
        except BaseException:
            self._turns.release()
            raise

    def end(self) -> None:
        """Give the turn back."""
        self._slots.release()
        self._turns.release()

    async def _pause(self, port: int | None) -> None:
        self.require_alive(port)
        wait = self._next - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
            self.require_alive(port)

    def died(self, port: int | None, failure: FetchFailed) -> None:
        """Take note that the host was not reached."""
        until = asyncio.get_running_loop().time() + DEAD_FOR
        message = f"not tried, as the host was not reached a moment ago ({failure})"
        self._dead[port] = until, FetchFailed(message, reason=failure.reason)

    def require_alive(self, port: int | None) -> None:
        """Raise FetchFailed, with the reason of the first failure, where the host was not reached a moment ago."""
        until, failure = self._dead.get(port, _ALIVE)
        if failure and asyncio.get_running_loop().time() < until:
            raise FetchFailed(str(failure), reason=failure.reason) from failure
