"""Estimate how often a feed publishes, how long its items stay in it, and how often to poll it to miss none. Pure.

Items are those of the latest reading. Dated items are those whose publication time is known.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from math import ceil
from operator import sub
from typing import NamedTuple

from newsvane.feeds.jitter import MAX_INTERVAL, MIN_INTERVAL
from newsvane.records import FeedItems, FeedPoll, FeedState

DEFAULT_INTERVAL = timedelta(hours=1)
"""The interval of a feed whose rate is not known yet."""

RATE_WINDOW = timedelta(days=7)
"""Older items say nothing about the present rate (Miniflux)."""

MIN_KNOWN_SHARE = 0.33
"""A feed without dates is polled too seldom if a smaller share of its items is already known (Media Cloud)."""

FASTEST_GAP = timedelta(minutes=3)
"""The shortest expected time between two items, unless the feed has published faster before."""

MIN_STAY = timedelta(hours=1)
"""Items that stay in a feed for less time may be missed."""

MAX_GAP_SHARE = 0.88
"""The share of an item's stay that may pass between two polls. Of an hour, this leaves seven minutes for the scheduler,
which runs every five minutes."""

STAY_DOUBLES_AFTER = timedelta(days=14)
"""The remembered shortest stay doubles in this time: a burst is remembered for weeks, but an odd day not forever."""

MAX_STAY = timedelta(days=365)


class PublishingRate(NamedTuple):
    """How fast a feed changes.

    `interval`: the mean time between items, in [MIN_INTERVAL, MAX_INTERVAL]. `stay`: how long an item stays in the
    feed, None where unknown.
    """

    interval: timedelta
    stay: timedelta | None


def estimate_rate(state: FeedState | None, items: FeedItems | None, fresh: int | None, now: datetime) -> PublishingRate:
    """Estimate the publishing rate from the dates of the items; without dates, from the share that is already known.

    `items`: the items in the feed, None where unknown. `fresh`: how many of them were not there at the last reading,
    None where the feed is unchanged.
    """
    times = _sorted_times(items, now)
    found = _mean_gap(times, now) if len(times) > 1 else _adjust_interval(state, items, fresh, now)
    stay = _estimate_stay(state, items, times, fresh or 0, now)
    return PublishingRate(min(max(found, MIN_INTERVAL), MAX_INTERVAL), stay)


def compute_max_gap(stay: timedelta | None, items: FeedItems | None) -> timedelta | None:
    """Return the longest time between two polls, jitter included, that misses no item which stays for MIN_STAY or more.

    An item stays until it is followed by as many items as the feed holds, at the fastest rate observed or at one per
    FASTEST_GAP. Therefore a short feed is polled often, however seldom it publishes; most of these polls cost a 304.
    None if neither `stay` nor `items` is known.
    """
    stays = [time for time in (stay, FASTEST_GAP * len(items.entries) if items else None) if time is not None]
    return MAX_GAP_SHARE * max(MIN_STAY, min(stays)) if stays else None


def _sorted_times(items: FeedItems | None, now: datetime) -> list[int]:
    """Return the publication times up to `now`, in seconds since 1970, ascending."""
    times = sorted(items.times) if items else []
    return times[bisect_right(times, 0) : bisect_right(times, int(now.timestamp()))]


def _estimate_stay(
    state: FeedState | None, items: FeedItems | None, times: list[int], fresh: int, now: datetime
) -> timedelta | None:
    """Return the shortest stay observed lately; None if it is not known.

    With dates it is twice the time in which the fastest half of the items appeared. That includes a burst weeks ago, as
    long as its items are in the feed. Without dates it is the time since the last reading divided by the share of new
    items.
    """
    stays = []
    if half := len(times) // 2:
        stays.append(timedelta(seconds=min(map(sub, times[half:], times)) * len(times) / half))
    elif (
        items and fresh and state and state.items and state.read_at and not _are_ids_unstable(state, items, fresh, now)
    ):
        some_known = fresh < len(items.entries)
        stays.append((now - state.read_at) * (len(items.entries) / fresh if some_known else 0.5))
    if state and state.stay_seconds is not None:
        grown = state.stay_seconds * 2 ** min((now - state.last_poll.polled_at) / STAY_DOUBLES_AFTER, 10)
        stays.append(timedelta(seconds=ceil(min(grown, MAX_STAY.total_seconds()))))
    return min(max(min(stays), MIN_INTERVAL), MAX_STAY) if stays else None


def _mean_gap(times: list[int], now: datetime) -> timedelta:
    """Return the mean time between items over RATE_WINDOW, or over as much of it as the feed covers."""
    until = int(now.timestamp())
    span = min(int(RATE_WINDOW.total_seconds()), until - times[0])
    recent = len(times) - bisect_left(times, until - span)
    return timedelta(seconds=span / recent) if recent else MAX_INTERVAL


def _adjust_interval(state: FeedState | None, items: FeedItems | None, fresh: int | None, now: datetime) -> timedelta:
    """Return the previous interval, adjusted if two readings in a row agree.

    It is halved if less than MIN_KNOWN_SHARE of the items are known, and divided by four if none is, because items may
    have been missed. Otherwise it shrinks while every poll finds new items and grows while none does, until every
    second poll finds some. (Media Cloud lets it grow if more than 67 % are known, but then 30 items of 100 are hours
    old when read.)
    """
    if state is None or not state.interval_seconds:
        return DEFAULT_INTERVAL
    before = timedelta(seconds=state.interval_seconds)
    if _are_ids_unstable(state, items, fresh, now):
        return max(before, DEFAULT_INTERVAL)
    if items and state.items and state.read_at and fresh and fresh == len(items.entries) >= len(state.items.entries):
        return min(before, now - state.read_at) / 4
    known_before = _known_share(state.last_poll)
    if known_before is None:
        return before
    known = 1 - (fresh / len(items.entries) if items and fresh else 0)
    if max(known, known_before) < MIN_KNOWN_SHARE:
        return before / 2
    if max(known, known_before) < 1:
        return before * 0.75
    return before * 1.25 if min(known, known_before) == 1 else before


def _known_share(poll: FeedPoll) -> float | None:
    """Return the share of the entries that were known before that poll, None if the poll failed."""
    if poll.status == "failed":
        return None
    return 1 - poll.entries_fresh / poll.entries_seen if poll.entries_seen else 1.0


def _are_ids_unstable(state: FeedState, items: FeedItems | None, fresh: int | None, now: datetime) -> bool:
    """Return whether all items were new within minutes twice in a row: their addresses change with every request."""
    all_new = bool(items and fresh and fresh == len(items.entries))
    last = state.last_poll
    return all_new and last.entries_fresh == last.entries_seen > 0 and now - last.polled_at <= 2 * MIN_INTERVAL
