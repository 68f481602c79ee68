"""Estimate the expected count of a period from the periods before it: a robust level, weekday factors and the spread.

The model is Farrington's, as improved by Noufaily et al. (Statistics in Medicine 32, 2013): quasi-Poisson counts, past
outbreaks weighted down by their residuals, alarms by the tail of a negative binomial distribution. Level and weekday
factors are computed in closed form, and the expected value is proportional to the other articles that were read.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import cbrt, sqrt
from statistics import median
from typing import NamedTuple

from newsvane.trends.counts import NO_BASELINE, Baseline
from newsvane.trends.negative_binomial import find_range

ALARM_PROBABILITY = 0.001
"""Probability, per period and direction, that chance alone leads to an alarm."""

USUAL_PROBABILITY = 0.05
"""Probability, per period and direction, of a count beyond the usual range: nine of ten counts are usual."""

MIN_SPIKE = 3
"""Fewer articles are never a spike, even if there never were any before."""

_OUTLIER = 2.58
"""Residuals beyond this lose weight (Noufaily et al.): 1 % of a normal distribution."""
_ROUNDS = 4
_SLOT_PRIOR = 4.0
"""The strength with which a weekday's factor is pulled towards 1: expected articles in units of their dispersion."""
_MAD_TO_SD = 1.4826
"""Standard deviation over median absolute deviation of a normal distribution: 1 / (quantile .75)."""
_MIN_ARTICLES = 0.5
"""The number of articles that is assumed for a history without any."""


def compute_baseline(
    history: Sequence[float], *, exposures: Sequence[float] | None = None, slots: Sequence[int] | None = None
) -> Baseline:
    """Return the baseline of the period after `history`; all 0 if there is no history, 0 expected if all of it is 0.

    `exposures`: the quantity to which each count is proportional, in any unit, above 0. `slots`: the weekday of each
    count. Both have one entry more than `history`, for the period that is judged. By default all are equal.
    """
    if not history:
        return NO_BASELINE
    exposures = exposures or [1.0] * (len(history) + 1)
    slots = slots or [0] * (len(history) + 1)
    return _compute(tuple(history), tuple(exposures), tuple(slots))


@lru_cache(maxsize=2_000)
def _compute(history: tuple[float, ...], exposures: tuple[float, ...], slots: tuple[int, ...]) -> Baseline:
    """Return the baseline. That of a past day stays the same until a day before it is counted again."""
    days = list(map(_Day, history, exposures, slots))
    model, weights = _fit(days)
    expected = model.mean(exposures[-1], slots[-1])
    variance = expected * model.dispersion + (expected * model.error(days, weights, slots[-1])) ** 2
    low, high = find_range(expected, variance, USUAL_PROBABILITY)
    least, most = find_range(expected, variance, ALARM_PROBABILITY)
    return Baseline(
        expected=expected if any(history) else 0, low=low, high=high, least=least, most=max(most, MIN_SPIKE - 1)
    )


class _Day(NamedTuple):
    articles: float
    exposure: float
    slot: int


class _Model(NamedTuple):
    """The fitted model.

    `level`: articles per unit of exposure. `factors`: by slot; empty if slots do not differ. `dispersion`: variance
    over mean.
    """

    level: float
    factors: Mapping[int, float]
    dispersion: float

    def mean(self, exposure: float, slot: int) -> float:
        return self.level * exposure * self.factors.get(slot, 1.0)

    def means(self, days: Sequence[_Day]) -> list[float]:
        return [self.mean(day.exposure, day.slot) for day in days]

    def weights(self, days: Sequence[_Day]) -> list[float]:
        """Return the weight of each day: 1, and less for outliers."""
        spread = sqrt(self.dispersion)
        residuals = (_residual(day.articles, mean) / spread for day, mean in zip(days, self.means(days), strict=True))
        return [1.0 if abs(each) <= _OUTLIER else (_OUTLIER / each) ** 2 for each in residuals]

    def error(self, days: Sequence[_Day], weights: Sequence[float], slot: int) -> float:
        """Return the standard error of a day's mean as a share of that mean: from the level and the slot's factor."""
        known = [weight * mean for weight, mean in zip(weights, self.means(days), strict=True)]
        square = self.dispersion / sum(known)
        if self.factors:
            same_slot = sum(each for each, day in zip(known, days, strict=True) if day.slot == slot)
            square += self.dispersion / (same_slot + _SLOT_PRIOR * self.dispersion)
        return sqrt(square)


def _fit(days: Sequence[_Day]) -> tuple[_Model, list[float]]:
    """Return the model, and the weight that each day had in it."""
    total = sum(day.exposure for day in days)
    model = _Model(max(median(day.articles / day.exposure for day in days), _MIN_ARTICLES / total), {}, 1.0)
    deviations = (abs(_residual(day.articles, mean)) for day, mean in zip(days, model.means(days), strict=True))
    model = model._replace(dispersion=max(1.0, (_MAD_TO_SD * median(deviations)) ** 2))
    slots = {day.slot for day in days}
    is_seasonal = len(slots) > 1 and len(days) >= 2 * len(slots)
    weights = model.weights(days)
    for _ in range(_ROUNDS):
        counted = sum(weight * day.articles for weight, day in zip(weights, days, strict=True))
        shape = sum(
            weight * day.exposure * model.factors.get(day.slot, 1.0) for weight, day in zip(weights, days, strict=True)
        )
        model = model._replace(level=max(counted, _MIN_ARTICLES) / shape)
        if is_seasonal:
            model = model._replace(factors=_fit_factors(days, weights, model))
        model = model._replace(dispersion=_fit_dispersion(days, model))
        weights = model.weights(days)
    return model, weights


def _fit_factors(days: Sequence[_Day], weights: Sequence[float], model: _Model) -> dict[int, float]:
    prior = _SLOT_PRIOR * model.dispersion
    counted: dict[int, float] = {}
    expected: dict[int, float] = {}
    for weight, day in zip(weights, days, strict=True):
        counted[day.slot] = counted.get(day.slot, prior) + weight * day.articles
        expected[day.slot] = expected.get(day.slot, prior) + weight * model.level * day.exposure
    return {slot: counted[slot] / expected[slot] for slot in counted}


def _fit_dispersion(days: Sequence[_Day], model: _Model) -> float:
    """Return variance over mean, at least 1 (chance alone). An outlier counts only as much as the model allows."""
    squares = sum(
        min((day.articles - mean) ** 2 / mean, _max_deviation(mean, model.dispersion) ** 2 * model.dispersion)
        for day, mean in zip(days, model.means(days), strict=True)
    )
    return max(1.0, squares / max(len(days) - max(1, len(model.factors)), 1))


def _residual(count: float, mean: float) -> float:
    """Return Anscombe's residual of a Poisson count: about normal with a standard deviation of 1."""
    return 1.5 * (cbrt(count) ** 2 - cbrt(mean) ** 2) / sqrt(cbrt(mean))


def _max_deviation(mean: float, dispersion: float) -> float:
    """Return how many standard deviations a count may be off and still belong to the distribution.

    The limit is wider where counts are few and skewed (Cornish-Fisher).
    """
    skew = (2 * dispersion - 1) / sqrt(dispersion * mean)
    return _OUTLIER + (_OUTLIER**2 - 1) / 6 * skew
