"""The poller: two rounds, a day apart, of all feeds in one batch. Prints measurements as JSON.

`python -m tests.hostile.batch DNS`: a file with host names and their addresses, for `isolation`.
"""

import json
import os
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from newsvane import lake, pipeline
from newsvane.settings import Settings, get_settings
from tests.hostile.isolation import IsolatedMachine

SECOND_DAY_TIMEOUT = 10.0
"""Seconds per request on the second day."""

THREAD_END_TIMEOUT = 5.0
"""Seconds in which idle threads must end."""


def main() -> None:
    settings = get_settings()
    machine = IsolatedMachine(json.loads(Path(sys.argv[1]).read_text("utf-8")), settings.connect_to)
    machine.isolate()
    first = _round("day-1", settings)
    early = pipeline.plan_polls("too-early", settings=settings)
    _move_back_a_day(settings)
    second = _round("day-2", settings.model_copy(update={"fetch_timeout": SECOND_DAY_TIMEOUT}))
    report = {
        "rounds": [first, second],
        "early": sum(chunk["items"] for chunk in early),
        "peak": _peak(),
        "tried": sorted(machine.outside_connections),
    }
    json.dump(report, sys.stdout)


def _round(run: str, settings: Settings) -> dict[str, Any]:
    chunks = pipeline.plan_polls(run, settings=settings)
    at_rest, started = _peak(), time.monotonic()
    for chunk in chunks:
        pipeline.poll(chunk, settings=settings)
    polled = time.monotonic()
    pipeline.land_polls(run, settings=settings)
    landed = time.monotonic()
    process = psutil.Process()
    return {
        "chunks": len(chunks),
        "seconds": polled - started,
        "landing": landed - polled,
        "at_rest": at_rest,
        "threads": _threads(),
        "sockets": [str(link) for link in process.net_connections() if link.status != psutil.CONN_TIME_WAIT],
        "files": [file.path for file in process.open_files() if not file.flags & os.O_PATH],
    }


def _threads() -> list[str]:
    """Wait THREAD_END_TIMEOUT for threads to end, and return the names of those that do not."""
    others = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
    deadline = time.monotonic() + THREAD_END_TIMEOUT
    for thread in others:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in others if thread.is_alive()]


def _move_back_a_day(settings: Settings) -> None:
    """Move all times of the feeds in the lake back by a day."""
    with lake.writer(settings) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE table_name LIKE 'feed@_%' ESCAPE '@' "
            "AND data_type IN ('TIMESTAMP WITH TIME ZONE', 'DATE') AND database_name = current_database() "
            "AND table_name IN (SELECT table_name FROM duckdb_tables())"
        )
        for table, column in columns.fetchall():
            connection.execute(f"UPDATE {table} SET {column} = ({column} - INTERVAL 1 DAY)")


def _peak() -> int:
    """Return the peak memory of this process in bytes; `getrusage` would include the process it was forked from."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
