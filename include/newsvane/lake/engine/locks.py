"""Let one writer at a time work on a table.

A catalog in SQLite is a file in WAL mode, so readers continue while a writer commits. Writers wait for each other on
an advisory lock beside the file, which the kernel releases when its holder dies.

With a catalog in PostgreSQL, writers of different tables work at the same time. DuckLake has no unique constraints,
and two merges of the same ids would both commit; so each table has a lock, which the server releases when the session
of its holder ends.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from newsvane import home_folder, storage
from newsvane.errors import LakeBusy, LakeError
from newsvane.lake.engine import postgres
from newsvane.lake.engine.written_tables import Work, list_written_tables
from newsvane.settings import Settings

_LOCK_POLL_SECONDS = 0.05
"""Seconds between two attempts to take a file lock."""


@contextmanager
def lock(settings: Settings, name: str, *, wait: float = 60.0) -> Iterator[Callable[[], None]]:
    """Hold the lock of this name, in PostgreSQL or in a file beside the catalog. `wait`: seconds to wait for it.

    Yields a function that raises LakeBusy if the lock has been lost. Raises LakeBusy if the lock is not free in time,
    or a catalog in PostgreSQL does not respond.
    """
    with _hold(settings, name, [name], wait=wait) as require_lock:
        yield require_lock


@contextmanager
def hold_write_locks(settings: Settings, work: Work, *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the locks of a kind of work, and yield a function that raises LakeBusy if they are lost.

    Raises LakeError if there is no catalog, but what a lost one has written: a new one would hide that.
    """
    if lost := describe_lost_catalog(settings):
        raise LakeError(lost, reason="no_catalog")
    with _hold(settings, "", list_written_tables(work), wait=wait) as require_locks:
        yield require_locks


def describe_lost_catalog(settings: Settings) -> str:
    """Say that the catalog is lost and what to do, if it is not there but its Parquet files are; otherwise ""."""
    if not settings.is_embedded or settings.store:
        return ""
    data = settings.lake_path / "data"
    try:
        if settings.catalog_path.exists() or next(data.rglob("*.parquet"), None) is None:
            return ""
    except PermissionError:  # whoever opens the lake says so
        return ""
    return (
        f"the catalog {settings.catalog_path} is missing, and {data} has files of its lake: move {settings.lake_path} "
        "aside, then restore a backup, or begin with an empty lake; see docs/operations/backup.md"
    )


def _hold(
    settings: Settings, file: str, names: Iterable[str], *, wait: float
) -> AbstractContextManager[Callable[[], None]]:
    """Return the file lock of that name, or with a catalog in PostgreSQL the locks of these names."""
    if settings.is_embedded:
        return _file_lock(settings, file, wait=wait)
    return postgres.hold_locks(settings, names, wait=wait)


@contextmanager
def _file_lock(settings: Settings, name: str, *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the file lock of this name beside the catalog; "" is the writer's lock.

    Yields a function that raises LakeBusy if the file was removed or replaced: then others can take the lock.
    """
    path = settings.catalog_path.with_name(".".join(filter(None, (settings.catalog_path.name, name, "lock"))))
    home_folder.require_home(settings.home, settings.watch)
    storage.make_folder(path.parent)
    with path.open("a") as file:
        deadline = time.monotonic() + wait
        while not _try_lock(file.fileno()):
            if time.monotonic() >= deadline:
                raise LakeBusy(f"another process has held {path} for more than {wait:g} s", reason="lake_busy")
            time.sleep(_LOCK_POLL_SECONDS)

        def require_lock() -> None:
            if not _is_open_file(path, file.fileno()):
                raise LakeBusy(f"the lock file {path} was removed or replaced while we held it", reason="lake_busy")

        yield require_lock


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_open_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
