"""Apply today's facts about outlets to what is stored, after feeds.toml or outlets.toml has changed."""

import logging
from datetime import UTC, datetime

from newsvane import configuration, lake
from newsvane.pipeline.ingest.poll import apply_pauses
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def apply_outlet_facts(*, settings: Settings | None = None) -> lake.AppliedFacts:
    """Give stored articles and counts the country and kind that their outlets have in the configuration in force.

    Pages are not read again, no revision is made, topics are not matched again, and nobody is alerted. The days whose
    articles changed are marked, so that `refresh_trends` counts them again. Raises NoLake if there is no lake.
    """
    settings = settings or get_settings()
    found = configuration.load(settings)
    watched = FeedsByOutlet(found.feeds, found.outlets)
    run = f"outlets-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    with lake.open_shared(settings) as connection:
        outlets = [_describe(outlet, watched) for outlet in lake.list_stored_outlets(connection)]
    with lake.writer(settings, "facts") as connection:
        lake.land_feeds(connection, apply_pauses(found.feeds, connection, settings))
        applied = lake.apply_outlet_facts(connection, outlets, run)
    log.info("applied facts about outlets: %s", applied)
    return applied


def _describe(stored: lake.StoredOutlet, watched: FeedsByOutlet) -> lake.StoredOutlet:
    """Return a stored outlet with what is known about it. A kind that nothing states is not known."""
    facts = watched.find_outlet(stored.outlet, feed_id=stored.feed_id)
    if facts is None:
        return stored
    kind = facts.kind if "kind" in facts.model_fields_set else None
    return stored.model_copy(update={"country": facts.country, "kind": kind})
