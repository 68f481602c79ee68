"""`newsvane sql` on a real terminal: the shell starts, answers and ends."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

PROMPT = "lake\x1b[00m D "
"""The prompt of DuckDB's shell: the name of the lake in colour. A key pressed before it appears may be lost."""


class Keyboard:
    """A program on a pseudo-terminal of 80 by 24 characters. `seen`: everything that it has printed."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self._terminal = ours
        self.seen = ""
        self._looked_at = 0

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Read on until the program has printed this text. Raises AssertionError with what it printed instead."""
        until = time.monotonic() + seconds
        while text not in self.seen[self._looked_at :]:
            ready, _, _ = select.select([self._terminal], [], [], max(0, until - time.monotonic()))
            assert ready, f"{text!r} is not in {self.seen}"
            try:
                self.seen += os.read(self._terminal, 65_536).decode("utf-8", "replace")
            except OSError:  # the program has ended
                assert text in self.seen[self._looked_at :], self.seen
        self._looked_at = self.seen.index(text, self._looked_at) + len(text)


def test_the_shell_starts_answers_and_ends_on_a_terminal(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path / "home"))
    environment = {**os.environ, "NEWSVANE_HOME": str(settings.home), "TERM": "xterm"}
    shell = Keyboard([str(Path(sys.executable).with_name("newsvane")), "sql"], environment)
    try:
        shell.wait_for("\x1b[c")  # DuckDB asks for the colour of the background, and what the terminal is
        shell.type("\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c")
        shell.wait_for("SHOW TABLES")
        shell.wait_for(PROMPT)
        shell.type("SELECT 6 * 7 || ' articles' AS answer;\n")
        shell.wait_for("42 articles")
        shell.wait_for(PROMPT)
        shell.type("\x04")
        assert shell.process.wait(30) == 0
        assert "Error" not in shell.seen
    finally:
        shell.process.kill()
        shell.process.wait()
