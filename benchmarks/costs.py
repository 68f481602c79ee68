"""Measure the whole pipeline, from polling to alerts, and what limits it.

`python -m benchmarks.costs [CYCLES [PAGES [FOLDER]]]`: in each cycle the feeds list `PAGES` new pages on many hosts of
one local server. `FOLDER`: saved pages to use as templates; by default they are synthetic. One page in twenty is on
topic. Every step runs in a process of its own; two chunks are polled or read at the same time. The result
is articles per wall-clock second, CPU time per step, and bytes written. `docs/operations/capacity.md` calculates with
these figures.
"""

import asyncio
import contextlib
import gzip
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.news_pages import TOPICS, NewsPages, require_saved_pages
from benchmarks.synthetic_content import paragraphs
from newsvane import lake
from newsvane.settings import Settings, get_settings
from newsvane.storage import StoragePath

HOSTS, SIDE_BY_SIDE = 40, 2
MAX_PREPARED_PAGES = 20_000
"""Up to this many pages are made before the measurement begins; further pages are made when they are requested."""
WATCH = {
    "alerts.toml": '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1:{port}/hook"\n\n[[rule]]\nid = "all"\n'
    'title = "All"\ntopics = ["iran"]\nchannels = ["hook"]\ncap = 100000\n'
    "max_age_days = 3650\n",
}
_processes = multiprocessing.get_context("forkserver")


@dataclass
class Spent:
    """CPU-seconds and wall-clock seconds of a step, over all cycles."""

    cpu: float = 0
    wall: float = 0


@dataclass
class Bench:
    """An installation, and what its steps cost. `spent`: by step."""

    settings: Settings
    environment: dict[str, str]
    spent: dict[str, Spent] = field(default_factory=dict)

    def cycle(self, run: str) -> None:
        self.step("plan_polls", [(run,)])
        self.step("poll", self._chunks(run, "poll"))
        self.step("land_polls", [(run,)])
        self.step("plan_reads", [(run,)])
        self.step("read", self._chunks(run, "ingest"))
        for name in ("validate", "land_articles"):
            self.step(name, [(run,)])
        for name in ("refresh_trends", "publish", "deliver"):
            self.step(name, [()])

    def step(self, name: str, calls: Sequence[tuple[Any, ...]]) -> None:
        """Run a step once per tuple of arguments, two at the same time."""
        began = time.monotonic()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            cpu = sum(pool.map(partial(self._call, name), calls))
        spent = self.spent.setdefault(name, Spent())
        spent.cpu += cpu
        spent.wall += time.monotonic() - began

    def _call(self, name: str, arguments: tuple[Any, ...]) -> float:
        ours, theirs = _processes.Pipe(duplex=False)
        child = _processes.Process(target=_run, args=(theirs, self.settings, self.environment, name, arguments))
        child.start()
        theirs.close()
        cpu = float(ours.recv())
        child.join()
        return cpu

    def _chunks(self, run: str, step: Any) -> list[tuple[Any, ...]]:
        from newsvane.pipeline.staging import RunFolder

        folder = RunFolder(self.settings.staging_path, step, run).path
        return [({"run": run, "number": n, "label": "", "items": 0},) for n, _ in enumerate(folder.glob("plan-*"))]


def _run(
    result: Connection, settings: Settings, environment: dict[str, str], name: str, arguments: tuple[Any, ...]
) -> None:
    from newsvane import pipeline

    os.environ.update(environment)
    getattr(pipeline, name)(*arguments, settings=settings)
    used = resource.getrusage(resource.RUSAGE_SELF)
    result.send(used.ru_utime + used.ru_stime)


@contextlib.contextmanager
def serving(folder: Path, pages: int, cycles: int, *, templates: Path | None = None) -> Iterator[int]:
    """Serve the outlets and the receiver of alerts in a process of its own; yield the port.

    `templates`: a folder of saved pages; by default the pages are synthetic.
    """
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(theirs, pages, cycles, folder / "cycle", templates))
    server.start()
    theirs.close()
    try:
        yield int(ours.recv())
    except EOFError as error:
        raise SystemExit("the server of the pages has ended: see above") from error
    finally:
        server.terminate()
        server.join()


