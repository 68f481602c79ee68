"""Delete the texts and the facts that the rules of `retention.toml` no longer keep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, load_query, run_query
from newsvane.lake.engine.transactions import transaction
from newsvane.lake.tables.forgetting import Doomed, FoundArticle, count_doomed_rows, remove_doomed
from newsvane.records import Record, Utc
from newsvane.retention import RetentionRule


class DueCount(Record):
    """What a rule would delete now: `texts`, and `facts`, the articles that go with all that is said of them.

    `oldest`: when the first of these was read; None if there is none.
    """

    rule: RetentionRule
    texts: int = 0
    facts: int = 0
    oldest: Utc | None = None


def count_due(con: duckdb.DuckDBPyConnection, rules: Sequence[RetentionRule], now: datetime) -> list[DueCount]:
    """Return what each rule would delete now."""
    stage_rules(con, rules)
    found = {row.pop("number"): row for row in fetch_rows(con, "count_due_articles", now=now)}
    return [DueCount(rule=rule, **found.get(number, {})) for number, rule in enumerate(rules)]


def stage_rules(con: duckdb.DuckDBPyConnection, rules: Sequence[RetentionRule]) -> None:
    """Create the temporary table of the articles with rules of their own, which other queries leave out."""
    columns = {name: [getattr(rule, name) for rule in rules] for name in ("text_days", "facts_days")}
    outlets, topics = [rule.outlet for rule in rules], [rule.topic for rule in rules]
    run_query(con, "stage_retention_rules", outlets=outlets, topics=topics, **columns)
    run_query(con, "select_ruled_articles")


def apply_rules(con: duckdb.DuckDBPyConnection, now: datetime) -> dict[str, int]:
    """Delete what the staged rules no longer keep. Return how many texts and articles that were."""
    with transaction(con):
        texts = _change(con, "drop_ruled_texts", now)
        _change(con, "drop_ruled_contents", now)
        record_commit(con, "drop_ruled_texts", counts={"rows": texts})
    due = fetch_rows(con, "list_due_facts", now=now)
    if due:
        with transaction(con):
            doomed = Doomed([_build_due(row) for row in due])
            count_doomed_rows(con, doomed)
            run_query(con, "clear_entries")
            remove_doomed(con)
            record_commit(con, "drop_ruled_facts", counts={"articles": len(due)})
    return {"ruled_texts": texts, "ruled_facts": len(due)}


def _change(con: duckdb.DuckDBPyConnection, name: str, now: datetime) -> int:
    changed = con.execute(load_query(name), {"now": now}).fetchone()
    return int(changed[0]) if changed else 0


def _build_due(row: dict[str, Any]) -> FoundArticle:
    return FoundArticle(
        article_id=row["article_id"],
        urls=frozenset(),
        canonical_url="",
        outlet="",
        title=row["title"] or "",
        texts=(),
        text_hash="",
        raw_file="",
        fetched_at=row["fetched_at"],
        day=None,
    )
