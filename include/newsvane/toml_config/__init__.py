"""Read the user's TOML files (`include/watch/`): tables as records, and every mistake with its line.

tomli is the standard library's parser, compiled: it reads ten thousand feeds in a third of a second.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar, get_origin

import tomli
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from newsvane.errors import ConfigError, Mistake
from newsvane.records import Record
from newsvane.similar_names import find_similar
from newsvane.toml_config.syntax import blank_long_strings, explain_syntax
from newsvane.validation_words import describe_invalid

RecordT = TypeVar("RecordT", bound=Record)

MAX_FOUND = 120
"""Characters of a line that a mistake quotes."""

_IN_TOML = {
    **dict.fromkeys(("bool_type", "bool_parsing"), "write true or false, without quotes"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "write a whole number, without quotes"),
    **dict.fromkeys(("float_type", "float_parsing"), "write a number, without quotes"),
    "string_type": 'write text in quotes: "…"',
    "tuple_type": 'write a list: ["…", "…"]',
}
"""What to write in a TOML file instead of a value of the wrong type, by pydantic's error type."""
_ANY_KEY = "*"
"""Stands for the key that somebody meant with one that is like no known key."""
_STAND_INS: Mapping[object, object] = {str: "unknown", float: 0.5, tuple: ("unknown",)}
"""By type, the value that stands in for one that is wrong, so that the rest of its table can be checked."""


