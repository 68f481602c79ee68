"""The poller: two rounds, a day apart, of all feeds in one batch; prints what it took, as JSON.

`python -m tests.hostile.batch DNS`: a file of host names and their addresses. Names are asked of it alone, and nothing
but the ports of `NEWSVANE_CONNECT_TO` is reached, so that the test neither needs nor touches any other network.
"""

import errno
import json
import re
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from newsvane import lake, pipeline
from newsvane.settings import Settings, get_settings

LESS_PATIENCE = 3.0
"""Seconds for a request on the second day."""


def main() -> None:
    settings = get_settings()
    tried: list[str] = []
    _seal(json.loads(Path(sys.argv[1]).read_text("utf-8")), settings.connect_to, tried)
    at_rest = _peak()
    rounds = [_round("day-1", settings)]
    early = pipeline.plan_polls("too-early", settings=settings)
    _let_a_day_pass(settings)
    rounds.append(_round("day-2", settings.model_copy(update={"fetch_timeout": LESS_PATIENCE})))
    json.dump(
        {
            "rounds": rounds,
            "early": sum(chunk["items"] for chunk in early),
            "at_rest": at_rest,
            "peak": _peak(),
            "tried": sorted(set(tried)),
        },
        sys.stdout,
    )


def _round(run: str, settings: Settings) -> dict[str, Any]:
    chunks = pipeline.plan_polls(run, settings=settings)
    started = time.monotonic()
    counts = [pipeline.poll(chunk, settings=settings) for chunk in chunks]
    polled = time.monotonic()
    landed = pipeline.land_polls(run, settings=settings)
    landing = time.monotonic() - polled
    process = psutil.Process()
    return {
        "chunks": len(chunks),
        "counts": counts,
        "landed": landed,
        "seconds": polled - started,
        "landing": landing,
        "peak": _peak(),
        "threads": [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()],
        "sockets": [str(link) for link in process.net_connections() if link.status != psutil.CONN_TIME_WAIT],
        "files": [file.path for file in process.open_files()],
    }


def _let_a_day_pass(settings: Settings) -> None:
    """Move everything that is known of the feeds a day back."""
    with lake.writer(settings) as connection:
        moments = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE table_name LIKE 'feed@_%' ESCAPE '@' "
            "AND data_type IN ('TIMESTAMP WITH TIME ZONE', 'DATE') AND database_name = current_database() "
            "AND table_name IN (SELECT table_name FROM duckdb_tables())"
        )
        for table, column in moments.fetchall():
            connection.execute(f"UPDATE {table} SET {column} = ({column} - INTERVAL 1 DAY)")


def _seal(dns: dict[str, list[list[str] | str]], connect_to: str, tried: list[str]) -> None:
    ports = {int(port) for port in re.findall(r":(\d+)(?:,|$)", connect_to)}
    dns |= {"localhost": [["127.0.0.1"]]}
    connect = socket.socket.connect

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        host.encode("idna")
        answers = dns.get(host, ["EAI_NONAME"])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, str):
            raise socket.gaierror(getattr(socket, answer), "as told")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answer
        ]

    def guarded(one: socket.socket, address: tuple[str, int]) -> None:
        if one.family not in {socket.AF_INET, socket.AF_INET6}:
            return connect(one, address)
        if address[1] not in ports:
            tried.append(f"{address[0]}:{address[1]}")
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return connect(one, address)

    socket.getaddrinfo = getaddrinfo
    socket.socket.connect = guarded  # type: ignore[method-assign]


def _peak() -> int:
    """The most memory this process had, bytes; what `getrusage` gives includes the process it was forked from."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