def _serve(port: Connection, pages: int, cycles: int, cycle: Path, templates: Path | None) -> None:
    news = NewsPages(templates)
    packed = cache(lambda number: gzip.compress(news.make(number), 6))
    if cycles * pages <= MAX_PREPARED_PAGES:
        for number in range(pages * cycles):
            packed(number)
    now = datetime.now(UTC)
    per_host = pages // HOSTS

    def answer(head: bytes) -> bytes:
        kind, path, _ = head.split(b" ", 2)
        host = int(head.partition(b"Host: h")[2].partition(b".")[0] or 0) if kind == b"GET" else 0
        if path == b"/feed":
            first = int(cycle.read_text()) * pages + host * per_host
            items = "".join(_item(host, number, now) for number in range(first, first + per_host))
            return _response(
                f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>".encode(), b"text/xml"
            )
        if path[1:].isdigit():
            return _response(packed(int(path[1:])), b"text/html; charset=utf-8", b"Content-Encoding: gzip\r\n")
        return _response(b"", b"text/plain")

    async def serve() -> None:
        async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
                    await reader.readexactly(int(length or 0))
                    writer.write(answer(head))
            writer.close()

        server = await asyncio.start_server(client, "127.0.0.1", 0, backlog=500)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def _item(host: int, number: int, now: datetime) -> str:
    title = " ".join(paragraphs(number, 1)[0].split()[:8])
    return (
        f"<item><title>{title}</title><link>http://h{host}.example/{number}</link>"
        f"<pubDate>{format_datetime(now)}</pubDate></item>"
    )


def _response(body: bytes, kind: bytes, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n%s" % (kind, more, len(body), body)


def write_watch_list(folder: Path, port: int, pages: int) -> dict[str, str]:
    """Write the watch list; return the environment to run with."""
    (folder / "topics.toml").write_text(TOPICS.read_text("utf-8"), "utf-8")
    for file, text in WATCH.items():
        (folder / file).write_text(text.replace("{port}", str(port)), "utf-8")
    feeds = "".join(f'[[feed]]\nid = "h{n}"\nurl = "http://h{n}.example/feed"\n\n' for n in range(HOSTS))
    (folder / "feeds.toml").write_text(feeds, "utf-8")
    return {
        "NEWSVANE_HOME": str(folder / "home"),
        "NEWSVANE_WATCH": str(folder),
        "NEWSVANE_CONNECT_TO": f".example=127.0.0.1:{port}",
        "NEWSVANE_HOST_DELAY": "0",
        "NEWSVANE_READ_LIMIT": str(pages),
    }


def _size(folder: StoragePath) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(cycles: int = 3, pages: int = 1_000, *, templates: Path | None = None) -> None:
    """Print the table."""
    require_saved_pages(templates)
    _processes.set_forkserver_preload(["newsvane.warmup"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, pages, cycles, templates=templates) as port:
            environment = write_watch_list(folder, port, pages)
            os.environ.update(environment)
            settings = get_settings()
            bench = Bench(settings, environment)
            lake.migrate(settings)
            bench.step("collect_metrics", [()])  # the processes' fork server imports everything once
            bench.spent.clear()
            began = time.monotonic()
            for number in range(cycles):
                (folder / "cycle").write_text(str(number))
                if number:
                    _make_due(settings)
                bench.cycle(f"cycle-{number}")
            took = time.monotonic() - began
            _print(bench, took, pages * cycles)


def _make_due(settings: Settings) -> None:
    with lake.writer(settings) as connection:
        connection.execute("UPDATE feed_states SET next_poll_at = polled_at")


def _print(bench: Bench, took: float, expected: int) -> None:
    settings = bench.settings
    with contextlib.closing(lake.connect(settings=settings)) as connection:
        landed, delivered = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM outbox WHERE state = 'delivered')"
        ).fetchall()[0]
    print(f"{landed:,} of {expected:,} articles landed, {delivered:,} alerts delivered, in {took:.0f} s")
    print(f"{landed / took:.1f} articles per second\n")
    print("| step | CPU ms per article | wall s |\n|---|---:|---:|")
    for name, spent in bench.spent.items():
        print(f"| `{name}` | {spent.cpu / landed * 1_000:.2f} | {spent.wall:.1f} |")
    print(f"| all | {sum(each.cpu for each in bench.spent.values()) / landed * 1_000:.2f} | {took:.1f} |\n")
    folders = {"archive": settings.archive_path, "lake": settings.data_path, "staging": settings.staging_path}
    for name, folder in folders.items():
        print(f"{name}: {_size(folder) / landed:,.0f} bytes per article")
    thousands = max(1, expected // 1_000)
    print(f"catalog: {settings.catalog_path.stat().st_size / thousands:,.0f} bytes per thousand articles")


if __name__ == "__main__":
    numbers, folders = sys.argv[1:3], sys.argv[3:]
    main(*map(int, numbers), templates=Path(folders[0]) if folders else None)
