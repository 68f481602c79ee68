"""Make answers for agents: plain JSON of limited size, in which text from the web is only ever a value. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import to_json, to_jsonable_python

from newsvane.agents.limits import MAX_ANSWER_BYTES, MAX_FACTS_BYTES, MAX_ITEMS, MAX_TEXT
from newsvane.safe_text import strip_controls, truncate

Answer = dict[str, Any]


def clean(value: object, text_length: int = MAX_TEXT) -> Any:
    """Return a value as plain JSON. Texts lose control and invisible characters, and end in "…" if they are cut."""
    return _clean(to_jsonable_python(value, fallback=str), text_length)


def _clean(value: Any, text_length: int) -> Any:
    match value:
        case str():
            return truncate(strip_controls(value), text_length)
        case float() if not math.isfinite(value):  # which JSON does not have
            return str(value)
        case list():
            return [_clean(each, text_length) for each in value[:MAX_ITEMS]]
        case dict():
            return {strip_controls(key): _clean(each, text_length) for key, each in value.items()}
        case _:
            return value


def fit_facts(row: Mapping[str, Any]) -> Answer:
    """Return a row, cleaned, without the facts for which `MAX_FACTS_BYTES` has no room."""
    kept, room = {}, MAX_FACTS_BYTES
    for name, value in clean(row).items():
        size = len(to_json({name: value}))
        if size <= room:
            kept[name] = value
            room -= size
    return kept


def fit(rows: Iterable[Mapping[str, Any]], room: int = MAX_ANSWER_BYTES) -> list[Answer]:
    """Return the first rows, cleaned, that fit into `room` bytes. One that does not fit ends the list."""
    kept = []
    for row in map(fit_facts, rows):
        room -= len(to_json(row)) + 1
        if room < 0:
            break
        kept.append(row)
    return kept


def page(name: str, rows: Sequence[Mapping[str, Any]], *, offset: int, total: int, further: str) -> Answer:
    """Return a page of rows under a name, with how many there are in all, and how to continue if there are more.

    `offset`: how many rows are before these. `further`: what to do when no offset leads further.
    """
    kept = fit(rows)
    answer: Answer = {name: kept, "offset": offset, "total": total}
    if offset + len(kept) < total:
        answer["continue"] = f"call again with offset={offset + len(kept)}; {further}"
    return answer


def pick(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return the named columns of a row that have a value."""
    return {name: row[name] for name in names if row[name] not in (None, "", [])}
