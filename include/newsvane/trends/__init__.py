"""Compare counts with a baseline, flag the days outside of it, and find terms that become more frequent.

How a flag comes about:

1. The lake counts articles per topic and day, week or month (`lake.daily_counts` returns `PeriodCount`s).
2. `series` turns these rows into one `Series` per topic, one `Point` per period without gaps. Each period is judged by
   the periods before it: 56 days, 26 weeks or 24 months.
3. `baselines` estimates the expected count of the period: a robust level, weekday factors and the spread of the counts.
   The expected value is proportional to what was read on other subjects, so more feeds do not look like more news.
4. `negative_binomial` turns expected value and variance into two ranges: the usual one, with nine of ten counts, and
   the wider one that chance explains. A count above the latter is a spike, one below it a silence.

`trending_terms` is independent of this: it finds words and names that are in more texts than before, by
`log_likelihood`, which serves to compare other sets of texts, too. Everything here is pure. Days are UTC dates. How
reliable flags are, on simulated and real series, is in docs/design/evaluation.md.
"""

from newsvane.trends.baselines import ALARM_PROBABILITY, USUAL_PROBABILITY, compute_baseline
from newsvane.trends.counts import NO_BASELINE, Baseline, Flag, Grain, Measure, PeriodCount, Point, Series, fill_periods
from newsvane.trends.series import (
    HISTORY_DAYS,
    MIN_HISTORY_PERIODS,
    compute_trends,
    history_start,
    list_periods,
    period_end,
    period_start,
)

__all__ = [
    "ALARM_PROBABILITY",
    "HISTORY_DAYS",
    "MIN_HISTORY_PERIODS",
    "NO_BASELINE",
    "USUAL_PROBABILITY",
    "Baseline",
    "Flag",
    "Grain",
    "Measure",
    "PeriodCount",
    "Point",
    "Series",
    "compute_baseline",
    "compute_trends",
    "fill_periods",
    "history_start",
    "list_periods",
    "period_end",
    "period_start",
]
