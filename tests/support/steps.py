"""Run a pipeline cycle step by step, without Airflow: each step in a process of its own, which can be made to crash.

The processes are forked from a server that has imported everything once, so a step costs no start-up.
"""

import datetime
import importlib
import itertools
import multiprocessing
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from newsvane.settings import Settings

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["newsvane.warmup"])
"""All tests of a process share one fork server. It must import the slow modules whichever test starts it."""

RUN = "run-1"


@dataclass(frozen=True)
class Crash:
    """Where a step kills itself: before or after the nth call of a function, given as `module:attribute`."""

    function: str
    when: Literal["before", "after"] = "before"
    call: int = 1


def steps(run: str = RUN) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return the name and arguments of each step of a cycle, in order. "each X": run X on every planned chunk."""
    return (
        ("plan_polls", (run,)),
        ("each poll", (run,)),
        ("land_polls", (run,)),
        ("plan_reads", (run,)),
        ("each read", (run,)),
        ("validate", (run,)),
        ("land_articles", (run,)),
        ("refresh_trends", ()),
        ("publish", ()),
        ("deliver", ()),
    )


def run_steps(
    settings: Settings,
    environment: dict[str, str],
    some: Iterable[tuple[str, tuple[Any, ...]]],
    *,
    clock_shift: timedelta = timedelta(0),
) -> None:
    """Run steps in order. Raises AssertionError if one fails."""
    for name, arguments in some:
        code = run_step(settings, environment, name, arguments, clock_shift=clock_shift)
        assert code == 0, f"{name} ended with {code}"


def run_step(
    settings: Settings,
    environment: dict[str, str],
    name: str,
    arguments: tuple[Any, ...] = (),
    crash: Crash | None = None,
    *,
    clock_shift: timedelta = timedelta(0),
    file_limit: int = 0,
    keywords: dict[str, Any] | None = None,
    socket_log: Path | None = None,
) -> int | None:
    """Run one step in its own process; return its exit code, -9 if it was killed.

    `name`: a step, or `module:function`. `clock_shift`: how far its clock is ahead. `file_limit`: the largest file it
    may write, in bytes; 0: any. `socket_log`: a file that gets a line for each connection and name lookup.

    Raises AttributeError if there is no function to crash at.
    """
    if crash:
        _locate(crash.function)
    given = (settings, environment, name, arguments, crash, clock_shift, file_limit, keywords, socket_log)
    child = PROCESSES.Process(target=_step, args=given)
    child.start()
    child.join()
    return child.exitcode


def _step(
    settings: Settings,
    environment: dict[str, str],
    name: str,
    arguments: tuple[Any, ...],
    crash: Crash | None,
    clock_shift: timedelta,
    file_limit: int,
    keywords: dict[str, Any] | None,
    socket_log: Path | None,
) -> None:
    from newsvane import pipeline

    os.environ.update(environment)
    if socket_log:
        log_connections(socket_log)
    if clock_shift:
        shift_clock(clock_shift)
    if file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
    if crash:
        crash_at(crash)
    if name.startswith("each "):
        for chunk in _chunks(settings, name.removeprefix("each "), *arguments):
            getattr(pipeline, name.removeprefix("each "))(chunk, settings=settings)
    else:
        module, _, function = name.rpartition(":")
        call = getattr(importlib.import_module(module) if module else pipeline, function)
        call(*arguments, settings=settings, **(keywords or {}))


def _chunks(settings: Settings, step: str, run: str) -> Iterator[dict[str, Any]]:
    from newsvane.pipeline.staging import RunFolder

    work = RunFolder(settings.staging_path, "poll" if step == "poll" else "ingest", run)
    for number in range(len(list(work.path.glob("plan-*.jsonl")))):
        yield {"run": run, "number": number, "label": "", "items": 0}


def log_connections(log: Path) -> None:
    """Write each connection and name lookup of this process to a file, before it happens."""

    def write(event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.connect" and given[0].family in {socket.AF_INET, socket.AF_INET6}:
            line = f"connect {given[1][0]}:{given[1][1]}"
        elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto"}:
            line = f"{event.removeprefix('socket.')} {given[0]}"
        else:
            return
        with log.open("a", encoding="utf-8") as file:
            print(line, file=file)

    sys.addaudithook(write)


def shift_clock(by: timedelta) -> None:
    """Put the clock of this process ahead by so much (or back, if negative)."""
    import great_expectations  # noqa: F401 - compiled modules need the real type when they are imported

    real, real_time, seconds = datetime.datetime, time.time, by.total_seconds()

    class ShiftedType(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

    class Shifted(real, metaclass=ShiftedType):  # type: ignore[misc, valid-type]
        def __new__(cls, *parts: Any, **named: Any) -> Any:
            return real(*parts, **named)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.now(tz) + by

    datetime.datetime = Shifted  # type: ignore[misc]
    time.time = lambda: real_time() + seconds
    for name, module in tuple(sys.modules.items()):
        if name.startswith("newsvane") and getattr(module, "datetime", None) is real:
            module.datetime = Shifted  # type: ignore[attr-defined]


def crash_at(crash: Crash) -> None:
    """Make this process kill itself at that call. Raises AttributeError if there is no such function."""
    holder, name = _locate(crash.function)
    setattr(holder, name, _crashing(getattr(holder, name), crash))


def _locate(function: str) -> tuple[Any, str]:
    """Return the object that has the function `module:attribute`, and its name. Raises AttributeError if none has."""
    module_name, _, path = function.partition(":")
    holder: Any = importlib.import_module(module_name)
    *parents, name = path.split(".")
    for parent in parents:
        holder = getattr(holder, parent)
    getattr(holder, name)
    return holder, name


def _crashing(function: Callable[..., Any], crash: Crash) -> Callable[..., Any]:
    calls = itertools.count(1)

    def call(*arguments: Any, **named: Any) -> Any:
        is_last = next(calls) == crash.call  # once only: threads call at the same time
        if is_last and crash.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call
