"""Write the names of articles to the lake. Used inside `writer`; writing the same names again changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, land_selected, load_incoming, run_query
from newsvane.records import Article, ArticleNames


def land_landed_names(con: duckdb.DuckDBPyConnection, names: Mapping[str, ArticleNames]) -> None:
    """Write the names of the articles that this transaction has landed."""
    run_query(con, "select_articles_to_name")
    _land(con, names)


def land_names(
    con: duckdb.DuckDBPyConnection, articles: Sequence[Article], names: Mapping[str, ArticleNames], *, run_id: str
) -> None:
    """Write the names of stored articles. `articles`: with their new `name_keys`."""
    rows = (
        {"article_id": each.article_id, "fetched_at": each.fetched_at.isoformat(), "name_keys": each.name_keys}
        for each in articles
    )
    load_incoming(con, "articles", rows)
    run_query(con, "store_name_keys")
    _land(con, names)
    run_query(con, "mark_named_days")
    record_commit(con, "land_names", run_id, counts={"articles": len(articles)})


def list_articles_to_name(
    con: duckdb.DuckDBPyConnection, since: datetime, until: datetime, *, everything: bool
) -> list[str]:
    """Return the ids of articles read from `since` until before `until` whose names can be looked for.

    `everything`: also those whose names are known.
    """
    rows = fetch_rows(con, "list_articles_to_name", since=since, until=until, everything=everything)
    return [row["article_id"] for row in rows]


def _land(con: duckdb.DuckDBPyConnection, names: Mapping[str, ArticleNames]) -> None:
    load_incoming(con, "article_names", (row for key, each in names.items() for row in _build_rows(key, each)))
    load_incoming(con, "entities", (row for each in names.values() for row in _build_entity_rows(each)))
    run_query(con, "land_names")
    land_selected(con, "entities")


def _build_rows(article_id: str, names: ArticleNames) -> Iterator[dict[str, Any]]:
    event = names.place.entity_id if names.place else None
    for each in names.mentions:
        yield {
            "article_id": article_id,
            "entity_id": each.entity_id,
            "written": each.written,
            "mentions": each.mentions,
            "position": each.position,
            "is_event_place": each.entity_id == event,
        }
    if event and all(each.entity_id != event for each in names.mentions):
        yield {
            "article_id": article_id,
            "entity_id": event,
            "written": (),
            "mentions": 0,
            "position": "lead",
            "is_event_place": True,
        }


def _build_entity_rows(names: ArticleNames) -> Iterator[dict[str, Any]]:
    for each in names.mentions:
        yield each.model_dump(exclude={"written", "mentions", "position"})
    if names.place and all(each.entity_id != names.place.entity_id for each in names.mentions):
        yield {**names.place.model_dump(exclude={"evidence"}), "kind": "place", "known": True}
