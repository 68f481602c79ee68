"""Record with each commit which step of which run made it, and list the commits as snapshots of the lake.

The lake can be queried as of every commit. Our own writes store a step, a run and counts with the commit
(`record_commit`). Commits that DuckLake makes by itself (merging, flushing) have none and are described by the tables
that they touched.
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
    "land_groups": "grouped again",
    "apply_outlet_facts": "applied facts about outlets",
    "refresh_trends": "counted trends",
    "settle_days": "marked days as counted",
    "record_deliveries": "recorded deliveries",
    "settle_quarantined": "resolved quarantine",
    "drop_texts": "deleted old texts",
    "drop_contents": "deleted old contents of entries",
    "drop_quarantined": "deleted old texts in quarantine",
    "drop_polls": "deleted old polls",
    "drop_ruled_texts": "deleted texts by rules of retention.toml",
    "drop_ruled_facts": "deleted articles by rules of retention.toml",
    "find_mirrors": "looked for outlets that share their texts",
    "forget": "removed by request",
    "lift": "lifted tombstones",
    "migrate": "migrated the tables",
}
"""Steps as stored with commits, and as shown to people."""
_CHANGES = {
    "merge_adjacent": "merged small files of",
    "flushed_inlined": "moved rows from the catalog to files of",
    "rewrite_delete": "rewrote files without deleted rows of",
}
"""DuckLake's names for its own maintenance, and how they are shown to people. Every other change is a write."""
_NOT_WRITTEN = {"pending", "unchanged"}
"""Counts that describe what is in the lake, not what this commit wrote."""


class Snapshot(Record):
    """One commit: its time, step, run, counts and tables; "" or empty if not recorded. `words`: a summary in words."""

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
    """Record step, run and counts with the commit of this transaction.

    The last call in a transaction wins. A transaction that writes nothing makes no commit, so nothing is recorded.
    """
    written = {name: n for name, n in (counts or {}).items() if isinstance(n, int) and n and name not in _NOT_WRITTEN}
    fetch_rows(con, "set_commit_message", step=step, run=run_id, counts=json.dumps(written))


def record_commit_counts(con: duckdb.DuckDBPyConnection, step: str, run_id: str, counts: _Counts) -> _Counts:
    """Record the counts of a record with the commit of this transaction, and return the record."""
    record_commit(con, step, run_id, counts.model_dump())
    return counts


def list_snapshots(con: duckdb.DuckDBPyConnection, *, limit: int) -> list[Snapshot]:
    """Return the latest snapshots that the lake keeps, newest first."""
    return [_build_snapshot(row) for row in fetch_rows(con, "list_snapshots", limit=limit)]


def _build_snapshot(row: Mapping[str, object]) -> Snapshot:
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
        "words": _describe_recorded(step, counts) if step else _describe_own(changes),
    })


def _describe_recorded(step: str, counts: Mapping[str, int]) -> str:
    numbers = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items())
    return ": ".join(filter(None, (_STEPS.get(step, step.replace("_", " ")), numbers)))


def _describe_own(changes: Mapping[str, list[str]]) -> str:
    done: dict[str, set[str]] = {}
    for change, tables in changes.items():
        done.setdefault(_CHANGES.get(change, "wrote"), set()).update(tables)
    if done.keys() - {"wrote"}:  # DuckLake's own maintenance also writes; name only the maintenance
        done.pop("wrote", None)
    return "; ".join(f"{verb} {', '.join(sorted(tables))}" for verb, tables in done.items()) or "created the lake"
