"""Tell a home of Newsvane from any other folder, and what Newsvane makes in it from what others put there.

Newsvane closes what it makes to other users of the machine. `NEWSVANE_HOME` may name the wrong folder, so nothing is
closed, and nothing written, in a folder that has files of others and never was a home.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from newsvane.errors import ConfigError
from newsvane.storage import find_existing

OWN_NAMES = frozenset({
    *("airflow", "airflow.json", "archive", "configuration", "coverage.duckdb", "delivery", "forgotten"),
    *("installations", "lake", "quality", "robots", "search-index", "spill", "staging", "watch-folder"),
})
"""Names of what Newsvane makes in a home."""

REMEDY = "set NEWSVANE_HOME to a new or empty folder"
"""What to do if a path cannot be a home."""

_MARKS = (
    *("watch-folder", "airflow.json", "lake/catalog.sqlite", "lake/*.sqlite.*lock", "*.sqlite.*lock"),
    *("lake/postgresql", "lake/data/main", "configuration/*.json", "forgotten/*.json*", "installations/*.json"),
)
"""Patterns of files that only a home has. One of them is there from the first run on, in homes of all versions."""

_BEFORE_MARKS = frozenset({"airflow", "delivery", "robots", "search-index", "spill", "staging"})
"""What Newsvane may have made in a home before its first mark, or what is left of one that was lost."""

_FILE_SYSTEM = frozenset({"lost+found", "System Volume Information"})
"""What a disk has that is mounted as home. Hidden files, such as `.DS_Store` and `.snapshot`, are no content either."""

_SHOWN = 3
"""How many files of others a message names."""


def list_private(home: Path, watch: Path) -> list[Path]:
    """Return what only the owner of a home may access: what Newsvane makes in it, and the home unless others use it.

    `watch`: the watch folder, which may be in it. Empty for a folder that is no home.
    """
    if not os.access(home, os.R_OK | os.X_OK):
        return [home]
    if describe_misuse(home, watch):
        return []
    shared = list_foreign(home, watch)
    return [*(() if shared else (home,)), *(path for path in home.iterdir() if path.name in OWN_NAMES)]


def list_foreign(home: Path, watch: Path) -> list[str]:
    """Return the names of what others put into a home, sorted. The watch folder is not among them."""
    return sorted(path.name for path in home.iterdir() if not _is_expected(path, watch, OWN_NAMES))


def describe_misuse(home: Path, watch: Path) -> str:
    """Return why a path cannot be a home, "" if it can: it is a home, empty, or not there yet. The remedy is REMEDY.

    What this user may not look into is not judged.
    """
    existing = find_existing(home)
    if not existing.is_dir():
        return f"{existing} is not a folder" + f", so {home} cannot be the home" * (existing != home)
    if not home.is_dir() or not os.access(home, os.R_OK | os.X_OK) or is_marked(home):
        return ""
    others = sorted(path.name for path in home.iterdir() if not _is_expected(path, watch, _BEFORE_MARKS))
    if not others:
        return ""
    return f"{home.absolute()} is not a home of Newsvane, and not empty ({_enumerate(others)})"


def require_home(home: Path, watch: Path) -> None:
    """Raise ConfigError if a path cannot be a home."""
    if misuse := describe_misuse(home, watch):
        raise ConfigError(f"{misuse}: {REMEDY}", reason="no_home")


def is_marked(home: Path) -> bool:
    """Return whether a folder was used as a home before."""
    return any(True for mark in _MARKS for _ in home.glob(mark))


def _is_expected(path: Path, watch: Path, ours: frozenset[str]) -> bool:
    """Return whether a path is ours by its name, or holds the watch folder.

    By their name alone so are folders that have no file yet, as on a full disk, or a mark that we may not see.
    """
    if path.name in ours | _FILE_SYSTEM or path.name.startswith(".") or watch.resolve().is_relative_to(path.resolve()):
        return True
    if path.name not in OWN_NAMES or not os.access(path, os.R_OK | os.X_OK):
        return path.name in OWN_NAMES
    return path.is_dir() and not any(each.is_file() for each in path.rglob("*"))


def _enumerate(names: Iterable[str]) -> str:
    shown = list(names)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more
