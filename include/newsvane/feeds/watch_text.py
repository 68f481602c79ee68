"""Edit the text of a watch list without touching what stays: comments, order and line breaks. Pure."""

import re
from collections.abc import Collection

import tomli

from newsvane.toml_config.syntax import blank_long_strings

_TABLE = re.compile(r"^\s*\[\[\s*(?:feed|source)\s*\]\]")


def remove_sources(text: str, ids: Collection[str]) -> tuple[str, list[str]]:
    """Return a valid watch list without the tables of these sources, and the ids of those that it had.

    Comments and blank lines above a table belong to it; those above the first table stay.
    """
    lines = text.splitlines(keepends=True)
    visible = blank_long_strings(text.replace("\r\n", "\n")).split("\n")
    heads = [number for number, line in enumerate(visible) if _TABLE.match(line)]
    ends = [*heads[1:], len(lines)]
    removed: list[str] = []
    dropped: set[int] = set()
    for head, end in zip(heads, ends, strict=True):
        source_id = _id_of("".join(lines[head:end]))
        if source_id in ids:
            removed.append(source_id)
            dropped |= set(range(_begin(lines, head, heads[0]), _begin(lines, end, heads[0])))
    return "".join(line for number, line in enumerate(lines) if number not in dropped), removed


def _begin(lines: list[str], head: int, first: int) -> int:
    """Return the line in which a table begins, with the comments directly above it."""
    begin = head
    if head < len(lines) and head != first:
        while begin > first and lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
    return begin


def _id_of(table: str) -> str:
    found = tomli.loads(table)
    (rows,) = found.values()
    return str(rows[0].get("id", ""))
