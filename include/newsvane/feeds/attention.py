"""Tell the feeds that need attention from those that should recover by themselves. Pure.

A feed needs attention if our advice asks a person to do something. Each feed is given as a row of `feed_health`, of
which these columns are read: paused, status, reason, detail, failures, words, moved_to and volume.
"""

from collections.abc import Mapping
from typing import Any

from newsvane.feeds.failure_backoff import OUTAGE_WORDS
from newsvane.feeds.remedies import asks_for_action, find_remedy
from newsvane.records import SICK_AFTER_FAILURES

SILENCE_ADVICE = "no news for a long time: check whether the outlet still updates it"


def suggest_fix(feed: Mapping[str, Any]) -> str:
    """Return our advice on a feed, also if it is to wait; "" if the feed is healthy."""
    if feed["paused"] or feed["status"] is None:
        return ""
    if feed["status"] == "failed":
        return find_remedy(feed["reason"], feed["detail"] or "") or feed["detail"] or "check its URL"
    if feed["words"].startswith("moved for good"):
        return f"change url to {feed['moved_to']}"
    return SILENCE_ADVICE if feed["volume"] == "silent" else ""


def needs_attention(feed: Mapping[str, Any]) -> bool:
    """Return whether our advice on a feed asks a person to do something now."""
    return bool(suggest_fix(feed)) and not should_recover(feed)


def should_recover(feed: Mapping[str, Any]) -> bool:
    """Return whether a feed fails, but nobody has to do anything unless it goes on failing.

    It goes on after SICK_AFTER_FAILURES polls in a row. A failure of our own network is never the fault of the feed.
    """
    if feed["paused"] or feed["status"] != "failed":
        return False
    if (feed["detail"] or "").startswith(OUTAGE_WORDS):
        return True
    return not asks_for_action(feed["reason"]) and feed["failures"] < SICK_AFTER_FAILURES
