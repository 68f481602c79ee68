"""Trends: daily counts to a baseline, and the days that leave it (spike, silence). Pure; days are UTC dates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from newsvane.records import Record

Flag = Literal["spike", "silence", "normal"]


class Count(Record):
    """Coverage of one topic on one day. `stories`: stories that began that day; `translated`: machine translations."""

    day: date
    topic: str
    articles: int
    originals: int = 0
    stories: int = 0
    translated: int = 0


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
    baseline: Baseline
    flag: Flag


class Series(Record):
    """One topic, a point a day without gaps, oldest first."""

    topic: str
    points: tuple[Point, ...]


def baseline(history: Sequence[int]) -> Baseline:
    """Median of the log counts, and three robust standard deviations to either side."""
    ...


def trend(rows: Iterable[Count], *, now: datetime, days: int = 28) -> tuple[Series, ...]:
    """The last `days` days up to `now` of each topic in `rows`, by topic; rows before them serve as history."""
    ...
