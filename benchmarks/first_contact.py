"""Measure the first commands that a person types, each as a process of its own, against a peer that does the least.

`python -m benchmarks.first_contact [HOME]` fills a lake from the news world of the demo, or uses the one under HOME.
Command and peer run in turns, so that a busy machine affects both equally.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

from newsvane.lake.engine.attach import build_attach_script, list_extensions
from newsvane.settings import Settings
from tests.support import cookbook

ROUNDS = 9
IMPORT = "import typer, rich"
BARE = """
import duckdb
with duckdb.connect() as connection:
    for extension in {extensions}:
        connection.load_extension(extension)
    connection.execute({script!r})
    connection.execute("SELECT count(*) FROM articles").fetchall()
"""
"""DuckDB alone opens the lake and counts the articles."""
ON_NOTHING = (("--version",), ("--help",))
ON_THE_LAKE = (("sql", "SELECT count(*) FROM articles"), ("search", "iran"), ("stories",), ("trends",))


def run() -> str:
    """Return the table for a lake that is made for it."""
    with tempfile.TemporaryDirectory() as folder, cookbook.filled(Path(folder)) as world:
        return make_table(world.settings)


def make_table(settings: Settings) -> str:
    """Return the CPU time of each command and of its peer as Markdown, as medians."""
    bare = BARE.format(extensions=list_extensions(settings), script=build_attach_script(settings))
    rows = ["| command | CPU s | peer: CPU s | times the peer | peer |", "|---|---:|---:|---:|---|"]
    for peer, name, commands in (
        (IMPORT, f"`{IMPORT}`", ON_NOTHING),
        (bare, "DuckDB counts the articles", ON_THE_LAKE),
    ):
        for arguments in commands:
            ours, theirs = _compare([_newsvane(), *arguments], [sys.executable, "-c", peer], settings)
            shown = f"`newsvane {arguments[0]}`"
            rows.append(f"| {shown} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} | {name} |")
    return "\n".join(rows)


def _newsvane() -> str:
    return str(Path(sys.executable).with_name("newsvane"))


def _compare(ours: list[str], theirs: list[str], settings: Settings) -> tuple[float, float]:
    """Run both once to warm up, then `ROUNDS` times in turns, and return the medians of their CPU seconds."""
    spent: tuple[list[float], list[float]] = ([], [])
    for lap in range(ROUNDS + 1):
        for command, times in zip((ours, theirs), spent, strict=True):
            used = _run(command, settings)
            if lap:
                times.append(used)
    return median(spent[0]), median(spent[1])


def _run(command: list[str], settings: Settings) -> float:
    """Return the CPU seconds of a process, in user and system mode."""
    before = getrusage(RUSAGE_CHILDREN)
    environment = os.environ | {"NEWSVANE_HOME": str(settings.home)}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(make_table(Settings(home=Path(sys.argv[1]))) if sys.argv[1:] else run())
