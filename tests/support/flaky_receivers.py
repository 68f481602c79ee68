"""Stories told through receivers that fail a third of the time, by senders that are killed again and again.

What `tests/chaos/test_exactly_once_delivery.py` asks of fifty stories and `python -m benchmarks.exactly_once_delivery`
of as many as it is given: each message there exactly once, for whoever reads it, and none lost. A webhook and an ntfy
server know a message by its key, mail by its Message-ID. The ntfy server is a real one where `ntfy` is installed.
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
from tests.demo.scene import process, wait_for
from tests.servers.process import free_port
from tests.support.steps import PROCESSES, Death, arrange
from tests.world.compare import received

CHANNELS = ("webhook", "mail", "ntfy")
TIMEOUT = 0.7
"""Seconds that a channel is given for a message; twenty in earnest."""
WAIT = 0.1
"""Seconds before a second try; thirty in earnest."""

WATCH = "".join(f'[[channel]]\nid = "{name}"\nurl = "${{UNWELL_{name.upper()}}}"\n' for name in CHANNELS)

DEATHS: tuple[Death | float | None, ...] = (
    Death("newsvane.pipeline.delivery.journal:Journal.flush"),
    Death("newsvane.pipeline.delivery.journal:Journal.append"),
    Death("newsvane.pipeline.delivery.journal:Journal.append", "after"),
    Death("newsvane.notify:send_message", call=2),
    Death("newsvane.notify:send_message", "after", 2),
    Death("newsvane.pipeline.delivery.journal:Journal.append", call=4),
    Death("newsvane.pipeline.delivery.journal:Journal.append", "after", 6),
    0.3,
    Death("newsvane.notify:send_message", "after", 9),
    Death("newsvane.lake:record_deliveries"),
    Death("newsvane.lake:record_deliveries", "after"),
    Death("pathlib:Path.unlink"),
    Death("pathlib:Path.unlink", "after"),
    1.1,
    None,
)
"""Where runs are killed, in turn: at a step, or from outside after so many seconds; None: this one is not."""

OFTEN, SELDOM = 60, 6
"""Later runs die at one of so many calls of what a sender does for each message, and of what it does now and then."""


@dataclass(frozen=True)
class Unwell:
    """A lake with a watch folder of three channels, and the receivers behind them."""

    settings: Settings
    environment: dict[str, str]
    inbox: Path
    ntfy: str
    """Address of the real ntfy server; empty: the receivers speak its protocol."""


@dataclass
class Count:
    """Of one channel. `taken`: what its server took; `lost`, `twice`: as its readers see it."""

    channel: str
    messages: int
    taken: int = 0
    lost: int = 0
    twice: int = 0


@dataclass
class Told:
    """What came of it."""

    counts: list[Count]
    runs: int = 0
    killed: int = 0
    seconds: float = 0
    attempts: int = 0
    states: list[Any] = field(default_factory=list)


@contextlib.contextmanager
def unwell(home: Path, *, share: float = 1 / 3, seed: int = 7) -> Iterator[Unwell]:
    """Receivers that fail by chance, as processes of their own."""
    watch = home / "watch"
    watch.mkdir(parents=True)
    (watch / "alerts.toml").write_text(WATCH)
    (watch / "topics.toml").write_text('[[topic]]\nid = "all"\ntitle = "All"\nquery = "news"\n')
    (watch / "feeds.toml").write_text("")
    with contextlib.ExitStack() as stack:
        real = stack.enter_context(ntfy_server(home))
        ports_file, inbox = home / "ports.json", home / "inbox.jsonl"
        arguments = ("--ports-file", str(ports_file), "--log", str(inbox), "--unwell", str(share), "--seed", str(seed))
        more = ("--ntfy", real) if real else ()
        stack.enter_context(process("tests.support.receivers", *arguments, *more, log=home / "receivers.log"))
        ports = json.loads(wait_for(ports_file))
        environment = {
            "UNWELL_WEBHOOK": f"json://127.0.0.1:{ports['http']}/hook",
            "UNWELL_MAIL": f"mailto://127.0.0.1:{ports['smtp']}?from=newsvane@desk.example&to=reader@desk.example"
            "&mode=insecure",
            "UNWELL_NTFY": f"ntfy://127.0.0.1:{ports['ntfy']}/desk",
        }
        settings = Settings(
            home=home / "var",
            watch=watch,
            delivery_timeout=TIMEOUT,
            delivery_wait=WAIT,
            delivery_tries=1_000,
        )
        yield Unwell(settings, environment, inbox, real)


@contextlib.contextmanager
def ntfy_server(home: Path) -> Iterator[str]:
    """The address of a real ntfy server; empty where none is installed."""
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


def tell(scene: Unwell, stories: int, *, seed: int = 7, longest: float = 600) -> Told:
    """Put so many stories into the outbox and deliver until nothing waits, killing on the way."""
    began = time.monotonic()
    put(scene.settings, stories)
    chance = random.Random(seed)
    runs = killed = 0
    while (waiting := _waiting(scene.settings)) and time.monotonic() - began < longest:
        death = DEATHS[runs] if runs < len(DEATHS) else _some_death(chance)
        killed += _run(scene, death) == -signal.SIGKILL
        runs += 1
    assert not waiting, f"{waiting} messages wait after {longest:.0f} s"
    told = _count(scene, stories)
    told.runs, told.killed, told.seconds = runs, killed, time.monotonic() - began
    return told


def put(settings: Settings, stories: int) -> None:
    """A message a story and channel into the outbox."""
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


def _some_death(chance: random.Random) -> Death | float | None:
    """One of those, later in the run."""
    death = chance.choice(DEATHS)
    if isinstance(death, Death):
        often = death.function.endswith((":send_message", ".append"))
        return replace(death, call=chance.randint(1, OFTEN if often else SELDOM))
    return death and chance.uniform(0.2, 6)


def _run(scene: Unwell, death: Death | float | None) -> int | None:
    child = PROCESSES.Process(target=_deliver, args=(scene, death if isinstance(death, Death) else None))
    child.start()
    child.join(death if isinstance(death, float) else None)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode


def _deliver(scene: Unwell, death: Death | None) -> None:
    from newsvane import pipeline

    os.environ.update(scene.environment)
    if death:
        arrange(death)
    with contextlib.suppress(DeliveryFailed):
        pipeline.deliver(settings=scene.settings)


def _waiting(settings: Settings) -> int:
    with lake.connect(settings=settings) as connection:
        return lake.count_pending_messages(connection)


def _count(scene: Unwell, stories: int) -> Told:
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
            count.twice = shown.total() - len(shown)
        assert seen <= planned[channel]
        counts.append(count)
    with lake.connect(settings=scene.settings) as connection:
        states = connection.execute("SELECT channel, state, count(*) FROM outbox GROUP BY ALL ORDER BY ALL").fetchall()
        (attempts,) = connection.execute("SELECT count(*) FROM deliveries").fetchall()[0]
        doubled = connection.execute("SELECT key FROM deliveries GROUP BY key, attempt HAVING count(*) > 1").fetchall()
    assert doubled == []
    return Told(counts, attempts=attempts, states=states)


def _ntfy_keys(server: str) -> list[str]:
    with urllib.request.urlopen(f"{server}/desk/json?poll=1&since=all", timeout=30) as answer:
        return [json.loads(line)["tags"][-1] for line in answer.read().splitlines()]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except OSError:
        return False
