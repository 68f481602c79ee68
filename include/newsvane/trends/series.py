"""Counts to series: a point a period, each judged by the periods before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import mean, median

from newsvane.trends.baselines import baseline
from newsvane.trends.counts import Baseline, Count, Flag, Grain, Measure, Point, Series

HISTORY_DAYS = 56
"""Days before a day that make its baseline; whole weeks, so that every weekday counts alike."""
LEAST_HISTORY = 7
"""With fewer periods of history nothing is flagged."""

_HISTORY: Mapping[Grain, int] = {"day": HISTORY_DAYS, "week": 26, "month": 24}
"""Periods before one that make its baseline."""


def start(day: date, grain: Grain) -> date:
    """The first day of the period that holds `day`; weeks begin on Monday."""
    if grain == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if grain == "week" else day


def periods(since: date, until: date, grain: Grain) -> list[date]:
    """The first days of the periods from that of `since` to that of `until`."""
    begin, found = start(since, grain), []
    while begin <= until:
        found.append(begin)
        begin = _next(begin, grain)
    return found


def history_begin(since: date, grain: Grain) -> date:
    """From when on counts are needed to judge the periods from `since` on."""
    begin = start(since, grain)
    for _ in range(_HISTORY[grain]):
        begin = start(begin - timedelta(days=1), grain)
    return begin


def trend(
    rows: Iterable[Count],
    *,
    now: datetime,
    days: int = 28,
    since: date | None = None,
    until: date | None = None,
    of: Measure = "articles",
    grain: Grain = "day",
) -> tuple[Series, ...]:
    """A series of each topic in `rows`, by topic, from `since` to `until`; rows before them serve as history.

    Where not given: up to today, and `days` days. `rows` are of periods of `grain`, by their first day. A topic's
    history begins with its first row; a period without a row counts 0. The expected follows what was read beside the
    topic, but for outlets, which do not grow with it; a period in which nothing was read says nothing. The period of
    `now` is not over: it can be a spike, never a silence.
    """
    until = until or now.date()
    shown = periods(since or until - timedelta(days=days - 1), until, grain)
    by_topic: defaultdict[str, dict[date, Count]] = defaultdict(dict)
    for row in rows:
        by_topic[row.topic][row.day] = row
    return tuple(
        Series(
            topic=topic,
            of=of,
            grain=grain,
            points=tuple(_points(topic, by_topic[topic], shown, now=now, of=of, grain=grain)),
        )
        for topic in sorted(by_topic)
    )


def _points(
    topic: str, rows: Mapping[date, Count], shown: Sequence[date], *, now: datetime, of: Measure, grain: Grain
) -> Iterable[Point]:
    nothing = 0 if any(row.read is not None for row in rows.values()) else None
    begin = min(rows)

    def at(day: date) -> Count:
        return rows.get(day) or Count(day=day, topic=topic, articles=0, read=nothing)

    for day in shown:
        count = at(day)
        before = [at(each) for each in periods(max(begin, history_begin(day, grain)), day, grain)[:-1]]
        before = [each for each in before if each.read != 0]
        usual = _usual([*before, count], of, grain)
        flag: Flag = "normal"
        if len(before) >= LEAST_HISTORY and count.read != 0:
            flag = _flag(_value(count, of), usual, over=_next(day, grain) <= now.date())
        yield Point(**count.model_dump(exclude={"topic"}), baseline=usual, flag=flag)


def _usual(counts: Sequence[Count], of: Measure, grain: Grain) -> Baseline:
    return baseline(
        [_value(count, of) for count in counts[:-1]],
        exposures=None if of == "outlets" else _exposures(counts),
        slots=[count.day.weekday() for count in counts] if grain == "day" else None,
    )


def _value(count: Count, of: Measure) -> int:
    """What is judged; a share is, as the articles, against what else was read."""
    return int(getattr(count, "articles" if of == "share" else of))


def _exposures(counts: Sequence[Count]) -> list[float] | None:
    """What was read beside the topic, against the usual. It says little where the topic is most of what is read."""
    others = [count.read - count.articles for count in counts if count.read is not None]
    if len(others) < len(counts) or len(counts) < 2:
        return None
    own = mean(count.articles for count in counts[:-1]) + 1
    typical = median(others[:-1]) + own
    return [(max(other, 0) + own) / typical for other in others]


def _next(day: date, grain: Grain) -> date:
    if grain == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if grain == "week" else 1)


def _flag(value: float, usual: Baseline, *, over: bool) -> Flag:
    if value > usual.high:
        return "spike"
    return "silence" if over and value < usual.low else "normal"
