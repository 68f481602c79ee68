"""`newsvane up`: run Airflow on this machine with the real watch list, until it is stopped."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, NoReturn

import typer

from newsvane import lake
from newsvane.cli.airflow.extra import require_airflow
from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import err, out, print_words
from newsvane.settings import get_settings
from newsvane.standalone import Standalone

DAGS = ("newsvane_poll", "newsvane_ingest", "newsvane_alert", "newsvane_trends", "newsvane_maintain")


class StopRequested(BaseException):
    """A signal asked the process to stop."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane up --port 8081`")(up)


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Airflow UI on 127.0.0.1.")] = 8080,
) -> None:
    """Start Airflow with the real watch list.

    All DAGs are switched on, so the first poll starts at once. Ctrl-C or SIGTERM stops Airflow and all its processes.
    Airflow must be installed: `pip install 'newsvane[airflow]'`.
    """
    require_airflow()
    home = get_settings().home / "airflow"
    warn_of_mistakes(get_settings())
    lake.migrate(get_settings())
    with stop_on_signal():
        err.print("Starting Airflow; this takes about 15 seconds.")
        run_until_stopped(Standalone(Path.cwd(), home, port=port))


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and SIGHUP end the block cleanly."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _request_stop)
    try:
        yield
    except StopRequested:
        out.print("Airflow has stopped.")


def run_until_stopped(stopped: Standalone) -> NoReturn:
    """Start Airflow, switch on all DAGs, and wait. Raises StartFailed if it stops by itself."""
    with stopped as airflow:
        airflow.wait_for_dags(set(DAGS))
        for dag in DAGS:
            airflow.unpause(dag)
        print_words(f"Airflow: {airflow.url}, user admin, password in {airflow.password_file}")
        out.print("The first poll is running. Ctrl-C stops everything.")
        while True:
            Event().wait(2)
            airflow.require_running()


def _request_stop(number: int, frame: FrameType | None) -> None:
    """Stop once. Further signals are ignored, so that no process is left behind."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise StopRequested
