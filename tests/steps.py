"""A cycle step by step, without Airflow, each step in a process of its own that may be made to die in it.

The processes are forked from a server that has imported everything once, so a step costs what it does.
"""

import importlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from newsvane.settings import Settings

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["newsvane.pipeline", "newsvane.quality", "great_expectations"])

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
    settings: Settings, environment: dict[str, str], name: str, arguments: tuple[Any, ...], death: Death | None = None
) -> int | None:
    """Run one step in its own process; its exit code, -9 where it was killed."""
    child = _processes.Process(target=_step, args=(settings, environment, name, arguments, death))
    child.start()
    child.join()
    return child.exitcode


def _step(
    settings: Settings, environment: dict[str, str], name: str, arguments: tuple[Any, ...], death: Death | None
) -> None:
    from newsvane import pipeline

    os.environ.update(environment)
    if death:
        arrange(death)
    if name.startswith("each "):
        for chunk in _chunks(settings, name.removeprefix("each "), *arguments):
            getattr(pipeline, name.removeprefix("each "))(chunk, settings=settings)
    else:
        getattr(pipeline, name)(*arguments, settings=settings)


def _chunks(settings: Settings, step: str, run: str) -> Iterator[dict[str, Any]]:
    from newsvane.pipeline.staging import Run

    work = Run(settings.staging_path, "poll" if step == "poll" else "ingest", run)
    for number in range(len(list(work.folder.glob("plan-*.jsonl")))):
        yield {"run": run, "number": number, "label": "", "items": 0}


def arrange(death: Death) -> None:
    """Let this process die there."""
    module_name, _, path = death.function.partition(":")
    holder: Any = importlib.import_module(module_name)
    *way, last = path.split(".")
    for part in way:
        holder = getattr(holder, part)
    setattr(holder, last, _deadly(getattr(holder, last), death))


def _deadly(function: Callable[..., Any], death: Death) -> Callable[..., Any]:
    calls = 0

    def call(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == death.call and death.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if calls == death.call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call
