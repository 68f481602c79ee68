"""`newsvane up`: Airflow on this machine, on the real watch list, until it is told to end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, NoReturn

import typer

from newsvane import lake
from newsvane.cli.console import err, out
from newsvane.errors import ConfigError
from newsvane.settings import get_settings
from newsvane.standalone import Standalone

DAGS = ("newsvane_poll", "newsvane_ingest", "newsvane_alert", "newsvane_trends", "newsvane_maintain")


class Ended(BaseException):
    """Somebody asked us to end."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane up --port 8081`")(up)


def up(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the Airflow UI on 127.0.0.1.")] = 8080,
) -> None:
    """Start Airflow on the real watch list.

    With all DAGs on, so that a first poll begins at once; Ctrl-C or SIGTERM ends it and every process of it. To be
    called in the checkout, where `dags/` is.
    """
    project, home = Path.cwd(), get_settings().home / "airflow"
    if not (project / "dags").is_dir():
        raise ConfigError(f"{project} has no folder dags: call `newsvane up` in the checkout", reason="no_dags")
    lake.migrate(get_settings())
    with until_told():
        err.print("Starting Airflow; this takes a quarter of a minute.")
        stay(Standalone(project, home, port=port))


@contextmanager
def until_told() -> Iterator[None]:
    """A block that Ctrl-C, SIGTERM and SIGHUP end in peace."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        yield
    except Ended:
        out.print("Airflow has ended.")


def stay(stopped: Standalone) -> NoReturn:
    """Start it with all DAGs on, and keep it. Raises StartFailed where it does not stay up."""
    with stopped as airflow:
        airflow.wait_for_dags(set(DAGS))
        for dag in DAGS:
            airflow.unpause(dag)
        out.print(f"Airflow: {airflow.url}, user admin, password in {airflow.password_file}", soft_wrap=True)
        out.print("A first poll is under way. Ctrl-C ends everything.")
        while True:
            Event().wait(2)
            airflow.require_running()


def _end(number: int, frame: FrameType | None) -> None:
    """End once; whoever asks again meanwhile waits, so that no process is left behind."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Ended
