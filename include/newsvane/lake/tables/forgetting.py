"""Find what a request to forget is about, and remove it from the tables. Used inside `writer`, except for finding.

Nothing here leaves the rows unreadable on the disk: `newsvane.lake.admin.purge` does that afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, flatten, land_selected, load_incoming, load_query, run_query
from newsvane.lake.tables.acts import ActionResult, record_action
from newsvane.lake.tables.table_writer import build_skipped_row
from newsvane.page_unescaping import PLAIN, TYPOGRAPHIC
from newsvane.records import Skipped, Tombstone
from newsvane.tombstones import settle_future


@dataclass(frozen=True)
class FoundArticle:
    """An article to forget, in the lake or in quarantine. It is never written anywhere.

    `texts`: its text and, if it was revised, the first one. `day`: of its publication; None in quarantine.
    """

    article_id: str
    urls: frozenset[str]
    canonical_url: str
    outlet: str
    title: str
    texts: tuple[str, ...]
    text_hash: str
    raw_file: str
    fetched_at: datetime
    day: date | None


@dataclass(frozen=True)
class FoundEntry:
    """An entry to forget."""

    entry_id: str
    url: str
    canonical_url: str
    seen_at: datetime
    article_id: str


@dataclass(frozen=True)
class Doomed:
    """Everything in the tables that a request is about. `addresses`: in all spellings that the lake has."""

    articles: Sequence[FoundArticle] = ()
    entry_ids: Sequence[str] = ()
    addresses: Sequence[str] = ()
    outlets: Sequence[str] = ()


def load_tombstones(con: duckdb.DuckDBPyConnection) -> list[Tombstone]:
    """Return all tombstones, the oldest first; none if the lake is of a version that had none."""
    try:
        return [Tombstone(**row) for row in fetch_rows(con, "load_tombstones")]
    except duckdb.CatalogException:
        return []


def land_tombstones(con: duckdb.DuckDBPyConnection, tombstones: Iterable[Tombstone]) -> None:
    """Store tombstones, and decisions that are newer than the stored ones: to forget, or to lift."""
    load_incoming(con, "tombstones", map(flatten, tombstones))
    run_query(con, "land_tombstones")


def settle_tombstones(con: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Correct stored decisions that are dated in the future (`settle_future`), so that newer ones can follow them."""
    stored = load_tombstones(con)
    settled = settle_future(stored, now)
    if changed := [after for before, after in zip(stored, settled, strict=True) if before != after]:
        load_incoming(con, "tombstones", map(flatten, changed))
        run_query(con, "replace_tombstones")


def find_articles_to_forget(
    con: duckdb.DuckDBPyConnection,
    *,
    article_ids: Iterable[str] = (),
    canonical_urls: Iterable[str] = (),
    outlets: Iterable[str] = (),
    entity_ids: Iterable[str] = (),
) -> list[FoundArticle]:
    """Return the articles with one of these ids or addresses, of these outlets, or that name one of these entities."""
    run_query(
        con,
        "choose_articles_to_forget",
        article_ids=list(article_ids),
        canonical_urls=list(canonical_urls),
        outlets=list(outlets),
        entity_ids=list(entity_ids),
    )
    run_query(con, "bound_chosen_articles")
    rows = fetch_rows(con, "find_articles_to_forget")
    return list({row["article_id"]: _build_found(row) for row in rows}.values())


