"""The states that the lake can be asked for: each commit is one, and says which step of which run made it, of how much.

A landing leaves its counts with the commit (`note`); what DuckLake does by itself (merging, flushing) is told from its
own record of the tables it touched.
"""

import json
from collections.abc import Mapping
from typing import TypeVar

import duckdb

from newsvane.lake.engine.sql import fetch_rows
from newsvane.records import Record, Utc

_Counts = TypeVar("_Counts", bound=Record)

_STEPS = {
    "land_polls": "landed polls",
    "land_articles": "landed articles",
    "land_groups": "grouped anew",
    "refresh_trends": "counted trends",
    "settle_days": "settled what was counted",
    "record_deliveries": "noted deliveries",
    "settle_quarantined": "settled quarantine",
    "drop_texts": "let go of old texts",
    "drop_contents": "let go of old contents of entries",
    "drop_quarantined": "let go of old texts in quarantine",
    "drop_polls": "let go of old polls",
    "migrate": "changed the form",
}
_CHANGES = {
    "merge_adjacent": "merged small files of",
    "flushed_inlined": "moved rows from the catalog to files of",
    "rewrite_delete": "rewrote files without deleted rows of",
}
"""What DuckLake names what it does by itself; all else is a write."""
_STANDING = {"pending", "unchanged"}
"""Counts that tell what is there, not what was written."""


class Snapshot(Record):
    """One commit: when, by which step of which run, how much of what, in which tables; "" and empty where not noted."""

    snapshot_id: int
    at: Utc
    step: str = ""
    run_id: str = ""
    counts: Mapping[str, int] = {}
    tables: tuple[str, ...] = ()
    words: str


def record_commit(
    con: duckdb.DuckDBPyConnection, step: str, run_id: str = "", counts: Mapping[str, object] | None = None
) -> None:
    """Leave word with the commit of this transaction; the last note counts, and none makes a commit by itself."""
    told = {name: n for name, n in (counts or {}).items() if isinstance(n, int) and n and name not in _STANDING}
    fetch_rows(con, "note", step=step, run=run_id, counts=json.dumps(told))


def record_commit_counts(con: duckdb.DuckDBPyConnection, step: str, run_id: str, counts: _Counts) -> _Counts:
    """The same with the counts of a record, and these back."""
    record_commit(con, step, run_id, counts.model_dump())
    return counts


def list_snapshots(con: duckdb.DuckDBPyConnection, *, limit: int) -> list[Snapshot]:
    """The latest snapshots that the lake keeps, newest first."""
    return [_snapshot(row) for row in fetch_rows(con, "snapshots", limit=limit)]


def _snapshot(row: Mapping[str, object]) -> Snapshot:
    changes = row["changes"] if isinstance(row["changes"], dict) else {}
    counts = json.loads(str(row["counts"] or "{}"))
    step, run_id = str(row["step"] or ""), str(row["run_id"] or "")
    return Snapshot.model_validate({
        "snapshot_id": row["snapshot_id"],
        "at": row["at"],
        "step": step,
        "run_id": run_id,
        "counts": counts,
        "tables": tuple(sorted({table for tables in changes.values() for table in tables})),
        "words": _noted_words(step, counts) if step else _own_words(changes),
    })


def _noted_words(step: str, counts: Mapping[str, int]) -> str:
    numbers = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items())
    return ": ".join(filter(None, (_STEPS.get(step, step.replace("_", " ")), numbers)))


def _own_words(changes: Mapping[str, list[str]]) -> str:
    told: dict[str, set[str]] = {}
    for change, tables in changes.items():
        told.setdefault(_CHANGES.get(change, "wrote"), set()).update(tables)
    if told.keys() - {"wrote"}:  # the rest is what that came with
        told.pop("wrote", None)
    return "; ".join(f"{what} {', '.join(sorted(tables))}" for what, tables in told.items()) or "made the lake"
