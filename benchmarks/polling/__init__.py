"""Poll 10,000 feeds on 500 hosts, a tenth of them with news, and compare the cost with simpler loops.

`feed_server` serves the feeds in a process of its own. Each of the `measured_steps` runs in its own process, whose CPU
time is measured. Before the measured round, the feeds with news are polled twice, which fills a lake and makes their
validators trusted; the other feeds are given the same state. The round is planned, polled in one task and landed with
the settings of a real installation, except that there is no pause between requests to a host.
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
from benchmarks.polling.feed_server import NEW_ITEMS, has_news, host, path, serving, watched
from newsvane.settings import Settings

FEEDS, FEW_FEEDS, SEQUENTIAL_FEEDS = 10_000, 1_000, 300
"""The number of feeds in the round, in a smaller round to see how costs grow, and in the sequential loop."""

EXPECTED_ENTRIES = NEW_ITEMS * sum(map(has_news, watched(FEEDS)))
_CONCURRENCY = str(Settings.model_fields["concurrency"].default)


@dataclass(frozen=True)
class Cost:
    """CPU-seconds, wall-clock seconds, and the peak memory in MB. `result`: what the step returned."""

    name: str
    feeds: int
    cpu: float
    wall: float
    peak: float
    result: Any = None

    @property
    def per_feed(self) -> float:
        """CPU-microseconds per feed."""
        return self.cpu / self.feeds * 1_000_000

    def row(self) -> str:
        seconds = f"{self.cpu:.2f} | {self.per_feed:,.0f} | {self.wall:.1f}"
        return f"| {self.name} | {self.feeds:,} | {seconds} | {self.peak:,.0f} |"


class Installation:
    """A home, a watch list of feeds on the server, and the steps of a round, each in a process of its own."""

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

    def set_watch_list(self, numbers: list[int]) -> None:
        """Set the watch list to these feeds."""
        table = '[[feed]]\nid = "f{number}"\nurl = "http://{host}{path}"\ntitle = "Feed {number}"\n\n'
        rows = (table.format(number=number, host=host(number), path=path(number)) for number in numbers)
        (self._folder / "feeds.toml").write_text("".join(rows), encoding="utf-8")

    def run_round(self, run: str, feeds: int) -> list[Cost]:
        """Plan, poll and land."""
        return [self.plan(run, feeds), self.poll(run, feeds), self.land(run, feeds)]

    def plan(self, run: str, feeds: int) -> Cost:
        return self._measure("plan", feeds, "plan", run)

    def poll(self, run: str, feeds: int) -> Cost:
        return self._measure("poll", feeds, "poll", run)

    def land(self, run: str, feeds: int) -> Cost:
        return self._measure("land", feeds, "land", run)

    def land_known_states(self, run: str, feeds: int, *, round_number: int) -> Cost:
        return self._measure("land states", feeds, "land_known_states", run, str(round_number))

    def get_only(self, feeds: int) -> Cost:
        return self._measure("bare aiohttp GET", feeds, "get_only", self._port, str(feeds), _CONCURRENCY)

    def poll_sequentially(self, feeds: int) -> Cost:
        return self._measure("requests and feedparser, one by one", feeds, "poll_sequentially", self._port, str(feeds))

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
    """Return the costs and how they compare, as Markdown."""
    with tempfile.TemporaryDirectory(prefix="newsvane-") as folder, serving() as server:
        assert server.stdout and server.stdin
        installation = Installation(Path(folder), server.stdout.readline().strip())
        feeds_with_news = [number for number in watched(FEEDS) if has_news(number)]
        for name in ("first", "second"):
            installation.set_watch_list(feeds_with_news)
            installation.run_round(name, len(feeds_with_news))
            server.stdin.write("next\n")
        installation.set_watch_list(watched(FEEDS))
        installation.land_known_states("second", FEEDS, round_number=2)
        installation.set_watch_list(watched(FEW_FEEDS))
        few = [installation.plan("few", FEW_FEEDS), installation.poll("few", FEW_FEEDS)]
        installation.set_watch_list(watched(FEEDS))
        many = installation.run_round("third", FEEDS)
        bare, sequential = installation.get_only(FEEDS), installation.poll_sequentially(SEQUENTIAL_FEEDS)
    plan, poll, land = many
    assert poll.result["ok"] == EXPECTED_ENTRIES // NEW_ITEMS, poll.result
    assert poll.result["unchanged"] == FEEDS - EXPECTED_ENTRIES // NEW_ITEMS, poll.result
    assert land.result["entries"] == EXPECTED_ENTRIES, land.result
    rows = [cost.row() for cost in (*few, *many, bare, sequential)]
    times = sequential.wall / sequential.feeds * FEEDS / poll.wall
    return "\n".join([
        "| step | feeds | CPU s | CPU µs per feed | wall s | peak MB |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
        f"Polling takes {poll.cpu / bare.cpu:.2f} times the CPU and {poll.wall / bare.wall:.2f} times the wall time of "
        f"a bare GET of every feed. It is {times:.0f} times as fast as polling one feed after the other with requests "
        f"and feedparser ({sequential.per_feed / poll.per_feed:.0f} times by CPU). At ten times the feeds it costs "
        f"{poll.cpu / few[1].cpu:.1f} times the CPU; planning {plan.cpu / few[0].cpu:.1f} times.",
    ])
