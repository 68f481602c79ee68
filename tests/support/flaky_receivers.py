"""Deliver messages to receivers that fail a third of the time, with senders that are killed again and again.

`tests/chaos/test_exactly_once_delivery.py` does this with fifty stories, `python -m benchmarks.exactly_once_delivery`
with as many as it is given. Each message must arrive exactly once as a reader sees it: readers know a message of a
webhook or an ntfy server by its key, and a mail by its Message-ID. The ntfy server is a real one where `ntfy` is
installed.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsvane import lake
from newsvane.errors import DeliveryFailed
from newsvane.records import Message
from newsvane.settings import Settings
from tests.servers.process import free_port
from tests.support.scene import process, wait_for
from tests.support.steps import PROCESSES, Crash, crash_at
from tests.world.compare import received

CHANNELS = ("webhook", "mail", "ntfy")
TIMEOUT = 0.7
"""Seconds that a channel has for a message; 20 in production."""
WAIT = 0.1
"""Seconds before the second attempt; 30 in production."""

WATCH = "".join(f'[[channel]]\nid = "{name}"\nurl = "${{FLAKY_{name.upper()}}}"\n' for name in CHANNELS)

CRASHES: tuple[Crash | float | None, ...] = (
    Crash("newsvane.pipeline.delivery.journal:Journal.flush"),
    Crash("newsvane.pipeline.delivery.journal:Journal.append"),
    Crash("newsvane.pipeline.delivery.journal:Journal.append", "after"),
    Crash("newsvane.notify:send_message", call=2),
    Crash("newsvane.notify:send_message", "after", 2),
    Crash("newsvane.pipeline.delivery.journal:Journal.append", call=4),
    Crash("newsvane.pipeline.delivery.journal:Journal.append", "after", 6),
    0.3,
    Crash("newsvane.notify:send_message", "after", 9),
    Crash("newsvane.lake:record_deliveries"),
    Crash("newsvane.lake:record_deliveries", "after"),
    Crash("pathlib:Path.unlink"),
    Crash("pathlib:Path.unlink", "after"),
    1.1,
    None,
)
"""Where the first runs are killed, in order: at a call, or from outside after so many seconds. None: not killed."""

FREQUENT_CALLS, RARE_CALLS = 60, 6
"""Later runs are killed at one of the first so many calls: of functions called per message, or only now and then."""


@dataclass(frozen=True)
class FlakyReceivers:
    """The receivers of three channels, and a lake whose watch folder names these channels."""

    settings: Settings
    environment: dict[str, str]
    inbox: Path
    ntfy: str
    """Address of the real ntfy server; empty: the receivers speak its protocol themselves."""


@dataclass
class Count:
    """One channel. `taken`: messages its server accepted; `lost`, `duplicated`: as its readers see it."""

    channel: str
    messages: int
    taken: int = 0
    lost: int = 0
    duplicated: int = 0


@dataclass
class DeliveryResult:
    """What was delivered, and how many runs and attempts that took."""

    counts: list[Count]
    runs: int = 0
    killed: int = 0
    seconds: float = 0
    attempts: int = 0
    states: list[Any] = field(default_factory=list)


@contextlib.contextmanager
def flaky_receivers(home: Path, *, failure_rate: float = 1 / 3, seed: int = 7) -> Iterator[FlakyReceivers]:
    """Start receivers that fail at random, as processes of their own, until the block ends."""
    watch = home / "watch"
    watch.mkdir(parents=True)
    (watch / "alerts.toml").write_text(WATCH)
    (watch / "topics.toml").write_text('[[topic]]\nid = "all"\ntitle = "All"\nquery = "news"\n')
    (watch / "feeds.toml").write_text("")
    with contextlib.ExitStack() as stack:
        real = stack.enter_context(ntfy_server(home))
        ports_file, inbox = home / "ports.json", home / "inbox.jsonl"
        arguments = (
            "--ports-file",
            str(ports_file),
            "--log",
            str(inbox),
            "--failure-rate",
            str(failure_rate),
            "--seed",
            str(seed),
        )
        more = ("--ntfy", real) if real else ()
        stack.enter_context(process("tests.support.receivers", *arguments, *more, log=home / "receivers.log"))
        ports = json.loads(wait_for(ports_file))
        environment = {
            "FLAKY_WEBHOOK": f"json://127.0.0.1:{ports['http']}/hook",
            "FLAKY_MAIL": f"mailto://127.0.0.1:{ports['smtp']}?from=newsvane@newsroom.example&to=reader@newsroom.example"
            "&mode=insecure",
            "FLAKY_NTFY": f"ntfy://127.0.0.1:{ports['ntfy']}/desk",
        }
        settings = Settings(
            home=home / "var",
            watch=watch,
            delivery_timeout=TIMEOUT,
            delivery_wait=WAIT,
            delivery_tries=1_000,
        )
        yield FlakyReceivers(settings, environment, inbox, real)


@contextlib.contextmanager
def ntfy_server(home: Path) -> Iterator[str]:
    """Start a real ntfy server; yield its address, or "" if ntfy is not installed."""
    program = shutil.which("ntfy")
    if program is None:
        yield ""
        return
    port = free_port()
    config = home / "ntfy.yml"
    config.write_text(
        f'listen-http: "127.0.0.1:{port}"\nbase-url: "http://127.0.0.1:{port}"\ncache-file: "{home}/ntfy.db"\n'
        "visitor-request-limit-burst: 1000000\nvisitor-message-daily-limit: 1000000\n"
    )
    with (home / "ntfy.log").open("wb") as log:
        server = subprocess.Popen([program, "serve", "--config", str(config)], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 20
        while not _answers(f"http://127.0.0.1:{port}/v1/health"):
            assert server.poll() is None and time.monotonic() < deadline, (home / "ntfy.log").read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def deliver_with_crashes(scene: FlakyReceivers, stories: int, *, seed: int = 7, timeout: float = 600) -> DeliveryResult:
    """Put so many stories into the outbox and deliver until nothing waits, killing senders on the way.

    `timeout`: seconds, after which AssertionError is raised.
    """
    began = time.monotonic()
    fill_outbox(scene.settings, stories)
    chance = random.Random(seed)
    runs = killed = 0
    while (waiting := _count_waiting(scene.settings)) and time.monotonic() - began < timeout:
        crash = CRASHES[runs] if runs < len(CRASHES) else _random_crash(chance)
        killed += _run_sender(scene, crash) == -signal.SIGKILL
        runs += 1
    assert not waiting, f"{waiting} messages wait after {timeout:.0f} s"
    result = _count_received(scene, stories)
    result.runs, result.killed, result.seconds = runs, killed, time.monotonic() - began
    return result


def fill_outbox(settings: Settings, stories: int) -> None:
    """Put one message per story and channel into the outbox."""
    now = datetime.now(UTC)
    messages = [
        Message(
            key=f"m1_{channel}_{number:05}",
            rule="all",
            channel=channel,
            story_id=f"s1_{number}",
            article_id=f"a1_{number}",
            subject=f"News {number}",
            body=f"Policia në kamp {number}\nPage: https://courier.example/{number}\n\u2068ایران\u2069",
            html=f'<p dir="auto">Policia në kamp {number}</p>',
            created_at=now,
        )
        for number in range(stories)
        for channel in CHANNELS
    ]
    with lake.writer(settings) as connection:
        assert lake.land_messages(connection, messages) == len(messages)


def _random_crash(chance: random.Random) -> Crash | float | None:
    """Choose one of CRASHES, at a random call."""
    crash = chance.choice(CRASHES)
    if isinstance(crash, Crash):
        is_frequent = crash.function.endswith((":send_message", ".append"))
        return replace(crash, call=chance.randint(1, FREQUENT_CALLS if is_frequent else RARE_CALLS))
    return crash and chance.uniform(0.2, 6)


def _run_sender(scene: FlakyReceivers, crash: Crash | float | None) -> int | None:
    child = PROCESSES.Process(target=_deliver, args=(scene, crash if isinstance(crash, Crash) else None))
    child.start()
    child.join(crash if isinstance(crash, float) else None)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode


def _deliver(scene: FlakyReceivers, crash: Crash | None) -> None:
    from newsvane import pipeline

    os.environ.update(scene.environment)
    if crash:
        crash_at(crash)
    with contextlib.suppress(DeliveryFailed):
        pipeline.deliver(settings=scene.settings)


def _count_waiting(settings: Settings) -> int:
    with lake.open_shared(settings) as connection:
        return lake.count_pending_messages(connection)


def _count_received(scene: FlakyReceivers, stories: int) -> DeliveryResult:
    planned = {channel: {f"m1_{channel}_{number:05}" for number in range(stories)} for channel in CHANNELS}
    log = received(scene.inbox)
    counts = []
    for channel in CHANNELS:
        keys = [row["key"] for row in log if row["kind"] == channel]
        seen = set(keys)  # a reader's software knows the key of a webhook, and the Message-ID of a mail
        count = Count(channel, stories, taken=len(keys), lost=len(planned[channel] - seen))
        if channel == "ntfy":
            shown = Counter(_ntfy_keys(scene.ntfy) if scene.ntfy else keys)
            count.lost = len(planned[channel] - shown.keys())
            count.duplicated = shown.total() - len(shown)
        assert seen <= planned[channel]
        counts.append(count)
    with lake.connect(settings=scene.settings) as connection:
        states = connection.execute("SELECT channel, state, count(*) FROM outbox GROUP BY ALL ORDER BY ALL").fetchall()
        (attempts,) = connection.execute("SELECT count(*) FROM deliveries").fetchall()[0]
        doubled = connection.execute("SELECT key FROM deliveries GROUP BY key, attempt HAVING count(*) > 1").fetchall()
    assert doubled == []
    return DeliveryResult(counts, attempts=attempts, states=states)


def _ntfy_keys(server: str) -> list[str]:
    with urllib.request.urlopen(f"{server}/desk/json?poll=1&since=all", timeout=30) as answer:
        return [json.loads(line)["tags"][-1] for line in answer.read().splitlines()]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except OSError:
        return False
