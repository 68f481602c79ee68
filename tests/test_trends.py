"""Trends: baselines that a few odd days do not move, and days that leave them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.trends import HISTORY_DAYS, Count, baseline, trend

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)


def counts(*articles: int, topic: str = "iran", until: datetime = NOW) -> list[Count]:
    """One count a day, the last on the day of `until`; a day without articles has no row."""
    first = until.date() - timedelta(days=len(articles) - 1)
    return [
        Count(day=first + timedelta(days=number), topic=topic, articles=count, originals=count)
        for number, count in enumerate(articles)
        if count
    ]


@pytest.mark.parametrize(
    ("history", "inside", "outside"),
    [
        pytest.param([10] * 28, (4, 10, 20), (1, 30), id="alike every day: chance alone"),
        pytest.param([0] * 28, (0, 1, 5), (10,), id="nothing ever: nothing is no news"),
        pytest.param([1, 0, 0, 2, 0, 1, 0] * 4, (0, 3), (12,), id="a quiet topic"),
        pytest.param([10] * 25 + [500] * 3, (10,), (60, 500), id="an earlier burst hides no later one"),
        pytest.param([5, 40, 8, 60, 12, 30, 4] * 4, (0, 60, 100), (2000,), id="a restless topic"),
        pytest.param([100] * 28, (80, 120), (50, 150), id="a large topic"),
    ],
)
def test_baseline(history: list[int], inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    usual = baseline(history)
    assert [count for count in inside if not usual.low <= count <= usual.high] == []
    assert [count for count in outside if usual.low <= count <= usual.high] == []


def test_no_history_has_no_baseline() -> None:
    assert baseline([]).model_dump() == {"expected": 0, "low": 0, "high": 0}


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_baseline_is_in_order_and_among_the_counts(history: list[int]) -> None:
    usual = baseline(history)
    assert 0 <= usual.low <= usual.expected <= usual.high
    assert min(history) - 1e-6 <= usual.expected <= max(history) + 1e-6
    assert usual == baseline(sorted(history))


@pytest.mark.parametrize(
    ("articles", "flag"),
    [
        pytest.param([10] * 30 + [60], "spike", id="far above"),
        pytest.param([10] * 30 + [14], "normal", id="a little above"),
        pytest.param([10] * 30 + [0], "normal", id="none yet today"),
        pytest.param([1, 60], "normal", id="too little history to judge"),
        pytest.param([0] * 30 + [9], "normal", id="a topic without history"),
        pytest.param([10] * 10 + [60], "spike", id="a week is enough"),
    ],
)
def test_flag_of_today(articles: list[int], flag: str) -> None:
    assert trend(counts(*articles), now=NOW)[0].points[-1].flag == flag


def test_silence_is_seen_once_the_day_is_over() -> None:
    points = trend(counts(*[10] * 30, 0, 0), now=NOW)[0].points
    assert [(point.articles, point.flag) for point in points[-3:]] == [(10, "normal"), (0, "silence"), (0, "normal")]


def test_series_have_every_day_and_each_topic() -> None:
    rows = counts(1, 0, 3) + counts(5, topic="albania")
    albania, iran = trend(reversed(rows), now=NOW, days=4)
    assert (albania.topic, iran.topic) == ("albania", "iran")
    assert [point.day for point in iran.points] == [date(2026, 11, day) for day in (21, 22, 23, 24)]
    assert [point.articles for point in iran.points] == [0, 1, 0, 3]
    assert [point.articles for point in albania.points] == [0, 0, 0, 5]


def test_a_days_own_count_is_no_part_of_its_baseline() -> None:
    rows = counts(*[10] * HISTORY_DAYS, 1000, 10)
    spike, after = trend(rows, now=NOW, days=2)[0].points
    assert spike.baseline.expected == pytest.approx(10)
    assert (spike.flag, after.flag) == ("spike", "normal")


def test_no_rows_no_series() -> None:
    assert trend([], now=NOW) == ()
