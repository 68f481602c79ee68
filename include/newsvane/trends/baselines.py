"""What a period should count, judged by those before it: a robust level, weekday factors, and how far counts stray.

The model is Farrington's as Noufaily et al. improved it (Statistics in Medicine 32, 2013): quasi-Poisson counts, past
outbreaks weighed down by their residuals, alarms by the tail of a negative binomial distribution. Level and weekdays
are in closed form, and the expected follows what else was read.
"""

from collections.abc import Sequence
from math import cbrt, sqrt
from statistics import median

from newsvane.trends.counts import Baseline
from newsvane.trends.tails import usual

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
    level, factors, dispersion, variance = _fit(history, exposures, slots)
    expected = level * exposures[-1] * factors.get(slots[-1], 1.0)
    low, high = usual(expected, expected * dispersion + expected * expected * variance, ALARM)
    return Baseline(expected=expected, low=low, high=max(high, LEAST_SPIKE - 1))


def _fit(
    history: Sequence[float], exposures: Sequence[float], slots: Sequence[int]
) -> tuple[float, dict[int, float], float, float]:
    """Level an exposure, factor a slot, dispersion (variance by mean), and the relative variance of the expected."""
    days = list(zip(history, exposures, slots, strict=False))
    seasonal = len(set(slots)) > 1 and len(history) >= 2 * len(set(slots))
    factors = dict.fromkeys(slots, 1.0)
    level = max(median(count / exposure for count, exposure, _ in days), _LEAST / sum(exposures[:-1]))
    residuals = [_residual(count, level * exposure) for count, exposure, _ in days]
    dispersion = max(1.0, (_MAD_TO_SD * median(map(abs, residuals))) ** 2)
    weights = [_weight(residual / sqrt(dispersion)) for residual in residuals]
    for _ in range(_ROUNDS):
        total = sum(weight * count for weight, (count, _, _) in zip(weights, days, strict=True))
        level = max(total, _LEAST) / sum(
            weight * exposure * factors[slot] for weight, (_, exposure, slot) in zip(weights, days, strict=True)
        )
        if seasonal:
            factors = _factors(days, weights, level, _SLOT_PRIOR * dispersion)
        means = [level * exposure * factors[slot] for _, exposure, slot in days]
        squares = sum(
            min((count - mean) ** 2 / mean, _furthest(mean, dispersion) ** 2 * dispersion)
            for mean, (count, _, _) in zip(means, days, strict=True)
        )
        dispersion = max(1.0, squares / max(len(days) - (len(factors) if seasonal else 1), 1))
        weights = [
            _weight(_residual(count, mean) / sqrt(dispersion)) for mean, (count, _, _) in zip(means, days, strict=True)
        ]
    evidence = sum(weight * mean for weight, mean in zip(weights, means, strict=True))
    variance = dispersion / evidence
    if seasonal:
        same = sum(w * mean for w, mean, (_, _, slot) in zip(weights, means, days, strict=True) if slot == slots[-1])
        variance += dispersion / (same + _SLOT_PRIOR * dispersion)
    return level, factors, dispersion, variance


def _factors(
    days: Sequence[tuple[float, float, int]], weights: Sequence[float], level: float, prior: float
) -> dict[int, float]:
    counted: dict[int, float] = {}
    expected: dict[int, float] = {}
    for weight, (count, exposure, slot) in zip(weights, days, strict=True):
        counted[slot] = counted.get(slot, prior) + weight * count
        expected[slot] = expected.get(slot, prior) + weight * level * exposure
    return {slot: counted[slot] / expected[slot] for slot in counted}


def _residual(count: float, mean: float) -> float:
    """Anscombe's, of a Poisson count: about normal with deviation 1."""
    return 1.5 * (cbrt(count) ** 2 - cbrt(mean) ** 2) / sqrt(cbrt(mean))


def _furthest(mean: float, dispersion: float) -> float:
    """Deviations that a count may stray and still belong: wider where counts are few and skewed (Cornish-Fisher)."""
    skew = (2 * dispersion - 1) / sqrt(dispersion * mean)
    return _OUTLIER + (_OUTLIER**2 - 1) / 6 * skew


def _weight(residual: float) -> float:
    return 1.0 if abs(residual) <= _OUTLIER else (_OUTLIER / residual) ** 2
