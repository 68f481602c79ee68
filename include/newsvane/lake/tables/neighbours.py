"""What of the lake decides with a batch: found by sketches, by the days around the batch, not by the whole history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import duckdb

from newsvane import stories
from newsvane.lake.engine.sql import fetch_rows, fetch_rows_of, load_incoming, load_query, run_query
from newsvane.lake.tables.reader import build_article
from newsvane.lake.tables.rows import build_article_row, build_sketch_row, canonical_or_same
from newsvane.records import Article, Record

MAX_ARTICLES_PER_KEY = 200
"""A key that holds for more articles than these within the window is not followed."""
_AHEAD = 3
"""Days by which publication may lie after reading, zones and bad clocks included; more only costs time."""


class GroupingContext(Record):
    """`articles`: of the lake, to be grouped with the batch.

    Of both, by article id: `repeated`, hashes of the sentences that its outlet repeats; `story_ids`, where known.
    """

    articles: tuple[Article, ...] = ()
    repeated: Mapping[str, frozenset[int]] = {}
    story_ids: Mapping[str, str] = {}


def find_new_or_changed(con: duckdb.DuckDBPyConnection, articles: Iterable[Article]) -> dict[str, Article | None]:
    """The row as it is in the lake of each of these articles that is new (None) or that would be revised, by id."""
    load_incoming(con, "articles", (build_article_row(article, "") for article in articles))
    run_query(con, "offer_articles")
    found = {
        str(article_id): None for (article_id,) in con.execute("SELECT article_id FROM landed_articles").fetchall()
    }
    return found | {article.article_id: article for article in load_articles(con, found)}


def load_articles(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Article]:
    """These articles as they are in the lake, those that are there: found by ids alone, then read of their days."""
    found = fetch_rows(con, "find_articles", article_ids=list(article_ids))
    if not found:
        return []
    first, last = (bound(row["fetched_at"] for row in found) for bound in (min, max))
    ids = [row["article_id"] for row in found]
    return [build_article(row) for row in fetch_rows(con, "stored_articles", article_ids=ids, first=first, last=last)]


def list_comparable_ids(con: duckdb.DuckDBPyConnection, since: date, until: date) -> list[str]:
    """The ids of the articles of these days, both included, that can be compared; the earliest first."""
    return [str(row["article_id"]) for row in fetch_rows(con, "span", since=since, until=until)]


def load_grouping_context(
    con: duckdb.DuckDBPyConnection,
    batch: Sequence[Article],
    sketches: Mapping[str, stories.Sketch],
    *,
    window_days: int,
    before: Iterable[Article] = (),
) -> GroupingContext:
    """All that is decided together with new, changed or regrouped articles.

    That is what shares a bucket, a text, a key or a declared address with them within the window; with what is in their
    old stories, and in those of whatever holds a sentence that its outlet now begins or ceases to repeat; and the
    whole stories of all that. `sketches`: of the batch, by article id. `before`: its rows in the lake, where they
    change.
    """
    if not batch:
        return GroupingContext()
    changed = list(before)
    load_probes(con, batch, sketches)
    create_nearby_sketches(
        con, {stories.published_or_fetched_at(article).date() for article in (*batch, *changed)}, 2 * window_days
    )
    touched = fetch_rows(con, "touched", window_days=window_days, repeated=stories.MIN_REPETITIONS)
    touched_ids = [row["article_id"] for row in touched] + [article.article_id for article in changed]
    if touched_ids:
        con.execute(load_query("probes"), {"touched": touched_ids})
    days = find_candidates(con, window_days=window_days)
    con.execute(load_query("translated_from"), {"canonical_urls": [article.canonical_url for article in batch]})
    if sources := [canonical_or_same(url) for each in batch if (url := each.translation.source_url)]:
        con.execute(load_query("originals_at"), {"canonical_urls": sources})
    run_query(con, "together")
    story_ids = dict(con.execute("SELECT article_id, story_id FROM together").fetchall())
    found = _rows_of(con, story_ids.keys() - {article.article_id for article in batch}, days, window_days)
    create_nearby_sketches(
        con, {stories.published_or_fetched_at(article).date() for article in (*batch, *found)}, window_days
    )
    members = [article.article_id for article in (*batch, *found)]
    repeated = fetch_rows(
        con, "repeated", article_ids=members, window_days=window_days, repeated=stories.MIN_REPETITIONS
    )
    return GroupingContext(
        articles=tuple(found),
        repeated={row["article_id"]: frozenset(row["lines"]) for row in repeated},
        story_ids=story_ids,
    )


def load_probes(
    con: duckdb.DuckDBPyConnection, batch: Iterable[Article], sketches: Mapping[str, stories.Sketch]
) -> None:
    """Make `incoming_article_sketches` and, of the same rows, `probes`."""
    load_incoming(
        con, "article_sketches", (build_sketch_row(article, sketches.get(article.article_id)) for article in batch)
    )
    con.execute("CREATE OR REPLACE TEMP TABLE probes AS FROM incoming_article_sketches")


def find_candidates(con: duckdb.DuckDBPyConnection, *, window_days: int) -> set[date]:
    """Make `alike`: ids of what shares a bucket, a text or a key with `probes`; the days of these."""
    days = {day for (day,) in con.execute("SELECT DISTINCT day FROM probes").fetchall()}
    create_nearby_sketches(con, days, window_days)
    con.execute(load_query("alike"), {"window_days": window_days, "common": MAX_ARTICLES_PER_KEY})
    return days


def _rows_of(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], days: Collection[date], window_days: int
) -> list[Article]:
    """Articles by id, those that can be compared: what has lost its text keeps its group.

    Their rows are found first, by ids alone, and where all lie there among those read lately; then only the files with
    these rows are read.
    """
    if not article_ids:
        return []
    lately = datetime.combine(min(days) - timedelta(days=window_days + _AHEAD), time(), UTC)
    found = fetch_rows(con, "rows_of", since=lately)
    if len(found) < len(article_ids):
        found = fetch_rows(con, "rows_of", since=datetime.min.replace(tzinfo=UTC))
    if not found:
        return []
    statement = load_query("comparable").replace("$rows", ", ".join(str(int(row["rowid"])) for row in found))
    first, last = (bound(row["fetched_at"] for row in found) for bound in (min, max))
    return [build_article(row) for row in fetch_rows_of(con, statement, first=first, last=last)]


def create_nearby_sketches(con: duckdb.DuckDBPyConnection, days: Iterable[date], reach: int) -> None:
    """Make the view `sketches_around`: the sketches of these days and of `reach` days to either side."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        since, until = day - timedelta(days=reach), day + timedelta(days=reach)
        if spans and since <= spans[-1][1]:
            since = spans.pop()[0]
        spans.append((since, until))
    wanted = " OR ".join(f"day BETWEEN DATE '{since}' AND DATE '{until}'" for since, until in spans) or "false"
    con.execute(f"CREATE OR REPLACE TEMP VIEW sketches_around AS FROM article_sketches WHERE {wanted}")
