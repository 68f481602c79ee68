"""The watch list, and when each feed is due. Pure: text, records and `now` in, records out.

watchlist: the sources of `feeds.toml`. watch_parser: its files as records. watch_text: edits of its text.
source_kinds: what each kind of source is. opml: the watch list in the format of other feed readers. discovery:
addresses of feeds that a page links to. remedies: what to do about a failing feed.
polls: when a feed is due, and its state after a poll. It relies on poll_interval (how often a feed publishes),
conditional_get (conditional requests), failure_backoff, redirects (feeds that moved or are gone), jitter, clock_skew
(polls with a time in the future), and minute_files (lists that are published as one file per minute).
"""

from newsvane.feeds.clock_skew import discard_future_times
from newsvane.feeds.conditional_get import choose_validators, hash_body, is_unchanged
from newsvane.feeds.failure_backoff import OUTAGE_WORDS, REFUSALS, excuse_network_outage, is_nearly_all
from newsvane.feeds.opml import from_opml, to_opml
from newsvane.feeds.polls import find_last_look, is_due, record_failure, record_success
from newsvane.feeds.redirects import choose_url, current_state
from newsvane.feeds.remedies import REMEDIES, find_remedy, is_lasting
from newsvane.feeds.watch_parser import WatchListParser, parse_watch_list, read_includes
from newsvane.feeds.watch_text import remove_sources
from newsvane.feeds.watchlist import (
    FeedIds,
    MergeResult,
    dump_feeds,
    find_same_outlet,
    merge_feeds,
    normalize_address,
    suggest_id,
)

__all__ = [
    "OUTAGE_WORDS",
    "REFUSALS",
    "REMEDIES",
    "FeedIds",
    "MergeResult",
    "WatchListParser",
    "choose_url",
    "choose_validators",
    "current_state",
    "discard_future_times",
    "dump_feeds",
    "excuse_network_outage",
    "find_last_look",
    "find_remedy",
    "find_same_outlet",
    "from_opml",
    "hash_body",
    "is_due",
    "is_lasting",
    "is_nearly_all",
    "is_unchanged",
    "merge_feeds",
    "normalize_address",
    "parse_watch_list",
    "read_includes",
    "record_failure",
    "record_success",
    "remove_sources",
    "suggest_id",
    "to_opml",
]
