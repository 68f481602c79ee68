"""Find out which pages the lake knows already, so that filling in the past changes nothing of them."""

from collections.abc import Iterable

import duckdb

from newsvane.lake.engine.sql import fetch_rows
from newsvane.records import Record

Skip = tuple[str, str, str]
"""Address, stage and reason of a page that was left out."""


class KnownPages(Record):
    """What the lake knows of some pages: ids of articles on topic and off topic, of those in quarantine, and of entries
    that wait to be read.
    """

    on_topic: frozenset[str] = frozenset()
    off_topic: frozenset[str] = frozenset()
    quarantined: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()


def find_known_pages(
    con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], entry_ids: Iterable[str] = ()
) -> KnownPages:
    """Return what the lake knows of these articles and entries. Discarded articles count as in quarantine."""
    rows = fetch_rows(con, "find_known_pages", article_ids=list(article_ids), entry_ids=list(entry_ids))
    found: dict[str, set[str]] = {kind: set() for kind in KnownPages.model_fields}
    for row in rows:
        found[row["kind"]].add(row["id"])
    return KnownPages.model_validate(found)


def find_known_skips(con: duckdb.DuckDBPyConnection, urls: Iterable[str], *, run_prefix: str) -> set[Skip]:
    """Return with which reasons pages at these addresses were left out before, by runs whose names begin so."""
    rows = fetch_rows(con, "find_known_skips", urls=list(urls), run_prefix=run_prefix)
    return {(row["url"], row["stage"], row["reason"]) for row in rows}
