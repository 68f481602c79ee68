"""Run, watch over and start Newsvane: `run`, `poll`, `doctor` and `up`."""

import typer

from newsvane.cli.system import cycle, doctor, up


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for module in (cycle, doctor, up):
        module.register(app)
