"""The user's TOML files (`include/watch/`): `[[name]]` tables as records, and errors that name the line.

tomli is the parser of the standard library, compiled: ten thousand feeds are read in a third of a second.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

import tomli
from pydantic import ValidationError

from newsvane.errors import ConfigError
from newsvane.records import Record

R = TypeVar("R", bound=Record)

_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
"""Strings and comments of TOML; the lines inside a long string look like others."""


class WatchFile:
    """A file of tables. `kinds`: the names of the tables it may hold. `path` is for the messages.

    Raises ConfigError on text that is not TOML or holds anything else than such tables.
    """

    def __init__(self, text: str, *, path: str, kinds: tuple[str, ...]) -> None:
        self._text = text
        self._path = path
        try:
            self._document = tomli.loads(text)
        except (tomli.TOMLDecodeError, RecursionError) as error:
            raise ConfigError(f"{path}: not valid TOML: {error}", reason="toml") from error
        wanted = " and ".join(f"[[{kind}]]" for kind in kinds)
        for key, rows in self._document.items():
            if key not in kinds or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                lines = self._lines()
                line = _find(lines, rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\]=.]""", 0)
                raise self._error(lines, line, f"{key!r} is not known here: this file holds {wanted} tables")

    def records(self, kind: str, record: type[R], names: Mapping[str, str] | None = None) -> tuple[R, ...]:
        """The tables of one kind, in order. `names`: key in the file -> field of the record, where they differ.

        Raises ConfigError on unknown keys, missing or wrong values, and an `id` given twice.
        """
        names = names or {}
        made: list[R] = []
        seen: set[object] = set()
        for index, row in enumerate(self._document.get(kind, ())):
            try:
                made.append(record.model_validate({names.get(key, key): value for key, value in row.items()}))
            except ValidationError as error:
                wrong = error.errors()[0]
                field = str(wrong["loc"][0])
                key = next((key for key, name in names.items() if name == field), field)
                messages = {
                    "extra_forbidden": f"unknown key {key!r}; known are {', '.join(_keys(record, names))}",
                    "missing": f"a [[{kind}]] needs {key!r}",
                }
                raise self.error(
                    kind,
                    index,
                    key,
                    messages.get(wrong["type"], f"{key}: {wrong['msg'].removeprefix('Value error, ')}"),
                ) from error
            if row.get("id") in seen:
                raise self.error(kind, index, "id", f"the id {row['id']!r} is taken by another [[{kind}]]")
            seen.add(row.get("id"))
        return tuple(made)

    def error(self, kind: str, index: int, key: str, message: str) -> ConfigError:
        """An error at `key` of the table of that kind and index (from 0), or at the table where it lacks the key."""
        lines = self._lines()
        start = -1
        for _ in range(index + 1):
            start = _find(lines, rf"""\s*\[\[\s*["']?{kind}["']?\s*\]\]""", start + 1)
        if start == len(lines):
            start = _find(lines, rf"\s*{kind}\s*=", 0)
        end = _find(lines, r"\s*\[\[", start + 1)
        line = _find(lines, rf"""\s*(\[\s*{kind}\s*\.\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""", start)
        return self._error(lines, line if line < end else start, message)

    def _lines(self) -> list[str]:
        """The lines, with all that stands in long strings taken out."""
        return _TEXT.sub(
            lambda found: found[0] if "\n" not in found[0] else "\n" * found[0].count("\n"), self._text
        ).split("\n")

    def _error(self, lines: list[str], line: int, message: str) -> ConfigError:
        return ConfigError(f"{self._path}, line {min(line + 1, len(lines))}: {message}", reason="watch_file")


def _find(lines: list[str], pattern: str, start: int) -> int:
    """The first line from `start` on that begins so; the number of lines where there is none."""
    compiled = re.compile(pattern)
    return next((n for n in range(start, len(lines)) if compiled.match(lines[n])), len(lines))


def _keys(record: type[Record], names: Mapping[str, str]) -> list[str]:
    """The keys of a table that makes this record."""
    renamed = {field: key for key, field in names.items()}
    return [renamed.get(field, field) for field in record.model_fields]
