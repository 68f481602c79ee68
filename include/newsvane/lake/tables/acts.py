"""What people do to the lake by hand, for use inside `writer`: each act with its row in `acts`, in one transaction.

A change says in words what came of it. It raises ActRefused, having changed nothing, where there is nothing to do.
"""

from datetime import datetime
from typing import Literal

import duckdb

from newsvane.errors import ActRefused
from newsvane.lake.engine.sql import fields, flat, load, rows, run
from newsvane.lake.tables.writer import resend, settle_quarantined, skipped_row
from newsvane.records import Record, Skipped, Utc

ActKind = Literal["pause_feed", "resume_feed", "replay", "discard", "resend"]


class Act(Record):
    """What somebody asked for by hand. `target`: a feed_id, article_id or key of a message, as the kind wants."""

    act_id: str
    kind: ActKind
    target: str
    reason: str = ""
    done_by: str
    asked_at: Utc


class Done(Act):
    """An act, and what came of it in words."""

    done_at: Utc
    state: Literal["done", "failed"]
    words: str


def record_act(con: duckdb.DuckDBPyConnection, done: Done) -> None:
    """Keep an act; one that is there already stays as it is."""
    load(con, "acts", [flat(done)])
    run(con, "land_act")


def recorded_act(con: duckdb.DuckDBPyConnection, act_id: str) -> Done | None:
    """The act of that id, where it has come to an end."""
    found = rows(con, "act", act_id=act_id)
    return Done(**fields(Done, found[0])) if found else None


def paused_by_hand(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The feeds that somebody has paused and nobody resumed."""
    return {str(row["feed_id"]) for row in rows(con, "paused_by_hand")}


def control_feed(con: duckdb.DuckDBPyConnection, act: Act, *, paused: bool, listed: bool, now: datetime) -> str:
    """Pause a feed or resume it. `listed`: the watch list itself pauses it, which resuming does not undo."""
    by_hand = act.target in paused_by_hand(con)
    if paused == by_hand:
        raise ActRefused(f"{act.target} is {'paused already' if paused else 'not paused by hand'}", reason="no_change")
    control = {"feed_id": act.target, "paused": paused, "changed_at": now.isoformat(), "changed_by": act.done_by}
    load(con, "feed_controls", [control | {"reason": act.reason}])
    run(con, "control_feed")
    run(con, "pause_feed", feed_id=act.target, paused=paused or listed)
    if paused:
        return "paused: it is not polled until somebody resumes it"
    return "no longer paused by hand; feeds.toml pauses it still" if listed else "resumed: it is polled when it is due"


def discard(con: duckdb.DuckDBPyConnection, act: Act, *, now: datetime) -> str:
    """Let go of a held article for good: a row in `skipped` says who did, and why."""
    require_held(con, act.target)
    (held,) = rows(con, "judged", article_id=act.target)
    settle_quarantined(con, [act.target], discard=True)
    run(con, "skip_discarded", article_id=act.target)
    skipped = Skipped(
        url=held["url"],
        stage="validate",
        reason="discarded",
        detail=f"{act.done_by}: {act.reason}",
        feed_id=held["feed_id"],
        at=now,
    )
    load(con, "skipped", [skipped_row(skipped, act.act_id)])
    run(con, "land_skipped")
    return "discarded: it is not read again unless its feed changes it"


def require_held(con: duckdb.DuckDBPyConnection, article_id: str) -> None:
    """Raise ActRefused where the article is not held, saying what became of it."""
    found = rows(con, "judged", article_id=article_id)
    if not found:
        raise ActRefused(f"{article_id} was never held: `newsvane quarantine list` names what is", reason="not_held")
    if found[0]["state"] != "held":
        settled = f"{found[0]['state']} on {found[0]['settled_at']:%Y-%m-%d %H:%M} UTC"
        raise ActRefused(f"{article_id} is not held any more: {settled}", reason="not_held")


def settled_at(con: duckdb.DuckDBPyConnection, article_id: str) -> datetime | None:
    """When a held article was replayed or discarded; None where it never was, or is held again."""
    found = rows(con, "judged", article_id=article_id)
    return found[0]["settled_at"] if found and found[0]["state"] != "held" else None


def send_again(con: duckdb.DuckDBPyConnection, act: Act, *, now: datetime) -> str:
    """Put a dead letter back among those that wait."""
    found = rows(con, "message_state", key=act.target)
    if not found:
        raise ActRefused(f"there is no message {act.target} in the outbox", reason="not_dead")
    if found[0]["state"] != "dead":
        raise ActRefused(f"the message is {found[0]['state']}: only one given up is sent again", reason="not_dead")
    resend(con, [act.target], now=now)
    return "back in the outbox: the next delivery sends it"
