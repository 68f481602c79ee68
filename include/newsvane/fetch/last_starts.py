"""Remember between tasks when hosts that ask for long pauses were last requested.

A task is a process of its own. Without this, the first request of each would ignore the pause that the last request of
the one before had begun.
"""

import hashlib
import logging
import os
import time
from pathlib import Path

from newsvane import storage

log = logging.getLogger(__name__)


class LastStarts:
    """One empty file per host in a folder on this machine; its modification time is that of the last request.

    What cannot be written is only logged. `folder`: None if nothing is to be remembered.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def seconds_since(self, host: str) -> float | None:
        """Return how long ago the last request to a host started; None if that is not known, or in the future."""
        if self._folder is None:
            return None
        try:
            seconds = time.time() - _path(self._folder, host).stat().st_mtime
        except OSError:
            return None
        return seconds if seconds >= 0 else None

    def mark(self, host: str) -> None:
        """Remember that a request to a host starts now."""
        if self._folder is None:
            return
        try:
            storage.make_folder(self._folder)
            path = _path(self._folder, host)
            path.touch()
            os.utime(path)
        except OSError as error:
            log.warning("cannot remember the last request to %s: %s", host, error)


def _path(folder: Path, host: str) -> Path:
    return folder / f"{hashlib.sha256(host.encode()).hexdigest()[:40]}.start"
