"""Keep the demo between starts: its lake, labels, watch files and messages, until somebody removes its folder."""

import shutil
from datetime import datetime
from pathlib import Path

_BEGAN = "began.txt"
"""The file in a demo's folder that says when it began; written when its first cycle is complete."""
_PARTS = ("newsvane/lake", "airflow", "watch")
"""What a demo consists of."""


def find_beginning(home: Path) -> datetime | None:
    """Return when the demo in this folder began; None if there is none, or it is not complete."""
    if not all((home / name).exists() for name in _PARTS):
        return None
    try:
        return datetime.fromisoformat((home / _BEGAN).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def note_beginning(home: Path, began: datetime) -> None:
    """Note that the demo in this folder is complete, and since when the ages of its articles count."""
    (home / _BEGAN).write_text(began.isoformat(), "utf-8")


def describe(home: Path, began: datetime) -> str:
    """Return what a demo that is started again keeps, and how to begin anew."""
    return (
        f"Going on with the demo of {began:%Y-%m-%d %H:%M} UTC in {home}: its articles, labels, watch files and "
        "messages are kept. To begin anew, end this and run `make clean`, which removes them. "
        "The ports have changed: paste the export lines below again."
    )


def empty(home: Path) -> None:
    """Remove what an incomplete or checked demo left in this folder."""
    shutil.rmtree(home, ignore_errors=True)
