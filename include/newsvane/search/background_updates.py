"""Bring the search index of this machine up to date beside a server, in a process of its own.

Where the pipeline runs, each landing updates the index. A server elsewhere has a copy of its own, which it updates when
a search finds it missing or behind.
"""

import logging
import os
import subprocess
import sys
from threading import Lock
from time import monotonic

from newsvane.errors import LakeBusy
from newsvane.search.index_updates import update_index
from newsvane.settings import get_settings

log = logging.getLogger(__name__)

MIN_INTERVAL = 60.0
"""Seconds between two updates that one server starts."""

NICENESS = 10
"""The server has other work."""


class BackgroundUpdates:
    """Starts updates, one at a time. The process ends with the group of the server, and logs where the server does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._started = -MIN_INTERVAL
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        """Start an update, unless one is running or began within MIN_INTERVAL. Return whether it was started.

        If another process is updating the index, the new one ends at once.
        """
        with self._lock:
            is_running = self._process is not None and self._process.poll() is None
            if is_running or monotonic() - self._started < MIN_INTERVAL:
                return False
            self._started = monotonic()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", f"from {__name__} import main; main()"], stdin=subprocess.DEVNULL
                )
            except OSError as error:
                log.warning("the search index is not updated: %s", error)
                return False
        log.info("updating the search index in process %d", self._process.pid)
        return True


def main() -> None:
    """Update the index of the home that the environment names."""
    logging.basicConfig(level=logging.INFO)
    os.nice(NICENESS)
    try:
        update_index(get_settings())
    except LakeBusy as error:
        log.info("the search index is not updated: %s", error)
