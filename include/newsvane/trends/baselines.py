"""What a period should count, judged by those before it: a robust level, weekday factors, and how far counts stray.

The model is Farrington's as Noufaily et al. improved it (Statistics in Medicine 32, 2013): quasi-Poisson counts, past
outbreaks weighed down by their residuals, alarms by the tail of a negative binomial distribution. Level and weekdays
are in closed form, and the expected follows what else was read.
"""

from collections.abc import Mapping, Sequence
from math import cbrt, sqrt
from statistics import median
from typing import NamedTuple

from newsvane.trends.counts import Baseline
from newsvane.trends.negative_binomial import usual

ALARM = 0.001
"""Probability a period and direction that chance alone goes so far."""

LEAST_SPIKE = 3
"""Fewer articles are no spike, be it that there never were any."""

_OUTLIER = 2.58
"""Residuals beyond this lose weight (Noufaily et al.): 1% of a normal distribution."""
_ROUNDS = 4
_SLOT_PRIOR = 4.0
"""Expected articles, in units of their dispersion, that hold a weekday's factor at 1."""
_MAD_TO_SD = 1.4826
"""Of a normal distribution: 1 / (quantile .75)."""
_LEAST = 0.5
"""Articles that a history of none is taken for."""


def baseline(
    history: Sequence[float], *, exposures: Sequence[float] | None = None, slots: Sequence[int] | None = None
) -> Baseline:
    """What the period after `history` should count; all 0 without history.

    `exposures`: what each count is in proportion to, in any unit, above 0; `slots`: its weekday. Both have an entry
    more than `history`, for the period that is judged; alike where not given.
    """
    if not history:
        return Baseline(expected=0, low=0, high=0)
    exposures = exposures or [1.0] * (len(history) + 1)
    slots = slots or [0] * (len(history) + 1)
    days = list(map(_Day, history, exposures, slots))
    model, weights = _fit(days)
    expected = model.mean(exposures[-1], slots[-1])
    variance = expected * model.dispersion + (expected * model.error(days, weights, slots[-1])) ** 2
    low, high = usual(expected, variance, ALARM)
    return Baseline(expected=expected, low=low, high=max(high, LEAST_SPIKE - 1))


class _Day(NamedTuple):
    articles: float
    exposure: float
    slot: int


class _Model(NamedTuple):
    """`level`: counts an exposure; `factors`: of the slots, where they differ; `dispersion`: variance by mean."""

    level: float
    factors: Mapping[int, float]
    dispersion: float

    def mean(self, exposure: float, slot: int) -> float:
        return self.level * exposure * self.factors.get(slot, 1.0)

    def means(self, days: Sequence[_Day]) -> list[float]:
        return [self.mean(day.exposure, day.slot) for day in days]

    def weights(self, days: Sequence[_Day]) -> list[float]:
        """1, and less for days that stray."""
        spread = sqrt(self.dispersion)
        residuals = (_residual(day.articles, mean) / spread for day, mean in zip(days, self.means(days), strict=True))
        return [1.0 if abs(each) <= _OUTLIER else (_OUTLIER / each) ** 2 for each in residuals]

    def error(self, days: Sequence[_Day], weights: Sequence[float], slot: int) -> float:
        """Standard error of the mean of a day, as a share of it: of the level and of the slot's factor."""
        known = [weight * mean for weight, mean in zip(weights, self.means(days), strict=True)]
        square = self.dispersion / sum(known)
        if self.factors:
            same = sum(each for each, day in zip(known, days, strict=True) if day.slot == slot)
            square += self.dispersion / (same + _SLOT_PRIOR * self.dispersion)
        return sqrt(square)


def _fit(days: Sequence[_Day]) -> tuple[_Model, list[float]]:
    """The model, and how much each day counted for it."""
    total = sum(day.exposure for day in days)
    model = _Model(max(median(day.articles / day.exposure for day in days), _LEAST / total), {}, 1.0)
    strays = (abs(_residual(day.articles, mean)) for day, mean in zip(days, model.means(days), strict=True))
    model = model._replace(dispersion=max(1.0, (_MAD_TO_SD * median(strays)) ** 2))
    slots = {day.slot for day in days}
    seasonal = len(slots) > 1 and len(days) >= 2 * len(slots)
    weights = model.weights(days)
    for _ in range(_ROUNDS):
        counted = sum(weight * day.articles for weight, day in zip(weights, days, strict=True))
        shape = sum(
            weight * day.exposure * model.factors.get(day.slot, 1.0) for weight, day in zip(weights, days, strict=True)
        )
        model = model._replace(level=max(counted, _LEAST) / shape)
        if seasonal:
            model = model._replace(factors=_factors(days, weights, model))
        model = model._replace(dispersion=_dispersion(days, model))
        weights = model.weights(days)
    return model, weights


def _factors(days: Sequence[_Day], weights: Sequence[float], model: _Model) -> dict[int, float]:
    prior = _SLOT_PRIOR * model.dispersion
    counted: dict[int, float] = {}
    expected: dict[int, float] = {}
    for weight, day in zip(weights, days, strict=True):
        counted[day.slot] = counted.get(day.slot, prior) + weight * day.articles
        expected[day.slot] = expected.get(day.slot, prior) + weight * model.level * day.exposure
    return {slot: counted[slot] / expected[slot] for slot in counted}


def _dispersion(days: Sequence[_Day], model: _Model) -> float:
    """Variance by mean, 1 at the least: that of chance. No day counts for more than it could be by that measure."""
    squares = sum(
        min((day.articles - mean) ** 2 / mean, _furthest(mean, model.dispersion) ** 2 * model.dispersion)
        for day, mean in zip(days, model.means(days), strict=True)
    )
    return max(1.0, squares / max(len(days) - max(1, len(model.factors)), 1))


def _residual(count: float, mean: float) -> float:
    """Anscombe's, of a Poisson count: about normal with deviation 1."""
    return 1.5 * (cbrt(count) ** 2 - cbrt(mean) ** 2) / sqrt(cbrt(mean))


def _furthest(mean: float, dispersion: float) -> float:
    """Deviations that a count may stray and still belong: wider where counts are few and skewed (Cornish-Fisher)."""
    skew = (2 * dispersion - 1) / sqrt(dispersion * mean)
    return _OUTLIER + (_OUTLIER**2 - 1) / 6 * skew
