"""Feeds that moved for good (301, 308) or are gone for good (410): believed only after it was seen again and again.

What was seen is carried from poll to poll in `moved_to` (None: gone), `moved_polls` and `moved_since`.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from newsvane.records import Feed, FeedPoll, Page

POLLS = 3
SPAN = timedelta(days=2)
"""A move is believed once seen in so many polls in a row, over so long: one bad deployment moves nothing."""


class Move(NamedTuple):
    """What has been seen of a move. `polls` 0: nothing."""

    to: str | None = None
    polls: int = 0
    since: datetime | None = None

    def is_sure(self, now: datetime) -> bool:
        """Whether it is believed, `now` being when it was last seen."""
        return self.since is not None and self.polls >= POLLS and now - self.since >= SPAN


def state(feed: Feed, last: FeedPoll | None) -> FeedPoll | None:
    """What is known of the feed: its latest poll, None where that was of another address in the watch list."""
    return last if last and last.feed_url in {"", feed.url} else None


def address(feed: Feed, last: FeedPoll | None) -> str:
    """Where to ask for the feed: its address in the watch list, or where it moved for good.

    While the new address fails the two are asked in turn: whichever answers brings the feed back.
    """
    last = state(feed, last)
    believed = _believed(last)
    return believed if last and believed and last.failures % 2 == 0 else feed.url


def move_after(feed: Feed, last: FeedPoll | None, page: Page, now: datetime) -> Move:
    """What a good poll adds. Only a redirect to what is a feed counts, so `page` must have been read.

    The configured address undoes a move by answering itself, and begins another by leading elsewhere.
    """
    if page.moved_to is None and page.url != feed.url:
        return _of(last)
    return _seen(last, page.moved_to, now) if page.moved_to not in {None, feed.url} else Move()


def move_after_failure(feed: Feed, last: FeedPoll | None, *, gone: bool, silent: bool, now: datetime) -> Move:
    """What a failed poll adds: 410 (`gone`) counts; no answer at all (`silent`) leaves things as they are.

    Any other answer breaks the row, but no failure undoes a move that is believed.
    """
    last = state(feed, last)
    if silent or _believed(last):
        return _of(last)
    return _seen(last, None, now) if gone else Move()


def _believed(last: FeedPoll | None) -> str | None:
    """The new address of a feed that moved for good; the poll that last saw it was a good one."""
    return last.moved_to if last and _of(last).is_sure(last.well_at or last.polled_at) else None


def _of(last: FeedPoll | None) -> Move:
    return Move(last.moved_to, last.moved_polls, last.moved_since) if last else Move()


def _seen(last: FeedPoll | None, to: str | None, now: datetime) -> Move:
    before = _of(last)
    same = before.polls and before.to == to
    return Move(to, before.polls + 1, before.since) if same else Move(to, 1, now)
