"""What trends are made of and what comes of them."""

from datetime import date
from typing import Literal

from pydantic import computed_field

from newsvane.records import Record

Flag = Literal["spike", "silence", "normal"]
Grain = Literal["day", "week", "month"]
Measure = Literal["articles", "originals", "stories", "outlets", "share"]


class Count(Record):
    """Coverage of one topic in one period, that begins on `day`.

    `stories`: stories that began in it; `translated`: articles that a machine translated; `outlets`: that wrote on it.
    `read`: all articles of the period, on topic or not; None: not known.
    """

    day: date
    topic: str
    articles: int
    originals: int = 0
    stories: int = 0
    translated: int = 0
    outlets: int = 0
    read: int | None = None


class Baseline(Record):
    """What a period should count, judged by those before it: the middle, and the range that is usual, ends included."""

    expected: float
    low: float
    high: float


class Point(Record):
    """One period of a series. `flag` is "normal" too where there is too little history to judge.

    `baseline` is of the measure of the series; of the articles where that is the share.
    """

    day: date
    articles: int
    originals: int
    stories: int
    translated: int
    outlets: int
    read: int | None
    baseline: Baseline
    flag: Flag

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        """Articles of all that were read, 0 to 1; None where nothing was read, or it is not known how much."""
        return self.articles / self.read if self.read else None


class Series(Record):
    """One topic, a point a period without gaps, oldest first. `of`: the measure that baselines and flags are of."""

    topic: str
    points: tuple[Point, ...]
    of: Measure = "articles"
    grain: Grain = "day"

    def values(self) -> list[float]:
        """The measure of each point; a share that is not known is 0."""
        return [float(getattr(point, self.of) or 0) for point in self.points]

    def expected(self) -> list[float]:
        """What each point should be, in the same unit."""
        if self.of == "share":
            return [point.baseline.expected / point.read if point.read else 0.0 for point in self.points]
        return [point.baseline.expected for point in self.points]
