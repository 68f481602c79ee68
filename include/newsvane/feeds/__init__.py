"""The watch list, and when each feed is due. Pure: text, records and `now` in, records out.

watchlist: `feeds.toml` as records. polls: when a feed is due, and what a poll of it came to.
"""

from newsvane.feeds.polls import (
    body_hash,
    is_due,
    is_unchanged,
    next_poll_at,
    poll_failed,
    poll_succeeded,
    validators,
)
from newsvane.feeds.watchlist import load_feeds

__all__ = [
    "body_hash",
    "is_due",
    "is_unchanged",
    "load_feeds",
    "next_poll_at",
    "poll_failed",
    "poll_succeeded",
    "validators",
]
