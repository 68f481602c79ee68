"""Keep the inode number of a file from being reused, by which another file in its place is recognised."""

import contextlib
import os
from pathlib import Path


class FileInUse:
    """Keeps the inode number of a file in use while this object lives, so that Linux gives it to no other file.

    The descriptor only names the file (O_PATH): closing any other one would drop SQLite's locks in this process.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = -1
        if path_only := getattr(os, "O_PATH", 0):  # Linux
            with contextlib.suppress(OSError):
                self._descriptor = os.open(path, path_only)

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
