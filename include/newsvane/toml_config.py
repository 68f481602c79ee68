"""Read the user's TOML files (`include/watch/`): `[[name]]` tables as records, with errors that name the line.

tomli is the standard library's parser, compiled: it reads ten thousand feeds in a third of a second.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

import tomli
from pydantic import ValidationError

from newsvane.errors import ConfigError
from newsvane.records import Record

RecordT = TypeVar("RecordT", bound=Record)

_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
"""A string or comment in TOML. Lines inside a multi-line string can look like keys and tables."""


class TomlConfig:
    """A TOML file that consists of `[[kind]]` tables.

    `kinds`: the names of the tables that it may contain. `path`: the name of the file in messages. Raises ConfigError
    if the text is not TOML or contains anything but such tables.
    """

    def __init__(self, text: str, *, path: str, kinds: tuple[str, ...]) -> None:
        self._text = text
        self._path = path
        try:
            self._document = tomli.loads(text)
        except (tomli.TOMLDecodeError, RecursionError) as error:
            raise ConfigError(f"{path}: not valid TOML: {error}", reason="toml") from error
        allowed = ", ".join(f"[[{kind}]]" for kind in kinds)
        for key, rows in self._document.items():
            if key not in kinds or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                lines = self._lines_without_long_strings()
                line = _find_line(lines, rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\]=.]""", 0)
                raise self._error(
                    lines, line, f"{key!r} is not allowed here: this file may only contain {allowed} tables"
                )

    def records(self, kind: str, record: type[RecordT], names: Mapping[str, str] | None = None) -> tuple[RecordT, ...]:
        """Return the tables of one kind as records, in order.

        `names`: the field of the record by key in the file, for those that differ. Raises ConfigError on unknown keys,
        on missing or wrong values, and if an `id` occurs twice.
        """
        names = names or {}
        found: list[RecordT] = []
        seen: set[object] = set()
        for index, row in enumerate(self._document.get(kind, ())):
            try:
                found.append(record.model_validate({names.get(key, key): value for key, value in row.items()}))
            except ValidationError as error:
                wrong = error.errors()[0]
                field = str(wrong["loc"][0])
                key = next((key for key, name in names.items() if name == field), field)
                messages = {
                    "extra_forbidden": f"unknown key {key!r}; known keys: {', '.join(_list_keys(record, names))}",
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
        return tuple(found)

    def error(self, kind: str, index: int, key: str, message: str) -> ConfigError:
        """Return an error that names the line of `key` in a table, or the line of the table if it lacks the key.

        `index`: the number of the table among those of its kind, from 0.
        """
        lines = self._lines_without_long_strings()
        start = -1
        for _ in range(index + 1):
            start = _find_line(lines, rf"""\s*\[\[\s*["']?{kind}["']?\s*\]\]""", start + 1)
        if start == len(lines):
            start = _find_line(lines, rf"\s*{kind}\s*=", 0)
        end = _find_line(lines, r"\s*\[\[", start + 1)
        line = _find_line(lines, rf"""\s*(\[\s*{kind}\s*\.\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""", start)
        return self._error(lines, line if line < end else start, message)

    def _lines_without_long_strings(self) -> list[str]:
        """Return the lines of the file without the contents of multi-line strings."""
        return _STRING_OR_COMMENT.sub(
            lambda found: found[0] if "\n" not in found[0] else "\n" * found[0].count("\n"), self._text
        ).split("\n")

    def _error(self, lines: list[str], line: int, message: str) -> ConfigError:
        return ConfigError(f"{self._path}, line {min(line + 1, len(lines))}: {message}", reason="watch_file")


def _find_line(lines: list[str], pattern: str, start: int) -> int:
    """Return the index of the first line from `start` on that begins with `pattern`; `len(lines)` if none does."""
    compiled = re.compile(pattern)
    return next((n for n in range(start, len(lines)) if compiled.match(lines[n])), len(lines))


def _list_keys(record: type[Record], names: Mapping[str, str]) -> list[str]:
    """Return the keys that a table for this record may have."""
    renamed = {field: key for key, field in names.items()}
    return [renamed.get(field, field) for field in record.model_fields]
