"""Permanent redirects and 410 answers of feeds are trusted after several polls, and undone if they do not last."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from newsvane import feeds
from newsvane.records import FeedState, Page
from tests.unit.feeds.poll_factories import DAY, FEED, HOUR, NOW, WEEK, failed, page, parsed, state

NEW = "https://new.example/rss"
NEWER = "https://newer.example/rss"


def at(url: str, moved_to: str | None = None) -> Page:
    """A good answer to a request for `url`."""
    return page(moved_to=moved_to).model_copy(update={"url": url, "final_url": moved_to or url})


def follow(*steps: tuple[timedelta, str | None]) -> FeedState:
    """Polls at these times: a permanent redirect to an address, None for an answer without, or a failure."""
    last = None
    for time, outcome in steps:
        now = NOW + time
        if outcome is None or "://" in outcome:
            answer = at(feeds.choose_url(FEED, last), outcome)
            last = feeds.record_success(FEED, last, answer, parsed(HOUR), now=now)
        else:
            last = feeds.record_failure(FEED, last, failed(outcome), now=now)
    assert last is not None
    return last


MOVED = [(n * DAY, NEW) for n in range(3)]

MOVES: Sequence[object] = [
    pytest.param([(0 * DAY, NEW)], FEED.url, 1, id="once"),
    pytest.param([(n * HOUR, NEW) for n in range(30)], FEED.url, 30, id="often, for a day"),
    pytest.param([(0 * DAY, NEW), (3 * DAY, NEW)], FEED.url, 2, id="twice, over days"),
    pytest.param(MOVED, NEW, 3, id="three times over two days"),
    pytest.param([(n * DAY, NEW) for n in (0, 1)] + [(2 * DAY, None)], FEED.url, 0, id="taken back"),
    pytest.param([(0 * DAY, NEW), (1 * DAY, NEWER), (2 * DAY, NEW)], FEED.url, 1, id="to and fro"),
    pytest.param([(0 * DAY, NEW), (1 * DAY, "not_a_feed"), (2 * DAY, NEW)], FEED.url, 1, id="to what is no feed"),
    pytest.param([(0 * DAY, NEW), (1 * DAY, "timeout"), (2 * DAY, NEW)], FEED.url, 2, id="no answer in between"),
    pytest.param([(n * HOUR, NEW) for n in range(3)] + [(3 * DAY, "timeout")], FEED.url, 3, id="silence is no sight"),
    pytest.param([*MOVED, (3 * DAY, None)], NEW, 3, id="well at the new address"),
    pytest.param([*MOVED, (3 * DAY, "timeout")], FEED.url, 3, id="fails there: the old address is asked"),
    pytest.param([*MOVED, (3 * DAY, "timeout"), (4 * DAY, "http_404")], NEW, 3, id="fails there too"),
    pytest.param([*MOVED, (3 * DAY, "http_404"), (4 * DAY, NEW)], NEW, 4, id="leads there still"),
    pytest.param([*MOVED, (3 * DAY, "http_404"), (4 * DAY, None)], FEED.url, 0, id="is back at the old address"),
    pytest.param([*MOVED, (3 * DAY, "dns"), (4 * DAY, "dns"), (5 * DAY, None)], NEW, 3, id="is back at the new one"),
    pytest.param([*MOVED, (3 * DAY, NEWER)], FEED.url, 1, id="moved on from there"),
    pytest.param([(n * DAY, FEED.url) for n in range(9)], FEED.url, 0, id="to itself"),
]


@pytest.mark.parametrize(("steps", "address", "polls"), MOVES)
def test_a_permanent_redirect(steps: list[tuple[timedelta, str | None]], address: str, polls: int) -> None:
    last = follow(*steps)
    assert feeds.choose_url(FEED, last) == address
    assert last.moved_polls == polls
    advised = f"moved for good to {NEW}: change its url in feeds.toml" in last.last_poll.detail
    assert advised is (address == NEW and last.last_poll.status == "ok")


def test_a_move_is_discarded_when_the_watch_list_has_another_address() -> None:
    last = follow(*MOVED)
    changed = FEED.model_copy(update={"url": NEW})
    assert feeds.choose_url(changed, last) == NEW
    elsewhere = FEED.model_copy(update={"url": NEWER})
    assert feeds.choose_url(elsewhere, last) == NEWER
    assert feeds.choose_url(FEED, None) == FEED.url


GONE: Sequence[object] = [
    pytest.param([(n * HOUR, "http_410") for n in range(9)], False, id="for a day"),
    pytest.param([(0 * DAY, "http_410"), (3 * DAY, "http_410")], False, id="twice"),
    pytest.param([(n * DAY, "http_410") for n in range(3)], True, id="three times over two days"),
    pytest.param([(0 * DAY, "http_410"), (DAY, "http_404"), (2 * DAY, "http_410")], False, id="404 in between"),
    pytest.param([(0 * DAY, "http_410"), (DAY, None)] + [(n * DAY, "http_410") for n in (2, 3)], False, id="was back"),
    pytest.param([(0 * DAY, NEW)] + [(n * DAY, "http_410") for n in (1, 2)], False, id="a redirect is another matter"),
    pytest.param([(n * DAY, "http_410") for n in range(3)] + [(9 * DAY, "http_404")], False, id="no longer 410"),
]


@pytest.mark.parametrize(("steps", "gone"), GONE)
def test_a_feed_that_is_gone_is_polled_weekly(steps: list[tuple[timedelta, str | None]], gone: bool) -> None:
    last = follow(*steps)
    assert (last.next_poll_at - last.last_poll.polled_at == WEEK) is gone
    assert ("gone since 2026-11-24, in 3 polls: remove it from feeds.toml" in last.last_poll.detail) is gone
    assert gone or last.next_poll_at - last.last_poll.polled_at < 2 * DAY


def test_after_a_failure_at_the_new_address_the_old_one_is_tried() -> None:
    lost = feeds.record_failure(FEED, follow(*MOVED), failed("http_410"), now=NOW + 3 * DAY)
    assert (lost.last_poll.url, lost.moved_to, feeds.choose_url(FEED, lost)) == (NEW, NEW, FEED.url)


def test_a_failed_poll_records_the_requested_address() -> None:
    assert feeds.record_failure(FEED, state(), failed("timeout"), now=NOW).last_poll.url == FEED.url
