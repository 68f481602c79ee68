"""How often a feed publishes, and how long its items stay in it.

Items are those of the latest reading, dated where they tell their publication. Times in `FeedItems` are seconds.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from math import ceil
from operator import sub
from typing import NamedTuple

from newsvane.feeds.jitter import CAP, FLOOR
from newsvane.records import FeedItems, FeedPoll

FIRST = timedelta(hours=1)
"""The interval of a feed whose rhythm is not known yet."""

WINDOW = timedelta(days=7)
"""Items older than this say nothing about the rhythm (Miniflux)."""

FEW = 0.33
"""Where less of an undated feed is known already, it is polled too seldom (Media Cloud)."""

BURST = timedelta(minutes=3)
"""No outlet is expected to publish faster than an item in so much, unless its feed has shown that it does."""

BRIEF = timedelta(hours=1)
"""Items that stay in a feed for less may be missed."""

SHARE = 0.88
"""Of the time that an item stays, how much may pass between two polls: of an hour it leaves seven minutes, for the
scheduler, which looks every five."""

FORGET = timedelta(days=14)
"""In so much, the shortest stay seen doubles: a burst is remembered for weeks, one odd day not for ever."""

LONGEST_STAY = timedelta(days=365)


class Rhythm(NamedTuple):
    """`interval`: the mean time between items, in [FLOOR, CAP]. `stay`: how long one stays in the feed, if known."""

    interval: timedelta
    stay: timedelta | None


def rhythm(last: FeedPoll | None, items: FeedItems | None, fresh: int | None, now: datetime) -> Rhythm:
    """The feed's own rhythm, by the dates of its items, where it has none by the share of it that is known.

    `items`: what the feed holds, None where not known. `fresh`: how many were not there at the last reading, None
    where the feed is unchanged.
    """
    times = _dated(items, now)
    found = _mean_gap(times, now) if len(times) > 1 else _by_share(last, items, fresh, now)
    return Rhythm(min(max(found, FLOOR), CAP), _stay(last, items, times, fresh or 0, now))


def longest_gap(stay: timedelta | None, items: FeedItems | None) -> timedelta | None:
    """The longest time between two polls, jitter included, that misses no item which stays for BRIEF or more.

    An item stays at least until as many as the feed holds came after it, at the fastest that the feed has shown or
    at BURST. So a shallow feed is asked often however seldom it publishes; mostly that costs a 304.
    """
    stays = [time for time in (stay, BURST * len(items.entries) if items else None) if time is not None]
    return SHARE * max(BRIEF, min(stays)) if stays else None


def _dated(items: FeedItems | None, now: datetime) -> list[int]:
    """The times of the items that have one, not ahead of now, ascending."""
    times = sorted(items.times) if items else []
    return times[bisect_right(times, 0) : bisect_right(times, int(now.timestamp()))]


def _stay(
    last: FeedPoll | None, items: FeedItems | None, times: list[int], fresh: int, now: datetime
) -> timedelta | None:
    """The shortest stay lately seen.

    Dated items tell it at once: the half of them that came fastest, twice; a burst of weeks ago is told by what it
    left in the feed. Of undated ones it is the time since the last reading over the share that is new.
    """
    seen = []
    if half := len(times) // 2:
        seen.append(timedelta(seconds=min(map(sub, times[half:], times)) * len(times) / half))
    elif items and fresh and last and last.items and last.read_at and not _ids_are_noise(last, items, fresh, now):
        left = fresh < len(items.entries)
        seen.append((now - last.read_at) * (len(items.entries) / fresh if left else 0.5))
    if last and last.stay_seconds is not None:
        grown = last.stay_seconds * 2 ** min((now - last.polled_at) / FORGET, 10)
        seen.append(timedelta(seconds=ceil(min(grown, LONGEST_STAY.total_seconds()))))
    return min(max(min(seen), FLOOR), LONGEST_STAY) if seen else None


def _mean_gap(times: list[int], now: datetime) -> timedelta:
    """Mean time between items over the last WINDOW, or over as much of it as the feed reaches back."""
    moment = int(now.timestamp())
    span = min(int(WINDOW.total_seconds()), moment - times[0])
    recent = len(times) - bisect_left(times, moment - span)
    return timedelta(seconds=span / recent) if recent else CAP


def _by_share(last: FeedPoll | None, items: FeedItems | None, fresh: int | None, now: datetime) -> timedelta:
    """The interval of before, changed where two readings running agree.

    It is halved where FEW of the items are known, a quarter where none is, so that some may be missed. It shrinks
    while there is news each time and grows while there is none, until each second poll brings some. (Media Cloud lets
    it grow above 67% known; but then thirty items of a hundred are hours old when they are read.)
    """
    if last is None or not last.interval_seconds:
        return FIRST
    before = timedelta(seconds=last.interval_seconds)
    if _ids_are_noise(last, items, fresh, now):
        return max(before, FIRST)
    if items and last.items and last.read_at and fresh and fresh == len(items.entries) >= len(last.items.entries):
        return min(before, now - last.read_at) / 4
    known_before = _known(last)
    if known_before is None:
        return before
    known = 1 - (fresh / len(items.entries) if items and fresh else 0)
    if max(known, known_before) < FEW:
        return before / 2
    if max(known, known_before) < 1:
        return before * 0.75
    return before * 1.25 if min(known, known_before) == 1 else before


def _known(poll: FeedPoll) -> float | None:
    """The share of the feed that was known at that poll, None where it did not say."""
    if poll.status == "failed":
        return None
    return 1 - poll.entries_fresh / poll.entries_seen if poll.entries_seen else 1.0


def _ids_are_noise(last: FeedPoll, items: FeedItems | None, fresh: int | None, now: datetime) -> bool:
    """Whether a whole feed is new within minutes, twice: its addresses change with every request and tell nothing."""
    new = bool(items and fresh and fresh == len(items.entries))
    return new and last.entries_fresh == last.entries_seen > 0 and now - last.polled_at <= 2 * FLOOR
