"""Perform manual actions: pause or resume a feed, replay, land or discard an article, send a message again that was
given up or delivered, add, change or remove an alert rule, send a test message to a channel, label articles.

The pages in Airflow (through a run of `newsvane_act`) and the command line use the same function. Each action is stored
as a row of the table `acts`.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import ValidationError

from newsvane import configuration, lake, notify
from newsvane.errors import ActionRefused, ConfigError
from newsvane.iso_codes import explain_language
from newsvane.pipeline.ops.channel_tests import test_channel
from newsvane.records import MAX_LABELS, Feed, Label
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


def perform_action(
    request: lake.ActionRequest,
    *,
    rule: str = "",
    labels: Sequence[Mapping[str, object]] = (),
    settings: Settings | None = None,
    lookup: notify.ConnectionLookup | None = None,
) -> lake.ActionResult:
    """Perform an action once, record it in `acts` and return the outcome.

    `rule`: to add, or to put in the place of the target, as TOML. `labels`: to store, each with the fields of `Label`.
    `lookup`: finds the address of a channel to test in Airflow's connections.

    An action whose id is already recorded is not performed again. One that is not possible changes nothing and is
    recorded as failed, with the reason. Raises LakeBusy, like everything that writes to the lake.
    """
    settings = settings or get_settings()
    if request.kind == "test_channel":
        done = test_channel(request, settings, lookup)
    else:
        done = _act(request, rule, labels, settings)
    log.info("action %s on %s by %s: %s (%s)", done.kind, done.target, done.done_by, done.state, done.words)
    return done


@lake.retry_on_conflict
def _act(
    request: lake.ActionRequest, rule: str, labels: Sequence[Mapping[str, object]], settings: Settings
) -> lake.ActionResult:
    try:
        if request.kind in {"replay", "land"}:
            return _land(request, settings)
        if request.kind in {"add_rule", "change_rule", "remove_rule"}:
            return _change_rules(request, rule, settings)
        if request.kind in {"forget", "lift"}:
            raise ActionRefused("nothing is forgotten or lifted from here: use `newsvane forget`", reason="no_action")
        if request.kind == "label":
            return _store_labels(request, _read_labels(labels), settings)
        return _change(request, settings)
    except (ActionRefused, ConfigError) as error:
        return _record(_outcome(request, "failed", str(error)), settings)


def _change(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Perform the action and record it in one transaction."""
    feed = _require_watched(request.target, settings) if request.kind in {"pause_feed", "resume_feed"} else None
    if request.kind == "discard":
        _require_reason(request, "discarding an article")
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
            words = lake.resend_message(connection, request, now=now)
        done = _outcome(request, "done", words)
        lake.record_action(connection, done)
    return done


def _change_rules(request: lake.ActionRequest, rule: str, settings: Settings) -> lake.ActionResult:
    """Add, change or remove a rule, then record it. The lock of the table lets one action at a time change rules.

    If the task is killed in between, its next try finds that the action made the last change.
    """
    with lake.writer(settings, "acts") as connection:
        if recorded := lake.load_action(connection, request.act_id):
            return recorded
        if request.kind == "remove_rule":
            configuration.remove_rule(settings, request.target, act_id=request.act_id)
            words = "removed: nothing that lands from now on is sent because of it"
        else:
            change = configuration.add_rule if request.kind == "add_rule" else configuration.change_rule
            change(settings, request.target, rule, by=request.done_by, at=request.asked_at, act_id=request.act_id)
            made = "added" if request.kind == "add_rule" else "changed"
            words = f"{made}: it is applied to what lands from now on"
        done = _outcome(request, "done", words)
        lake.record_action(connection, done)
    return done