def find_copies_to_forget(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[str]:
    """Return the ids of the copies, translations and originals of these articles."""
    return [str(row["article_id"]) for row in fetch_rows(con, "find_copies_to_forget", article_ids=list(article_ids))]


def find_taken_titles(con: duckdb.DuckDBPyConnection, titles: Sequence[str], article_ids: Sequence[str]) -> set[str]:
    """Return which of these titles other articles than these have as well, whole or as a part of theirs.

    Quotation marks, dashes and spaces may be written otherwise.
    """
    found = fetch_rows(
        con,
        "find_taken_titles",
        titles=list(titles),
        article_ids=list(article_ids),
        typographic=TYPOGRAPHIC,
        plain=PLAIN,
    )
    return {str(row["title"]) for row in found}


def find_entries_to_forget(
    con: duckdb.DuckDBPyConnection, article_ids: Iterable[str], canonical_urls: Iterable[str], domains: Iterable[str]
) -> list[FoundEntry]:
    """Return the entries of these articles and addresses, and those whose address contains one of these domains."""
    rows = fetch_rows(
        con,
        "find_entries_to_forget",
        article_ids=list(article_ids),
        canonical_urls=list(canonical_urls),
        domains=list(domains),
    )
    return [FoundEntry(**row | {"article_id": row["article_id"] or ""}) for row in rows]


def find_skipped_addresses(con: duckdb.DuckDBPyConnection, domains: Iterable[str]) -> list[str]:
    """Return the addresses that were left out and that contain one of these domains."""
    return [str(row["url"]) for row in fetch_rows(con, "find_skipped_of_domains", domains=list(domains))]


def find_named_people(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """Return the people with this id or name: `entity_id`, `name`, and how many `articles` name them."""
    return fetch_rows(con, "find_named_entities", person=name)


def list_article_addresses(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str, str]]:
    """Return article_id, canonical address, address, outlet and hash of the text of every article."""
    return con.execute(load_query("list_article_addresses")).fetchall()


def list_entry_addresses(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the canonical address of every entry."""
    return [str(url) for (url,) in con.execute(load_query("list_entry_addresses")).fetchall()]


def count_doomed_rows(con: duckdb.DuckDBPyConnection, doomed: Doomed) -> dict[str, int]:
    """Return how many rows of each table `forget` would remove or clear."""
    _stage(con, doomed)
    return {name: int(count) for name, count in fetch_rows(con, "count_forgotten_rows")[0].items() if count}


def find_left_copies(con: duckdb.DuckDBPyConnection, doomed: Doomed) -> list[str]:
    """Return the articles that stay and are grouped by one that goes, so that they must be grouped again."""
    _stage(con, doomed)
    run_query(con, "select_left_copies")
    return [str(row["article_id"]) for row in fetch_rows(con, "list_left_copies")]


def forget(
    con: duckdb.DuckDBPyConnection, doomed: Doomed, tombstones: Iterable[Tombstone], action: ActionResult
) -> dict[str, int]:
    """Remove articles with everything that is said of them, set their tombstones, and record the action.

    Returns the number of rows per table. Doing the same again changes nothing.
    """
    land_tombstones(con, tombstones)
    counts = count_doomed_rows(con, doomed)
    remove_doomed(con)
    if doomed.outlets:
        run_query(con, "forget_outlets", outlets=list(doomed.outlets))
    record_action(con, action)
    record_commit(con, "forget", action.act_id, counts)
    return counts


def record_lift(con: duckdb.DuckDBPyConnection, action: ActionResult) -> None:
    """Record that tombstones were lifted: the action, and the step of this commit."""
    record_action(con, action)
    record_commit(con, "lift", action.act_id)


def read_feeds_again(con: duckdb.DuckDBPyConnection) -> None:
    """Have the next poll read every feed as a whole, although it has not changed since the last one."""
    run_query(con, "read_feeds_again")


def land_forgotten(con: duckdb.DuckDBPyConnection, skipped: Iterable[Skipped], run_id: str) -> None:
    """Write to `skipped` what was left out because it is forgotten, once per source."""
    load_incoming(con, "skipped", (build_skipped_row(each, run_id) for each in skipped))
    run_query(con, "drop_known_forgotten")
    land_selected(con, "skipped")


def remove_entries(con: duckdb.DuckDBPyConnection, entry_ids: Iterable[str]) -> None:
    """Remove entries."""
    run_query(con, "remove_entries", entry_ids=list(entry_ids))


def remove_doomed(con: duckdb.DuckDBPyConnection) -> None:
    """Remove what `count_doomed_rows` has counted."""
    run_query(con, "select_left_copies")
    run_query(con, "forget_messages")
    run_query(con, "forget_articles")
    run_query(con, "find_mirrors")


def describe_forgotten(
    con: duckdb.DuckDBPyConnection, act_id: str, words: str, now: datetime, *, is_proven: bool = True
) -> None:
    """Store in the row of the action what has been removed in the end, in words; it failed if something is left."""
    state = "done" if is_proven else "failed"
    run_query(con, "set_action_words", act_id=act_id, words=words, now=now, state=state)


def _stage(con: duckdb.DuckDBPyConnection, doomed: Doomed) -> None:
    """Create the temporary tables that the statements use."""
    run_query(
        con,
        "stage_forgotten_articles",
        article_ids=[each.article_id for each in doomed.articles],
        titles=[each.title for each in doomed.articles],
        fetched=[each.fetched_at for each in doomed.articles],
    )
    run_query(con, "stage_forgotten_entries", entry_ids=list(doomed.entry_ids))
    run_query(con, "stage_forgotten_addresses", addresses=list(doomed.addresses))
    run_query(con, "set_forgotten_ids")
    run_query(con, "find_messages_to_forget")


def _build_found(row: dict[str, Any]) -> FoundArticle:
    return FoundArticle(
        article_id=row["article_id"],
        urls=frozenset(filter(None, (row["url"], row["canonical_url"]))),
        canonical_url=row["canonical_url"] or row["url"],
        outlet=row["outlet"],
        title=row["title"] or "",
        texts=tuple(filter(None, (row["text"], row["first_text"], row["first_title"]))),
        text_hash=row["text_hash"] or "",
        raw_file=row["raw_file"] or "",
        fetched_at=row["fetched_at"],
        day=row["day"],
    )
