"""What a clock that was wrong has left behind: polls of a time to come.

Clocks of machines that work together differ by seconds; AHEAD is no such difference.
"""

from datetime import datetime, timedelta

from newsvane.records import FeedPoll

AHEAD = timedelta(minutes=10)
"""What lies further ahead of now was written by a clock that has been set back since; SQL says the same."""

_UNTIL_NOW = ("polled_at", "failing_since", "well_at", "fresh_at", "moved_since")


def is_ahead(last: FeedPoll, now: datetime) -> bool:
    """Whether the poll is of a time to come."""
    return last.polled_at > now + AHEAD


def believed(last: FeedPoll | None, now: datetime) -> FeedPoll | None:
    """The poll without times to come: when it was read is not known, the rest is now. No rhythm follows from it."""
    if last is None or not is_ahead(last, now):
        return last
    times = {name: min(value, now) for name in _UNTIL_NOW if (value := getattr(last, name))}
    return last.model_copy(update=times | {"read_at": last.read_at if last.read_at and last.read_at <= now else None})
