"""What one task leaves for the next: files of records, one JSON object a line, in a folder of the run.

A file appears whole or not at all (written beside, then renamed), so a task that died left nothing and a rerun
replaces. Chunks are divided by host, so that politeness to a host needs no agreement between tasks.
"""

import asyncio
import gc
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Literal, TypedDict, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from newsvane import storage
from newsvane.errors import Terminal
from newsvane.records import Record

Step = Literal["poll", "ingest"]
T = TypeVar("T")
R = TypeVar("R", bound=Record)

KEEP = timedelta(days=2)
"""How long the folder of a run is kept: a task can be cleared and run again as long."""

_NAME = "name"
"""The file with the run's name in its folder."""

SMALLEST = 4
"""Fewer items than this are not worth a task of their own: a task costs about a second."""


class Chunk(TypedDict):
    """A part of a run's work, small enough for XCom: the items are in the run's folder."""

    run: str
    number: int
    label: str
    items: int


class Run:
    """The folder of one run of one step."""

    def __init__(self, root: storage.StoragePath, step: Step, name: str) -> None:
        readable = re.sub(r"[^A-Za-z0-9]+", "-", name)[:60].strip("-")
        self.step: Step = step
        self.name = name
        self.slug = f"{readable}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        self.folder = root / step / self.slug

    def plan(self, items: Sequence[R], *, host: Callable[[R], str], chunks: int, noun: str) -> list[Chunk]:
        """Divide the items over at most `chunks` files, a host to a file, and say what each holds."""
        storage.make_folder(self.folder)
        for stale in self.folder.glob("*"):
            stale.unlink()
        (self.folder / _NAME).write_text(self.name, "utf-8")
        groups = divide(items, host=host, chunks=chunks)
        for number, group in enumerate(groups):
            with self.writing("plan", number) as write:
                for item in group:
                    write(item)
        return [
            Chunk(run=self.name, number=number, label=_label(group, host, noun), items=len(group))
            for number, group in enumerate(groups)
        ]

    @contextmanager
    def writing(self, kind: str, number: int) -> Iterator[Callable[[Record], None]]:
        """Write a file of records; it takes its place when the block ends well."""
        with storage.open_atomic(self._file(kind, number)) as file:
            yield lambda record: print(record.model_dump_json(), file=file)

    def reading(self, kind: str, record: type[R], number: int | None = None) -> Iterator[R]:
        """The records of one file of that kind, or of all of them in order."""
        files = (
            [self._file(kind, number)] if number is not None else storage.list_matching(self.folder, f"{kind}-*.jsonl")
        )
        for path in files:
            try:
                with path.open(encoding="utf-8") as file:
                    yield from map(record.model_validate_json, file)
            except ValidationError as error:
                raise Terminal(
                    f"{path} holds no {record.__name__} as this version writes it: the run began with another version, "
                    f"or the file is damaged. Clear the run from its first task ({error.errors()[0]['msg']})",
                    reason="staging_unreadable",
                ) from error

    def require_whole(self, kind: str) -> None:
        """Raise Terminal, naming them, where chunks that were planned left no file of that kind."""
        planned, done = (
            {path.stem.rpartition("-")[2] for path in self.folder.glob(f"{each}-*.jsonl")} for each in ("plan", kind)
        )
        if lost := sorted(planned - done):
            raise Terminal(
                f"chunks {', '.join(lost)} of {len(planned)} left nothing, the others have landed. What they held is "
                "done in the next run; their task logs say what happened",
                reason="chunks_lost",
            )

    def _file(self, kind: str, number: int) -> storage.StoragePath:
        return self.folder / f"{kind}-{number:03}.jsonl"


@asynccontextmanager
async def all_at_once(work: Iterable[Coroutine[None, None, T]]) -> AsyncIterator[AsyncIterator[T]]:
    """Results as they come, none kept; where one is an exception, or the block ends early, the others are called off.

    Thousands of small objects wait meanwhile, and none is garbage: its collector is put off.
    """
    done: asyncio.Queue[asyncio.Future[T]] = asyncio.Queue()
    running: set[asyncio.Future[T]] = set()

    def end(task: asyncio.Future[T]) -> None:
        running.discard(task)
        done.put_nowait(task)

    async def results() -> AsyncIterator[T]:
        for _ in range(count):
            yield (await done.get()).result()

    with _little_garbage():
        for each in work:
            task = asyncio.ensure_future(each)
            running.add(task)
            task.add_done_callback(end)
            del task
        count = len(running)
        try:
            yield results()
        finally:
            left = tuple(running)
            for unfinished in left:
                unfinished.cancel()
            await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def _little_garbage() -> Iterator[None]:
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def divide(items: Sequence[T], *, host: Callable[[T], str], chunks: int) -> list[list[T]]:
    """Divide items over at most `chunks` lists of like length, all of a host in one list."""
    hosts: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        hosts[host(item)].append(item)
    groups: list[list[T]] = [[] for _ in range(min(chunks, len(hosts), math.ceil(len(items) / SMALLEST)))]
    for same_host in sorted(hosts.values(), key=len, reverse=True):
        min(groups, key=len).extend(same_host)
    return groups


def host_of(url: str) -> str:
    """The host of an address, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def runs_since(root: storage.StoragePath, step: Step, kind: str, since: datetime) -> list[str]:
    """The names of the runs that are still kept and left files of that kind at `since` or later, earliest first."""
    left: dict[str, float] = {}
    for file in storage.list_files(root / step):
        folder, _, name = file.path.partition("/")
        if name.startswith(f"{kind}-") and name.endswith(".jsonl") and file.modified >= since.timestamp():
            left[folder] = max(left.get(folder, 0.0), file.modified)
    names = (root / step / folder / _NAME for folder in sorted(left, key=left.__getitem__))
    return [name.read_text("utf-8") for name in names if name.exists()]


def remove_old(root: storage.StoragePath, now: datetime, *, depth: int = 2) -> int:
    """Remove the folders, so many levels below, that nobody will need again; how many. By default those of runs."""
    old = [folder for folder, written in storage.list_folders(root, depth) if written < (now - KEEP).timestamp()]
    for folder in old:
        storage.remove_folder(folder)
    return len(old)


def _label(items: Iterable[R], host: Callable[[R], str], noun: str) -> str:
    hosts = Counter(map(host, items))
    named = ", ".join(name for name, _ in hosts.most_common(2))
    more = f" and {len(hosts) - 2} more" if len(hosts) > 2 else ""
    return f"{hosts.total()} {noun} of {named}{more}"
