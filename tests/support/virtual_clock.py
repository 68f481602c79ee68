"""An event loop with a clock of its own: hours of waiting for a turn pass in no time.

The clock stands still while a request or a thread is busy, and jumps to the next timer when nothing is. So the times
that a test measures are exact, and the same on a slow machine.
"""

import asyncio
import selectors
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from yarl import URL

from newsvane.fetch import Fetcher
from newsvane.fetch.last_starts import LastStarts


class VirtualClock:
    """Gives event loops that are started from now on a virtual clock.

    `seconds`: what the clock of the loop that was started last shows. It begins at 0, long after the loop before, so
    that no pause is left of that one; or where that one ended, if it `goes_on`. `slow`: how many seconds each request
    to a host takes, by host.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slow: Mapping[str, float] = {}
        self.goes_on = False
        self._loop: _Loop | None = None
        exchange = Fetcher._exchange

        async def busy_exchange(fetcher: Fetcher, target: URL, *rest: Any) -> Any:
            assert self._loop
            self._loop.selector.busy += 1
            try:
                answer = await exchange(fetcher, target, *rest)
            finally:
                self._loop.selector.busy -= 1
            await asyncio.sleep(self.slow.get(target.host or "", 0))
            return answer

        monkeypatch.setattr(Fetcher, "_exchange", busy_exchange)
        monkeypatch.setattr(LastStarts, "seconds_since", lambda *_: None)
        monkeypatch.setattr(asyncio.events, "new_event_loop", self._start_loop)

    @property
    def seconds(self) -> float:
        return self._loop.time() if self._loop else 0.0

    def _start_loop(self) -> "_Loop":
        self._loop = _Loop(self.seconds if self.goes_on else 0.0)
        return self._loop


class _Selector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.busy = 0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.busy:
            return super().select(None)
        if not (ready := super().select(0)):
            self.now += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, now: float) -> None:
        self.selector = _Selector()
        self.selector.now = now
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self.selector.busy += 1
        future.add_done_callback(self._end)
        return future

    def _end(self, _: object) -> None:
        self.selector.busy -= 1
