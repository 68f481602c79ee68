"""Run many coroutines concurrently, for a limited time, and handle their results as they finish."""

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Generic, Self, TypeVar

T = TypeVar("T")

TASK_SECONDS = 600.0
"""How long a task polls feeds or reads pages. What is unfinished by then is cancelled and left to a later run, and
everything else lands. It must be far below the time after which Airflow ends a task: `EXECUTION_TIMEOUT` of the DAGs.
"""

START_SECONDS = TASK_SECONDS / 2
"""How long a task that polls starts requests. A host that is slow, or asks for long pauses, delays it by no more."""

READ_SECONDS = 60.0
"""How long a task that reads pages starts requests. Then what it has read lands, and the next run reads on:
the articles of others wait no longer for a host that is slow or has many pages."""


class Results(Generic[T]):
    """The results of coroutines, in the order in which they finish. A result is not kept after it was yielded.

    `left`: how many have not been yielded: unfinished ones, and those whose coroutine returned None.
    """

    def __init__(self) -> None:
        self.left = 0
        self._running: set[asyncio.Future[T | None]] = set()
        self._finished: asyncio.Queue[asyncio.Future[T | None] | None] = asyncio.Queue()

    def start(self, coroutine: Coroutine[None, None, T | None]) -> None:
        """Start a coroutine."""
        task = asyncio.ensure_future(coroutine)
        self._running.add(task)
        self.left += 1
        task.add_done_callback(self._end)

    def stop(self) -> None:
        """Let the iteration end after the results that are there already."""
        self._finished.put_nowait(None)

    async def cancel(self) -> None:
        """Cancel what is unfinished, and wait until it has ended."""
        unfinished = tuple(self._running)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while (self._running or not self._finished.empty()) and (task := await self._finished.get()):
            if (result := task.result()) is not None:
                self.left -= 1
                return result
        raise StopAsyncIteration

    def _end(self, task: asyncio.Future[T | None]) -> None:
        self._running.discard(task)
        self._finished.put_nowait(task)


@asynccontextmanager
async def run_concurrently(
    work: Iterable[Coroutine[None, None, T | None]], *, seconds: float
) -> AsyncIterator[Results[T]]:
    """Start all coroutines and yield their results, for at most `seconds` on the clock of the event loop.

    If a coroutine raises, the time is up or the block ends early, the unfinished ones are cancelled. Garbage is
    collected rarely meanwhile, because the thousands of waiting objects are not garbage.
    """
    results: Results[T] = Results()
    timer = asyncio.get_running_loop().call_later(seconds, results.stop)
    with _rare_garbage_collection():
        try:
            for each in work:
                results.start(each)
            yield results
        finally:
            timer.cancel()
            await results.cancel()


@contextmanager
def _rare_garbage_collection() -> Iterator[None]:
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
