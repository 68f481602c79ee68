"""Perform manual actions: pause or resume a feed, replay or discard an article, send a dead letter again.

The pages in Airflow (through a run of `newsvane_act`) and the command line use the same function. Each action is stored
as a row of the table `acts`.
"""

import logging
from datetime import UTC, datetime

from newsvane import configuration, lake
from newsvane.errors import ActionRefused, ConfigError
from newsvane.records import Feed
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def perform_action(request: lake.ActionRequest, *, settings: Settings | None = None) -> lake.ActionResult:
    """Perform an action once, record it in `acts` and return the outcome.

    An action whose id is already recorded is not performed again. One that is not possible changes nothing and is
    recorded as failed, with the reason. Raises LakeBusy, like everything that writes to the lake.
    """
    settings = settings or get_settings()
    try:
        done = _replay(request, settings) if request.kind == "replay" else _change(request, settings)
    except (ActionRefused, ConfigError) as error:
        done = _record(_outcome(request, "failed", str(error)), settings)
    log.info("action %s on %s by %s: %s (%s)", done.kind, done.target, done.done_by, done.state, done.words)
    return done


def _change(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Perform the action and record it in one transaction."""
    feed = _require_watched(request.target, settings) if request.kind in {"pause_feed", "resume_feed"} else None
    if request.kind == "discard" and not request.reason.strip():
        raise ActionRefused("discarding an article needs a reason: say why", reason="no_reason")
    now = datetime.now(UTC)
    with lake.writer(settings, "acts") as connection:
        if recorded := lake.load_action(connection, request.act_id):
            return recorded
        if feed:
            pause = request.kind == "pause_feed"
            words = lake.pause_or_resume_feed(connection, request, paused=pause, listed=feed.paused, now=now)
        elif request.kind == "discard":
            words = lake.discard_quarantined(connection, request, now=now)
        else:
            words = lake.requeue_dead_message(connection, request, now=now)
        done = _outcome(request, "done", words)
        lake.record_action(connection, done)
    return done


def _replay(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Replay an article.

    The article lands in a transaction before the one that records the action. If the task is killed in between, its
    next try finds that the article left quarantine after the action was requested.
    """
    from newsvane.pipeline.ops.replay import replay  # noqa: PLC0415 - the expectations take seconds to import

    with lake.writer(settings, "acts") as connection:
        if recorded := lake.load_action(connection, request.act_id):
            return recorded
        resolved_at = lake.find_resolved_at(connection, request.target)
        if resolved_at and resolved_at >= request.asked_at:
            done = _outcome(request, "done", "read again and landed, or found to be no article")
            lake.record_action(connection, done)
            return done
        lake.require_quarantined(connection, request.target)
    result = replay([request.target], settings=settings)
    if result.landed:
        done = _outcome(request, "done", "read again and landed")
    elif result.skipped:
        done = _outcome(request, "done", "read again and discarded: the page is no article any more")
    elif result.lost:
        done = _outcome(
            request, "failed", "its page is not in the archive: discard it, or wait until its feed reports a change"
        )
    else:
        done = _outcome(
            request, "failed", "refused again, and still in quarantine: correct the extraction or the expectation first"
        )
    return _record(done, settings)


def _record(done: lake.ActionResult, settings: Settings) -> lake.ActionResult:
    """Record the result of an action. Return the recorded result, which is an earlier one if the id already exists."""
    with lake.writer(settings, "acts") as connection:
        lake.record_action(connection, done)
        return lake.load_action(connection, done.act_id) or done


def _require_watched(feed_id: str, settings: Settings) -> Feed:
    found = next((feed for feed in configuration.load(settings).feeds if feed.feed_id == feed_id), None)
    if found is None:
        raise ActionRefused(f"{feed_id} is not on the watch list", reason="no_feed")
    return found


def _outcome(request: lake.ActionRequest, state: str, words: str) -> lake.ActionResult:
    return lake.ActionResult.model_validate(
        request.model_dump() | {"done_at": datetime.now(UTC), "state": state, "words": words}
    )