def _read_labels(given: Sequence[Mapping[str, object]]) -> list[Label]:
    """Return labels as records. Raises ActionRefused if there are none, too many, or one that is wrong.

    A label on a language that does not exist can be withdrawn.
    """
    if not 0 < len(given) <= MAX_LABELS:
        raise ActionRefused(f"give 1 to {MAX_LABELS} labels at once, not {len(given)}", reason="no_labels")
    try:
        labels = [Label.model_validate(each) for each in given]
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, wrong["loc"]))
        raise ActionRefused(
            f"a label is wrong: {where + ': ' if where else ''}{wrong['msg']}", reason="label"
        ) from error
    for each in labels:
        if each.question == "language" and each.verdict is not None and (message := explain_language(each.subject)):
            raise ActionRefused(f"a label is wrong: {message}", reason="label")
    return labels


def _store_labels(request: lake.ActionRequest, labels: Sequence[Label], settings: Settings) -> lake.ActionResult:
    """Store labels and record the action in one transaction."""
    topics = [topic.topic_id for topic in configuration.find_in_force(settings).topics]
    with lake.writer(settings, "acts") as connection:
        if recorded := lake.load_action(connection, request.act_id):
            return recorded
        done = _outcome(request, "done", lake.land_labels(connection, request, labels, topics=topics))
        lake.record_action(connection, done)
    return done


def _require_reason(request: lake.ActionRequest, what: str) -> None:
    if not request.reason.strip():
        raise ActionRefused(f"{what} needs a reason: say why", reason="no_reason")


def _land(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    """Land an article: read again if it passes now ("replay"), or as it is in quarantine ("land").

    The article lands in a transaction before the one that records the action. If the task is killed in between, its
    next try finds that the article left quarantine after the action was requested.
    """
    with lake.writer(settings, "acts") as connection:
        if recorded := lake.load_action(connection, request.act_id):
            return recorded
        resolved_at = lake.find_resolved_at(connection, request.target)
        if resolved_at and resolved_at >= request.asked_at:
            done = _outcome(request, "done", "landed, or found to be no article")
            lake.record_action(connection, done)
            return done
        lake.require_quarantined(connection, request.target)
        if request.kind == "land":
            _require_overridable(connection, request)
    return _record((_land_as_it_is if request.kind == "land" else _replay)(request, settings), settings)


def _require_overridable(connection: lake.Connection, request: lake.ActionRequest) -> None:
    """Raise ActionRefused if there is no reason to land the article, or if what it failed cannot be overruled."""
    from newsvane.quality.expectations import find_binding  # noqa: PLC0415 - as below

    _require_reason(request, "landing an article that failed validation")
    (held,) = (each for each in lake.load_quarantined(connection) if each.article.article_id == request.target)
    if binding := find_binding(held.reasons, datetime.now(UTC)):
        why = "; ".join(f"{name}: {words}" for name, words in binding.items())
        raise ActionRefused(
            f"this cannot be overruled ({why}): correct the extraction and replay the article, or discard it",
            reason="binding",
        )


def _land_as_it_is(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    from newsvane.pipeline.ops.replay import replay  # noqa: PLC0415 - the expectations take seconds to import

    if replay([request.target], force=True, settings=settings).landed:
        return _outcome(request, "done", "landed as it was in quarantine")
    return _outcome(request, "done", "removed from quarantine, but not landed: its outlet has this text elsewhere")


def _replay(request: lake.ActionRequest, settings: Settings) -> lake.ActionResult:
    from newsvane.pipeline.ops.replay import replay  # noqa: PLC0415 - the expectations take seconds to import

    result = replay([request.target], settings=settings)
    if result.landed:
        return _outcome(request, "done", "read again and landed")
    if result.skipped:
        return _outcome(request, "done", "read again and discarded: the page is no article any more")
    if result.lost:
        return _outcome(
            request, "failed", "its page is not in the archive: discard it, or wait until its feed reports a change"
        )
    return _outcome(
        request,
        "failed",
        "refused again, and still in quarantine, where it can wait until somebody corrects how it is read. If it is "
        "right as it is, land it anyway; if it is no article, discard it",
    )


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
