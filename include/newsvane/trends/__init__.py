"""Trends: counts to a baseline, and the days that leave it (spike, silence); words that rise.

Pure. Days are UTC dates. What a flag is worth, on simulated and on real series, is in docs/design/evaluation.md.
"""

from newsvane.trends.baselines import ALARM, baseline
from newsvane.trends.counts import Baseline, Count, Flag, Grain, Measure, Point, Series
from newsvane.trends.series import HISTORY_DAYS, LEAST_HISTORY, history_begin, periods, start, trend

__all__ = [
    "ALARM",
    "HISTORY_DAYS",
    "LEAST_HISTORY",
    "Baseline",
    "Count",
    "Flag",
    "Grain",
    "Measure",
    "Point",
    "Series",
    "baseline",
    "history_begin",
    "periods",
    "start",
    "trend",
]
