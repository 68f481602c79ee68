"""Search coverage, newest or best first, with the passages that match."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsvane import lake
from newsvane.analysis.known_names import compile_known, require_outlets, require_topics
from newsvane.analysis.misspelt_words import suggest_query
from newsvane.analysis.name_spellings import find_spans, load_spellings
from newsvane.analysis.queries import OpenLake, Row, load_query
from newsvane.analysis.required_words import NO_WORDS, WordCounts, count_required_words
from newsvane.passages import find_passage
from newsvane.search import Filters, Search, build_condition, find_scanned_days
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane.topics import Query

log = logging.getLogger(__name__)

COLUMNS = (
    "article_id",
    "url",
    "title",
    "outlet",
    "published_at",
    "observed_at",
    "date_contradicted",
    "fetched_at",
    "source",
    "archived_at",
    "language",
    "topics",
)
"""What is shown of an article, beside its passage. A lake as it was at an earlier version may lack some."""

COPY_COLUMNS = ("original", "copy_of", "copy_kind", "copy_claimed", "copy_evidence")
"""Whether an article is a copy or a translation, or claims to be one; of what, and why."""


@dataclass(frozen=True)
class Found:
    """`hits`: the articles to show, each with its `snippet` (`Passage`). `total`: how many there are.

    `scanned`: why the search index was not used, as a sentence; "" if it was. If there are none: `meant`, the query
    with other words in the place of misspelt ones (`suggest_query`), or ""; what its words find by themselves
    (`alone`); and how many articles it finds on days that the filters leave out (`at_other_times`).
    """

    hits: list[Row]
    total: int
    scanned: str = ""
    meant: str = ""
    alone: WordCounts = NO_WORDS
    at_other_times: int = 0


def search_articles(
    query: str,
    filters: Filters,
    *,
    limit: int,
    ranked: bool = False,
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> Found:
    """Return the newest articles that match a query of the query language, and how many match.

    The search index finds them, except as of an earlier time. `ranked`: the best by BM25 instead, with their `score`;
    without the index they are the newest and have none. Raises QueryError, and UnknownName for a topic or outlet.
    """
    compiled = compile_known(query, open_lake=open_lake)
    require_topics(filters.topics, open_lake=open_lake)
    require_outlets(filters.outlets, open_lake=open_lake)
    now, settings = as_of or datetime.now(UTC), None if as_of else get_settings()
    with open_lake(as_of=as_of) as connection:
        search = Search(connection, compiled, filters, settings=settings, now=now)
        rows = search.find_best(limit) if ranked else search.find_newest(limit)
        total = search.count() if len(rows) == limit else len(rows)
        sources = _find_outlets_of_originals(connection, rows)
        spellings = load_spellings(connection, compiled, [row["article_id"] for row in rows])
        meant, alone, at_other_times = "", NO_WORDS, 0
        if not (rows or as_of):

            def count(word: "Query", filters: Filters = filters) -> int | None:
                return Search(connection, word, filters, settings=settings, now=now).count_at_once()

            def finds(query: "Query") -> bool:
                return bool(Search(connection, query, filters, settings=settings, now=now).find_newest(1))

            meant = suggest_query(connection, query, finds)
            alone = count_required_words(query, count)
            at_other_times = count(compiled, replace(filters, since=None, until=None)) or 0
    if search.scanned:
        log.info("%s", search.scanned)
    hits = [_build_hit(row, compiled, spellings.get(row["article_id"], ()), sources) for row in rows]
    return Found(hits, total, search.scanned, meant, alone, at_other_times)


def list_articles(
    filters: Filters, *, limit: int, as_of: datetime | None = None, open_lake: OpenLake = lake.open_reader
) -> Found:
    """Return the newest articles that the filters select, and how many they select. Raises UnknownName."""
    require_topics(filters.topics, open_lake=open_lake)
    require_outlets(filters.outlets, open_lake=open_lake)
    now, condition = as_of or datetime.now(UTC), build_condition(filters)
    days = find_scanned_days(filters, now)
    with open_lake(as_of=as_of) as connection:
        rows = lake.search(connection, *condition, now=now, limit=limit, days=days)
        total = lake.count_matches(connection, *condition, now=now, days=days) if len(rows) == limit else len(rows)
        sources = _find_outlets_of_originals(connection, rows)
    return Found([_build_hit(row, None, (), sources) for row in rows], total)


def _find_outlets_of_originals(connection: lake.Connection, rows: Sequence[Row]) -> dict[str, str]:
    """Return the outlet of each article that one of these rows is a copy of, by its id."""
    originals = [row["copy_of"] for row in rows if row["copy_of"]]
    if not originals:
        return {}
    return dict(connection.execute(load_query("outlets_of_articles"), {"articles": originals}).fetchall())


def _build_hit(row: Row, query: "Query | None", spellings: Sequence[str], sources: Mapping[str, str]) -> Row:
    """Return what is shown of an article. Its passage is from the text: the title is shown in any case.

    Without a query the passage is the beginning of the text.
    """
    found = lake.build_article(row)
    shown = {name: row.get(name) for name in (*COLUMNS, *COPY_COLUMNS, "story_id")}
    snippet = find_passage(found, find_spans(query, found, spellings)["text"] if query else ())
    score = {"score": round(row["score"], 3)} if row.get("score") else {}
    return shown | score | {"copy_of_outlet": sources.get(row["copy_of"]), "snippet": snippet}
