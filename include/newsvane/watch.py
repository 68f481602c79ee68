"""The user's TOML files (`include/watch/`): `[[name]]` tables as records, and errors that name the line."""

import re
import tomllib
from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from newsvane.errors import ConfigError
from newsvane.records import Record

R = TypeVar("R", bound=Record)


class WatchFile:
    """A file of tables. `kinds`: the names of the tables it may hold. `path` is for the messages.

    Raises ConfigError on text that is not TOML or holds anything else than such tables.
    """

    def __init__(self, text: str, *, path: str, kinds: tuple[str, ...]) -> None:
        self._lines = text.splitlines()
        self._path = path
        try:
            self._document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: not valid TOML: {error}", reason="toml") from error
        wanted = " and ".join(f"[[{kind}]]" for kind in kinds)
        for key, rows in self._document.items():
            if key not in kinds or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                line = self._find(rf"\s*\[*\s*{re.escape(key)}\s*[\]=.]", 0)
                raise self._error(line, f"{key!r} is not known here: this file holds {wanted} tables")

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
                raise self.error(kind, index, key, messages.get(wrong["type"], f"{key}: {wrong['msg']}")) from error
            if row.get("id") in seen:
                raise self.error(kind, index, "id", f"the id {row['id']!r} is taken by another [[{kind}]]")
            seen.add(row.get("id"))
        return tuple(made)

    def error(self, kind: str, index: int, key: str, message: str) -> ConfigError:
        """An error at `key` of the table of that kind and index (from 0), or at the table where it lacks the key."""
        start = -1
        for _ in range(index + 1):
            start = self._find(rf"\s*\[\[\s*{kind}\s*\]\]", start + 1)
        end = self._find(r"\s*\[\[", start + 1)
        line = self._find(rf"\s*{re.escape(key)}\s*=", start)
        return self._error(line if line < end else start, message)

    def _find(self, pattern: str, start: int) -> int:
        lines = range(start, len(self._lines))
        return next((n for n in lines if re.match(pattern, self._lines[n])), len(self._lines))

    def _error(self, line: int, message: str) -> ConfigError:
        return ConfigError(f"{self._path}, line {line + 1}: {message}", reason="watch_file")


def _keys(record: type[Record], names: Mapping[str, str]) -> list[str]:
    """The keys of a table that makes this record."""
    renamed = {field: key for key, field in names.items()}
    return [renamed.get(field, field) for field in record.model_fields]
