"""Alerts about feeds, from failing polls to the receivers: over HTTP and by mail, each sent once."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.pipeline.staging import Chunk
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import process, wait_for
from tests.support.steps import Crash, run_step
from tests.support.terminal import Terminal
from tests.world.compare import received

FEEDS = ("alone", "one", "two", "three", "four", "five", "six", "seven")
ALERTS = """
[[channel]]
id = "webhook"
url = "${NEWSVANE_DEMO_WEBHOOK}"

[[channel]]
id = "mail"
url = "${NEWSVANE_DEMO_MAIL}"

[[channel]]
id = "off"
url = "${NEWSVANE_ALERT_URL}"
required = false

[[feed_rule]]
id = "feeds"
title = "Feeds"
channels = ["webhook", "mail", "off"]

[[feed_rule]]
id = "not-yet"
title = "For weeks"
after_hours = 500
channels = ["webhook"]
"""
RSS = b"""<rss version="2.0"><channel><title>News</title><item><title>One</title>
<link>http://courier.example/one</link></item></channel></rss>"""


@dataclass
class Installation:
    """A lake that polls eight outlets, of which some are `down`, and the inbox of the receivers."""

    settings: Settings
    environment: dict[str, str]
    inbox: Path
    down: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    def poll(self) -> str:
        """Poll every feed. Return the name of the run."""
        run = f"round-{next(self._numbers)}"
        for chunk in pipeline.plan_polls(run, everything=True, settings=self.settings):
            pipeline.poll(Chunk(**chunk), settings=self.settings)
        return run

    def poll_and_land(self) -> int:
        """Poll every feed and land the polls. Return how many alerts they caused."""
        return pipeline.land_polls(self.poll(), settings=self.settings)["messages"]

    def poll_land_and_deliver(self) -> list[str]:
        """Poll every feed, land the polls twice, deliver. Return the new alerts, by kind and subject."""
        run = self.poll()
        for _ in range(2):
            pipeline.land_polls(run, settings=self.settings)
        return self.deliver()

    def deliver(self) -> list[str]:
        """Deliver. Return the new alerts, by kind and subject."""
        before = len(received(self.inbox))
        pipeline.deliver(settings=self.settings)
        return sorted(f"{alert['kind']}: {alert['subject']}" for alert in received(self.inbox)[before:])

    def pretend_a_day_passes(self) -> None:
        """Move all polls a day into the past."""
        columns = {
            "feed_states": ("polled_at", "failing_since", "well_at", "read_at", "fresh_at", "new_at", "next_poll_at"),
            "feed_polls": ("polled_at", "next_poll_at"),
            "feed_daily": ("day",),
        }
        with lake.writer(self.settings) as connection:
            for table, names in columns.items():
                moved = ", ".join(f"{name} = {name} - INTERVAL 1 DAY" for name in names)
                connection.execute(f"UPDATE {table} SET {moved}")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    down: set[str] = set()

    class Outlets(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.headers["Host"].partition(".")[0]
            status = 404 if self.path == "/robots.txt" else 500 if name in down else 200
            self.send_response(status)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(RSS)))
            self.end_headers()
            self.wfile.write(RSS)

        def log_message(self, *_: Any) -> None:
            pass

    watch, inbox, ports = tmp_path / "watch", tmp_path / "inbox.jsonl", tmp_path / "ports.json"
    watch.mkdir()
    (watch / "topics.toml").write_text("")
    (watch / "alerts.toml").write_text(ALERTS)
    (watch / "feeds.toml").write_text(
        "".join(
            f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/rss"\ntitle = "{name} & co"\n' for name in FEEDS
        )
    )
    receivers = ("--http-port", "0", "--smtp-port", "0", "--ports-file", str(ports), "--log", str(inbox))
    with ThreadingHTTPServer(("127.0.0.1", 0), Outlets) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            with process("tests.support.receivers", *receivers, log=tmp_path / "receivers.log"):
                port = json.loads(wait_for(ports))
                environment = {
                    "NEWSVANE_DEMO_WEBHOOK": f"json://127.0.0.1:{port['http']}/alerts",
                    "NEWSVANE_DEMO_MAIL": f"mailto://127.0.0.1:{port['smtp']}?from=a@a.example&to=b@b.example&mode=insecure",
                }
                for name, value in environment.items():
                    monkeypatch.setenv(name, value)
                monkeypatch.delenv("NEWSVANE_ALERT_URL", raising=False)
                settings = Settings(
                    home=tmp_path / "home",
                    watch=watch,
                    connect_to=f".example=127.0.0.1:{server.server_port}",
                    host_delay=0,
                    chunks=1,
                    ui_url="http://ui.example",
                )
                yield Installation(create_lake(settings), environment, inbox, down)
        finally:
            server.shutdown()
            serving.join()


