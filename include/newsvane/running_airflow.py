"""Find the Airflow that runs on this machine on a home of Newsvane, ask how it is, and tell it that there is work.

`newsvane.standalone` leaves a note in the home while it runs. An Airflow that was started otherwise, as in a cluster,
leaves none: its next poll finds the work.
"""

import contextlib
import json
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from pydantic import BaseModel, ValidationError

NOTE = "airflow.json"
"""Name of the note in the home."""
START_TOLERANCE = 2
"""Seconds by which the start of a process may seem to differ."""


class AirflowApi:
    """A client of Airflow's public API on this machine. It never uses a proxy."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._token = ""

    def log_in(self, password: str) -> None:
        """Log in as admin. Raises OSError."""
        credentials = {"username": "admin", "password": password}
        self._token = str(self.request("POST", "/auth/token", credentials)["access_token"])

    def request(self, method: str, path: str, body: object = None) -> Any:
        """Return the decoded answer. Raises urllib.error.HTTPError, an OSError, when the status is 400 or higher."""
        request = urllib.request.Request(  # noqa: S310 - our own server, http by construction
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)


class AirflowNote(BaseModel):
    """What a running Airflow says of itself. `pid`, `started`: of its API server, and when that process began."""

    url: str
    password_file: Path
    pid: int
    started: float

    def is_current(self) -> bool:
        """Return whether that process still runs. Otherwise its port may belong to somebody else."""
        with contextlib.suppress(psutil.Error):
            return abs(psutil.Process(self.pid).create_time() - self.started) < START_TOLERANCE
        return False


def leave_note(home: Path, *, url: str, password_file: Path, pid: int) -> None:
    """Write the note into the home, for its owner alone."""
    note = AirflowNote(url=url, password_file=password_file, pid=pid, started=psutil.Process(pid).create_time())
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = home / NOTE
    path.touch(mode=0o600)
    path.write_text(note.model_dump_json(), "utf-8")


def remove_note(home: Path) -> None:
    """Remove the note, if there is one."""
    (home / NOTE).unlink(missing_ok=True)


class AirflowHealth(NamedTuple):
    """How a running Airflow is. `ill`: its components that are not healthy."""

    url: str
    ill: tuple[str, ...]


def find_health(home: Path) -> AirflowHealth | None:
    """Ask the Airflow of this home how it is. Return None if none runs on this machine."""
    note = _read_note(home)
    if note is None:
        return None
    try:
        components = AirflowApi(note.url).request("GET", "/api/v2/monitor/health")
        ill = tuple(name for name, state in components.items() if state.get("status") not in ("healthy", None))
    except (OSError, ValueError, AttributeError):
        ill = ("it does not answer",)
    return AirflowHealth(note.url, ill)


def wake(home: Path, asset: str) -> bool:
    """Tell the Airflow of this home that an asset has changed, which starts the DAGs that wait for it.

    Return False if none runs or it does not answer: then its next scheduled run finds the work.
    """
    note = _read_note(home)
    if note is None:
        return False
    with contextlib.suppress(OSError, ValueError, KeyError, IndexError):
        api = AirflowApi(note.url)
        api.log_in(json.loads(note.password_file.read_text("utf-8"))["admin"])
        assets = api.request("GET", f"/api/v2/assets?uri_pattern={asset}")["assets"]
        event = {"asset_id": assets[0]["id"], "extra": {"from": "command line"}}
        api.request("POST", "/api/v2/assets/events", event)
        return True
    return False


def _read_note(home: Path) -> AirflowNote | None:
    """Return the note of an Airflow that still runs, None if there is none."""
    with contextlib.suppress(OSError, ValidationError):
        note = AirflowNote.model_validate_json((home / NOTE).read_text("utf-8"))
        return note if note.is_current() else None
    return None
