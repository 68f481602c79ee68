"""Correct feed states with times in the future, which were written while a machine's clock was wrong. Pure.

Clocks of machines that work together differ by seconds. A time more than MAX_CLOCK_SKEW ahead means a wrong clock.
"""

from datetime import datetime

from newsvane.records import MAX_CLOCK_SKEW, FeedState

_PAST_TIMES = ("failing_since", "well_at", "fresh_at", "moved_since")


def is_from_future(state: FeedState, now: datetime) -> bool:
    """Return whether the latest poll has a time in the future."""
    return state.last_poll.polled_at > now + MAX_CLOCK_SKEW


def discard_future_times(state: FeedState | None, now: datetime) -> FeedState | None:
    """Return the state with future times replaced by `now`, and `read_at` by None (unknown).

    Without `read_at`, no publishing rate is derived from the time since then. States without future polls stay as they
    are.
    """
    if state is None or not is_from_future(state, now):
        return state
    times = {name: min(value, now) for name in _PAST_TIMES if (value := getattr(state, name))}
    read_at = state.read_at if state.read_at and state.read_at <= now else None
    last_poll = state.last_poll.model_copy(update={"polled_at": now})
    return state.model_copy(update=times | {"read_at": read_at, "last_poll": last_poll})
