"""Run the demo: the whole pipeline in a real Airflow, on the news world that ships with the project.

Each task is printed as it ends, then a summary. The demo keeps running until Ctrl-C or SIGTERM. Started again, it goes
on with what is in its folder. With `--check` it begins with an empty folder, compares the lake with the ground truth,
checks that a second poll changes nothing, and ends. The exit code is 1 if anything is wrong.
"""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType

from rich.console import Console

import newsvane.lake
from newsvane.errors import NewsvaneError
from newsvane.standalone import Standalone, require_free_port
from tests.cluster import WORKERS, Cluster, backbone
from tests.cluster.components import ACCESS
from tests.cluster.faults import FAULTS, Faults
from tests.demo import kept, show
from tests.demo.checks import check
from tests.demo.cycle import DAGS, CycleFailed, first_cycle
from tests.demo.kills import Killer
from tests.support.scene import PROJECT, Analyst, Scene, scene

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    options = _options()
    for name in ENDINGS:
        signal.signal(name, _interrupt)
    try:
        with _ending_in_peace():
            return _demo(options)
    except NewsvaneError as error:
        console.print(f"[red]{error}[/]", markup=True)
        return 1
    except KeyboardInterrupt:
        return 130


def _demo(options: argparse.Namespace) -> int:
    started, home = time.monotonic(), options.home.resolve()
    require_free_port(options.port)
    plain = _is_plain(options)
    began = kept.find_beginning(home) if plain else None
    if began:
        console.print(kept.describe(home, began), markup=False)
    else:
        kept.empty(home)
    with _surroundings(options, home, began) as surroundings, _airflow(options, surroundings) as stopped:
        settings = surroundings.settings
        if not options.check and options.pages is None:
            surroundings.environment.update(show.FOR_OPERATORS)
        with _undisturbed():
            newsvane.lake.migrate(settings)
        with stopped as airflow:
            with Analyst(settings) as analyst:
                airflow.wait_for_dags(set(DAGS))
                console.print(f"Airflow is up after {time.monotonic() - started:.0f} s.")
                if not began:
                    console.print("First cycle:")
                    with _disturbed(airflow, options):
                        first_cycle(airflow, console)
                wrong = _check(airflow, surroundings, real_pages=options.pages is not None) if options.check else []
            if not began:
                show.landed(console, surroundings)
            if not (began or options.check or options.pages):
                show.past(console, surroundings)
            if plain:
                kept.note_beginning(home, surroundings.began)
            show.where_to_look(console, surroundings, airflow)
            if not options.check:
                console.print(f"\nEverything stays up until you press Ctrl-C, or `kill {os.getpid()}`.", markup=False)
                _wait_to_be_ended(airflow)
                console.print("Ending …")
    wrong += [f"an analyst met an error: {error}" for error in analyst.errors]
    if analyst.away and "postgres" not in options.fault:
        wrong.append(f"an analyst met {analyst.away} times a lake that did not answer")
    if options.check:
        console.print(
            f"An analyst asked the lake {analyst.queries} times meanwhile: {len(analyst.errors)} errors, "
            f"slowest answer {analyst.slowest:.1f} s."
        )
    for line in wrong:
        console.print(f"WRONG  {line}")
    if options.check:
        console.print(f"demo-check: {len(wrong)} differences, {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


def _surroundings(
    options: argparse.Namespace, home: Path, began: datetime | None
) -> contextlib.AbstractContextManager[Scene]:
    """Return the news world with its hostile outlet, as it was if it `began` earlier, or the given pages."""
    return scene(home, pages=options.pages, began=began, neighbour=options.pages is None, keep=began is not None)


@contextlib.contextmanager
def _airflow(options: argparse.Namespace, surroundings: Scene) -> Iterator[Standalone]:
    """Start the servers that Airflow needs; yield the Airflow to start, on one machine or as a cluster."""
    home, port = options.home.resolve() / "airflow", options.port
    if not options.cluster:
        console.print("Starting Airflow (its database, API server, scheduler, DAG processor and triggerer) …")
        yield Standalone(PROJECT, home, port=port, environment=surroundings.environment, password="admin")
        return
    console.print(f"Starting Airflow on Celery (PostgreSQL, Redis, its components and {WORKERS} workers) …")
    with backbone(store=options.store) as behind:
        surroundings.environment.update(behind.lake)
        os.environ.update({name: behind.lake[name] for name in ACCESS})
        yield Cluster(home, behind, port=port, given=surroundings.environment, password="admin")


@contextlib.contextmanager
def _disturbed(airflow: Standalone, options: argparse.Namespace) -> Iterator[None]:
    """Kill tasks or inject faults into the cluster while the block runs, as the options say.

    Raises CycleFailed if a fault was not injected, or its task did not recover.
    """
    if options.kill:
        with Killer(airflow, console):
            yield
    elif isinstance(airflow, Cluster) and options.fault:
        with Faults(airflow, console, options.fault) as faults:
            yield
        if wrong := faults.wrong():
            raise CycleFailed("; ".join(wrong))
    else:
        yield


def _check(airflow: Standalone, surroundings: Scene, *, real_pages: bool) -> list[str]:
    wrong = check(airflow, surroundings, console, real_pages=real_pages)
    if isinstance(airflow, Cluster):
        wrong += [f"{log} shows a secret" for log in airflow.leaks()]
    return wrong


def _wait_to_be_ended(airflow: Standalone) -> None:
    """Wait for Ctrl-C. Short sleeps are needed: a signal that another thread receives would not end a longer one."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(0.5)
            airflow.require_running()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Delay signals until the block ends, because DuckDB converts or swallows the exception that a signal raises."""
    came: list[int] = []
    before = {name: signal.signal(name, lambda number, _: came.append(number)) for name in ENDINGS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    if came:
        raise KeyboardInterrupt


@contextlib.contextmanager
def _ending_in_peace() -> Iterator[None]:
    """Ignore further Ctrl-C once the block has failed or was interrupted, so that everything is stopped cleanly."""
    try:
        yield
    except BaseException:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_plain(options: argparse.Namespace) -> bool:
    """Return whether this is the demo of `make demo`, which is kept between starts."""
    return not (options.check or options.cluster or options.pages)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="of the Airflow UI")
    parser.add_argument(
        "--home",
        type=Path,
        help="folder that is written; by default .demo, or .demo-check for any other than the plain demo",
    )
    parser.add_argument("--check", action="store_true", help="compare with the ground truth, then end")
    parser.add_argument("--cluster", action="store_true", help="on Celery, with PostgreSQL and Redis")
    parser.add_argument("--store", action="store_true", help="of the cluster: the lake's files in a bucket")
    parser.add_argument("--kill", action="store_true", help="kill -9 the first try of every task")
    parser.add_argument("--fault", nargs="+", default=[], choices=FAULTS, help="of the cluster: what is taken away")
    parser.add_argument("--pages", type=Path, help="folder of saved real pages to use as the world")
    options = parser.parse_args()
    options.home = options.home or PROJECT / (".demo" if _is_plain(options) else ".demo-check")
    if (options.fault or options.store) and not options.cluster:
        parser.error("--fault and --store need --cluster")
    return options


if __name__ == "__main__":
    try:
        code = main()
    except CycleFailed as error:
        console.print(f"FAILED  {error}")
        code = 1
    sys.exit(code)
