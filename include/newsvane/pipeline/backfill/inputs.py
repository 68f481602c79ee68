"""Find the files that a backfill is to read: WARC files, and lists of addresses."""

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from newsvane.archive import is_warc_name
from newsvane.errors import ConfigError, Terminal

_LIST_ENDINGS = (".txt", ".csv", ".tsv", ".json", ".jsonl", ".ndjson")
MAX_LINE = 200_000
"""Characters of a line of a list; the rest of it counts as another line."""

MAX_LINES, MAX_CHARACTERS = 10_000_000, 5_000_000_000
"""Of a list, decompressed: more than MAX_LEADS need. The rest of it is not read."""


class ListTooLong(Terminal):
    """A list has more lines or characters than are read."""


class Inputs(NamedTuple):
    """The files, in order of their paths."""

    warcs: tuple[Path, ...]
    lists: tuple[Path, ...]


def find_inputs(paths: Iterable[str]) -> Inputs:
    """Return the files at these paths, and those in folders that are known by their names.

    A file that is named itself is a list of addresses if its name is not that of a WARC file. Raises ConfigError if
    there is no such file or folder.
    """
    warcs: dict[Path, None] = {}
    lists: dict[Path, None] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise ConfigError(
                f"{path} does not exist: name a WARC file, a list of addresses, or a folder", reason="input"
            )
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            if is_warc_name(file.name):
                warcs[file.resolve()] = None
            elif file == path or _is_list_name(file.name):
                lists[file.resolve()] = None
    return Inputs(tuple(warcs), tuple(lists))


@contextmanager
def open_lines(path: Path) -> Iterator[Iterator[str]]:
    """Yield the lines of a list, decompressed if it is a gzip file. What is damaged ends the list.

    The lines raise ListTooLong after MAX_LINES or MAX_CHARACTERS.
    """
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        content = gzip.GzipFile(fileobj=file) if is_gzip else file
        with io.TextIOWrapper(content, "utf-8", errors="replace") as text:
            yield _read_lines(text)


def _read_lines(text: io.TextIOWrapper) -> Iterator[str]:
    lines = characters = 0
    try:
        while line := text.readline(MAX_LINE):
            lines, characters = lines + 1, characters + len(line)
            if lines > MAX_LINES or characters > MAX_CHARACTERS:
                message = (
                    f"only the first {MAX_LINES:,} lines or {MAX_CHARACTERS / 1e9:.0f} GB are read: divide the list"
                )
                raise ListTooLong(message, reason="list_too_long")
            yield line
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return


def _is_list_name(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(_LIST_ENDINGS)
