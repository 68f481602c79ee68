"""A sender whose lock is lost while it sends: it stops, another one takes over, and no message arrives twice."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from newsvane import lake, pipeline
from newsvane.errors import DeliveryFailed
from newsvane.records import Message
from newsvane.settings import Settings
from tests.support.remote_lake import RemoteLakes, needs_postgres, remote_lakes

ALERTS = """[[channel]]
id = "hook"
url = "${HOOK}"
"""
KEYS = [f"m1_{number}" for number in range(5)]


@dataclass
class Receiver:
    """A webhook. `keys`: of the messages that arrived, in order. `on_first`: is called before the first is answered."""

    keys: list[str] = field(default_factory=list)
    on_first: Callable[[], object] = lambda: None
    url: str = ""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            made.keys.append(self.headers["Idempotency-Key"])
            if len(made.keys) == 1:
                made.on_first()
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HOOK", f"json://127.0.0.1:{server.server_port}/alerts")
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteLakes]:
    with remote_lakes() as made:
        yield made


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    folder = tmp_path / "watch"
    folder.mkdir()
    for name in ("feeds", "topics"):
        (folder / f"{name}.toml").write_text("")
    (folder / "alerts.toml").write_text(ALERTS)
    return folder


def fill(settings: Settings) -> Settings:
    now = datetime.now(UTC)
    messages = [Message(key=key, rule="r", channel="hook", subject="News", body="…", created_at=now) for key in KEYS]
    with lake.writer(settings) as connection:
        lake.land_messages(connection, messages)
    return settings


@pytest.fixture
def on_postgres(remote: RemoteLakes, watch: Path, tmp_path: Path) -> Settings:
    made = remote.settings(tmp_path / "var", store=False)
    return fill(made.model_copy(update={"watch": watch, "delivery_timeout": 4.0}))


@pytest.fixture
def embedded(watch: Path, tmp_path: Path) -> Settings:
    return fill(Settings(home=tmp_path / "var", watch=watch, delivery_timeout=4.0))


def end_sessions_with_locks(settings: Settings) -> None:
    with contextlib.closing(psycopg2.connect(settings.catalog)) as session, session.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.rowcount == 1


def attempts(settings: Settings) -> list[Any]:
    with lake.closing(lake.connect(settings=settings)) as connection:
        return connection.execute("SELECT key, ok FROM deliveries ORDER BY key, attempt").fetchall()


@needs_postgres
def test_a_sender_whose_session_ended_sends_no_further_message(on_postgres: Settings, receiver: Receiver) -> None:
    receiver.on_first = lambda: end_sessions_with_locks(on_postgres)
    with pytest.raises(DeliveryFailed, match="the database session that held our locks has ended"):
        pipeline.deliver(settings=on_postgres)
    assert len(receiver.keys) == 1
    assert pipeline.deliver(settings=on_postgres) == {"delivered": 4, "failed": 0, "dead": 0, "waiting": 0}
    assert sorted(receiver.keys) == KEYS
    assert attempts(on_postgres) == [(key, True) for key in KEYS]


@needs_postgres
def test_the_next_sender_waits_for_one_that_lost_its_lock_while_it_was_sending(
    on_postgres: Settings, receiver: Receiver
) -> None:
    def hang() -> None:
        end_sessions_with_locks(on_postgres)
        runs.append(pool.submit(pipeline.deliver, settings=on_postgres))
        time.sleep(2.5)

    with ThreadPoolExecutor(2) as pool:
        receiver.on_first = hang
        runs = [pool.submit(pipeline.deliver, settings=on_postgres)]
        with pytest.raises(DeliveryFailed, match="held our locks has ended"):
            runs[0].result()
        assert runs[1].result()["delivered"] == 4
    assert sorted(receiver.keys) == KEYS
    assert attempts(on_postgres) == [(key, True) for key in KEYS]


def test_a_sender_whose_lock_file_was_removed_sends_no_further_message(embedded: Settings, receiver: Receiver) -> None:
    def remove() -> None:
        (file,) = embedded.lake_path.glob("*.delivery-hook.lock")
        file.unlink()

    receiver.on_first = remove
    with pytest.raises(DeliveryFailed, match="was removed or replaced"):
        pipeline.deliver(settings=embedded)
    assert len(receiver.keys) == 1
    assert pipeline.deliver(settings=embedded)["delivered"] == 4
    assert sorted(receiver.keys) == KEYS
