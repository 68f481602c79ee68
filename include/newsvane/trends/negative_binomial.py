"""The negative binomial distribution, given by mean and variance: for counts that vary more than by chance alone."""

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

_TINY = 1e-300
_PRECISION = 1e-12
_MAX_STEPS = 10_000


def cdf(count: int, mean: float, variance: float) -> float:
    """Return the probability of `count` or less. `mean` must be above 0 and `variance` above `mean`."""
    if count < 0:
        return 0.0
    return _incomplete_beta(mean * mean / (variance - mean), count + 1.0, mean / variance)


def survival(count: int, mean: float, variance: float) -> float:
    """Return the probability of more than `count`, exact even if it is tiny. The same limits apply as to `cdf`."""
    if count < 0:
        return 1.0
    return _incomplete_beta(count + 1.0, mean * mean / (variance - mean), 1.0 - mean / variance)


def find_range(mean: float, variance: float, tail: float) -> tuple[int, int]:
    """Return the smallest and the largest count of a range that most counts are in.

    Counts below the first, and counts above the second, each have a probability of less than `tail`.
    """
    high = _find_smallest(lambda count: survival(count, mean, variance) < tail, int(mean + 12 * sqrt(variance)) + 16)
    return _find_smallest(lambda count: cdf(count, mean, variance) >= tail, high), high


def _find_smallest(condition: Callable[[int], bool], bound: int) -> int:
    """Return the smallest count that meets a condition which all larger counts meet as well. `bound`: a first guess."""
    low, high = 0, bound
    while not condition(high):
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if condition(middle) else (middle + 1, high)
    return low


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularized incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _continued_fraction(a, b, x) / a
    return 1.0 - front * _continued_fraction(b, a, 1.0 - x) / b


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method."""
    numerator, denominator = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0) or _TINY)
    value = denominator
    for step in range(1, _MAX_STEPS):
        twice = a + 2 * step
        for factor in (
            step * (b - step) * x / ((twice - 1) * twice),
            -(a + step) * (a + b + step) * x / (twice * (twice + 1)),
        ):
            denominator = 1.0 / (1.0 + factor * denominator or _TINY)
            numerator = 1.0 + factor / numerator or _TINY
            value *= numerator * denominator
        if abs(numerator * denominator - 1.0) < _PRECISION:
            break
    return value
