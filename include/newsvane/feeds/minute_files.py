"""Choose which files of a list that is published as one file per minute to request, and remember what became of them.

Such a list has `{minute}` in its address, which stands for YYYYMMDDHHMM00 in UTC. There is no index of its files, many
minutes have none, and a file appears some minutes late. What was tried is remembered among the items of the list, as
items that are no entries: their key is the minute in seconds since 1970, their id 0, and their time the same minute
if there was a file, otherwise 0. So are the articles of files that were read before, so that one which is listed again
is known: their key is the fingerprint of the entry's id, their id 0, and their time the negative time of the poll that
remembered them. Pure.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from newsvane.feeds.source_kinds import MINUTE
from newsvane.records import FeedItems

MAX_TRIES = 30
"""How many files are requested per poll. If more are left, the newest come first and the others in later polls."""

WINDOW = timedelta(hours=3)
"""How old a file may be that is still requested. GDELT's files of a longer outage are in its feed no more, either."""

MAX_LATENESS = timedelta(minutes=10)
"""A minute that has had no file for so long has none."""

MAX_SILENCE = timedelta(hours=1)
"""If there was no file for longer, the list has failed: GDELT publishes some two a quarter of an hour."""

MAX_ARTICLES = 40_000
"""How many articles of earlier files are remembered: the latest. They take 340 kB in the lake per reading."""

_NO_ENTRY = 0


def is_minute_list(url: str) -> bool:
    """Return whether the address stands for one file per minute."""
    return MINUTE in url


def address_of(url: str, minute: datetime) -> str:
    """Return the address of the file of a minute."""
    return url.replace(MINUTE, f"{minute:%Y%m%d%H%M}00")


def choose_minutes(items: FeedItems | None, now: datetime) -> list[datetime]:
    """Return the minutes to request, newest first: those of the last hours whose outcome is not remembered."""
    known = frozenset(items.keys) if items else frozenset()
    newest = _minute_of(now)
    minutes = (newest - timedelta(minutes=n) for n in range(int(WINDOW.total_seconds()) // 60))
    return [minute for minute in minutes if _key(minute) not in known][:MAX_TRIES]


def remember(
    items: FeedItems | None,
    now: datetime,
    *,
    found: Collection[datetime],
    missing: Collection[datetime],
    unreadable: Collection[datetime] = (),
) -> FeedItems:
    """Return as items which minutes need not be requested again, and which articles have been listed.

    `items`: of the reading before. A minute without a file is remembered only once its file would be late; one whose
    file is unreadable at once.
    """
    rows = {key: time for key, time in _remembered(items) if key > (now - WINDOW).timestamp()}
    rows |= {_key(minute): 0 for minute in missing if minute <= now - MAX_LATENESS}
    rows |= {_key(minute): 0 for minute in unreadable}
    rows |= {_key(minute): _key(minute) for minute in found}
    rows |= _remember_articles(items, now)
    return FeedItems(keys=tuple(rows), ids=(_NO_ENTRY,) * len(rows), times=tuple(rows.values()))


def list_articles(items: FeedItems) -> set[int]:
    """Return the fingerprints of the entries in files before those of the last reading, as far as remembered."""
    return {key for key, _ in _remembered_articles(items)}


def is_silent(items: FeedItems, now: datetime) -> bool:
    """Return whether the list has had no file for too long, by what is remembered."""
    newest = max((time for _, time in _remembered(items)), default=0)
    return newest < (now - MAX_SILENCE).timestamp()


def _remember_articles(items: FeedItems | None, now: datetime) -> dict[int, int]:
    """Return the rows of the articles that were listed within the window, those of the last reading included."""
    if items is None:
        return {}
    rows = {key: time for key, time in _remembered_articles(items) if -time > (now - WINDOW).timestamp()}
    rows |= dict.fromkeys(items.entries, -int(now.timestamp()))
    latest = sorted(rows, key=rows.__getitem__)[:MAX_ARTICLES]
    return {key: rows[key] for key in latest}


def _remembered_articles(items: FeedItems) -> Iterator[tuple[int, int]]:
    """Yield key and time of the items that stand for articles. No other item has a negative time."""
    for key, number, time in zip(items.keys, items.ids, items.times, strict=True):
        if number == _NO_ENTRY and time < 0:
            yield key, time


def _remembered(items: FeedItems | None) -> Iterator[tuple[int, int]]:
    """Yield key and time of the items that stand for minutes. Keys of other items are hashes of 64 bits."""
    if items:
        for key, number, time in zip(items.keys, items.ids, items.times, strict=True):
            if number == _NO_ENTRY and key % 60 == 0 and 0 < key < _LAST_KEY and time in {0, key}:
                yield key, time


_LAST_KEY = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())


def _minute_of(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0)


def _key(minute: datetime) -> int:
    return int(minute.timestamp())
