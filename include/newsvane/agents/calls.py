"""Run the tools in threads: so many at the same time, and each only while its caller waits for the answer.

Whatever can take long registers how to end it, with `ended_with_call`: the process of a statement is killed, a query is
interrupted. A call that was cancelled keeps its turn until its thread has ended, so that there are never more threads
than turns.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar

import anyio
from anyio import lowlevel, to_thread

from newsvane.agents.limits import MAX_CALLS_AT_ONCE, MAX_STATEMENTS_AT_ONCE, MAX_WAIT_SECONDS
from newsvane.errors import LakeBusy

Result = TypeVar("Result")


class Turns:
    """Lets so many calls be answered at the same time, with fewer statements among them, so that others get a turn."""

    def __init__(self) -> None:
        self._calls = anyio.Semaphore(MAX_CALLS_AT_ONCE)
        self._statements = anyio.Semaphore(MAX_STATEMENTS_AT_ONCE)

    @asynccontextmanager
    async def take(self, *, statement: bool) -> AsyncIterator[None]:
        """Wait for a turn. Raises LakeBusy if that takes longer than `MAX_WAIT_SECONDS`."""
        async with AsyncExitStack() as taken:
            try:
                with anyio.fail_after(MAX_WAIT_SECONDS):
                    if statement:
                        await taken.enter_async_context(self._statements)
                    await taken.enter_async_context(self._calls)
            except TimeoutError as error:
                raise _crowded(statement) from error
            yield


def _crowded(statement: bool) -> LakeBusy:
    most, what = (MAX_STATEMENTS_AT_ONCE, "statements") if statement else (MAX_CALLS_AT_ONCE, "calls")
    return LakeBusy(
        f"nothing was done: this call has waited {MAX_WAIT_SECONDS} seconds for its turn, because {most} other {what} "
        "were being answered all that time; try again later, and send fewer at the same time",
        reason="crowded",
    )


async def run_while_awaited(function: Callable[[], Result]) -> Result:
    """Run a function in a thread and return its result. If this task is cancelled, end what the function waits for."""
    call, done = _Call(), Future[Result]()

    def run() -> None:
        _current.set(call)
        try:
            done.set_result(function())
        except Exception as error:
            done.set_exception(error)

    async with anyio.create_task_group() as group:
        group.start_soon(_cancel_with_task, call)
        await to_thread.run_sync(run)
        group.cancel_scope.cancel()
    await lowlevel.checkpoint_if_cancelled()  # the thread was waited for in any case
    return done.result()


async def _cancel_with_task(call: "_Call") -> None:
    try:
        await anyio.sleep_forever()
    finally:
        call.cancel()


class _Call:
    """A call that another thread may cancel."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends: list[Callable[[], object]] = []
        self.cancelled = False

    def cancel(self) -> None:
        with self._lock:
            self.cancelled = True
            for end in self._ends:
                end()

    def add(self, end: Callable[[], object]) -> None:
        with self._lock:
            self._ends.append(end)
            if self.cancelled:
                end()

    def remove(self, end: Callable[[], object]) -> None:
        """Return when `end` is not being called, and will not be."""
        with self._lock:
            self._ends.remove(end)


_current: ContextVar[_Call] = ContextVar("_current")


@contextmanager
def ended_with_call(end: Callable[[], object]) -> Iterator[None]:
    """Call `end` if the caller cancels this call during the block.

    Raises LakeBusy after the block if that happened. Nobody reads it, but nothing further is done.
    """
    call = _current.get(None) or _Call()
    call.add(end)
    try:
        yield
    finally:
        call.remove(end)
    require_caller()


def require_caller() -> None:
    """Raise LakeBusy if the caller has cancelled this call."""
    call = _current.get(None)
    if call and call.cancelled:
        raise LakeBusy("the caller has cancelled this call", reason="cancelled")
