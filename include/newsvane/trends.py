"""Trends: daily counts to a baseline, and the days that leave it (spike, silence). Pure; days are UTC dates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import expm1, inf, log1p, sqrt
from statistics import median
from typing import Literal

from newsvane.records import Record

Flag = Literal["spike", "silence", "normal"]

HISTORY_DAYS = 28
"""Days before a day that make its baseline; whole weeks, so that every weekday counts alike."""
LEAST_HISTORY = 7
"""With fewer days of history nothing is flagged."""

_WIDTH = 3.0
"""Robust standard deviations from the expected that are still usual."""
_MAD_TO_SD = 1.4826
"""Of a normal distribution: 1 / (quantile .75)."""


class Count(Record):
    """Coverage of one topic on one day. `stories`: stories that began that day; `translated`: by a machine."""

    day: date
    topic: str
    articles: int
    originals: int = 0
    stories: int = 0
    translated: int = 0
    outlets: int = 0


class Baseline(Record):
    """What a day should count, judged by the days before it: the middle, and the range that is usual."""

    expected: float
    low: float
    high: float


class Point(Record):
    """One day of a series, with its baseline. `flag` is "normal" too where there is too little history to judge."""

    day: date
    articles: int
    originals: int
    stories: int
    translated: int
    outlets: int
    baseline: Baseline
    flag: Flag


class Series(Record):
    """One topic, a point a day without gaps, oldest first."""

    topic: str
    points: tuple[Point, ...]


def baseline(history: Sequence[int]) -> Baseline:
    """The median of the log counts, and 3 robust standard deviations to either side; all 0 without history.

    The deviation is the greater of the scaled median absolute deviation and that of a Poisson count of the expected
    size, on the log scale: small counts vary without any news in it, and a quiet topic has no deviation of its own.
    """
    if not history:
        return Baseline(expected=0, low=0, high=0)
    logs = [log1p(count) for count in history]
    middle = median(logs)
    spread = _MAD_TO_SD * median(abs(each - middle) for each in logs)
    chance = 1 / sqrt(expm1(middle) + 1)
    up = max(spread, log1p(chance))
    down = max(spread, -log1p(-chance) if chance < 1 else inf)
    return Baseline(
        expected=expm1(middle), low=max(0.0, expm1(middle - _WIDTH * down)), high=expm1(middle + _WIDTH * up)
    )


def trend(rows: Iterable[Count], *, now: datetime, days: int = 28) -> tuple[Series, ...]:
    """The last `days` days up to today of each topic in `rows`, by topic; rows before them serve as history.

    A topic's history begins with its first row; a day without a row counts 0. The day of `now` is not over: it can be
    a spike, never a silence.
    """
    by_topic: defaultdict[str, dict[date, Count]] = defaultdict(dict)
    for row in rows:
        by_topic[row.topic][row.day] = row
    return tuple(_series(topic, by_topic[topic], now.date(), days) for topic in sorted(by_topic))


def _series(topic: str, rows: Mapping[date, Count], today: date, days: int) -> Series:
    begin = min(rows)

    def point(day: date) -> Point:
        count = rows.get(day) or Count(day=day, topic=topic, articles=0)
        span = min(HISTORY_DAYS, (day - begin).days)
        before = (rows.get(day - timedelta(days=back)) for back in range(1, span + 1))
        history = [row.articles if row else 0 for row in before]
        usual = baseline(history)
        flag = _flag(count.articles, usual, over=day < today) if len(history) >= LEAST_HISTORY else "normal"
        return Point(**count.model_dump(exclude={"topic"}), baseline=usual, flag=flag)

    return Series(topic=topic, points=tuple(point(today - timedelta(days=back)) for back in reversed(range(days))))


def _flag(articles: int, usual: Baseline, *, over: bool) -> Flag:
    if articles > usual.high:
        return "spike"
    return "silence" if over and articles < usual.low else "normal"
