"""Remember which Airflows work on a home, on which machines, and with which version of Newsvane.

Each machine writes a file of its own in the home's folder `installations`, before a task, at most once per PAUSE.
`newsvane doctor --airflow` reads them: two Airflows must not share a home, and all machines need one version.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from newsvane import storage
from newsvane.records import Record

PAUSE = timedelta(minutes=5)
RECENT = timedelta(hours=1)
"""Who has not been seen for longer works here no more: `newsvane_poll` runs every five minutes."""


class Installation(Record):
    """One machine of an Airflow. `airflow`: what `identify_airflow` returns for it."""

    airflow: str
    host: str
    version: str
    seen: datetime


def identify_airflow(api: str, host: str) -> str:
    """Return what tells an Airflow apart: the address of its API, with the machine if that is a local address."""
    return f"{api} on {host}" if urlsplit(api).hostname in {None, "localhost", "127.0.0.1", "::1"} else api


def record_installation(home: Path, found: Installation) -> None:
    """Note that a machine works on this home, unless it has said so within PAUSE. Raises OSError."""
    folder = home / "installations"
    file = folder / f"{sha256(f'{found.airflow} {found.host}'.encode()).hexdigest()[:16]}.json"
    known = _read(file)
    if known and known.version == found.version and timedelta() <= found.seen - known.seen < PAUSE:
        return
    storage.make_folder(folder)
    with storage.open_atomic(file) as opened:
        opened.write(found.model_dump_json())


def load_installations(home: Path, *, now: datetime) -> list[Installation]:
    """Return the machines that worked on this home within RECENT, the latest first."""
    read = (_read(file) for file in (home / "installations").glob("*.json"))
    found = [each for each in read if each and now - each.seen < RECENT]
    return sorted(found, key=lambda each: each.seen, reverse=True)


def has_installation(home: Path) -> bool:
    """Return whether tasks of an Airflow ever ran on this home."""
    return any((home / "installations").glob("*.json"))


def _read(file: Path) -> Installation | None:
    try:
        return Installation.model_validate_json(file.read_bytes()[:10_000])
    except (OSError, ValidationError):
        return None
