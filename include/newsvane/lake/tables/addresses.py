"""Correct stored addresses and ids when the page at an address is read that another page had claimed as its own."""

from collections.abc import Iterable, Mapping

import duckdb

from newsvane import urls
from newsvane.lake.engine.sql import fetch_rows, load_incoming, run_query
from newsvane.lake.tables.rows import build_article_row
from newsvane.records import Article


def find_unchanged_addresses(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the stored address of each article that `find_new_or_changed` just left out as unchanged, by id."""
    return {row["article_id"]: row["url"] for row in fetch_rows(con, "find_unchanged_addresses")}


def correct_addresses(con: duckdb.DuckDBPyConnection, articles: Iterable[Article]) -> None:
    """Store the address and the archived page of these articles, and nothing else of them."""
    load_incoming(con, "articles", (build_article_row(article) for article in articles))
    run_query(con, "correct_addresses")


def release_ids(con: duckdb.DuckDBPyConnection, articles: Mapping[str, Article]) -> None:
    """Give stored articles their own ids, and take their stories and messages along, so that the old ids are free.

    `articles`: the stored articles with their own ids and addresses, by their old ids. A story that is named after an
    old id is renamed after the new one.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE released_ids (old_id VARCHAR, article_id VARCHAR, canonical_url VARCHAR, "
        "claimed_url VARCHAR, old_story VARCHAR, story_id VARCHAR)"
    )
    con.executemany(
        "INSERT INTO released_ids VALUES (?, ?, ?, ?, ?, ?)",
        [
            [
                old,
                each.article_id,
                each.canonical_url,
                each.claimed_url,
                urls.story_id(old),
                urls.story_id(each.article_id),
            ]
            for old, each in articles.items()
        ],
    )
    run_query(con, "release_ids")
