"""Run the cycles of a day in a process of their own, and compare reading what matches with reading everything."""

import contextlib
import gzip
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.world_press.outlets import CONTROL_HOST, ROUNDS, WITH_FEED, address_of, is_on_topic
from newsvane import lake, pipeline
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import PROJECT

_SPAWN = multiprocessing.get_context("spawn")


class Day(NamedTuple):
    """What a day cost.

    `listed`: entries; `pages`: those that were read; `on_topic`: articles on topic in the lake. `poll`, `read`: CPU
    seconds of polling, and of reading and landing. `seconds`: elapsed time. `megabytes`: peak memory. `busiest`:
    requests to the host that got most of them.
    """

    listed: int
    pages: int
    on_topic: int
    poll: float
    read: float
    seconds: float
    megabytes: int
    busiest: int


def run(entries: int = 4_000, compare: int = 800) -> str:
    """Return a report. `compare`: the number of entries of a day on which everything is read."""
    days = {"matching": _measure(entries, "matching")}
    if compare:
        days["everything"] = _measure(compare, "all")
    lines = [
        "Watching the world's press",
        "",
        "| read | entries | pages read | on topic | CPU s: polls | CPU s: reading | CPU ms per entry | seconds | MB |"
        " requests to one host |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, day in days.items():
        per_entry = 1000 * (day.poll + day.read) / day.listed
        lines.append(
            f"| {name} | {day.listed:,} | {day.pages:,} | {day.on_topic:,} | {day.poll:.1f} | {day.read:.1f} | "
            f"{per_entry:.1f} | {day.seconds:.0f} | {day.megabytes} | {day.busiest} |"
        )
    day = days["matching"]
    listing, reading = 1000 * day.poll / day.listed, 1000 * day.read / day.pages
    lines += ["", f"An entry that is not read costs {listing:.2f} CPU ms, one that is read {reading:.1f} more."]
    if compare:
        whole = days["everything"]
        ratio = (whole.poll + whole.read) / whole.listed / ((day.poll + day.read) / day.listed)
        lines.append(f"Reading everything costs {ratio:.1f} times as much per entry.")
    return "\n".join(lines)


def _measure(entries: int, read: str) -> Day:
    """Run a day in a new process, and check that exactly the articles on topic have landed as such."""
    with (
        tempfile.TemporaryDirectory(prefix="newsvane-world-") as folder,
        _serve(entries) as port,
        _SPAWN.Pool(1) as pool,
    ):
        return pool.apply(_run_day, (Path(folder), port, entries, read))


def _run_day(folder: Path, port: int, entries: int, read: str) -> Day:
    settings = _install(folder, port, read)
    began, poll, reading = time.monotonic(), 0.0, 0.0
    for number in range(ROUNDS):
        _ask(port, "/-/next")
        start = time.process_time()
        _poll(settings, f"poll-{number}")
        polled = time.process_time()
        _read(settings, f"read-{number}")
        poll, reading = poll + polled - start, reading + time.process_time() - polled
    listed = entries // ROUNDS * ROUNDS
    with lake.connect(settings=settings) as con:
        landed = {url for (url,) in con.execute("SELECT url FROM coverage").fetchall()}
        pages = con.execute("SELECT count(*) FROM articles").fetchall()[0][0]
    wanted = {address_of(each) for each in range(listed) if is_on_topic(each)}
    if landed != wanted:
        raise AssertionError(f"{len(wanted - landed)} articles on topic are missing, {len(landed - wanted)} are wrong")
    requests = _ask(port, "/-/stats")
    busiest = max(count for host, count in requests.items() if host.startswith("o"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Day(listed, pages, len(landed), poll, reading, time.monotonic() - began, peak, busiest)


def _install(folder: Path, port: int, read: str) -> Settings:
    watch = folder / "watch"
    watch.mkdir()
    feeds = "\n".join(f'[[feed]]\nid = "o{n}"\nurl = "http://o{n}.example/feed"' for n in range(WITH_FEED))
    source = '[[source]]\nid = "list"\nkind = "aggregator"\nurl = "http://list.example/articles.json"'
    topics = (PROJECT / "include/watch/topics.toml").read_text("utf-8")
    texts = {"feeds": f'read = "{read}"\n{feeds}\n{source}\nread = "{read}"\n', "topics": topics, "alerts": ""}
    for name, text in texts.items():
        (watch / f"{name}.toml").write_text(text, "utf-8")
    given = {
        "home": folder / "home", "watch": watch, "connect_to": f"*=127.0.0.1:{port}", "host_delay": 0, "chunks": 1,
        "read_limit": 1_000_000,
    }  # fmt: skip
    return create_lake(Settings.model_validate(given))


def _poll(settings: Settings, name: str) -> None:
    for chunk in pipeline.plan_polls(name, everything=True, settings=settings):
        pipeline.poll(chunk, settings=settings)
    pipeline.land_polls(name, settings=settings)


def _read(settings: Settings, name: str) -> None:
    for chunk in pipeline.plan_reads(name, settings=settings):
        pipeline.read(chunk, settings=settings)
    pipeline.validate(name, settings=settings)
    pipeline.land_articles(name, settings=settings)


def _ask(port: int, path: str) -> dict[str, int]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": CONTROL_HOST})
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, int] = json.loads(gzip.decompress(answer.read()))
        return found


@contextlib.contextmanager
def _serve(entries: int) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.world_press.outlets", str(entries)]
    server = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert server.stdout
        yield int(server.stdout.readline())
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
