"""The watch list, and when each feed is due. Pure: text, records and `now` in, records out.

watchlist: `feeds.toml` as records. polls: when a feed is due, and what a poll of it came to; for that, rhythm: how
often it publishes; caching: conditional requests; failures: backoff; moves: feeds moved or gone for good; clocks: polls
of a time to come.
opml: the watch list in the format of other readers. discovery: pages to addresses of feeds. remedies: what to do.
"""

from newsvane.feeds.clock_skew import believed
from newsvane.feeds.conditional_get import body_hash, is_unchanged, validators
from newsvane.feeds.discovery import candidates
from newsvane.feeds.failure_backoff import excuse
from newsvane.feeds.jitter import next_poll_at
from newsvane.feeds.opml import from_opml, to_opml
from newsvane.feeds.polls import is_due, poll_failed, poll_succeeded
from newsvane.feeds.redirects import address, state
from newsvane.feeds.remedies import REMEDIES
from newsvane.feeds.watchlist import Ids, Merged, dump_feeds, load_feeds, merge, readable_id, same_address

__all__ = [
    "REMEDIES",
    "Ids",
    "Merged",
    "address",
    "believed",
    "body_hash",
    "candidates",
    "dump_feeds",
    "excuse",
    "from_opml",
    "is_due",
    "is_unchanged",
    "load_feeds",
    "merge",
    "next_poll_at",
    "poll_failed",
    "poll_succeeded",
    "readable_id",
    "same_address",
    "state",
    "to_opml",
    "validators",
]
