"""What people ask for by hand: pause a feed, replay or discard a refused article, send a dead letter again.

The same for the pages in Airflow, which ask by a run of `newsvane_act`, and for the command line.
"""

import logging
from datetime import UTC, datetime

from newsvane import lake
from newsvane.errors import ActionRefused, ConfigError
from newsvane.pipeline.config import load_feeds
from newsvane.records import Feed
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def act(asked: lake.ActionRequest, *, settings: Settings | None = None) -> lake.ActionResult:
    """Do what was asked, once, and keep a row of it in `acts`; what came of it.

    An act that is there already is not done again. What cannot be done changes nothing and is kept as failed: the
    words say why. Raises LakeBusy, as everything that writes.
    """
    settings = settings or get_settings()
    try:
        done = _replay(asked, settings) if asked.kind == "replay" else _change(asked, settings)
    except (ActionRefused, ConfigError) as error:
        done = _kept(_ended(asked, "failed", str(error)), settings)
    log.info("act %s on %s by %s: %s (%s)", done.kind, done.target, done.done_by, done.state, done.words)
    return done


def _change(asked: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Change and row in one transaction."""
    feed = _watched(asked.target, settings) if asked.kind in {"pause_feed", "resume_feed"} else None
    if asked.kind == "discard" and not asked.reason.strip():
        raise ActionRefused("an article is discarded with a reason: say why", reason="no_reason")
    now = datetime.now(UTC)
    with lake.writer(settings, "acts") as connection:
        if known := lake.load_action(connection, asked.act_id):
            return known
        if feed:
            pause = asked.kind == "pause_feed"
            words = lake.pause_or_resume_feed(connection, asked, paused=pause, listed=feed.paused, now=now)
        elif asked.kind == "discard":
            words = lake.discard_quarantined(connection, asked, now=now)
        else:
            words = lake.requeue_dead_message(connection, asked, now=now)
        done = _ended(asked, "done", words)
        lake.record_action(connection, done)
    return done


def _replay(asked: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Landing is a transaction of its own: a task that died after it finds the article settled since it was asked."""
    from newsvane.pipeline.ops.replay import replay  # noqa: PLC0415 - the gate takes seconds to import

    with lake.writer(settings, "acts") as connection:
        if known := lake.load_action(connection, asked.act_id):
            return known
        settled = lake.find_resolved_at(connection, asked.target)
        if settled and settled >= asked.asked_at:
            done = _ended(asked, "done", "read again and landed, or found to be no article")
            lake.record_action(connection, done)
            return done
        lake.require_quarantined(connection, asked.target)
    came = replay([asked.target], settings=settings)
    if came.landed:
        done = _ended(asked, "done", "read again and landed")
    elif came.skipped:
        done = _ended(asked, "done", "read again: it is no article any more, and was discarded")
    elif came.lost:
        done = _ended(asked, "failed", "its page is not in the archive: discard it, or wait until its feed changes it")
    else:
        done = _ended(asked, "failed", "refused again, and still held: mend the reader or the expectation first")
    return _kept(done, settings)


def _kept(done: lake.ActionResult, settings: Settings) -> lake.ActionResult:
    """The act, kept; the one of that id that is there already, where there is one."""
    with lake.writer(settings, "acts") as connection:
        lake.record_action(connection, done)
        return lake.load_action(connection, done.act_id) or done


def _watched(feed_id: str, settings: Settings) -> Feed:
    found = next((feed for feed in load_feeds(settings) if feed.feed_id == feed_id), None)
    if found is None:
        raise ActionRefused(f"{feed_id} is not on the watch list", reason="no_feed")
    return found


def _ended(asked: lake.ActionRequest, state: str, words: str) -> lake.ActionResult:
    return lake.ActionResult.model_validate(
        asked.model_dump() | {"done_at": datetime.now(UTC), "state": state, "words": words}
    )
