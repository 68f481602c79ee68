"""Where an index is kept: a folder with the newest index, a note of what it contains, and the lock of its writer.

    search-index/index.json     the note: format, snapshot of the lake, and which folder is the index
    search-index/lock           locked by the one process that writes
    search-index/<random name>  the index, in the form of tantivy

A new index is built in a folder of its own and comes into force with the note, so a reader finds the old one or the new
one, whole. What a killed process has left is removed by the next build.
"""

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from pydantic import ValidationError

from newsvane import storage
from newsvane.errors import LakeBusy
from newsvane.records import Record, Utc
from newsvane.search_index.schema import FORMAT

_NOTE, _LOCK = "index.json", "lock"
_LIBRARY = version("tantivy")
"""Part of the format: another version may write another one."""


class Mark(Record):
    """A snapshot of the lake, by its number and its time: a restored lake can have another one of the same number."""

    snapshot: int
    at: Utc


class Note(Record):
    """What an index contains. `folder`: its name. `mark`: every change of the lake up to there is in the index."""

    format: int
    library: str
    folder: str
    mark: Mark


class Missing(Exception):
    """There is no index that can be used. The message says why, as the end of a sentence."""


def read_note(home: Path) -> Note:
    """Return the note of an index. Raises Missing."""
    try:
        note = Note.model_validate(json.loads((home / _NOTE).read_text("utf-8")))
    except FileNotFoundError:
        raise Missing("there is none yet") from None
    except (OSError, ValueError, ValidationError) as error:
        raise Missing(f"{home / _NOTE} cannot be read") from error
    if note.format != FORMAT or note.library != _LIBRARY:
        raise Missing("another version of Newsvane built it")
    return note


def write_note(home: Path, folder: Path, mark: Mark) -> None:
    """Put an index into force, or say that it contains more now."""
    note = Note(format=FORMAT, library=_LIBRARY, folder=folder.name, mark=mark)
    with storage.open_atomic(home / _NOTE) as file:
        file.write(note.model_dump_json())


def make_folder(home: Path) -> Path:
    """Return a new, empty folder for an index."""
    folder = home / uuid4().hex
    storage.make_folder(folder)
    return folder


def remove_others(home: Path, keep: Path | None) -> None:
    """Remove every index but one, and notes that were not written to the end."""
    for each in home.iterdir():
        if each.is_dir() and each != keep:
            shutil.rmtree(each, ignore_errors=True)
        elif each.suffix == ".partial":
            each.unlink(missing_ok=True)


def measure_size(home: Path) -> int:
    """Return how many bytes the index takes on disk."""
    return sum(each.stat().st_size for each in home.rglob("*") if each.is_file()) if home.exists() else 0


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the lock of the writer. Raises LakeBusy if another process holds it."""
    storage.make_folder(home)
    with (home / _LOCK).open("a") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LakeBusy("another process is writing the search index", reason="index_busy") from error
        yield
