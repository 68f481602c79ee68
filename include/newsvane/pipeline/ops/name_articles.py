"""Look for names in stored articles: in those from before there were names, or after entities.toml has changed."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from newsvane import lake
from newsvane.pipeline.ingest.naming import name_articles
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH_SIZE = 500
"""How many articles get their names in one transaction."""


def name_stored_articles(
    since: date,
    until: date,
    *,
    everything: bool = False,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> int:
    """Look for names in the articles read from `since` through `until` (UTC). Return how many there were.

    `everything`: also in those whose names are recorded. Articles whose text was dropped keep their names. The function
    may be interrupted and run again. `on_done` is called once per article.
    """
    settings = settings or get_settings()
    run = f"names-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    first, end = (datetime.combine(day, time(), UTC) for day in (since, until + timedelta(days=1)))
    with lake.open_shared(settings) as connection:
        article_ids = lake.list_articles_to_name(connection, first, end, everything=everything)
    for start in range(0, len(article_ids), BATCH_SIZE):
        batch = article_ids[start : start + BATCH_SIZE]
        _name_batch(batch, run, settings)
        for _ in batch:
            on_done()
    log.info("looked for names in %d articles", len(article_ids))
    return len(article_ids)


@lake.retry_on_conflict
def _name_batch(article_ids: list[str], run: str, settings: Settings) -> None:
    with lake.writer(settings, "names") as connection:
        named = name_articles(lake.load_articles(connection, article_ids), settings)
        lake.land_names(connection, named.articles, named.names, run_id=run)
