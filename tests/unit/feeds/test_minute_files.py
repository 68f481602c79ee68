"""Which files of a list with one file per minute are requested, and what is remembered of them."""

from datetime import UTC, datetime, timedelta

import pytest

from newsvane.feeds import minute_files
from newsvane.feeds.minute_files import (
    MAX_ARTICLES,
    MAX_LATENESS,
    MAX_TRIES,
    choose_minutes,
    is_silent,
    list_articles,
    remember,
)
from newsvane.records import FeedItems

NOW = datetime(2026, 11, 27, 10, 15, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NEWEST = NOW.replace(second=0)
ARTICLES = FeedItems(keys=(-5, 7_200_000_000_000), ids=(11, 0), times=(1_795_000_000, 0))


def test_an_address_has_the_minute_in_it() -> None:
    url = "http://data.gdeltproject.org/gdeltv3/gal/{minute}.gal.json.gz"
    assert minute_files.is_minute_list(url)
    assert minute_files.address_of(url, NEWEST) == "http://data.gdeltproject.org/gdeltv3/gal/20261127101500.gal.json.gz"
    assert not minute_files.is_minute_list("http://data.gdeltproject.org/gdeltv3/gal/feed.rss")


@pytest.mark.parametrize("items", [None, FeedItems(), ARTICLES])
def test_the_newest_minutes_come_first_and_there_is_a_limit(items: FeedItems | None) -> None:
    assert choose_minutes(items, NOW) == [NEWEST - n * MINUTE for n in range(MAX_TRIES)]


def test_a_file_that_was_read_is_not_requested_again() -> None:
    items = remember(ARTICLES, NOW, found=[NEWEST, NEWEST - 5 * MINUTE], missing=[])
    assert not {NEWEST, NEWEST - 5 * MINUTE} & {*choose_minutes(items, NOW)}


def test_a_minute_without_a_file_is_requested_until_its_file_would_be_late() -> None:
    tried = [NEWEST - n * MINUTE for n in range(MAX_TRIES)]
    left = choose_minutes(remember(None, NOW, found=[], missing=tried), NOW)
    late = int(MAX_LATENESS / MINUTE)
    assert left[:late] == tried[:late]
    assert left[late:] == [tried[-1] - n * MINUTE for n in range(1, MAX_TRIES - late + 1)]


def test_an_outage_is_made_good_within_the_window_and_no_further() -> None:
    items, asked = FeedItems(), list[datetime]()
    for _ in range(12):
        chosen = choose_minutes(items, NOW)
        asked += chosen
        items = remember(items, NOW, found=[], missing=chosen)
    assert {*asked} == {NEWEST - n * MINUTE for n in range(180)}
    assert len(choose_minutes(items, NOW)) == MAX_LATENESS / MINUTE


def test_what_is_remembered_does_not_grow() -> None:
    items, now = FeedItems(), NOW
    for _ in range(100):
        items = remember(items, now, found=[now.replace(second=0)], missing=choose_minutes(items, now))
        now += 5 * MINUTE
    assert len(items.keys) <= 180 and items.entries == set()


@pytest.mark.parametrize(("ago", "silent"), [(timedelta(minutes=59), False), (timedelta(minutes=62), True)])
def test_a_list_without_a_file_for_an_hour_is_silent(ago: timedelta, silent: bool) -> None:
    items = remember(ARTICLES, NOW - ago, found=[NEWEST - ago], missing=[])
    assert is_silent(remember(items, NOW, found=[], missing=choose_minutes(items, NOW)), NOW) is silent


def test_articles_do_not_count_as_files() -> None:
    assert is_silent(ARTICLES, NOW) and is_silent(FeedItems(), NOW)


def test_articles_of_earlier_files_are_remembered_as_long_as_files_are_requested() -> None:
    read = FeedItems(keys=(-5, -6), ids=(11, 12), times=(1_795_000_000, 0))
    items = remember(read, NOW, found=[NEWEST], missing=[])
    assert list_articles(items) == {11, 12}
    assert list_articles(read) == items.entries == set()
    later = remember(items, NOW + timedelta(hours=2, minutes=59), found=[], missing=[])
    assert list_articles(later) == {11, 12}
    assert list_articles(remember(later, NOW + timedelta(hours=3), found=[], missing=[])) == set()


def test_of_many_articles_the_latest_are_remembered() -> None:
    first = FeedItems(
        keys=tuple(range(-MAX_ARTICLES, 0)), ids=tuple(range(1, MAX_ARTICLES + 1)), times=(0,) * MAX_ARTICLES
    )
    items = remember(first, NOW, found=[], missing=[])
    more = FeedItems(keys=(*items.keys, -1), ids=(*items.ids, -7), times=(*items.times, 0))
    remembered = list_articles(remember(more, NOW + MINUTE, found=[], missing=[]))
    assert len(remembered) == MAX_ARTICLES and -7 in remembered


def test_articles_that_are_remembered_are_neither_dates_nor_files() -> None:
    """How often a list is polled follows from the dates of its items."""
    items = remember(FeedItems(keys=(-5,), ids=(120,), times=(9,)), NOW, found=[], missing=[])
    assert items.keys == (120,) and items.times[0] < 0
    assert is_silent(items, NOW)
