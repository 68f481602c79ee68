"""Check the rows of a part, which may have been made by anybody, before they land in a lake.

What can be computed is compared with what the part says, and characters that no page brings into the lake are removed
as they are from pages. What remains can only be believed: texts, times and groups.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from newsvane import texts, urls
from newsvane.dates import MAX_AHEAD
from newsvane.lake.admin.parts import TABLES
from newsvane.lake.engine.sql import load_query, run_query
from newsvane.records import MAX_CLOCK_SKEW
from newsvane.safe_text import strip_controls, to_line
from newsvane.tombstones import Tombstones

_WITH_LINES = {"text", "first_text", "content"}
"""Columns whose line breaks stay."""
_UNSAFE = r"[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]|\p{M}{31}"
"""What may have to be removed: all but letters, marks, digits, signs and spaces, and more than 30 marks in a row."""
_KEYS = {
    "articles": "article_id",
    "article_groups": "article_id",
    "article_revisions": "article_id, revision",
    "article_sketches": "article_id",
    "article_names": "article_id, entity_id",
    "entries": "entry_id",
    "entities": "entity_id",
}
_BATCH_ROWS = 500


class Checked(NamedTuple):
    """How many rows were refused and corrected, by reason, and how many articles this lake has forgotten."""

    refused: Mapping[str, int]
    corrected: Mapping[str, int]
    forgotten: int


def check_rows(
    con: duckdb.DuckDBPyConnection, archived: Collection[str], tombstones: Tombstones, now: datetime
) -> Checked:
    """Correct and remove rows of the tables `incoming_<table>`. `archived`: the files of the part in `archive/`."""
    corrected = Counter(characters=sum(_clean_words(con, table) for table in TABLES))
    refused = Counter(repeated_id=sum(_remove_repeated(con, table) for table in TABLES))
    forgotten = list[str]()
    bad_rows, future, not_in_part = list[int](), list[int](), list[int]()
    for row in _fetch(con, "list_incoming_articles"):
        if fault := _find_fault(row, now):
            refused[fault] += 1
            bad_rows.append(row["rowid"])
        elif _is_forgotten(row, tombstones):
            forgotten.append(row["article_id"])
        if row["published_at"] and row["published_at"] > (row["archived_at"] or row["fetched_at"] or now) + MAX_AHEAD:
            future.append(row["rowid"])
        if row["raw_file"] is not None and row["raw_file"] not in archived:
            not_in_part.append(row["rowid"])
    for name, rows in (("bad_rows", bad_rows), ("future", future), ("not_in_part", not_in_part)):
        con.execute(f"SET VARIABLE {name} = $rows::BIGINT[]", {"rows": rows})
    run_query(con, "correct_part")
    refused["entry_address"] += _remove_entries(con, tombstones)
    con.execute("SET VARIABLE left_out = $ids::VARCHAR[]", {"ids": forgotten})
    run_query(con, "leave_out_of_part")
    corrected.update(published_at=len(future), raw_file=len(not_in_part))
    return Checked(dict(+refused), dict(+corrected), len(forgotten))


def _find_fault(row: dict[str, Any], now: datetime) -> str:
    """Return why an article is refused; "" if it is not."""
    from newsvane.translation import unwrap_proxy_url  # noqa: PLC0415 - it brings the words of 47 languages

    try:
        if urls.article_id(row["canonical_url"]) != row["article_id"]:
            return "article_id"
        outlet = urls.outlet(row["canonical_url"])
        if urls.outlet(row["url"]) != outlet:
            return "address"
        if unwrap_proxy_url(row["url"]) and row["translation_source_url"]:
            outlet = urls.outlet(row["translation_source_url"])
    except (ValueError, TypeError, AttributeError):  # no address, or none at all
        return "address"
    if not _is_outlet(row["outlet"] or "", outlet):
        return "outlet"
    if row["fetched_at"] is None or row["fetched_at"] > now + MAX_CLOCK_SKEW:
        return "fetched_at"
    return ""


def _is_outlet(named: str, outlet: str) -> bool:
    """Return whether a part may name an outlet so. Older lakes have the domain of a platform, not the account."""
    host = outlet.partition("/")[0]
    return named == outlet or ("." in named and f".{host}".endswith(f".{named}"))


def _is_forgotten(row: dict[str, Any], tombstones: Tombstones) -> bool:
    """Return whether this lake has forgotten an article, also if the part gives the hash of another text."""
    named = (row["article_id"], row["canonical_url"], row["url"], row["outlet"])
    if not tombstones:
        return False
    computed = (texts.text_hash(text) for text in (row["text"], row["first_text"]) if text)
    return any(tombstones.find_stored(*named, hash_) for hash_ in (row["text_hash"] or "", *computed))


def _remove_entries(con: duckdb.DuckDBPyConnection, tombstones: Tombstones) -> int:
    """Remove entries whose address is none, and those that this lake has forgotten. Return how many are no address."""
    invalid, gone = list[int](), list[int]()
    for row in _fetch(con, "list_incoming_entries"):
        try:
            urls.canonical(row["url"])
            urls.canonical(row["canonical_url"])
        except (ValueError, AttributeError):
            invalid.append(row["rowid"])
            continue
        if tombstones and any(map(tombstones.find_address, (row["url"], row["canonical_url"]))):
            gone.append(row["rowid"])
    run_query(con, "remove_incoming_entries", rows=[*invalid, *gone])
    return len(invalid)


def _remove_repeated(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Keep the first row of each key. Return how many others there were."""
    first = f"SELECT min(rowid) FROM incoming_{table} GROUP BY {_KEYS[table]}"  # noqa: S608 - names of our own
    (removed,) = con.execute(
        f"DELETE FROM incoming_{table} WHERE rowid NOT IN ({first})"  # noqa: S608 - the same
    ).fetchone() or (0,)
    return int(removed)


def _clean_words(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Remove from all words of a table what may not stand in them. Return how many fields were changed."""
    changed = 0
    for column, kind, *_ in con.execute(f"DESCRIBE incoming_{table}").fetchall():
        if "VARCHAR" not in kind:
            continue
        unsafe = _UNSAFE.replace("{Zs}", r"{Zs}\n\t") if column in _WITH_LINES else _UNSAFE
        clean = strip_controls if column in _WITH_LINES else to_line
        question = f"FROM incoming_{table} SELECT rowid, {column} WHERE regexp_matches({column}::VARCHAR, $unsafe)"
        found = con.execute(question, {"unsafe": unsafe}).fetchall()
        cleaned = [(after, rowid) for rowid, before in found if (after := _clean(before, clean)) != before]
        if cleaned:
            change = f"UPDATE incoming_{table} SET {column} = ? WHERE rowid = ?"  # noqa: S608 - names of our own
            con.executemany(change, cleaned)
        changed += len(cleaned)
    return changed


def _clean(value: Any, clean: Callable[[str], str]) -> Any:
    """Return a value with its words cleaned: a text, a list, or a structure."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(each, clean) for each in value]
    return {name: _clean(each, clean) for name, each in value.items()} if isinstance(value, dict) else value


def _fetch(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """Yield rows without holding all texts at once. No other statement may run on the connection meanwhile."""
    found = con.execute(load_query(query))
    names = [column[0] for column in found.description or ()]
    while rows := found.fetchmany(_BATCH_ROWS):
        for row in rows:
            yield dict(zip(names, row, strict=True))
