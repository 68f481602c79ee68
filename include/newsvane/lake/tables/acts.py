"""Manual actions on the lake: pause a feed, discard a quarantined article, send a message again.

The functions are used inside `writer`, so an action and its row in the table `acts` are written in one transaction.
Each function that acts returns the result in words that continue "it was", or raises ActionRefused and changes nothing
if it cannot act.
"""

from datetime import datetime
from typing import Literal

import duckdb

from newsvane.errors import ActionRefused
from newsvane.lake.engine.sql import fetch_rows, flatten, land_selected, load_incoming, pick_fields, run_query
from newsvane.lake.tables.table_writer import build_skipped_row, requeue_messages, resolve_quarantined
from newsvane.records import Record, Skipped, Utc
from newsvane.urls import resent_message_key

ActionKind = Literal[
    "pause_feed",
    "resume_feed",
    "replay",
    "land",
    "discard",
    "resend",
    "add_rule",
    "change_rule",
    "remove_rule",
    "test_channel",
    "label",
    "forget",
    "lift",
]


REMOVED_BODY = "The text of this message was removed by request."
"""What `forget_messages` leaves of a message that was sent."""


class ActionRequest(Record):
    """A manual action that somebody asked for.

    `target`: a feed_id, article_id, message key, or id of a rule, channel or topic, depending on `kind`.
    """

    act_id: str
    kind: ActionKind
    target: str
    reason: str = ""
    done_by: str
    asked_at: Utc


class ActionResult(ActionRequest):
    """A finished manual action, with its result in words."""

    done_at: Utc
    state: Literal["done", "failed"]
    words: str


def record_action(con: duckdb.DuckDBPyConnection, result: ActionResult) -> None:
    """Store the result of an action. A result that is already stored is not changed."""
    load_incoming(con, "acts", [flatten(result)])
    run_query(con, "record_action")


def load_action(con: duckdb.DuckDBPyConnection, act_id: str) -> ActionResult | None:
    """Return the result of an action, or None if it has not finished."""
    found = fetch_rows(con, "load_action", act_id=act_id)
    return ActionResult(**pick_fields(ActionResult, found[0])) if found else None


def load_manually_paused_feeds(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the ids of the feeds that somebody paused by hand and nobody resumed."""
    return {str(row["feed_id"]) for row in fetch_rows(con, "load_manually_paused_feeds")}


def pause_or_resume_feed(
    con: duckdb.DuckDBPyConnection, request: ActionRequest, *, paused: bool, listed: bool, now: datetime
) -> str:
    """Pause or resume a feed, and return the result in words.

    `listed`: the watch list itself pauses the feed, which cannot be undone by hand. Raises ActionRefused if the feed is
    already in the requested state, except that a pause without a reason can be given one.
    """
    feed_id = request.target
    found = fetch_rows(con, "load_feed_control", feed_id=feed_id)
    was_paused = bool(found and found[0]["paused"])
    explains = paused and was_paused and not found[0]["reason"] and bool(request.reason.strip())
    if paused == was_paused and not explains:
        state = "already paused by hand" if paused else "not paused by hand"
        raise ActionRefused(f"{feed_id} is {state}", reason="no_change")
    by, at = (found[0]["changed_by"], found[0]["changed_at"]) if explains else (request.done_by, now)
    control = {"feed_id": feed_id, "paused": paused, "changed_at": at.isoformat(), "changed_by": by}
    load_incoming(con, "feed_controls", [control | {"reason": request.reason}])
    run_query(con, "save_feed_control")
    run_query(con, "set_feed_paused", feed_id=feed_id, paused=paused or listed)
    if explains:
        return "it was paused already, and now has a reason"
    if paused:
        return "paused: it is not polled until somebody resumes it"
    if listed:
        return "resumed, but feeds.toml still pauses it"
    return "resumed: it is polled when it is due"


def discard_quarantined(con: duckdb.DuckDBPyConnection, request: ActionRequest, *, now: datetime) -> str:
    """Discard a quarantined article for good, and return the result in words.

    A row in `skipped` says who discarded it and why. Raises ActionRefused if the article is not in quarantine.
    """
    article_id = request.target
    require_quarantined(con, article_id)
    (quarantined,) = fetch_rows(con, "load_quarantine_state", article_id=article_id)
    resolve_quarantined(con, [article_id], discard=True)
    run_query(con, "skip_discarded_entries", article_id=article_id)
    skipped = Skipped(
        url=quarantined["url"],
        stage="validate",
        reason="discarded",
        detail=f"{request.done_by}: {request.reason}",
        feed_id=quarantined["feed_id"],
        at=now,
    )
    load_incoming(con, "skipped", [build_skipped_row(skipped, request.act_id)])
    land_selected(con, "skipped")
    return "discarded: it is not read again unless its feed changes it"


def require_quarantined(con: duckdb.DuckDBPyConnection, article_id: str) -> None:
    """Raise ActionRefused if the article is not in quarantine; the message says what happened to it."""
    found = fetch_rows(con, "load_quarantine_state", article_id=article_id)
    if not found:
        raise ActionRefused(
            f"{article_id} was never in quarantine: `newsvane quarantine list` shows the articles that are",
            reason="not_held",
        )
    if found[0]["state"] != "held":
        state = "landed as it was" if found[0]["is_landed_by_hand"] else found[0]["state"]
        resolved = f"{state} on {found[0]['settled_at']:%Y-%m-%d %H:%M} UTC"
        raise ActionRefused(f"{article_id} is no longer in quarantine: {resolved}", reason="not_held")


def find_resolved_at(con: duckdb.DuckDBPyConnection, article_id: str) -> datetime | None:
    """Return when a quarantined article was replayed or discarded; None if it never was, or is in quarantine again."""
    found = fetch_rows(con, "load_quarantine_state", article_id=article_id)
    return found[0]["settled_at"] if found and found[0]["state"] != "held" else None


def resend_message(con: duckdb.DuckDBPyConnection, request: ActionRequest, *, now: datetime) -> str:
    """Send a message that waits now, or one again that was given up or delivered, and return the result in words.

    A dead or pending message becomes due under its key. Of a delivered one, a copy with a key of its own becomes
    pending. Raises ActionRefused for a message that is scheduled or part of another one, for a delivered one without a
    reason, and while a copy of it waits.
    """
    found = fetch_rows(con, "load_message_state", key=request.target)
    if not found:
        raise ActionRefused(f"there is no message {request.target} in the outbox", reason="not_sent")
    state = found[0]["state"]
    if state in {"dead", "pending"}:
        requeue_messages(con, [request.target], now=now)
        return "the next delivery sends it"
    if state != "delivered":
        raise ActionRefused(
            f"the message is {state}: only one that waits, was delivered or was given up (dead) is sent",
            reason="not_sent",
        )
    if found[0]["body"] == REMOVED_BODY:
        raise ActionRefused("its text was removed by request, so nothing is left to send", reason="not_sent")
    if not request.reason.strip():
        raise ActionRefused(
            "sending a delivered message again needs a reason: its receivers may get it twice", reason="no_reason"
        )
    if fetch_rows(con, "count_waiting_copies", key=request.target)[0]["copies"]:
        raise ActionRefused("it is being sent again already: wait for the outcome", reason="no_change")
    copy_key = resent_message_key(request.act_id, request.target)
    run_query(con, "copy_delivered_message", key=request.target, copy_key=copy_key, now=now)
    return f"the next delivery sends it again, as message {copy_key}"
