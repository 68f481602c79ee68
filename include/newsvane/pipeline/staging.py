"""Pass work from one task to the next through files in a folder per run.

The folder is `staging/STEP/RUN`, where STEP is "poll", "ingest" or "backfill". Each file holds records, one JSON object
per line. A planning task divides the work into chunks (`plan-NNN.jsonl`), the task of a chunk writes its results
(`polled-NNN.jsonl`, `read-NNN.jsonl`), and the landing task reads them.

A file appears complete or not at all, so a task that was killed leaves nothing, and a rerun replaces the file. All
items of one site are in the same chunk, so each task can limit the requests to it by itself.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Literal, TypedDict, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from newsvane import storage, urls
from newsvane.errors import Terminal
from newsvane.records import Record

Step = Literal["poll", "ingest", "backfill"]
T = TypeVar("T")
R = TypeVar("R", bound=Record)

BACKFILL_PREFIX = "backfill-"
"""How the names of the runs begin that fill in the past."""

KEEP_RUNS = timedelta(days=2)
"""How long the folder of a run is kept. During this time a task of the run can be cleared and run again."""

MIN_CHUNK_ITEMS = 4
"""Fewer items than this are not worth a task of their own: starting a task takes about a second."""

_NAME_FILE = "name"
"""The file in a run's folder that holds the name of the run."""


class Chunk(TypedDict):
    """A part of a run's work. The items are in the run's folder, so that this is small enough for XCom."""

    run: str
    number: int
    label: str
    items: int


class RunFolder:
    """The staging folder of one run of one step."""

    def __init__(self, root: storage.StoragePath, step: Step, name: str) -> None:
        readable = re.sub(r"[^A-Za-z0-9]+", "-", name)[:60].strip("-")
        self.name = name
        self.slug = f"{readable}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        self.path = root / step / self.slug

    def write_plan(self, items: Sequence[R], *, site: Callable[[R], str], chunks: int, noun: str) -> list[Chunk]:
        """Divide the items into at most `chunks` files and return a description of each.

        Everything that an earlier attempt left in the folder is removed. `noun` names the items in labels ("feeds").
        """
        storage.make_folder(self.path)
        for stale in self.path.glob("*"):
            stale.unlink()
        (self.path / _NAME_FILE).write_text(self.name, "utf-8")
        groups = divide_by_site(items, site=site, chunks=chunks)
        for number, group in enumerate(groups):
            with self.open_writer("plan", number) as write:
                for item in group:
                    write(item)
        return [
            Chunk(run=self.name, number=number, label=_label(group, site, noun), items=len(group))
            for number, group in enumerate(groups)
        ]

    @contextmanager
    def open_writer(self, kind: str, number: int) -> Iterator[Callable[[Record], None]]:
        """Yield a function that writes a record to the file of that kind and chunk.

        The file appears when the block ends, and not at all if the block raises.
        """
        with storage.open_atomic(self._file(kind, number)) as file:
            yield lambda record: print(record.model_dump_json(), file=file)

    def read(self, kind: str, record: type[R], number: int | None = None) -> Iterator[R]:
        """Yield the records of one chunk's file of that kind; without a number, of all chunks in order.

        Raises Terminal when a line is not such a record.
        """
        files = (
            [self._file(kind, number)] if number is not None else storage.list_matching(self.path, f"{kind}-*.jsonl")
        )
        for path in files:
            try:
                with path.open(encoding="utf-8") as file:
                    yield from map(record.model_validate_json, file)
            except (ValidationError, UnicodeDecodeError) as error:
                cause = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
                raise Terminal(
                    f"{path} holds a line that is not a {record.__name__}: another version of Newsvane began this run, "
                    f"or the file is damaged. Clear the run from its first task ({cause})",
                    reason="staging_unreadable",
                ) from error

    def require_all_chunks(self, kind: str) -> None:
        """Raise Terminal, with their numbers, when planned chunks have no file of that kind."""
        if lost := self.list_unfinished_chunks(kind):
            planned = len(self._list_chunks("plan"))
            raise Terminal(
                f"chunks {', '.join(f'{each:03}' for each in lost)} of {planned} left nothing; the other chunks have "
                "landed. The next run does the missing work. See the logs of the tasks of these chunks for the cause",
                reason="chunks_lost",
            )

    def list_unfinished_chunks(self, kind: str) -> list[int]:
        """Return the numbers of the planned chunks that have no file of that kind."""
        return sorted(self._list_chunks("plan") - self._list_chunks(kind))

    def discard(self, kind: str, number: int) -> None:
        """Remove the file of that kind and chunk, if there is one."""
        self._file(kind, number).unlink(missing_ok=True)

    def _list_chunks(self, kind: str) -> set[int]:
        numbers = (path.stem.rpartition("-")[2] for path in self.path.glob(f"{kind}-*.jsonl"))
        return {int(number) for number in numbers if number.isdecimal()}

    def _file(self, kind: str, number: int) -> storage.StoragePath:
        return self.path / f"{kind}-{number:03}.jsonl"


