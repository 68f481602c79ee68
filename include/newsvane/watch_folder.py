"""Remember which watch folder a home is used with, so that a lake never meets the feeds of another subject.

The file `watch-folder` in the home holds the path. It is relative to the home if the two are beside each other, so that
they can be moved together or mounted somewhere else.
"""

import os
from pathlib import Path

from newsvane import storage

DEFAULT = Path("include/watch")
"""The watch folder for a home that was never used, in the current folder."""
SHIPPED = Path(__file__).resolve().parents[2] / DEFAULT
"""The watch folder of the checkout. An installation from a wheel has none."""

_RECORD = "watch-folder"


def find_watch_folder(home: Path) -> Path:
    """Return the watch folder to use if no setting names one.

    That is the folder that the home was used with. For a home that was never used it is `include/watch` in the current
    folder, or if there is none, in the checkout.
    """
    return read_record(home) or next(filter(is_reachable, (DEFAULT, SHIPPED)), DEFAULT)


def read_record(home: Path) -> Path | None:
    """Return the watch folder that a home was used with; None if it was never used, or belongs to another user."""
    try:
        text = (home / _RECORD).read_text("utf-8", errors="replace").strip()
    except OSError:
        return None
    return Path(os.path.normpath(home / text)) if text else None


def write_record(home: Path, folder: Path) -> None:
    """Remember that a home is used with this watch folder. Raises OSError."""
    absolute, parent = _absolute(folder), _absolute(home).parent
    path = os.path.relpath(absolute, _absolute(home)) if absolute.is_relative_to(parent) else absolute
    storage.make_folder(home)
    with storage.open_atomic(home / _RECORD) as file:
        file.write(f"{path}\n")


def describe_mix(home: Path, folder: Path) -> str:
    """Return what is wrong and what to set if `home` is used with another watch folder than `folder`, otherwise "".

    A folder that is gone was moved, so the home may be used with another one.
    """
    recorded = read_record(home)
    if recorded is None or not is_reachable(recorded) or _is_same(recorded, folder):
        return ""
    return (
        f"the home {home} is used with {recorded}, not with {folder}, which is refused. Unset NEWSVANE_WATCH; or, for "
        f"another subject, set NEWSVANE_HOME to another folder. If {folder} replaces it, remove {home / _RECORD}. "
        f"If it is a draft: `newsvane config check {folder}`, and --watch {folder} for `alerts send`, "
        "`alerts test` and `topics test`"
    )


def is_reachable(folder: Path) -> bool:
    """Return whether a folder exists and may be entered by this user."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def _is_same(one: Path, other: Path) -> bool:
    return _absolute(one) == _absolute(other) or (is_reachable(other) and one.samefile(other))


def _absolute(path: Path) -> Path:
    """Return the absolute path with its links as they are: a link may lead to another folder tomorrow."""
    return Path(os.path.normpath(path.absolute()))
