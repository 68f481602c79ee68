"""A command wakes the Airflow that runs on its home, and only that one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from newsvane.running_airflow import NOTE, AirflowHealth, find_health, leave_note, remove_note, wake

ASSET = "newsvane://lake/entries"
HEALTH = "/api/v2/monitor/health"
STATES = {"metadatabase": {"status": "healthy"}, "scheduler": {"status": "unhealthy"}, "triggerer": {"status": None}}
Calls = list[tuple[str, object]]


@contextmanager
def airflow(status: int = 200) -> Iterator[tuple[str, Calls]]:
    """Answer as Airflow's API does; yield the address and what was asked."""
    calls: Calls = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            calls.append((self.path, json.loads(self.rfile.read(length) or b"null")))
            if self.path not in ("/auth/token", HEALTH):
                assert self.headers["Authorization"] == "Bearer secret"
            answer = STATES if self.path == HEALTH else {"access_token": "secret", "assets": [{"id": 7, "uri": ASSET}]}
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()


def note(home: Path, url: str, pid: int) -> None:
    passwords = home / "passwords.json"
    passwords.write_text('{"admin": "open sesame"}')
    leave_note(home, url=url, password_file=passwords, pid=pid)


def test_an_airflow_that_runs_is_told_of_the_asset(tmp_path: Path) -> None:
    with airflow() as (url, calls):
        note(tmp_path, url, os.getpid())
        assert (tmp_path / NOTE).stat().st_mode & 0o777 == 0o600
        assert wake(tmp_path, ASSET)
    log_in, find, event = calls
    assert log_in == ("/auth/token", {"username": "admin", "password": "open sesame"})
    assert find[0] == f"/api/v2/assets?uri_pattern={ASSET}"
    assert event == ("/api/v2/assets/events", {"asset_id": 7, "extra": {"from": "command line"}})


def test_the_password_is_not_sent_to_whoever_has_the_port_now(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with airflow() as (url, calls):
        note(tmp_path, url, ended.pid)
        ended.communicate()
        assert not wake(tmp_path, ASSET)
    assert calls == []


@pytest.mark.parametrize("status", [401, 500])
def test_an_airflow_that_refuses_does_not_stop_the_command(tmp_path: Path, status: int) -> None:
    with airflow(status) as (url, _):
        note(tmp_path, url, os.getpid())
        assert not wake(tmp_path, ASSET)


def test_without_a_note_nobody_is_woken(tmp_path: Path) -> None:
    assert not wake(tmp_path, ASSET)
    note(tmp_path, "http://127.0.0.1:9", os.getpid())
    remove_note(tmp_path)
    remove_note(tmp_path)
    assert not wake(tmp_path, ASSET)
    (tmp_path / NOTE).write_text("{")
    assert not wake(tmp_path, ASSET)


def test_the_health_of_an_airflow_names_what_is_ill(tmp_path: Path) -> None:
    with airflow() as (url, _):
        note(tmp_path, url, os.getpid())
        assert find_health(tmp_path) == AirflowHealth(url, ("scheduler",))
    assert find_health(tmp_path) == AirflowHealth(url, ("it does not answer",))
    remove_note(tmp_path)
    assert find_health(tmp_path) is None
