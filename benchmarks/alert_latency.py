"""Measure how long an alert takes from landing to receipt: fifty stories through a real Airflow to a local webhook.

`python -m benchmarks.alert_latency` starts Airflow as `make up` does. It polls a small outlet whose feed grows by ten
articles before each cycle. A message is written in the transaction that lands its article; the time measured begins at
that moment, which is before the commit, and ends with the receipt.
"""

import contextlib
import json
import os
import signal
import statistics
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console

from benchmarks.synthetic_content import paragraphs
from newsvane import lake
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.demo.cycle import first_cycle, next_cycle
from tests.servers.process import free_port
from tests.support.outlet import Answer, outlet, page, rss
from tests.support.scene import PROJECT, process, settings_from, wait_for
from tests.world.compare import received

STORIES, CYCLES = 50, 5

FEEDS = '[[feed]]\nid = "outlet"\nurl = "http://outlet.example/feed"\ntitle = "Outlet"\n'
TOPICS = '[[topic]]\nid = "harbour"\ntitle = "Harbour"\nquery = "harbour"\n'
ALERTS = """
[[channel]]
id = "webhook"
url = "${RECEIPT_WEBHOOK}"

[[rule]]
id = "harbour"
title = "Harbour"
topics = ["harbour"]
new = "original"
cap = 1000
channels = ["webhook"]
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="newsvane-receipt-") as folder, contextlib.ExitStack() as stack:
        home, console = Path(folder), Console()
        answers: dict[str, Answer] = {}
        ports_file, inbox = home / "ports.json", home / "inbox.jsonl"
        receivers = ("--ports-file", str(ports_file), "--log", str(inbox))
        stack.enter_context(process("tests.support.receivers", *receivers, log=home / "receivers.log"))
        environment = {
            "NEWSVANE_HOME": str(home / "var"),
            "NEWSVANE_WATCH": str(_write_watch_list(home)),
            "NEWSVANE_CONNECT_TO": stack.enter_context(outlet(answers)),
            "NEWSVANE_HOST_DELAY": "0.02",
            "RECEIPT_WEBHOOK": f"json://127.0.0.1:{json.loads(wait_for(ports_file))['http']}/alerts",
        }
        airflow = stack.enter_context(
            Standalone(PROJECT, home / "airflow", port=free_port(), environment=environment, password="receipt")
        )
        airflow.wait_for_dags({"newsvane_poll", "newsvane_alert"})
        for cycle in range(CYCLES):
            publish_stories(answers, (cycle + 1) * STORIES // CYCLES)
            (next_cycle if cycle else first_cycle)(airflow, console)
        print(make_table(measure_latencies(settings_from(environment), inbox)))


def publish_stories(answers: dict[str, Answer], stories: int) -> None:
    """Publish this many articles in the outlet's feed, each with words of its own."""
    slugs = [f"story-{number}" for number in range(stories)]
    answers["/feed"] = rss(*reversed(slugs), age=timedelta(minutes=5))
    for number, slug in enumerate(slugs):
        text = "".join(f"<p>The harbour. {each}</p>" for each in paragraphs(number))
        title = f"Harbour {' '.join(paragraphs(number, 1, 5))} {number}"
        answers[f"/{slug}"] = page(body=f"<article><h1>{title}</h1>{text}</article>")


def measure_latencies(settings: Settings, inbox: Path) -> list[float]:
    """Return the seconds from landing to receipt of each message, sorted."""
    with lake.connect(settings=settings) as connection:
        landed = dict(connection.execute("SELECT key, created_at FROM outbox").fetchall())
    receipts = {row["key"]: datetime.fromisoformat(row["time"]) for row in received(inbox)}
    assert receipts.keys() == landed.keys(), f"{len(receipts)} receipts, {len(landed)} alerts"
    return sorted((receipts[key] - written_at).total_seconds() for key, written_at in landed.items())


def make_table(latencies: list[float]) -> str:
    p95 = latencies[min(len(latencies) - 1, round(0.95 * len(latencies)))]
    return "\n".join([
        "| stories | median | p95 | longest |",
        "|---|---|---|---|",
        f"| {len(latencies)} | {statistics.median(latencies):.1f} s | {p95:.1f} s | {latencies[-1]:.1f} s |",
        "",
        f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} over five minutes.",
    ])


def _write_watch_list(home: Path) -> Path:
    watch = home / "watch"
    watch.mkdir()
    for name, text in (("feeds", FEEDS), ("topics", TOPICS), ("alerts", ALERTS)):
        (watch / f"{name}.toml").write_text(text)
    return watch


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends with this process
    main()
