"""Load the stored articles that can affect how a batch is grouped (its neighbours), and what is known about them.

Neighbours are found by the lookup keys in `article_sketches`, within a window of days around the batch, and by the
addresses that articles declare. So the cost depends on the window, not on the size of the whole history.
"""
# ruff: noqa: PLC0415 - stories is slow to import, and only grouping needs it

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import duckdb

from newsvane.lake.engine.sql import fetch_rows, fetch_rows_of, load_incoming, load_query, run_query
from newsvane.lake.tables.rows import build_article_row, build_sketch_row, canonical_or_same
from newsvane.lake.tables.table_reader import build_article
from newsvane.observation import reported_at
from newsvane.records import Article, Grouping, Record, Sketch

MAX_ARTICLES_PER_KEY = 200
"""A key that is shared by more articles within the window is too common and is ignored."""

_PUBLICATION_AHEAD = timedelta(days=3)
"""How far publication may be after the first reading, because of time zones and wrong clocks. Articles beyond this are
still found, by a slower look through the whole table."""


class GroupingContext(Record):
    """Everything from the lake that grouping a batch needs.

    `articles`: stored articles to group together with the batch. For these and the batch, by article id: `repeated`,
    the hashes of sentences that their outlet repeats, and `story_ids`, where known. `copies`: the stored groupings of
    those whose original may have another text now. `embeddings`: of the stored articles, where they are known.
    """

    articles: tuple[Article, ...] = ()
    repeated: Mapping[str, frozenset[int]] = {}
    story_ids: Mapping[str, str] = {}
    copies: Mapping[str, Grouping] = {}
    embeddings: Mapping[str, tuple[int, ...]] = {}


def find_new_or_changed(con: duckdb.DuckDBPyConnection, articles: Iterable[Article]) -> dict[str, Article | None]:
    """Return the stored version of each article that is new (None) or differs from its row, by id."""
    load_incoming(con, "articles", (build_article_row(article) for article in articles))
    run_query(con, "select_changed_articles")
    found = {
        str(article_id): None for (article_id,) in con.execute("SELECT article_id FROM landed_articles").fetchall()
    }
    return found | {article.article_id: article for article in load_articles(con, found)}


def load_articles(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Article]:
    """Return the stored articles with these ids.

    The first query reads only ids and days; the second opens only the files of these days.
    """
    found = fetch_rows(con, "find_article_times", article_ids=list(article_ids))
    if not found:
        return []
    first, last = (bound(row["fetched_at"] for row in found) for bound in (min, max))
    ids = [row["article_id"] for row in found]
    return [build_article(row) for row in fetch_rows(con, "load_articles", article_ids=ids, first=first, last=last)]


def find_earlier_texts(
    con: duckdb.DuckDBPyConnection, articles: Iterable[Article]
) -> dict[str, dict[str, datetime | None]]:
    """Return the times of articles from when they had their present text before, by id.

    These are `observed_at`, `absent_at` and `published_at`.
    """
    hashes = {article.article_id: article.text_hash for article in articles}
    rows = fetch_rows(con, "find_earlier_texts", article_ids=list(hashes), text_hashes=list(hashes.values()))
    return {
        row["article_id"]: {name: row[name] for name in ("observed_at", "absent_at", "published_at")}
        for row in rows
        if hashes[row["article_id"]] == row["text_hash"]
    }


def find_stored_texts(
    con: duckdb.DuckDBPyConnection, articles: Iterable[Article], *, window_days: int
) -> dict[str, str | None]:
    """Return the new ones of these articles: their ids, and where their outlet has the same text already.

    That is an address; None if it has not, as far as the articles within the window of days show.
    """
    articles = list(articles)
    load_probes(con, articles, {})
    create_nearby_sketches(con, _days_of(articles), window_days)
    found = {
        row["article_id"]: row["stored_id"] for row in fetch_rows(con, "find_stored_texts", window_days=window_days)
    }
    stored = {article.article_id: article for article in load_articles(con, set(filter(None, found.values())))}
    return {key: stored[other].canonical_url if other in stored else None for key, other in found.items()}


def list_comparable_ids(con: duckdb.DuckDBPyConnection, since: date, until: date) -> list[str]:
    """Return the ids of the articles from `since` through `until` that can still be compared, earliest first.

    An article whose text retention has deleted cannot be compared.
    """
    return [str(row["article_id"]) for row in fetch_rows(con, "list_comparable_ids", since=since, until=until)]


