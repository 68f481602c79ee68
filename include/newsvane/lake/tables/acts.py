"""What people do to the lake by hand, for use inside `writer`: each act with its row in `acts`, in one transaction.

A change says in words what came of it. It raises ActRefused, having changed nothing, where there is nothing to do.
"""

from datetime import datetime
from typing import Literal

import duckdb

from newsvane.errors import ActionRefused
from newsvane.lake.engine.sql import fetch_rows, flatten, load_incoming, pick_fields, run_query
from newsvane.lake.tables.writer import build_skipped_row, requeue_messages, resolve_quarantined
from newsvane.records import Record, Skipped, Utc

ActionKind = Literal["pause_feed", "resume_feed", "replay", "discard", "resend"]


class ActionRequest(Record):
    """What somebody asked for by hand. `target`: a feed_id, article_id or key of a message, as the kind wants."""

    act_id: str
    kind: ActionKind
    target: str
    reason: str = ""
    done_by: str
    asked_at: Utc


class ActionResult(ActionRequest):
    """An act, and what came of it in words."""

    done_at: Utc
    state: Literal["done", "failed"]
    words: str


def record_action(con: duckdb.DuckDBPyConnection, done: ActionResult) -> None:
    """Keep an act; one that is there already stays as it is."""
    load_incoming(con, "acts", [flatten(done)])
    run_query(con, "land_act")


def load_action(con: duckdb.DuckDBPyConnection, act_id: str) -> ActionResult | None:
    """The act of that id, where it has come to an end."""
    found = fetch_rows(con, "act", act_id=act_id)
    return ActionResult(**pick_fields(ActionResult, found[0])) if found else None


def load_manually_paused_feeds(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The feeds that somebody has paused and nobody resumed."""
    return {str(row["feed_id"]) for row in fetch_rows(con, "paused_by_hand")}


def pause_or_resume_feed(
    con: duckdb.DuckDBPyConnection, act: ActionRequest, *, paused: bool, listed: bool, now: datetime
) -> str:
    """Pause a feed or resume it. `listed`: the watch list itself pauses it, which resuming does not undo."""
    by_hand = act.target in load_manually_paused_feeds(con)
    if paused == by_hand:
        raise ActionRefused(
            f"{act.target} is {'paused already' if paused else 'not paused by hand'}", reason="no_change"
        )
    control = {"feed_id": act.target, "paused": paused, "changed_at": now.isoformat(), "changed_by": act.done_by}
    load_incoming(con, "feed_controls", [control | {"reason": act.reason}])
    run_query(con, "control_feed")
    run_query(con, "pause_feed", feed_id=act.target, paused=paused or listed)
    if paused:
        return "paused: it is not polled until somebody resumes it"
    return "no longer paused by hand; feeds.toml pauses it still" if listed else "resumed: it is polled when it is due"


def discard_quarantined(con: duckdb.DuckDBPyConnection, act: ActionRequest, *, now: datetime) -> str:
    """Let go of a held article for good: a row in `skipped` says who did, and why."""
    require_quarantined(con, act.target)
    (held,) = fetch_rows(con, "judged", article_id=act.target)
    resolve_quarantined(con, [act.target], discard=True)
    run_query(con, "skip_discarded", article_id=act.target)
    skipped = Skipped(
        url=held["url"],
        stage="validate",
        reason="discarded",
        detail=f"{act.done_by}: {act.reason}",
        feed_id=held["feed_id"],
        at=now,
    )
    load_incoming(con, "skipped", [build_skipped_row(skipped, act.act_id)])
    run_query(con, "land_skipped")
    return "discarded: it is not read again unless its feed changes it"


def require_quarantined(con: duckdb.DuckDBPyConnection, article_id: str) -> None:
    """Raise ActRefused where the article is not held, saying what became of it."""
    found = fetch_rows(con, "judged", article_id=article_id)
    if not found:
        raise ActionRefused(f"{article_id} was never held: `newsvane quarantine list` names what is", reason="not_held")
    if found[0]["state"] != "held":
        settled = f"{found[0]['state']} on {found[0]['settled_at']:%Y-%m-%d %H:%M} UTC"
        raise ActionRefused(f"{article_id} is not held any more: {settled}", reason="not_held")


def find_resolved_at(con: duckdb.DuckDBPyConnection, article_id: str) -> datetime | None:
    """When a held article was replayed or discarded; None where it never was, or is held again."""
    found = fetch_rows(con, "judged", article_id=article_id)
    return found[0]["settled_at"] if found and found[0]["state"] != "held" else None


def requeue_dead_message(con: duckdb.DuckDBPyConnection, act: ActionRequest, *, now: datetime) -> str:
    """Put a dead letter back among those that wait."""
    found = fetch_rows(con, "message_state", key=act.target)
    if not found:
        raise ActionRefused(f"there is no message {act.target} in the outbox", reason="not_dead")
    if found[0]["state"] != "dead":
        raise ActionRefused(f"the message is {found[0]['state']}: only one given up is sent again", reason="not_dead")
    requeue_messages(con, [act.target], now=now)
    return "back in the outbox: the next delivery sends it"