class TomlConfig:
    """A TOML file that consists of tables. Mistakes are collected until `require_valid` raises them.

    `kinds`: the names of the `[[kind]]` tables that it may contain, each a record. `named`: the names of its `[name]`
    tables, in which each line is a record with a name. `path`: the name of the file in messages. `secrets`: keys
    whose lines are not quoted. `top_keys`: keys that may stand above the tables. Raises ConfigError, with the mistakes
    that can be seen, if the text is not TOML.
    """

    def __init__(
        self,
        text: str,
        *,
        path: str,
        kinds: tuple[str, ...] = (),
        named: tuple[str, ...] = (),
        secrets: Collection[str] = (),
        top_keys: Collection[str] = (),
    ) -> None:
        self._text, self._path, self._secrets, self._top_keys = text, path, secrets, top_keys
        self._kinds = kinds
        self._mistakes: list[Mistake] = []
        self._wrong_keys: dict[tuple[str, int | str], set[str]] = {}
        try:
            self._document = tomli.loads(text)
        except (tomli.TOMLDecodeError, RecursionError) as error:
            for line, message in explain_syntax(text, kinds, secrets, error):
                self._add(line, f"not valid TOML: {message}")
            raise ConfigError(reason="toml", mistakes=self._mistakes) from error
        self._check_kinds(kinds, named)

    def top(self, record: type[RecordT]) -> RecordT:
        """Return the keys above the tables as a record. A wrong value is a mistake, and counts as missing."""
        found = {key: self._document[key] for key in self._top_keys if key in self._document}
        try:
            return record.model_validate(found)
        except ValidationError as error:
            for wrong in error.errors():
                key = str(wrong["loc"][0])
                self.report_top(key, _describe_wrong_value(key, wrong))
                found.pop(key, None)
        return record.model_validate(found)

    def tables(
        self, kind: str, record: type[RecordT], names: Mapping[str, str] | None = None
    ) -> Iterator[tuple[int, RecordT]]:
        """Yield the tables of one kind as records, each with its number among those of its kind, from 0.

        `names`: the field of the record by key in the file, for those that differ. Unknown keys, missing or wrong
        values and an `id` that occurs twice are mistakes. A table with wrong values is yielded, too, so that the caller
        finds what else is wrong with it: with others in their place, about which `report` says nothing.
        """
        names = names or {}
        seen: dict[str, int] = {}
        for index, row in enumerate(self._rows(kind)):
            fields = {names.get(key, key): row[key] for key in row}
            found = self._parse_table(
                f"[[{kind}]]", (kind, index), record, fields, names=names, report=partial(self.report, kind, index)
            )
            if found is None:
                continue
            row_id = str(row.get("id", ""))
            if (first := seen.setdefault(row_id, index)) != index and row_id:
                taken_by = f"the [[{kind}]] in line {self.locate(kind, first, 'id')}"
                self.report(kind, index, "id", f"the id {row_id!r} is taken by {taken_by}")
                continue
            yield index, found

    def named_records(self, table: str, record: type[RecordT]) -> Iterator[tuple[str, RecordT]]:
        """Yield the valid records of a `[table]` by name: the lines `"name" = { … }`."""
        rows = self._document.get(table)
        for name, row in rows.items() if isinstance(rows, dict) else ():
            if not isinstance(row, dict):
                self.report_named(name, f'write "{name}" = {{ … }}')
                continue
            found = self._parse_table(
                f"[{table}]", (table, name), record, row, names={}, report=partial(self._report_in, name)
            )
            if found is not None:
                yield name, found

    def list_ids(self, kind: str) -> list[str]:
        """Return the ids of all tables of one kind, also of those that have mistakes."""
        return [row["id"] for row in self._rows(kind) if isinstance(row.get("id"), str)]

    def lacks_ids(self, kind: str) -> bool:
        """Return whether `list_ids` may lack some, because a table has no id or its name is misspelt."""
        meant = (near[0] for name in self._document if (near := find_similar(name, self._kinds)) and name != near[0])
        return len(self.list_ids(kind)) < len(self._rows(kind)) or kind in meant

    def report(self, kind: str, index: int, key: str, message: str, *, because_of: Collection[str] = ()) -> None:
        """Add a mistake in the line of `key` in a table, or in the line of the table if it lacks the key.

        `index`: the number of the table among those of its kind, from 0. Nothing is added if `key`, or one of the keys
        that it is `because_of`, is misspelt or has a wrong value: it would be a consequence. A key that is like no
        known one may be any of those.
        """
        causes = {key, *because_of, *([_ANY_KEY] if because_of else [])}
        if self._wrong_keys.get((kind, index), set()) & causes:
            return
        self._add(self.locate(kind, index, key) - 1, message)

    def locate_id(self, row_id: str) -> int:
        """Return the number of the line, from 1, in which a table of any kind has this id; 0 if none has."""
        found = (
            self.locate(kind, index, "id")
            for kind in self._kinds
            for index, row in enumerate(self._rows(kind))
            if row.get("id") == row_id
        )
        return next(found, 0)

    def locate(self, kind: str, index: int, key: str) -> int:
        """Return the number of the line of `key` in a table, from 1; that of the table if it lacks the key."""
        starts = self._starts.get(kind, [])
        start = starts[index] if index < len(starts) else self._find_line(rf"\s*{kind}\s*=", 0)
        end = self._find_line(r"\s*\[\[", start + 1)
        line = self._find_line(rf"""\s*(\[\s*{kind}\s*\.\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""", start, end)
        return min(line if line < end else start, len(self._lines) - 1) + 1

    def report_top(self, key: str, message: str, text: str = "") -> None:
        """Add a mistake in the line of a key above the tables, or of a text in quotes in its value."""
        start = self._find_line(rf"\s*{re.escape(key)}\s*=", 0)
        line = self._find_line(rf""".*["']{re.escape(text)}["']""", start) if text else start
        self._add(line if line < len(self._lines) else start, message)

    def report_named(self, name: str, message: str) -> None:
        """Add a mistake in the line of a record that has a name."""
        self._add(self._find_line(rf"""\s*(\[[^=]*\.\s*)?["']?{re.escape(name)}["']?\s*[=.\]]""", 0), message)

    def require_valid(self) -> None:
        """Raise ConfigError with all mistakes, in the order of their lines, if there are any."""
        if self._mistakes:
            raise ConfigError(reason="watch_file", mistakes=sorted(self._mistakes, key=lambda each: each.line))

    def _report_in(self, name: str, _key: str, message: str) -> None:
        self.report_named(name, message)

    def _rows(self, kind: str) -> list[dict[str, Any]]:
        rows = self._document.get(kind)
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def _check_kinds(self, kinds: tuple[str, ...], named: tuple[str, ...]) -> None:
        """Report what is neither a `[[kind]]` nor a `[name]` table."""
        headings = [f"[[{kind}]]" for kind in kinds] + [f"[{name}]" for name in named]
        allowed = f"this file may only contain {', '.join(headings)} tables"
        for key, value in self._document.items():
            if key in self._top_keys:
                continue
            if key in kinds and isinstance(value, list) and all(isinstance(row, dict) for row in value):
                continue
            if key in named and isinstance(value, dict):
                continue
            message = f"{key!r} is not allowed here: {allowed}"
            if key in kinds and isinstance(value, dict):
                message = f"[{key}] has single brackets: write [[{key}]]"
            elif near := find_similar(key, [kind for kind in kinds if kind != key]):
                message += f"; did you mean [[{near[0]}]]?"
            elif near := find_similar(key, [name for name in named if name != key]):
                message += f"; did you mean [{near[0]}]?"
            self._add(self._find_line(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\]=.]""", 0), message)

    def _parse_table(
        self,
        label: str,
        where: tuple[str, int | str],
        record: type[RecordT],
        fields: dict[str, Any],
        *,
        names: Mapping[str, str],
        report: Callable[[str, str], None],
    ) -> RecordT | None:
        """Return a table as a record, without what is wrong in it; None if nothing is left. Report what is wrong."""
        try:
            return record.model_validate(fields)
        except ValidationError as error:
            self._wrong_keys[where] = _report_invalid(label, error, _list_keys(record, names), names, report)
            wrong = {str(each["loc"][0]) for each in error.errors()}
        right = {field: value for field, value in fields.items() if field not in wrong}
        try:
            return record.model_validate(right | _find_stand_ins(record, wrong))
        except ValidationError:
            return None

    def _add(self, line: int, message: str) -> None:
        number = min(line + 1, len(self._lines))
        text = self._raw_lines[number - 1].strip()[:MAX_FOUND]
        hidden = any(re.match(rf"""["']?{re.escape(key)}["']?\s*[=:]""", text) for key in self._secrets)
        self._mistakes.append(Mistake(self._path, message, number, "" if hidden else text))

    @cached_property
    def _raw_lines(self) -> list[str]:
        return self._text.split("\n")

    @cached_property
    def _lines(self) -> list[str]:
        """The lines of the file without the contents of multi-line strings, which can look like keys and tables."""
        return blank_long_strings(self._text).split("\n")

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """The lines in which the tables of each kind begin."""
        starts: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if found := re.match(r"""\s*\[\[\s*["']?([^"'\]\s]+)["']?\s*\]\]""", line):
                starts.setdefault(found[1], []).append(number)
        return starts

    def _find_line(self, pattern: str, start: int, end: int | None = None) -> int:
        """Return the index of the first line from `start` on that begins with `pattern`; `len(lines)` if none does."""
        compiled = re.compile(pattern)
        lines = self._lines
        return next((n for n in range(start, end or len(lines)) if compiled.match(lines[n])), len(lines))


def _report_invalid(
    label: str,
    error: ValidationError,
    keys: list[str],
    names: Mapping[str, str],
    report: Callable[[str, str], None],
) -> set[str]:
    """Report each wrong key of a table once. A misspelt key that must be there is one mistake, not two.

    Return the wrong keys, with those that are meant by misspelt ones; `_ANY_KEY` if one is like no known key.
    """
    first: dict[str, Any] = {}
    for each in error.errors():
        first.setdefault(str(each["loc"][0]), each)
    known_keys = {name: key for key, name in names.items()}
    wrong = {known_keys.get(field, field): each for field, each in first.items()}
    unknown = [key for key, each in wrong.items() if each["type"] == "extra_forbidden"]
    meant = {key: (find_similar(key, keys) or [""])[0] for key in unknown}
    for key, each in wrong.items():
        if key in meant:
            advice = f"did you mean {meant[key]!r}?" if meant[key] else f"known keys: {', '.join(keys)}"
            report(key, f"unknown key {key!r}; {advice}")
        elif each["type"] != "missing":
            report(key, _describe_wrong_value(key, each))
        elif key not in meant.values():
            report(key, f"a {label} needs {key!r}")
    return {*wrong, *(each or _ANY_KEY for each in meant.values())}


def _describe_wrong_value(key: str, error: ErrorDetails) -> str:
    """Return what to write instead of the value of a key."""
    return f"{key}: {_IN_TOML.get(error['type']) or describe_invalid(error)}"


def _find_stand_ins(record: type[Record], wrong: Collection[str]) -> dict[str, object]:
    """Return a value for each of the wrong fields that a record needs."""
    needed = {name: info.annotation for name, info in record.model_fields.items() if info.is_required()}
    return {name: _STAND_INS.get(get_origin(needed[name]) or needed[name]) for name in wrong if name in needed}


def _list_keys(record: type[Record], names: Mapping[str, str]) -> list[str]:
    """Return the keys that a table for this record may have."""
    renamed = {field: key for key, field in names.items()}
    return [renamed.get(field, field) for field in record.model_fields]
