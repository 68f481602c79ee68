"""Poll 10,000 feeds on 500 hosts, a tenth of them with news, and compare the cost with simpler loops.

`feed_server` serves the feeds in a process of its own. `measured_steps` are what is measured, each in its own process,
as the CPU time of that process alone. Before the measured round, the feeds with news are polled twice, which fills a
lake and makes their validators trusted; the other feeds are given the same state. The round is planned, polled in one
task and landed with the settings of a real installation, except that there is no pause between requests to a host.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import newsvane
from benchmarks.polling.feed_server import HOSTS as HOSTS
from benchmarks.polling.feed_server import has_news, host, path, serving, watched
from newsvane.settings import Settings

FEEDS, FEW, SAMPLE = 10_000, 1_000, 300
"""Feeds of the round, of a smaller one to see how costs grow, and of the loop that takes one after the other."""

NEW = 2 * sum(map(has_news, watched(FEEDS)))
_CONCURRENCY = str(Settings.model_fields["concurrency"].default)


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and of the clock, and the most memory in MB."""

    name: str
    feeds: int
    cpu: float
    wall: float
    peak: float
    result: Any = None

    @property
    def each(self) -> float:
        """Microseconds of CPU a feed."""
        return self.cpu / self.feeds * 1_000_000

    def row(self) -> str:
        return (
            f"| {self.name} | {self.feeds:,} | {self.cpu:.2f} | {self.each:,.0f} | {self.wall:.1f} | {self.peak:,.0f} |"
        )


class Installation:
    """A home, a watch list of feeds on the server, and the steps of a round in processes of their own."""

    def __init__(self, folder: Path, port: str) -> None:
        self._folder, self._port = folder, port
        self._environment = os.environ | {
            "NEWSVANE_HOME": str(folder / "home"),
            "NEWSVANE_WATCH": str(folder),
            "NEWSVANE_CONNECT_TO": f".example=127.0.0.1:{port}",
            "NEWSVANE_HOST_DELAY": "0",
            "NEWSVANE_CHUNKS": "1",
        }
        shipped = Path(newsvane.__file__).parents[1] / "watch"
        for name in ("topics.toml", "alerts.toml"):
            (folder / name).write_bytes((shipped / name).read_bytes())

    def watch(self, numbers: list[int]) -> None:
        """Watch these feeds from now on."""
        table = '[[feed]]\nid = "f{number}"\nurl = "http://{host}{path}"\ntitle = "Feed {number}"\n\n'
        rows = (table.format(number=number, host=host(number), path=path(number)) for number in numbers)
        (self._folder / "feeds.toml").write_text("".join(rows), encoding="utf-8")

    def round(self, run: str, feeds: int) -> list[Cost]:
        """Plan, poll and land."""
        return [self.plan(run, feeds), self.poll(run, feeds), self.land(run, feeds)]

    def plan(self, run: str, feeds: int) -> Cost:
        return self._measure("plan", feeds, "plan", run)

    def poll(self, run: str, feeds: int) -> Cost:
        return self._measure("poll", feeds, "poll", run)

    def land(self, run: str, feeds: int) -> Cost:
        return self._measure("land", feeds, "land", run)

    def remember(self, run: str, feeds: int, *, turn: int) -> Cost:
        return self._measure("land states", feeds, "remember", run, str(turn))

    def bare(self, feeds: int) -> Cost:
        return self._measure("bare aiohttp GET", feeds, "bare", self._port, str(feeds), _CONCURRENCY)

    def plain(self, feeds: int) -> Cost:
        return self._measure("requests and feedparser, one by one", feeds, "plain", self._port, str(feeds))

    def _measure(self, name: str, feeds: int, *arguments: str) -> Cost:
        command = [sys.executable, "-m", "benchmarks.polling", *arguments]
        with (self._folder / f"{arguments[0]}.log").open("w") as log:
            done = subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, stderr=log, check=False)
        if done.returncode:
            raise RuntimeError((self._folder / f"{arguments[0]}.log").read_text()[-2_000:])
        cost = Cost(name, feeds, **json.loads(done.stdout))
        print(cost.row(), file=sys.stderr)
        return cost


def run() -> str:
    """The costs and how they compare, in Markdown."""
    with tempfile.TemporaryDirectory(prefix="newsvane-") as folder, serving() as server:
        assert server.stdout and server.stdin
        here = Installation(Path(folder), server.stdout.readline().strip())
        newsy = [number for number in watched(FEEDS) if has_news(number)]
        for turn in ("first", "second"):
            here.watch(newsy)
            here.round(turn, len(newsy))
            server.stdin.write("next\n")
        here.watch(watched(FEEDS))
        here.remember("second", FEEDS, turn=2)
        here.watch(watched(FEW))
        few = [here.plan("few", FEW), here.poll("few", FEW)]
        here.watch(watched(FEEDS))
        many = here.round("third", FEEDS)
        bare, plain = here.bare(FEEDS), here.plain(SAMPLE)
    plan, poll, land = many
    assert poll.result["ok"] == NEW // 2 and poll.result["unchanged"] == FEEDS - NEW // 2, poll.result
    assert land.result["entries"] == NEW, land.result
    rows = [cost.row() for cost in (*few, *many, bare, plain)]
    times = plain.wall / plain.feeds * FEEDS / poll.wall
    return "\n".join([
        "| what | feeds | CPU s | CPU µs a feed | wall s | peak MB |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
        f"Polling takes {poll.cpu / bare.cpu:.2f} times the CPU and {poll.wall / bare.wall:.2f} times the wall time of "
        f"a bare GET of every feed, and is {times:.0f} times as fast as one feed after the other by requests and "
        f"feedparser ({plain.each / poll.each:.0f} times by CPU). At ten times the feeds it costs "
        f"{poll.cpu / few[1].cpu:.1f} times the CPU; planning {plan.cpu / few[0].cpu:.1f} times.",
    ])
