"""Trends: baselines that a few unusual days do not change, and flags on days outside of the usual range."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.trends import (
    ALARM_PROBABILITY,
    HISTORY_DAYS,
    NO_BASELINE,
    Grain,
    PeriodCount,
    compute_baseline,
    compute_trends,
    list_periods,
)
from newsvane.trends.negative_binomial import cdf, survival

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)


def counts(*articles: int, topic: str = "iran", until: datetime = NOW) -> list[PeriodCount]:
    """One count a day, the last on the day of `until`; a day without articles has no row."""
    first = until.date() - timedelta(days=len(articles) - 1)
    return [
        PeriodCount(day=first + timedelta(days=number), topic=topic, articles=count, originals=count)
        for number, count in enumerate(articles)
        if count
    ]


@pytest.mark.parametrize(
    ("history", "inside", "outside"),
    [
        pytest.param([10] * 28, (4, 10, 20), (0, 30), id="the same every day: chance alone"),
        pytest.param([0] * 28, (0, 1, 2), (3,), id="nothing ever: two articles are no news, three are"),
        pytest.param([1, 0, 0, 2, 0, 1, 0] * 4, (0, 3), (8,), id="a quiet topic"),
        pytest.param([10] * 25 + [500] * 3, (10, 20), (0, 60, 500), id="an earlier burst hides no later one"),
        pytest.param([10] * 25 + [0] * 3, (10, 20), (0, 60), id="nor does an outage make a day usual without any"),
        pytest.param([5, 40, 8, 60, 12, 30, 4] * 4, (0, 60, 100), (300,), id="a restless topic"),
        pytest.param([100] * 28, (80, 120), (50, 150), id="a large topic"),
    ],
)
def test_baseline(history: list[int], inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    usual = compute_baseline(history)
    assert [count for count in inside if not usual.least <= count <= usual.most] == []
    assert [count for count in outside if usual.least <= count <= usual.most] == []


@pytest.mark.parametrize(
    ("history", "low", "high"),
    [
        pytest.param([1, 0, 0, 0, 0, 0, 0] * 8, 0, 1, id="one a week"),
        pytest.param([*[0] * 45, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0], 0, 1, id="three ever"),
        pytest.param([1, 0, 0, 3, 0, 1, 0] * 4, 0, 3, id="one a day, three at most"),
        pytest.param([*[0] * 53, 1, 3, 2], 0, 2, id="a burst is not usual"),
        pytest.param([10] * 28, 5, 16, id="ten a day"),
    ],
)
def test_nine_of_ten_counts_are_usual_so_the_range_is_near_what_was_seen(
    history: list[int], low: int, high: int
) -> None:
    usual = compute_baseline(history)
    assert low <= usual.low
    assert usual.high <= high


def test_no_history_has_no_baseline() -> None:
    assert compute_baseline([]) == NO_BASELINE


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_baseline_is_in_order_and_near_the_counts(history: list[int]) -> None:
    usual = compute_baseline(history)
    assert 0 <= usual.least <= usual.low <= usual.high <= usual.most
    assert min(history) <= usual.expected + 1e-6
    assert usual.expected <= max(history) + 1
    assert usual.low <= usual.expected


def test_each_weekday_has_its_own_baseline() -> None:
    week = [40, 40, 40, 40, 40, 8, 4]
    slots = [*range(7)] * 8
    monday, sunday = (compute_baseline(week * 8, slots=[*slots, day]) for day in (0, 6))
    assert monday.least < 40 < monday.most
    assert sunday.most < 20 < monday.least + 10
    assert sunday.expected == pytest.approx(4, abs=2)


def test_the_baseline_follows_what_was_read_beside_the_topic() -> None:
    def judged(read: int) -> str:
        rows = [row.model_copy(update={"read": 200}) for row in counts(*[20] * 40)]
        rows[-1] = rows[-1].model_copy(update={"articles": 50, "read": read})
        return compute_trends(rows, now=NOW)[0].points[-1].flag

    assert (judged(230), judged(500)) == ("spike", "normal")


@pytest.mark.parametrize(
    ("months_before", "expected"),
    [
        pytest.param([(5, 6)] * 24, 0, id="the archive has only what is on the topic"),
        pytest.param([(5, 6)] * 16 + [(18, 300)] * 7, 18, id="seven months of reading everything"),
        pytest.param([(5, 100)] * 24, 15, id="three times as much is read"),
    ],
)
def test_periods_in_which_far_less_was_read_are_no_history(months_before: list[tuple[int, int]], expected: int) -> None:
    """What an archive has of the past is little beside the topic, so the topic's share of it says nothing of today."""
    months = [*months_before, (18, 300)]
    first = NOW.year * 12 + NOW.month - len(months)
    rows = [
        PeriodCount(
            day=date((first + place) // 12, (first + place) % 12 + 1, 1), topic="iran", articles=articles, read=read
        )
        for place, (articles, read) in enumerate(months)
    ]
    (series,) = compute_trends(rows, now=NOW, days=1, grain="month")
    (point,) = series.points
    assert (point.articles, point.flag) == (18, "normal")
    assert point.baseline.expected == pytest.approx(expected, rel=0.2)


def test_a_day_on_which_nothing_was_read_is_not_judged() -> None:
    until = NOW + timedelta(days=1)
    rows = [row.model_copy(update={"read": 200}) for row in counts(*[20] * 30, 0, 0, 0, 20, 0, until=until)]
    points = compute_trends(rows, now=until)[0].points[-5:]
    assert [(point.articles, point.read, point.flag) for point in points] == [
        (0, 0, "normal"), (0, 0, "normal"), (0, 0, "normal"), (20, 200, "normal"), (0, 0, "normal"),
    ]  # fmt: skip
    assert points[3].baseline.expected == pytest.approx(20, abs=1)
    assert (points[3].share, points[4].share) == (0.1, None)


@pytest.mark.parametrize(
    ("grain", "since", "until", "days"),
    [
        pytest.param("day", (11, 29), (12, 1), [(11, 29), (11, 30), (12, 1)], id="days"),
        pytest.param("week", (11, 25), (12, 7), [(11, 23), (11, 30), (12, 7)], id="weeks begin on Monday"),
        pytest.param("month", (10, 31), (12, 1), [(10, 1), (11, 1), (12, 1)], id="months"),
        pytest.param("day", (11, 2), (11, 1), [], id="none"),
    ],
)
def test_periods(grain: Grain, since: tuple[int, int], until: tuple[int, int], days: list[tuple[int, int]]) -> None:
    assert list_periods(date(2026, *since), date(2026, *until), grain) == [date(2026, *day) for day in days]


def test_weeks_and_months_are_judged_by_those_before() -> None:
    mondays = list_periods(date(2026, 6, 1), NOW.date(), "week")
    rows = [PeriodCount(day=day, topic="iran", articles=30, outlets=3) for day in mondays]
    rows[-2] = rows[-2].model_copy(update={"articles": 90, "outlets": 12})
    for of in ("articles", "outlets"):
        (series,) = compute_trends(rows, now=NOW, since=date(2026, 11, 1), of=of, grain="week")
        assert [point.flag for point in series.points] == ["normal", "normal", "normal", "spike", "normal"]
        assert series.values()[-1] == {"articles": 30, "outlets": 3}[of]


@pytest.mark.parametrize(
    ("mean", "variance"),
    [(0.01, 0.02), (3.0, 3.0001), (5.0, 50.0), (1_000.0, 9_000.0), (100_000.0, 2_000_000.0)],
)
def test_tail_probabilities_equal_the_sum_of_all_probabilities(mean: float, variance: float) -> None:
    """Against the sum of the probabilities, each from the one before."""
    size, chance = mean * mean / (variance - mean), mean / variance
    each, below = chance**size if size < 1e4 else math.exp(-mean), 0.0
    for count in range(60 if mean < 100 else 0):
        below += each
        assert cdf(count, mean, variance) == pytest.approx(below, rel=1e-3)
        assert survival(count, mean, variance) == pytest.approx(1 - below, abs=1e-3)
        each *= (count + size) / (count + 1) * (1 - chance)
    far = int(mean + 40 * variance**0.5)
    assert 0 < survival(far, mean, variance) < ALARM_PROBABILITY
    assert cdf(far, mean, variance) == pytest.approx(1, abs=ALARM_PROBABILITY)


@pytest.mark.parametrize(
    ("articles", "flag"),
    [
        pytest.param([10] * 30 + [60], "spike", id="far above"),
        pytest.param([10] * 30 + [16], "normal", id="a little above"),
        pytest.param([10] * 30 + [0], "normal", id="none yet today"),
        pytest.param([1, 60], "normal", id="too little history to judge"),
        pytest.param([0] * 30 + [9], "normal", id="a topic without history"),
        pytest.param([10] * 10 + [60], "spike", id="a week is enough"),
    ],
)
def test_flag_of_today(articles: list[int], flag: str) -> None:
    assert compute_trends(counts(*articles), now=NOW)[0].points[-1].flag == flag


def test_silence_is_seen_once_the_day_is_over() -> None:
    points = compute_trends(counts(*[10] * 30, 0, 0), now=NOW)[0].points
    assert [(point.articles, point.flag) for point in points[-3:]] == [(10, "normal"), (0, "silence"), (0, "normal")]


def test_series_have_every_day_and_each_topic() -> None:
    rows = counts(1, 0, 3) + counts(5, topic="albania")
    albania, iran = compute_trends(reversed(rows), now=NOW, days=4)
    assert (albania.topic, iran.topic) == ("albania", "iran")
    assert [point.day for point in iran.points] == [date(2026, 11, day) for day in (21, 22, 23, 24)]
    assert [point.articles for point in iran.points] == [0, 1, 0, 3]
    assert [point.articles for point in albania.points] == [0, 0, 0, 5]


def test_a_days_own_count_is_no_part_of_its_baseline() -> None:
    rows = counts(*[10] * HISTORY_DAYS, 1000, 10)
    spike, after = compute_trends(rows, now=NOW, days=2)[0].points
    assert spike.baseline.expected == pytest.approx(10)
    assert (spike.flag, after.flag) == ("spike", "normal")


def test_no_rows_no_series() -> None:
    assert compute_trends([], now=NOW) == ()
