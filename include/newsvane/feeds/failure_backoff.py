"""Decide when to poll a failing feed again, and ignore failures that our own network caused. Pure.

The wait grows linearly, and polling never stops. In feed readers that give up, one outage of the user's own provider
disables every feed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsvane.feeds.jitter import FAILURE_JITTER, MAX_INTERVAL, MAX_WAIT, hash_fraction
from newsvane.feeds.poll_interval import compute_max_gap
from newsvane.records import FeedState

BACKOFF_STEP = timedelta(hours=1)
"""How much each failure of weight 1 adds to the wait."""

NETWORK_FAILURES = frozenset({"dns", "proxy", "unreachable", "timeout", "refused", "reset", "tls"})
"""Failures without an HTTP answer. The cause may be the server, our network or anything in between."""

UNSENT_FAILURES = frozenset({"dns", "proxy"})
"""Weight 0.25: the request did not reach the server, and the fault is often on our side (as in Media Cloud)."""

PASSING_FAILURES = (NETWORK_FAILURES - UNSENT_FAILURES) | frozenset(
    {"truncated", "bad_http", "bad_encoding", "robots_unreachable", "not_a_feed", "broken_feed", "redirect_loop"}
    | {"http_202", "http_404", "http_408", "http_425"}
)
"""Weight 0.5, like 5xx: problems of the server that usually pass. Working feeds sometimes answer 404 (Media Cloud)."""

REFUSALS = frozenset({"http_429", "challenge", "query_throttled"})
"""Weight 0.5 as well, but the server does not want us now: such feeds are never polled sooner to save items."""

DEAD_AFTER = timedelta(days=21)
"""A feed that has failed for a shorter time has an outage; one that has failed for longer is probably dead."""

OUTAGE_MIN_HOSTS = 5
OUTAGE_MIN_SHARE = 0.9
"""Our network was down if at least this share of at least this many healthy hosts could not be reached in one round."""

OUTAGE_WORDS = "our network was down"
"""How the detail of a poll begins that does not count, because our own network failed."""


def compute_backoff(
    feed_id: str, reason: str, *, failures: int, since: datetime, left: timedelta | None, now: datetime
) -> timedelta:
    """Compute the wait after a number of failures in a row since `since`, without jitter and without Retry-After.

    It is BACKOFF_STEP times weight times failures, at most MAX_INTERVAL. After DEAD_AFTER the limit grows to a 21st of
    the time since the first failure, at most MAX_WAIT: a feed that comes back after a year is found within a week.

    `left`: time until unread items begin to leave the feed. During an outage (up to DEAD_AFTER) the feed is polled
    before that. Once items do leave, every hour between its return and the next poll loses some, so it is polled every
    50 minutes or so, which harms no server. A server that does not want us (REFUSALS) is left alone for the full wait,
    and after a 429 for up to a random hour more.
    """
    limit = max(MAX_INTERVAL, min((now - since) / DEAD_AFTER.days, MAX_WAIT))
    wait = min(BACKOFF_STEP * failures * _weight(reason), limit)
    max_gap = compute_max_gap(left, None)
    if max_gap and _is_passing(reason) and now - since < DEAD_AFTER:
        wait = min(wait, max_gap / (1 + FAILURE_JITTER))
    return wait + timedelta(hours=hash_fraction(feed_id, now, reason)) if reason == "http_429" else wait


def is_nearly_all(failed: int, total: int) -> bool:
    """Return whether so many of the feeds failed that the cause is probably our network."""
    return 0 < failed == total or (total >= OUTAGE_MIN_HOSTS and failed >= OUTAGE_MIN_SHARE * total)


def excuse_network_outage(states: Sequence[FeedState], before: Mapping[str, FeedState]) -> tuple[FeedState, ...]:
    """Return the states after one round of polls, without the failures that our own network caused.

    `before`: the states before the round, by feed id. Our network was down if OUTAGE_MIN_SHARE of at least
    OUTAGE_MIN_HOSTS hosts that were healthy before could not be reached. Then the unreached feeds keep what was known
    of them, and are due again in 5 to 10 minutes. Hosts that failed before do not count: otherwise the dead feeds of a
    list would excuse each other forever.
    """
    olds = [_state_before(state, before) for state in states]
    reached: dict[str, bool] = {}
    for state, old in zip(states, olds, strict=True):
        if old and not old.failures:
            host = urlsplit(state.last_poll.url).hostname or state.feed_id
            reached[host] = reached.get(host, False) or state.last_poll.reason not in NETWORK_FAILURES
    missed = len(reached) - sum(reached.values())
    if len(reached) < OUTAGE_MIN_HOSTS or missed < OUTAGE_MIN_SHARE * len(reached):
        return tuple(states)
    words = f"{OUTAGE_WORDS}: {missed} of {len(reached)} hosts could not be reached"
    return tuple(
        _excuse(state, old, words) if state.last_poll.reason in NETWORK_FAILURES else state
        for state, old in zip(states, olds, strict=True)
    )


def _state_before(state: FeedState, before: Mapping[str, FeedState]) -> FeedState | None:
    old = before.get(state.feed_id)
    return old if old and old.last_poll.feed_url in {"", state.last_poll.feed_url} else None


def _excuse(state: FeedState, old: FeedState | None, words: str) -> FeedState:
    kept = ("failures", "failing_since", "interval_seconds", "moved_to", "moved_since", "moved_polls")
    poll = state.last_poll
    wait = timedelta(minutes=5 + 5 * hash_fraction(state.feed_id, poll.polled_at))
    return state.model_copy(
        update={name: getattr(old, name) if old else FeedState.model_fields[name].default for name in kept}
        | {
            "last_poll": poll.model_copy(update={"detail": f"{words}; {poll.detail}"[:500]}),
            "next_poll_at": poll.polled_at + wait,
        }
    )


def _weight(reason: str) -> float:
    if reason in UNSENT_FAILURES:
        return 0.25
    return 0.5 if reason in REFUSALS or _is_passing(reason) else 1.0


def _is_passing(reason: str) -> bool:
    return reason in PASSING_FAILURES or reason in UNSENT_FAILURES or reason.startswith("http_5")
