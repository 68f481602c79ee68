"""Turns at a host, and what its robots.txt allows. Times are seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from protego import Protego

from newsvane.errors import FetchFailed

ROBOTS_MAX_BYTES = 512_000
"""RFC 9309, 2.5, wants at least 500 KiB to be read."""

MAX_CRAWL_DELAY = 30.0
"""A longer Crawl-delay would hold a task for hours."""

AGENT = "Newsvane"
"""The product token that robots.txt may name."""


class Turns:
    """At most so many requests to a host at a time, begun at least `delay` apart."""

    def __init__(self, concurrency: int, delay: float) -> None:
        self.delay = delay
        self._slots = asyncio.Semaphore(concurrency)
        self._next = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it."""
        async with self._slots:
            now = asyncio.get_running_loop().time()
            start = max(now, self._next)
            self._next = start + self.delay
            await asyncio.sleep(start - now)
            yield


class Robots:
    """The rules of one origin, read once (`lock` while that goes on): a text, or the failure to get it.

    RFC 9309, 2.3.1: where robots.txt is unavailable (4xx) everything is allowed (`text` is ""); where it is unreachable
    (5xx, network) nothing is, for now: the failure is passed on as transient.
    """

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.known = False
        self._rules: Protego | None = None
        self._failure: FetchFailed | None = None

    def learn(self, outcome: str | FetchFailed) -> None:
        """Keep the text of robots.txt, or why there is none yet."""
        self.known = True
        if isinstance(outcome, FetchFailed):
            self._failure = outcome
        else:
            self._rules = Protego.parse(outcome)

    @property
    def crawl_delay(self) -> float:
        """What the site asks for, within MAX_CRAWL_DELAY; 0 where it does not."""
        delay = self._rules.crawl_delay(AGENT) if self._rules else None
        return min(float(delay or 0), MAX_CRAWL_DELAY)

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched. Raises FetchFailed where the rules could not be read."""
        if self._failure:
            reason = "robots_unreachable" if self._failure.reason.startswith("http_") else self._failure.reason
            message = f"robots.txt could not be read, so nothing is fetched for now: {self._failure}"
            raise FetchFailed(message, reason=reason, retry_after=self._failure.retry_after) from self._failure
        return self._rules is None or bool(self._rules.can_fetch(url, AGENT))
