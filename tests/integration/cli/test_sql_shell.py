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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

PROMPT = "lake\x1b[00m D "
"""The prompt of DuckDB's shell: the name of the lake in colour. A key pressed before it appears may be lost."""


class Keyboard:
    """A program on a pseudo-terminal of 24 lines. `seen`: everything that it has printed."""

    def __init__(self, command: list[str], environment: dict[str, str], *, columns: int = 80) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
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


@contextmanager
def opened(home: Path, *, columns: int = 80) -> Iterator[Keyboard]:
    """Open the shell on an empty lake, and yield it at its first prompt."""
    settings = create_lake(Settings(home=home))
    environment = {**os.environ, "NEWSVANE_HOME": str(settings.home), "TERM": "xterm"}
    shell = Keyboard([str(Path(sys.executable).with_name("newsvane")), "sql"], environment, columns=columns)
    try:
        shell.wait_for("\x1b[c")  # DuckDB asks for the colour of the background, and what the terminal is
        shell.type("\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;c")
        shell.wait_for(PROMPT)
        yield shell
    finally:
        shell.process.kill()
        shell.process.wait()


def test_the_shell_starts_answers_and_ends_on_a_terminal(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        shell.type("SELECT 6 * 7 || ' articles' AS answer;\n")
        shell.wait_for("42 articles")
        shell.wait_for(PROMPT)
        shell.type("\x04")
        assert shell.process.wait(30) == 0
        assert "Error" not in shell.seen


def test_the_greeting_names_what_matters_first_and_how_to_leave(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        greeting = shell.seen.partition("This is the lake")[2].partition(PROMPT)[0]
        places = [greeting.index(name) for name in ("FROM coverage", "FROM originals", "FROM stories", "FROM examples")]
        assert places == sorted(places)
        assert ".mode line" in greeting
        assert "To leave: .exit" in greeting
        assert max(len(line) for line in greeting.splitlines()) <= 80
        assert "DuckDB v" not in shell.seen
        shell.type(".exit\n")
        assert shell.process.wait(30) == 0


def test_each_query_of_the_greeting_works_and_no_pager_opens(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as shell:
        for query in ("FROM coverage LIMIT 5;", "FROM originals LIMIT 5;", "FROM stories LIMIT 5;", "FROM examples;"):
            shell.type(f"{query}\n")
            shell.wait_for(PROMPT)
        shell.type("FROM macros;\n")
        shell.wait_for("stories_between")
        shell.wait_for(PROMPT)
        shell.type("SHOW TABLES;\n")
        shell.wait_for("trend_daily")
        shell.wait_for(PROMPT)
        assert "Error" not in shell.seen


def test_a_wide_row_is_readable_in_line_mode(tmp_path: Path) -> None:
    with opened(tmp_path / "home", columns=40) as shell:
        shell.type(".mode line\n")
        shell.wait_for(PROMPT)
        shell.type("SELECT 1 AS place, 'northline.example' AS outlet, 'certain' AS certainty, 2 AS b;\n")
        shell.wait_for("certainty = certain")
