"""Grouping anew what is in the lake, by today's rules: after they have changed, or the window."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

from newsvane import lake, stories
from newsvane.pipeline.ingest import group
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH = 500
"""Articles grouped anew in one transaction."""


def regroup(
    since: date,
    until: date,
    *,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> lake.Regrouping:
    """Group the articles of these days (both included, UTC) anew; tells nobody.

    All are sketched first, so that they find each other by the rules as they are now. What has lost its text keeps its
    group. May be run again, or die and run again.
    """
    settings = settings or get_settings()
    run = f"regroup-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    with lake.closing(lake.connect(settings=settings)) as connection:
        article_ids = lake.list_comparable_ids(connection, since, until)
    total = lake.Regrouping()
    for work in (_sketch, _group):
        for ids in _batches(article_ids):
            with lake.writer(settings, "groups") as connection:
                done = work(connection, ids, run, settings)
                total += lake.land_groups(connection, done)
            for _ in ids:
                on_done()
    log.info("grouped %d articles anew: %s", len(article_ids), total)
    return total


def _batches(article_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(article_ids), BATCH):
        yield article_ids[start : start + BATCH]


def _sketch(connection: lake.Connection, article_ids: Sequence[str], run: str, settings: Settings) -> lake.Batch:
    del settings
    articles = lake.load_articles(connection, article_ids)
    sketches = {article.article_id: stories.sketch(article) for article in articles}
    return lake.Batch(run_id=run, now=datetime.now(UTC), articles=tuple(articles), sketches=sketches)


def _group(connection: lake.Connection, article_ids: Sequence[str], run: str, settings: Settings) -> lake.Batch:
    articles = lake.load_articles(connection, article_ids)
    found = group.regroup(connection, articles, settings)
    return lake.Batch(
        run_id=run,
        now=datetime.now(UTC),
        articles=tuple(articles),
        groupings=found.groupings,
        sketches=found.sketches,
    )
