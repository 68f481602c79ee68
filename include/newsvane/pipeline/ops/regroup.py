"""Group stored articles again, after the grouping rules or the window for copies have changed."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from newsvane import lake, stories
from newsvane.pipeline.ingest.embedding import embed_articles
from newsvane.pipeline.ingest.group import group_with_history
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH_SIZE = 500
"""How many articles are sketched or grouped in one transaction."""


def regroup(
    since: date,
    until: date,
    *,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> lake.Regrouping:
    """Group the articles from `since` through `until` (UTC) again. No alerts are sent.

    First all articles are sketched with the current rules, so that they find each other, then they are grouped. An
    article whose text was dropped keeps its group. The function may be interrupted and run again. `on_done` is called
    twice per article.
    """
    settings = settings or get_settings()
    run = f"regroup-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    with lake.open_shared(settings) as connection:
        article_ids = lake.list_comparable_ids(connection, since, until)
    total = lake.Regrouping()
    for work in (_sketch, _group):
        for ids in _batches(article_ids):
            with lake.writer(settings, "groups") as connection:
                batch = work(connection, ids, run, settings)
                total += lake.land_groups(connection, batch)
            for _ in ids:
                on_done()
    log.info("grouped %d articles again: %s", len(article_ids), total)
    return total


def regroup_articles(article_ids: Sequence[str], *, settings: Settings) -> int:
    """Group these articles again, as far as they are stored with their texts. Return how many groups changed."""
    run = f"regroup-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    total = lake.Regrouping()
    for ids in _batches(article_ids):
        with lake.writer(settings, "groups") as connection:
            total += lake.land_groups(connection, _group(connection, ids, run, settings))
    return total.regrouped


def _batches(article_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(article_ids), BATCH_SIZE):
        yield article_ids[start : start + BATCH_SIZE]


def _sketch(connection: lake.Connection, article_ids: Sequence[str], run: str, settings: Settings) -> lake.Batch:
    articles = lake.load_articles(connection, article_ids)
    embeddings = embed_articles(connection, articles, settings)
    sketches = {each.article_id: stories.sketch(each, embeddings.get(each.article_id, ())) for each in articles}
    return lake.Batch(run_id=run, now=datetime.now(UTC), articles=tuple(articles), sketches=sketches)


def _group(connection: lake.Connection, article_ids: Sequence[str], run: str, settings: Settings) -> lake.Batch:
    articles = lake.load_articles(connection, article_ids)
    grouped = group_with_history(connection, articles, settings)
    return lake.Batch(
        run_id=run,
        now=datetime.now(UTC),
        articles=tuple(articles),
        groupings=grouped.groupings,
        sketches=grouped.sketches,
    )
