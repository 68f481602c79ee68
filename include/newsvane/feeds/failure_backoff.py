"""How long to leave a failing feed alone, and rounds in which the failure was on our side.

The wait grows linearly and never ends in giving up: users of readers that do give up lose every feed at one outage of
their provider.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsvane.feeds.jitter import CAP, LONGEST, SICK_JITTER, fraction
from newsvane.feeds.poll_interval import longest_gap
from newsvane.records import FeedPoll

STEP = timedelta(hours=1)
"""Backoff a failure of weight 1."""

NETWORK = frozenset({"dns", "proxy", "unreachable", "timeout", "refused", "reset", "tls"})
"""Failures without an HTTP answer: of their server, of our network or of what lies between."""

NOT_ASKED = frozenset({"dns", "proxy"})
"""Weight 0.25: the server was never troubled, and the fault is often near us (Media Cloud: temporary DNS)."""

OVER_SOON = (NETWORK - NOT_ASKED) | frozenset(
    {"truncated", "bad_http", "bad_encoding", "robots_unreachable", "not_a_feed", "broken_feed", "redirect_loop"}
    | {"http_202", "http_404", "http_408", "http_425"}
)
"""Weight 0.5, as 5xx: trouble of the far side that passes; working feeds do answer 404 at times (Media Cloud)."""

HELD_OFF = frozenset({"http_429", "challenge"})
"""Weight 0.5 too, but we are not wanted now: never retried sooner for the sake of what may be missed."""

PATIENCE = timedelta(days=21)
"""Until so long, an outage; after that, a feed that is probably dead."""

HOSTS = 5
UNREACHED = 0.9
"""In a round of so many hosts that were well, so large a share not reached at all means that our network was down."""


def backoff(
    feed_id: str, reason: str, *, failures: int, since: datetime, left: timedelta | None, now: datetime
) -> timedelta:
    """The wait after that many failures in a row since `since`, before jitter and the server's wishes.

    STEP times weight times failures, up to CAP; from PATIENCE on up to a 21st of the time it has failed, LONGEST at
    last: a feed that comes back after a year is found within a week.

    Within PATIENCE a feed that is down is asked before what came meanwhile begins to leave it (`left`). From then on,
    with every hour between its return and the next poll items are lost, so it is asked some 50 minutes apart, which
    harms no server. Who answers that we are not wanted is left alone all the longer, and a 429 for a random while
    besides.
    """
    wait = min(STEP * failures * _weight(reason), max(CAP, min((now - since) / PATIENCE.days, LONGEST)))
    needed = longest_gap(left, None)
    if needed and _passes(reason) and now - since < PATIENCE:
        wait = min(wait, needed / (1 + SICK_JITTER))
    return wait + timedelta(hours=fraction(feed_id, now, reason)) if reason == "http_429" else wait


def excuse(polls: Sequence[FeedPoll], last: Mapping[str, FeedPoll]) -> tuple[FeedPoll, ...]:
    """The polls of a round, those that failed for want of a network excused where it was ours.

    It was where UNREACHED of at least HOSTS hosts that were well before could not be reached. What was known of those
    feeds stands, and they are due again in 5 to 10 minutes. Hosts that failed before prove nothing, or the dead
    feeds of a list would excuse each other for ever.
    """
    befores = [_before(poll, last) for poll in polls]
    reached: dict[str, bool] = {}
    for poll, before in zip(polls, befores, strict=True):
        if before and not before.failures:
            host = urlsplit(poll.url).hostname or poll.feed_id
            reached[host] = reached.get(host, False) or poll.reason not in NETWORK
    missed = len(reached) - sum(reached.values())
    if len(reached) < HOSTS or missed < UNREACHED * len(reached):
        return tuple(polls)
    words = f"our network was down: {missed} of {len(reached)} hosts could not be reached"
    return tuple(
        _excused(poll, before, words) if poll.reason in NETWORK else poll
        for poll, before in zip(polls, befores, strict=True)
    )


def _before(poll: FeedPoll, last: Mapping[str, FeedPoll]) -> FeedPoll | None:
    before = last.get(poll.feed_id)
    return before if before and before.feed_url in {"", poll.feed_url} else None


def _excused(poll: FeedPoll, last: FeedPoll | None, words: str) -> FeedPoll:
    kept = ("failures", "failing_since", "interval_seconds", "moved_to", "moved_since", "moved_polls")
    again = timedelta(minutes=5 + 5 * fraction(poll.feed_id, poll.polled_at))
    return poll.model_copy(
        update={name: getattr(last, name) if last else FeedPoll.model_fields[name].default for name in kept}
        | {"detail": f"{words}; {poll.detail}"[:500], "next_poll_at": poll.polled_at + again}
    )


def _weight(reason: str) -> float:
    if reason in NOT_ASKED:
        return 0.25
    return 0.5 if reason in HELD_OFF or _passes(reason) else 1.0


def _passes(reason: str) -> bool:
    return reason in OVER_SOON or reason in NOT_ASKED or reason.startswith("http_5")
