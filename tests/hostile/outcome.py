"""Run the batch once, and read the results from the lake."""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsvane import lake
from newsvane.settings import Settings
from tests.hostile.row import Row
from tests.hostile.servers import HostileServers, serving

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 20.0
"""Seconds per request."""

POLLER_TIMEOUT = 240
"""Seconds after which the poller is considered to hang."""

SETTINGS = {
    "NEWSVANE_FETCH_TIMEOUT": f"{TIMEOUT:g}",
    "NEWSVANE_HOST_DELAY": "0",
    "NEWSVANE_CHUNKS": "1",
}


@dataclass(frozen=True)
class Poll:
    """A row of `feed_polls`."""

    status: str
    http_status: int | None
    reason: str
    detail: str
    failures: int
    entries_seen: int
    entries_new: int
    polled_at: datetime
    next_poll_at: datetime
    duration_ms: int
    run_id: str


@dataclass(frozen=True)
class Outcome:
    """The results by feed: `polls`, one per round; titles and addresses of its `entries`; its `health` at the end.

    `report`: measurements of the poller. `log`: its log.
    """

    polls: dict[str, list[Poll]]
    entries: dict[str, list[tuple[str, str]]]
    health: dict[str, str]
    report: dict[str, Any]
    servers: HostileServers
    log: str


async def poll(rows: tuple[Row, ...], folder: Path) -> Outcome:
    """Serve all rows, poll them, and read the lake."""
    watch = folder / "watch"
    watch.mkdir()
    (watch / "topics.toml").write_text("")
    (watch / "alerts.toml").write_text("")
    (watch / "feeds.toml").write_text(
        "".join(f"[[feed]]\nid = {json.dumps(row.feed_id)}\nurl = {json.dumps(row.address)}\n\n" for row in rows)
    )
    dns = folder / "dns.json"
    dns.write_text(json.dumps({row.address.split("/")[2]: row.dns for row in rows if row.dns}))
    async with serving(rows, folder) as servers:
        environment = SETTINGS | {
            "NEWSVANE_HOME": str(folder / "home"),
            "NEWSVANE_WATCH": str(watch),
            "NEWSVANE_CONNECT_TO": servers.connect_to,
            "SSL_CERT_FILE": str(servers.authority.file),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.hostile.batch",
            str(dns),
            cwd=PROJECT,
            env=_clean_environment() | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, log = await asyncio.wait_for(process.communicate(), POLLER_TIMEOUT)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
    if process.returncode:
        raise AssertionError(f"the poller ended with {process.returncode}:\n{log.decode()}")
    settings = Settings(home=folder / "home", watch=watch)
    return Outcome(*_read(settings), json.loads(out), servers, log.decode())


def _clean_environment() -> dict[str, str]:
    """Return the environment without variables that would change the poller."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSVANE_") and not name.lower().endswith("_proxy")
    }


def _read(settings: Settings) -> tuple[dict[str, list[Poll]], dict[str, list[tuple[str, str]]], dict[str, str]]:
    columns = ", ".join(Poll.__dataclass_fields__)
    polls: dict[str, list[Poll]] = {}
    entries: dict[str, list[tuple[str, str]]] = {}
    with lake.connect(settings=settings) as connection:
        asked = f"SELECT feed_id, {columns} FROM feed_polls ORDER BY run_id, feed_id"
        for feed_id, *values in connection.execute(asked).fetchall():
            polls.setdefault(feed_id, []).append(Poll(*values))
        for feed_id, title, url in connection.execute(
            "SELECT feed_id, title, url FROM entries ORDER BY url"
        ).fetchall():
            entries.setdefault(feed_id, []).append((title, url))
        health = dict(connection.execute("SELECT feed_id, words FROM feed_health").fetchall())
    return polls, entries, health
