"""A cycle step by step, without Airflow, each step in a process of its own that may be made to die in it.

The processes are forked from a server that has loaded everything once, so a step costs what it does.
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
"""Of the one server that all tests share: whoever starts it first, steps find what is slow to import."""

RUN = "run-1"


@dataclass(frozen=True)
class Death:
    """Where a step dies: before or after the nth call of a function named `module:attribute`."""

    function: str
    when: Literal["before", "after"] = "before"
    call: int = 1


def steps(run: str = RUN) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Name and arguments of each step of a cycle, in order. "each X" stands for X on every planned chunk."""
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


def run_steps(settings: Settings, environment: dict[str, str], some: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
    """Run steps; raises AssertionError where one fails."""
    for name, arguments in some:
        code = run_step(settings, environment, name, arguments)
        assert code == 0, f"{name} ended with {code}"


def run_step(
    settings: Settings,
    environment: dict[str, str],
    name: str,
    arguments: tuple[Any, ...] = (),
    death: Death | None = None,
    *,
    clock: timedelta = timedelta(0),
    file_limit: int = 0,
    named: dict[str, Any] | None = None,
    watched: Path | None = None,
) -> int | None:
    """Run one step in its own process; its exit code, -9 where it was killed.

    `clock`: by how much its clock is wrong. `file_limit`: bytes that a file may have, where not 0. `name`: a step, or
    `module:function` of one that no DAG has. `watched`: the file that gets a line for whomever it turns to.
    """
    given = (settings, environment, name, arguments, death, clock, file_limit, named, watched)
    child = PROCESSES.Process(target=_step, args=given)
    child.start()
    child.join()
    return child.exitcode


def _step(
    settings: Settings,
    environment: dict[str, str],
    name: str,
    arguments: tuple[Any, ...],
    death: Death | None,
    clock: timedelta,
    file_limit: int,
    named: dict[str, Any] | None,
    watched: Path | None,
) -> None:
    from newsvane import pipeline

    os.environ.update(environment)
    if watched:
        watch_sockets(watched)
    if clock:
        set_clock(clock)
    if file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
    if death:
        arrange(death)
    if name.startswith("each "):
        for chunk in _chunks(settings, name.removeprefix("each "), *arguments):
            getattr(pipeline, name.removeprefix("each "))(chunk, settings=settings)
    else:
        module, _, function = name.rpartition(":")
        call = getattr(importlib.import_module(module) if module else pipeline, function)
        call(*arguments, settings=settings, **(named or {}))


def _chunks(settings: Settings, step: str, run: str) -> Iterator[dict[str, Any]]:
    from newsvane.pipeline.staging import RunFolder

    work = RunFolder(settings.staging_path, "poll" if step == "poll" else "ingest", run)
    for number in range(len(list(work.path.glob("plan-*.jsonl")))):
        yield {"run": run, "number": number, "label": "", "items": 0}


def watch_sockets(log: Path) -> None:
    """Note each connection and each name that is looked up by this process, before it is."""

    def note(event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.connect" and given[0].family in {socket.AF_INET, socket.AF_INET6}:
            line = f"connect {given[1][0]}:{given[1][1]}"
        elif event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto"}:
            line = f"{event.removeprefix('socket.')} {given[0]}"
        else:
            return
        with log.open("a", encoding="utf-8") as file:
            print(line, file=file)

    sys.addaudithook(note)


def set_clock(wrong_by: timedelta) -> None:
    """Let all that this process asks for the time be wrong by so much."""
    import great_expectations  # noqa: F401 - what is compiled wants the real type when it is imported

    real, real_time, seconds = datetime.datetime, time.time, wrong_by.total_seconds()

    class Kind(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, real)

    class Wrong(real, metaclass=Kind):
        def __new__(cls, *parts: Any, **named: Any) -> Any:
            return real(*parts, **named)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.now(tz) + wrong_by

    datetime.datetime = Wrong  # type: ignore[misc]
    time.time = lambda: real_time() + seconds
    for name, module in tuple(sys.modules.items()):
        if name.startswith("newsvane") and getattr(module, "datetime", None) is real:
            module.datetime = Wrong  # type: ignore[attr-defined]


def arrange(death: Death) -> None:
    """Let this process die there."""
    module_name, _, path = death.function.partition(":")
    holder: Any = importlib.import_module(module_name)
    *way, last = path.split(".")
    for part in way:
        holder = getattr(holder, part)
    setattr(holder, last, _deadly(getattr(holder, last), death))


def _deadly(function: Callable[..., Any], death: Death) -> Callable[..., Any]:
    calls = itertools.count(1)

    def call(*arguments: Any, **named: Any) -> Any:
        is_last = next(calls) == death.call  # not to be asked again: threads call at once
        if is_last and death.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call
