"""Track feeds that moved permanently (301, 308) or are permanently gone (410). Pure.

A move is only trusted after it was observed several times, over days. The observations are kept in the feed's state:
`moved_to` (None: gone), `moved_polls` and `moved_since`.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from newsvane.records import Feed, FeedState, Page

MIN_MOVE_POLLS = 3
MIN_MOVE_AGE = timedelta(days=2)
"""A move is confirmed after this many polls in a row over this time, so that one bad deployment moves no feed."""


class Move(NamedTuple):
    """The observations of one move. `to`: the new address, None if the feed is gone. `polls`: 0 if there is no move."""

    to: str | None = None
    polls: int = 0
    since: datetime | None = None

    def is_confirmed(self, now: datetime) -> bool:
        """Return whether the move was observed often and long enough; `now` is the time of the last observation."""
        return self.since is not None and self.polls >= MIN_MOVE_POLLS and now - self.since >= MIN_MOVE_AGE


def current_state(feed: Feed, state: FeedState | None) -> FeedState | None:
    """Return the state if it belongs to the feed's present address in the watch list, else None."""
    return state if state and state.last_poll.feed_url in {"", feed.url} else None


def choose_url(feed: Feed, state: FeedState | None) -> str:
    """Return the address to poll: that in the watch list, or the one to which the feed has moved permanently.

    While the new address fails, the two are polled alternately until one of them works.
    """
    state = current_state(feed, state)
    moved_to = _confirmed_url(state)
    return moved_to if state and moved_to and state.failures % 2 == 0 else feed.url


def update_move(feed: Feed, state: FeedState | None, page: Page, now: datetime) -> Move:
    """Return the move as observed after a successful poll.

    Only a redirect to a readable feed counts, so call this after `page` was parsed. If the address in the watch list
    answers itself, the move is undone. If it redirects to another address, a new move begins.
    """
    if page.moved_to is None and page.url != feed.url:
        return _move_of(state)
    return _count_observation(state, page.moved_to, now) if page.moved_to not in {None, feed.url} else Move()


def update_move_on_failure(feed: Feed, state: FeedState | None, *, gone: bool, unanswered: bool, now: datetime) -> Move:
    """Return the move as observed after a failed poll.

    An answer 410 (`gone`) is counted. Without any answer (`unanswered`) the move stays as it is. Any other failure ends
    a move that is not confirmed yet; a confirmed one stays.
    """
    state = current_state(feed, state)
    if unanswered or _confirmed_url(state):
        return _move_of(state)
    return _count_observation(state, None, now) if gone else Move()


def _confirmed_url(state: FeedState | None) -> str | None:
    """Return the new address of a feed whose move is confirmed. The last observation was in a successful poll."""
    if state and _move_of(state).is_confirmed(state.well_at or state.last_poll.polled_at):
        return state.moved_to
    return None


def _move_of(state: FeedState | None) -> Move:
    return Move(state.moved_to, state.moved_polls, state.moved_since) if state else Move()


def _count_observation(state: FeedState | None, to: str | None, now: datetime) -> Move:
    before = _move_of(state)
    same = before.polls and before.to == to
    return Move(to, before.polls + 1, before.since) if same else Move(to, 1, now)
