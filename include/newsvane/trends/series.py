"""Turn counts into series: one point per period, each judged by the periods before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import mean, median

from newsvane.dates import first_of_days
from newsvane.trends.baselines import compute_baseline
from newsvane.trends.counts import NO_BASELINE, Baseline, Flag, Grain, Measure, PeriodCount, Point, Series

HISTORY_DAYS = 56
"""Days that a day's baseline is computed from: whole weeks, so that every weekday counts equally."""
MIN_HISTORY_PERIODS = 7
"""With fewer periods of history nothing is expected or flagged."""

MAX_GROWTH = 10.0
"""How many times as much may be read on other subjects as in a period that one is compared with. Beyond that other
sources are read, and nobody knows which share of theirs a subject has."""

_HISTORY_PERIODS: Mapping[Grain, int] = {"day": HISTORY_DAYS, "week": 26, "month": 24}
"""How many periods a baseline is computed from."""


def period_start(day: date, grain: Grain) -> date:
    """Return the first day of the period that contains `day`; weeks begin on Monday."""
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def period_end(day: date, grain: Grain) -> date:
    """Return the last day of the period that contains `day`."""
    return _next_period(period_start(day, grain), grain) - timedelta(days=1)


def list_periods(since: date, until: date, grain: Grain) -> list[date]:
    """Return the first days of all periods from the one of `since` to the one of `until`."""
    begin, found = period_start(since, grain), []
    while begin <= until:
        found.append(begin)
        begin = _next_period(begin, grain)
    return found


def history_start(since: date, grain: Grain) -> date:
    """Return the first day for which counts are needed to judge the periods from `since` on."""
    begin = period_start(since, grain)
    for _ in range(_HISTORY_PERIODS[grain]):
        begin = period_start(begin - timedelta(days=1), grain)
    return begin


def compute_trends(
    rows: Iterable[PeriodCount],
    *,
    now: datetime,
    days: int = 28,
    since: date | None = None,
    until: date | None = None,
    of: Measure = "articles",
    grain: Grain = "day",
) -> tuple[Series, ...]:
    """Return one series per topic in `rows`, ordered by topic, from `since` to `until`.

    By default a series covers `days` days up to today. `rows` are of periods of `grain`, by their first day; those
    before `since` serve as history. A topic's history begins with its first row, and a period without a row counts 0.
    The expected value is proportional to what was read on other subjects, except for outlets, whose number does not
    grow with it. A period in which nothing was read is not judged, and one is compared only with those in which not
    much less was read (MAX_GROWTH). The current period (of `now`) can be a spike but never a silence, because it is not
    over.
    """
    until = until or now.date()
    shown = list_periods(since or first_of_days(until, days), until, grain)
    by_topic: defaultdict[str, dict[date, PeriodCount]] = defaultdict(dict)
    for row in rows:
        by_topic[row.topic][row.day] = row
    return tuple(
        Series(
            topic=topic,
            of=of,
            grain=grain,
            points=tuple(_judge_periods(topic, by_topic[topic], shown, now=now, of=of, grain=grain)),
        )
        for topic in sorted(by_topic)
    )


def _judge_periods(
    topic: str, rows: Mapping[date, PeriodCount], shown: Sequence[date], *, now: datetime, of: Measure, grain: Grain
) -> Iterable[Point]:
    read_by_default = 0 if any(row.read is not None for row in rows.values()) else None
    begin = min(rows)

    def count_of(day: date) -> PeriodCount:
        return rows.get(day) or PeriodCount(day=day, topic=topic, articles=0, read=read_by_default)

    for day in shown:
        count = count_of(day)
        history = [count_of(each) for each in list_periods(max(begin, history_start(day, grain)), day, grain)[:-1]]
        history = [each for each in history if each.read != 0]
        baseline, flag = _judge([*history, count], of, grain, now=now)
        yield Point(**count.model_dump(exclude={"topic"}), baseline=baseline, flag=flag)


def _judge(counts: Sequence[PeriodCount], of: Measure, grain: Grain, *, now: datetime) -> tuple[Baseline, Flag]:
    """Return what was to be expected in the last of these periods, and whether it is unusual."""
    count, counts = counts[-1], _keep_comparable(counts)
    if len(counts) <= MIN_HISTORY_PERIODS:
        return NO_BASELINE, "normal"
    baseline = _compute_baseline(counts, of, grain)
    if count.read == 0:
        return baseline, "normal"
    return baseline, _flag(_judged_value(count, of), baseline, is_over=_next_period(count.day, grain) <= now.date())


def _keep_comparable(counts: Sequence[PeriodCount]) -> Sequence[PeriodCount]:
    """Return the last of these counts, and those before it in which not far less was read on other subjects."""
    exposures = _compute_exposures(counts)
    if exposures is None:
        return counts
    compared = zip(counts[:-1], exposures[:-1], strict=True)
    return [*(count for count, exposure in compared if exposure * MAX_GROWTH >= exposures[-1]), counts[-1]]


def _compute_baseline(counts: Sequence[PeriodCount], of: Measure, grain: Grain) -> Baseline:
    """Return the baseline of the last of these counts."""
    return compute_baseline(
        [_judged_value(count, of) for count in counts[:-1]],
        exposures=None if of == "outlets" else _compute_exposures(counts),
        slots=[count.day.weekday() for count in counts] if grain == "day" else None,
    )


def _judged_value(count: PeriodCount, of: Measure) -> int:
    """Return the count that is judged. For a share this is the number of articles; exposures account for the rest."""
    return int(getattr(count, "articles" if of == "share" else of))


def _compute_exposures(counts: Sequence[PeriodCount]) -> list[float] | None:
    """Return how much was read on other subjects in each period, relative to what is typical; None if unknown.

    If most of what is read is on the topic, the exposures vary little.
    """
    others = [count.read - count.articles for count in counts if count.read is not None]
    if len(others) < len(counts) or len(counts) < 2:
        return None
    own = mean(count.articles for count in counts[:-1]) + 1
    typical = median(others[:-1]) + own
    return [(max(other, 0) + own) / typical for other in others]


def _next_period(day: date, grain: Grain) -> date:
    if grain == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if grain == "week" else 1)


def _flag(value: float, baseline: Baseline, *, is_over: bool) -> Flag:
    if value > baseline.most:
        return "spike"
    return "silence" if is_over and value < baseline.least else "normal"