def load_grouping_context(
    con: duckdb.DuckDBPyConnection,
    batch: Sequence[Article],
    sketches: Mapping[str, Sketch],
    *,
    window_days: int,
    before: Iterable[Article] = (),
) -> GroupingContext:
    """Load the stored articles that can affect how new, changed or regrouped articles are grouped.

    Neighbours share a bucket, a text, a key or a declared address within the window:
    - with an article of the batch, or with another article of its old story;
    - with an article of a story that has a sentence which its outlet now begins or stops repeating.
    The whole stories of all neighbours are loaded.

    `sketches`: of the batch, by article id. `before`: the stored rows of those articles of the batch that change.
    """
    from newsvane import stories

    if not batch:
        return GroupingContext()
    changed = list(before)
    load_probes(con, batch, sketches)
    create_nearby_sketches(con, _days_of((*batch, *changed)), 2 * window_days)
    affected = fetch_rows(con, "find_affected_articles", window_days=window_days, repeated=stories.MIN_REPETITIONS)
    affected_ids = [row["article_id"] for row in affected] + [article.article_id for article in changed]
    if affected_ids:
        run_query(con, "select_probes", affected=affected_ids)
    days = find_neighbours(con, window_days=window_days)
    run_query(con, "add_declaring_translations", canonical_urls=[article.canonical_url for article in batch])
    if sources := [canonical_or_same(url) for each in batch if (url := each.translation.source_url)]:
        run_query(con, "add_declared_originals", canonical_urls=sources)
    run_query(con, "select_story_members")
    story_ids = dict(con.execute("SELECT article_id, story_id FROM story_members").fetchall())
    copies = fetch_rows(con, "load_kept_copies", changed=[article.article_id for article in changed])
    batch_ids = {article.article_id for article in batch}
    found = _load_members(con, story_ids.keys() - batch_ids, days, window_days)
    create_nearby_sketches(con, _days_of((*batch, *found)), window_days)
    repeated = fetch_rows(
        con,
        "find_repeated_sentences",
        article_ids=[article.article_id for article in (*batch, *found)],
        window_days=window_days,
        repeated=stories.MIN_REPETITIONS,
    )
    return GroupingContext(
        articles=tuple(found),
        repeated={row["article_id"]: frozenset(row["lines"]) for row in repeated},
        story_ids=story_ids,
        copies={row["article_id"]: Grouping.model_validate(row) for row in copies},
        embeddings=load_embeddings(con, found),
    )


def load_embeddings(con: duckdb.DuckDBPyConnection, articles: Iterable[Article]) -> dict[str, tuple[int, ...]]:
    """Return the stored embeddings of articles whose text is still the one that was embedded, by id."""
    articles = list(articles)
    if not articles:
        return {}
    days = _days_of(articles)
    rows = fetch_rows(
        con,
        "load_embeddings",
        article_ids=[each.article_id for each in articles],
        text_keys=[build_sketch_row(each, None)["text_key"] for each in articles],
        since=min(days),
        until=max(days),
    )
    return {row["article_id"]: tuple(row["embedding"]) for row in rows}


def load_probes(con: duckdb.DuckDBPyConnection, batch: Iterable[Article], sketches: Mapping[str, Sketch]) -> None:
    """Create `incoming_article_sketches`, and `probes` with the same rows: the sketches whose neighbours are wanted."""
    sketch_rows = (build_sketch_row(article, sketches.get(article.article_id)) for article in batch)
    load_incoming(con, "article_sketches", sketch_rows)
    con.execute("CREATE OR REPLACE TEMP TABLE probes AS FROM incoming_article_sketches")


def find_neighbours(con: duckdb.DuckDBPyConnection, *, window_days: int) -> set[date]:
    """Create `neighbours`, the ids of articles that share a bucket, a text or a key with `probes`.

    Returns the days of the probes.
    """
    from newsvane import stories

    days = {day for (day,) in con.execute("SELECT DISTINCT day FROM probes").fetchall()}
    create_nearby_sketches(con, days, window_days)
    run_query(
        con,
        "find_neighbours",
        window_days=window_days,
        common=MAX_ARTICLES_PER_KEY,
        per_outlet=stories.MAX_PER_OUTLET,
    )
    return days


def _days_of(articles: Iterable[Article]) -> set[date]:
    return {reported_at(article).date() for article in articles}


def _load_members(
    con: duckdb.DuckDBPyConnection, article_ids: Collection[str], days: Collection[date], window_days: int
) -> list[Article]:
    """Load those of these articles that can be compared. An article without text cannot, and keeps its group.

    Rows of `story_members` are first located by id alone: among recent ones if all are there, else in the whole table.
    Then only the files that contain these rows are read.
    """
    if not article_ids:
        return []
    recent = datetime.combine(min(days) - timedelta(days=window_days) - _PUBLICATION_AHEAD, time(), UTC)
    found = fetch_rows(con, "locate_story_members", since=recent)
    if len(found) < len(article_ids):
        found = fetch_rows(con, "locate_story_members", since=datetime.min.replace(tzinfo=UTC))
    if not found:
        return []
    row_ids = ", ".join(str(int(row["rowid"])) for row in found)
    statement = load_query("load_comparable_articles").replace("$rows", row_ids)
    first, last = (bound(row["fetched_at"] for row in found) for bound in (min, max))
    return [build_article(row) for row in fetch_rows_of(con, statement, first=first, last=last)]


def create_nearby_sketches(con: duckdb.DuckDBPyConnection, days: Iterable[date], reach: int) -> None:
    """Create the view `nearby_sketches`: the sketches of these days, and of `reach` days before and after each."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        since, until = day - timedelta(days=reach), day + timedelta(days=reach)
        if spans and since <= spans[-1][1]:
            since = spans.pop()[0]
        spans.append((since, until))
    wanted = " OR ".join(f"day BETWEEN DATE '{since}' AND DATE '{until}'" for since, until in spans) or "false"
    con.execute(f"CREATE OR REPLACE TEMP VIEW nearby_sketches AS FROM article_sketches WHERE {wanted}")
