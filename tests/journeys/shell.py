"""A person's shell on a terminal: types a line, reads the answer, and checks what must hold for each command."""

import re
from collections.abc import Mapping
from pathlib import Path

from rich.cells import cell_len

from newsvane.cli.tables import LEFT_TO_RIGHT
from tests.journeys.promises import broken_promises
from tests.support.keyboard import SQL_PROMPT, TERMINAL_ANSWER, TERMINAL_QUERY, Keyboard, plain

SECONDS = 240
"""How long a command may take on a busy machine."""

_PROMPT = re.compile(r"⟦(\d+)⟧ ")
_BASH = ("bash", "--noprofile", "--norc", "--noediting")
_WARNING = re.compile(r"\.py:\d+: \w*Warning|Traceback \(most recent")
_TO_COPY = re.compile(r"\s*(export|newsvane|unset) ")
"""A line to copy into a shell is not divided, however narrow the terminal is."""


class Shell:
    """bash in a folder, on a terminal of 24 lines."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *, columns: int) -> None:
        self.folder, self.columns = folder, columns
        self.keyboard = Keyboard(_BASH, {**environment, "PS1": r"⟦$?⟧ "}, columns=columns, folder=folder)
        self.keyboard.wait_for(_PROMPT, SECONDS)

    def run(self, line: str, *, code: int = 0) -> str:
        """Type a line, wait for the next prompt, and return what was printed, as plain text.

        Raises AssertionError if it takes too long, ends with another exit code than `code`, prints a traceback or a
        warning of Python's, breaks a word at the edge of the terminal, or names something that does not exist.
        """
        self.keyboard.type(f"{line}\n")
        return self._read_answer(line, code)

    def answer(self, line: str, answers: Mapping[str, str], *, code: int = 0) -> str:
        """Type a line, and answer each question when it is asked. Return what was printed since the last answer."""
        self.keyboard.type(f"{line}\n")
        for question, reply in answers.items():
            self.keyboard.wait_for(question, SECONDS)
            self.keyboard.type(f"{reply}\n")
        return self._read_answer(line, code)

    def query(self, line: str, *queries: str, leave: str) -> str:
        """Open the SQL shell, ask these queries, and leave it. Return everything that it printed, as plain text."""
        self.keyboard.type(f"{line}\n")
        printed = self.keyboard.wait_for(TERMINAL_QUERY, SECONDS)
        self.keyboard.type(TERMINAL_ANSWER)
        printed += self.keyboard.wait_for(SQL_PROMPT, SECONDS)
        for query in queries:
            self.keyboard.type(f"{query}\n")
            printed += self.keyboard.wait_for(SQL_PROMPT, SECONDS)
        self.keyboard.type(leave)
        return plain(printed) + self._read_answer(line, 0)

    def close(self) -> None:
        """End the shell and what runs in it."""
        self.keyboard.close()

    def _read_answer(self, line: str, code: int) -> str:
        raw = self.keyboard.wait_for(_PROMPT, SECONDS)
        ended = _PROMPT.search(raw)
        assert ended
        printed = plain(raw[: ended.start()].partition("\r\n")[2])
        assert int(ended[1]) == code, f"{line}: exit code {ended[1]}, not {code}: {printed}"
        assert not _WARNING.search(printed), f"{line}: {printed}"
        broken = broken_lines(printed, self.columns)
        assert not broken, f"{line}: wider than {self.columns} columns: {broken}"
        assert broken_promises(printed) == [], line
        return printed


def words(printed: str) -> str:
    """Return text with its lines joined: where a sentence is divided depends on the width."""
    return " ".join(printed.split())


def broken_lines(printed: str, columns: int) -> list[str]:
    """Return the lines that a terminal divides within a word, unless they are one long word, or a line to copy."""
    lines = (line.replace(LEFT_TO_RIGHT, "") for line in printed.splitlines())
    return [line for line in lines if cell_len(line) > columns and " " in line.strip() and not _TO_COPY.match(line)]
