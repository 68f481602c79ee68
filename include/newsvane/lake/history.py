"""What of the lake decides with a batch: found by sketches, by the days around the batch, not by the whole history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import duckdb

from newsvane import stories
from newsvane.lake.reading import article_of
from newsvane.lake.rows import article_row, canonical, sketch_row
from newsvane.lake.sql import load, query, rows, run
from newsvane.records import Article, Record

COMMON = 200
"""A key that holds for more articles than these within the window is not followed."""


class History(Record):
    """`articles`: of the lake, to be grouped with the batch.

    Of both, by article id: `repeated`, hashes of the sentences that its outlet repeats; `story_ids`, where known.
    """

    articles: tuple[Article, ...] = ()
    repeated: Mapping[str, frozenset[int]] = {}
    story_ids: Mapping[str, str] = {}


def offered(con: duckdb.DuckDBPyConnection, articles: Iterable[Article]) -> dict[str, Article | None]:
    """The row as it is in the lake of each of these articles that is new (None) or that would be revised, by id."""
    load(con, "articles", (article_row(article, "") for article in articles))
    run(con, "offer_articles")
    found = {
        str(article_id): None for (article_id,) in con.execute("SELECT article_id FROM landed_articles").fetchall()
    }
    return found | {article.article_id: article for article in stored_articles(con, found)}


def stored_articles(con: duckdb.DuckDBPyConnection, article_ids: Iterable[str]) -> list[Article]:
    """These articles as they are in the lake, those that are there."""
    return [article_of(row) for row in rows(con, "stored_articles", article_ids=list(article_ids))]


def span(con: duckdb.DuckDBPyConnection, since: date, until: date) -> list[str]:
    """The ids of the articles of these days, both included, that can be compared; the earliest first."""
    return [str(row["article_id"]) for row in rows(con, "span", since=since, until=until)]


def history(
    con: duckdb.DuckDBPyConnection,
    batch: Sequence[Article],
    sketches: Mapping[str, stories.Sketch],
    *,
    window_days: int,
    before: Iterable[Article] = (),
) -> History:
    """All that is decided together with new, changed or regrouped articles.

    That is what shares a bucket, a text, a key or a declared address with them within the window; with what is in their
    old stories, and in those of whatever holds a sentence that its outlet now begins or ceases to repeat; and the
    whole stories of all that. `sketches`: of the batch, by article id. `before`: its rows in the lake, where they
    change.
    """
    load(con, "article_sketches", (sketch_row(article, sketches.get(article.article_id)) for article in batch))
    days = {stories.moment(article).date() for article in (*batch, *before)}
    _look_around(con, days, 2 * window_days)
    run(con, "touched", window_days=window_days, repeated=stories.REPEATED)
    run(con, "probes")
    _look_around(con, _probed(con), window_days)
    run(con, "alike", window_days=window_days, common=COMMON)
    run(
        con,
        "declared",
        canonical_urls=[article.canonical_url for article in batch],
        source_urls=[canonical(each.translation.source_url) for each in batch if each.translation.source_url],
    )
    found = [article_of(row) for row in rows(con, "together")]
    members = [article.article_id for article in (*batch, *found)]
    _look_around(con, {stories.moment(article).date() for article in (*batch, *found)}, window_days)
    repeated = rows(con, "repeated", article_ids=members, window_days=window_days, repeated=stories.REPEATED)
    return History(
        articles=tuple(found),
        repeated={row["article_id"]: frozenset(row["lines"]) for row in repeated},
        story_ids=dict(con.execute(query("stories_of"), {"article_ids": members}).fetchall()),
    )


def _probed(con: duckdb.DuckDBPyConnection) -> set[date]:
    return {day for (day,) in con.execute("SELECT DISTINCT day FROM probes").fetchall()}


def _look_around(con: duckdb.DuckDBPyConnection, days: Iterable[date], reach: int) -> None:
    """Make `sketches_around`: the sketches of these days and of `reach` days to either side."""
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        since, until = day - timedelta(days=reach), day + timedelta(days=reach)
        if spans and since <= spans[-1][1]:
            since = spans.pop()[0]
        spans.append((since, until))
    wanted = " OR ".join(f"day BETWEEN DATE '{since}' AND DATE '{until}'" for since, until in spans) or "false"
    con.execute(f"CREATE OR REPLACE TEMP VIEW sketches_around AS FROM article_sketches WHERE {wanted}")
