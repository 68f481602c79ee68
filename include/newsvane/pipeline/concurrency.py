"""Run many coroutines concurrently and handle their results as they finish."""

import asyncio
import gc
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

T = TypeVar("T")


@asynccontextmanager
async def run_concurrently(work: Iterable[Coroutine[None, None, T]]) -> AsyncIterator[AsyncIterator[T]]:
    """Start all coroutines and yield an iterator over their results, in the order in which they finish.

    Results are not kept after they were yielded. If a coroutine raises, or the block ends early, the unfinished ones
    are cancelled. Garbage is collected rarely meanwhile, because the thousands of waiting objects are not garbage.
    """
    finished: asyncio.Queue[asyncio.Future[T]] = asyncio.Queue()
    running: set[asyncio.Future[T]] = set()

    def end(task: asyncio.Future[T]) -> None:
        running.discard(task)
        finished.put_nowait(task)

    async def results() -> AsyncIterator[T]:
        for _ in range(count):
            yield (await finished.get()).result()

    with _rare_garbage_collection():
        for each in work:
            task = asyncio.ensure_future(each)
            running.add(task)
            task.add_done_callback(end)
            del task
        count = len(running)
        try:
            yield results()
        finally:
            unfinished = tuple(running)
            for each_task in unfinished:
                each_task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)


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
