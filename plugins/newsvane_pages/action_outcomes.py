"""What became of actions that end after their run: polls, and messages that the next delivery sends again."""

from collections.abc import Sequence
from dataclasses import replace

from newsvane import lake
from newsvane.plurals import count_noun
from newsvane.urls import resent_message_key
from newsvane_pages.html_rendering import format_utc
from newsvane_pages.lake_queries import Row, fetch_rows
from newsvane_pages.requested_actions import RequestedAction


def follow_poll(cursor: lake.Connection, action: RequestedAction) -> RequestedAction:
    """Return a poll with its outcome: the run may be well although the feed is not. Other actions are left alone."""
    if action.kind != "poll_feed" or action.state != "done":
        return action
    polls = fetch_rows(cursor, "poll_of_run", run_id=action.run, feed_id=action.target)
    if not polls:
        return replace(action, state="failed", words="the feed was not polled: it is paused, or not on the watch list")
    (poll,) = polls
    if poll["status"] == "failed":
        return replace(action, state="failed", words=poll["detail"] or poll["reason"])
    return replace(action, words=f"polled: {count_noun(poll['entries_new'], 'new entry')}")


def follow_messages(cursor: lake.Connection, actions: Sequence[RequestedAction]) -> list[RequestedAction]:
    """Return actions, those that sent a message again with what has become of it since they were recorded.

    A message that had been delivered is sent again as a copy, one that was given up under its own key.
    """
    keys = {
        each.run: resent_message_key(each.run, each.target)
        for each in actions
        if each.kind == "resend" and each.state == "done"
    }
    if not keys:
        return [*actions]
    asked = [*keys.values(), *(each.target for each in actions if each.run in keys)]
    states = {row["key"]: row for row in fetch_rows(cursor, "message_states", keys=asked)}
    return [
        _follow(each, states.get(keys[each.run]) or states.get(each.target)) if each.run in keys else each
        for each in actions
    ]


def _describe_tries(message: Row) -> str:
    next_try = message["next_try_at"]
    tries = count_noun(message["tries"], "attempt has", "attempts have")
    return f"{tries} failed since, the next one {f'is due at {format_utc(next_try)} UTC' if next_try else 'is due now'}"


def _follow(action: RequestedAction, message: Row | None) -> RequestedAction:
    if message is None:
        return action
    if message["state"] in {"pending", "held"}:
        return replace(action, state="waiting", words=_describe_tries(message) if message["tries"] else action.words)
    if message["settled_at"] is None or message["settled_at"] < action.at:
        return action
    copy = f" as message {message['key']}" if message["key"] != action.target else ""
    settled = f"{format_utc(message['settled_at'])} UTC{copy}"
    if message["state"] == "dead":
        return replace(action, state="failed", words=f"it was given up {settled}")
    return replace(action, words=f"it was {message['state']} {settled}")