def divide_by_site(items: Sequence[T], *, site: Callable[[T], str], chunks: int) -> list[list[T]]:
    """Divide items into at most `chunks` lists of similar length. All items of one site are in one list.

    Within a list, the order is that of `items`: a site with many of them does not come before the others.
    """
    sites = [site(item) for item in items]
    items_per_site = Counter(sites)
    sizes = [0] * min(chunks, len(items_per_site), math.ceil(len(items) / MIN_CHUNK_ITEMS))
    number_by_site: dict[str, int] = {}
    for name, size in items_per_site.most_common():
        number_by_site[name] = sizes.index(min(sizes))
        sizes[number_by_site[name]] += size
    groups: list[list[T]] = [[] for _ in sizes]
    for name, item in zip(sites, items, strict=True):
        groups[number_by_site[name]].append(item)
    return groups


def _label(items: Iterable[R], site: Callable[[R], str], noun: str) -> str:
    sites = Counter(map(site, items))
    named = ", ".join(name for name, _ in sites.most_common(2))
    more = f" and {len(sites) - 2} more" if len(sites) > 2 else ""
    return f"{sites.total()} {noun} of {named}{more}"


def site_of(url: str) -> str:
    """Return the site of an address (see `urls.site`), or "" if it has none."""
    try:
        return urls.site(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def find_runs_since(root: storage.StoragePath, step: Step, kind: str, since: datetime) -> list[str]:
    """Return the names of the runs that wrote a file of that kind at `since` or later, in the order of writing.

    Only runs whose folder still exists are found (see KEEP_RUNS).
    """
    written: dict[str, float] = {}
    for file in storage.list_files(root / step):
        folder, _, name = file.path.partition("/")
        if name.startswith(f"{kind}-") and name.endswith(".jsonl") and file.modified >= since.timestamp():
            written[folder] = max(written.get(folder, 0.0), file.modified)
    names = (root / step / folder / _NAME_FILE for folder in sorted(written, key=written.__getitem__))
    return [name.read_text("utf-8", errors="replace") for name in names if name.exists()]


def find_run_folders(root: storage.StoragePath, step: Step, kind: str) -> Iterator[tuple[storage.StoragePath, float]]:
    """Yield the folder of each run that has files of that kind, with the time of the last one (since 1970)."""
    newest: dict[str, float] = {}
    for file in storage.list_files(root / step):
        folder, _, name = file.path.partition("/")
        if name.startswith(f"{kind}-"):
            newest[folder] = max(newest.get(folder, 0.0), file.modified)
    yield from ((root / step / folder, written) for folder, written in newest.items())


def remove_old_folders(root: storage.StoragePath, now: datetime, *, depth: int = 2) -> int:
    """Remove the folders `depth` levels below `root` to which nothing was written for KEEP_RUNS; return how many.

    The default depth is that of the folders of runs.
    """
    old = [folder for folder, written in storage.list_folders(root, depth) if written < (now - KEEP_RUNS).timestamp()]
    storage.remove_folders(old)
    return len(old)
