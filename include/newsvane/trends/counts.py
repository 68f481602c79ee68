"""The records of trends: counts per period, baselines, points and series."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import computed_field

from newsvane.records import Record

Flag = Literal["spike", "silence", "normal"]
Grain = Literal["day", "week", "month"]
Measure = Literal["articles", "originals", "stories", "outlets", "share"]


class PeriodCount(Record):
    """Coverage of one topic in one period.

    `day`: first day of the period. `stories`: stories that began in it. `translated`: machine-translated articles.
    `outlets`: outlets that wrote about the topic. `largest`: articles of the one that wrote most, `largest_outlet`, ""
    if unknown. `read`: all articles of the period, on topic or not; None if unknown.
    """

    day: date
    topic: str
    articles: int
    originals: int = 0
    stories: int = 0
    translated: int = 0
    outlets: int = 0
    largest_outlet: str = ""
    largest: int = 0
    read: int | None = None


def fill_periods(topic: str, counted: Iterable[Mapping[str, Any]], read: Mapping[date, int]) -> list[PeriodCount]:
    """Return the counts per period, 0 where something was read but nothing counted. `read`: all that was, by period."""
    found = {row["day"]: row for row in counted}
    nothing: dict[str, Any] = {"articles": 0}
    return [
        PeriodCount(**{"day": day, **found.get(day, nothing)}, topic=topic, read=read.get(day, 0))
        for day in sorted({*found, *read})
    ]


class Baseline(Record):
    """The expected count of a period, estimated from the periods before it.

    `expected`: the expected count; 0 if nothing was counted in those periods. `low`, `high`: the smallest and the
    largest usual count; nine of ten are usual. `least`, `most`: the smallest and the largest count that raises no
    alarm, which hardly any does by chance alone.
    """

    expected: float
    low: float
    high: float
    least: float
    most: float

    @property
    def is_known(self) -> bool:
        """Return whether something was counted before, so that the usual counts mean something."""
        return self.expected > 0

    @property
    def is_judged(self) -> bool:
        """Return whether there was history enough to judge the period, even one in which nothing was counted."""
        return self.most > 0


NO_BASELINE = Baseline(expected=0, low=0, high=0, least=0, most=0)
"""What is expected without history."""


class Point(Record):
    """One period of a series.

    `baseline`: of the measure of the series; of the number of articles if the measure is "share". `flag`: "normal" also
    if there is too little history to judge.
    """

    day: date
    articles: int
    originals: int
    stories: int
    translated: int
    outlets: int
    largest_outlet: str = ""
    largest: int = 0
    read: int | None
    baseline: Baseline
    flag: Flag

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        """Articles on the topic over all articles read, 0 to 1; None if nothing was read or that is unknown."""
        return self.articles / self.read if self.read else None

    @property
    def is_mostly_one_outlet(self) -> bool:
        """Return whether one outlet wrote more than half of the articles. Other outlets may have seen no news."""
        return 2 * self.largest > self.articles


class Series(Record):
    """One topic over time: one point per period without gaps, oldest first. `of`: the measure that is judged."""

    topic: str
    points: tuple[Point, ...]
    of: Measure = "articles"
    grain: Grain = "day"

    def values(self) -> list[float]:
        """Return the measure of each point; an unknown share is 0."""
        return [float(getattr(point, self.of) or 0) for point in self.points]

    def expected(self) -> list[float]:
        """Return the expected value of each point, in the unit of `values`. No share is above 1."""
        if self.of == "share":
            return [min(1.0, point.baseline.expected / point.read) if point.read else 0.0 for point in self.points]
        return [point.baseline.expected for point in self.points]
