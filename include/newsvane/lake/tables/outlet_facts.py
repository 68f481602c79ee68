"""Give stored rows what is known about their outlets today."""

import json
from collections.abc import Iterable

import duckdb

from newsvane.lake.engine.snapshots import record_commit_counts
from newsvane.lake.engine.sql import fetch_rows, run_query
from newsvane.records import OutletKind, Record


class StoredOutlet(Record):
    """An outlet in the lake, as far as one source led to its articles.

    `feed_id`: None for articles that were read by their address, and for entries that were only counted. `country`,
    `kind`: what is known about the outlet today; None if nothing is.
    """

    outlet: str
    feed_id: str | None = None
    country: str | None = None
    kind: OutletKind | None = None


class AppliedFacts(Record):
    """Counts of the rows whose facts changed: of `articles`, and of `unread_daily`."""

    articles: int = 0
    unread_counts: int = 0


def list_stored_outlets(con: duckdb.DuckDBPyConnection) -> list[StoredOutlet]:
    """Return the outlets in the lake, without facts."""
    return [StoredOutlet(**row) for row in fetch_rows(con, "list_stored_outlets")]


def apply_outlet_facts(con: duckdb.DuckDBPyConnection, outlets: Iterable[StoredOutlet], run_id: str) -> AppliedFacts:
    """Store country and kind of these outlets with their articles and counts, where they differ.

    What is not known replaces nothing. The days of the articles are marked, so that they are counted again.
    """
    facts = [outlet.model_dump() for outlet in outlets if outlet.country or outlet.kind]
    run_query(con, "load_outlet_facts", facts=json.dumps(facts))
    run_query(con, "apply_outlet_facts")
    applied = AppliedFacts(**fetch_rows(con, "count_applied_facts")[0])
    return record_commit_counts(con, "apply_outlet_facts", run_id, applied)