def both(subject: str) -> list[str]:
    return [f"mail: {subject}", f"webhook: {subject}"]


def test_a_failing_feed_is_reported_once_and_so_is_its_recovery(installation: Installation) -> None:
    installation.down |= {"alone"}
    for _ in range(2):
        assert installation.poll_and_land() == 0
        installation.pretend_a_day_passes()
    run = installation.poll()
    for crash in (
        Crash("newsvane.lake:land_messages", "after"),
        Crash("newsvane.pipeline.staging:RunFolder.require_all_chunks"),
    ):
        assert run_step(installation.settings, installation.environment, "land_polls", (run,), crash) == -9
    assert (
        pipeline.land_polls(run, settings=installation.settings)["messages"] == 0
    )  # the second kill came after the commit
    assert installation.deliver() == both("Feeds: alone & co is failing")
    assert installation.poll_and_land() == 0

    terminal = Terminal(
        {"NEWSVANE_HOME": str(installation.settings.home), "NEWSVANE_WATCH": str(installation.settings.watch)}, {}
    )
    tested = terminal.run_json("alerts", "test", "feeds")
    assert [(row["channel"], row["state"]) for row in tested["before"]] == [
        ("mail", "delivered"),
        ("webhook", "delivered"),
    ]
    assert [(row["channel"], row["subject"]) for row in tested["now"]] == [("off", "Feeds: alone & co is failing")]
    assert "To be sent now: 1. Sent before: 2." in terminal.run("alerts", "test", "feeds").output
    assert terminal.run_json("alerts", "test", "not-yet") == {"now": [], "before": []}

    installation.down.clear()
    assert installation.poll_land_and_deliver() == both("Feeds: alone & co has recovered")
    assert installation.poll_land_and_deliver() == []

    mail, webhook = (
        next(alert for alert in received(installation.inbox) if alert["kind"] == kind) for kind in ("mail", "webhook")
    )
    assert "\nFailure: http_500: " in webhook["body"]
    assert "\nThe last 3 polls failed\nThe server has an internal problem. " in webhook["body"]
    assert webhook["body"].endswith("\nFeed: http://ui.example/newsvane/feeds#alone")
    assert "<strong>alone &amp; co is failing</strong>" in mail["html"]


def test_an_outage_is_reported_in_one_message_and_its_end_in_another(installation: Installation) -> None:
    installation.down |= set(FEEDS) - {"alone"}
    for _ in range(2):
        assert installation.poll_and_land() == 0
        installation.pretend_a_day_passes()
    assert installation.poll_land_and_deliver() == both("Feeds: 7 feeds in trouble")
    installation.down -= {"one"}
    assert installation.poll_land_and_deliver() == both("Feeds: one & co has recovered")
    installation.down.clear()
    assert installation.poll_land_and_deliver() == both("Feeds: 6 feeds recovered")
    assert installation.poll_and_land() == 0
    with lake.connect(settings=installation.settings) as connection:
        rows = connection.execute("SELECT channel, state, feed_id, len(covers) FROM outbox ORDER BY ALL").fetchall()
    assert rows == [
        (channel, "delivered", feed_id, covers)
        for channel in ("mail", "webhook")
        for feed_id, covers in (("", 6), ("", 7), ("one", 0))
    ]
