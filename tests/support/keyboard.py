"""A program on a pseudo-terminal, as a person sees it and types into it."""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROWS = 24
TERMINAL_QUERY = "\x1b[c"
"""DuckDB's shell asks the terminal for the colour of its background, and then what it is."""
TERMINAL_ANSWER = "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c"
SQL_PROMPT = "lake\x1b[00m D "
"""The prompt of DuckDB's shell, with the name of the lake in colour. A key pressed before it appears may be lost."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78MH])")


class Keyboard:
    """A program that runs on a pseudo-terminal of 24 lines. `seen`: everything that it has printed."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 80, folder: Path | None = None
    ) -> None:
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - one system call, no lock
        )
        os.close(theirs)
        self.seen = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._looked_at = 0

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._terminal, text.encode())

    def wait_for(self, wanted: str | re.Pattern[str], seconds: float = 60) -> str:
        """Read on until the program has printed this; return what it printed since the last time, with it.

        Raises AssertionError with what it printed instead.
        """
        pattern = re.compile(re.escape(wanted)) if isinstance(wanted, str) else wanted
        until = time.monotonic() + seconds
        while not (found := pattern.search(self.seen, self._looked_at)):
            ready, _, _ = select.select([self._terminal], [], [], max(0, until - time.monotonic()))
            assert ready, f"after {seconds:.0f} s, {pattern.pattern!r} is not in {self.seen[self._looked_at :]}"
            try:
                self.seen += self._decoder.decode(os.read(self._terminal, 65_536))
            except OSError:  # the program has ended
                found = pattern.search(self.seen, self._looked_at)
                assert found, f"it ended; {pattern.pattern!r} is not in {self.seen[self._looked_at :]}"
                break
        printed = self.seen[self._looked_at : found.end()]
        self._looked_at = found.end()
        return printed

    def close(self) -> None:
        """End the program and what it has started."""
        groups = [self.process.pid]
        with contextlib.suppress(OSError):  # the session has ended
            groups.append(os.tcgetpgrp(self._terminal))
        for group in filter(None, groups):  # 0, if nobody has the terminal any more, would be our own group
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait()
        os.close(self._terminal)


def plain(printed: str) -> str:
    """Return text as a terminal shows it: without escape sequences, and of a line that is rewritten only the last."""
    lines = _ESCAPES.sub("", printed).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _take_terminal() -> None:
    """Make standard input the terminal of this session, so that Ctrl-C and jobs work."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
