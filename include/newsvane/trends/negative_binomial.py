"""Tails of counts that vary more than chance alone: the negative binomial distribution by its mean and variance."""

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

_TINY = 1e-300
_PRECISION = 1e-12
_STEPS = 10_000


def at_most(count: int, mean: float, variance: float) -> float:
    """The probability of `count` or less. `mean` above 0, `variance` above `mean`."""
    if count < 0:
        return 0.0
    return _beta(mean * mean / (variance - mean), count + 1.0, mean / variance)


def above(count: int, mean: float, variance: float) -> float:
    """The probability of more than `count`, exact also where it is minute."""
    if count < 0:
        return 1.0
    return _beta(count + 1.0, mean * mean / (variance - mean), 1.0 - mean / variance)


def usual(mean: float, variance: float, alarm: float) -> tuple[int, int]:
    """The least and the largest count that are no alarm: below the one and above the other lies less than `alarm`."""
    high = _first(lambda count: above(count, mean, variance) < alarm, int(mean + 12 * sqrt(variance)) + 16)
    return _first(lambda count: at_most(count, mean, variance) >= alarm, high), high


def _first(holds: Callable[[int], bool], bound: int) -> int:
    """The least count from which on it holds; best sought up to `bound`."""
    low, high = 0, bound
    while not holds(high):
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _beta(a: float, b: float, x: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """That continued fraction, by Lentz' method."""
    above_line, below_line = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0) or _TINY)
    value = below_line
    for step in range(1, _STEPS):
        twice = a + 2 * step
        for factor in (
            step * (b - step) * x / ((twice - 1) * twice),
            -(a + step) * (a + b + step) * x / (twice * (twice + 1)),
        ):
            below_line = 1.0 / (1.0 + factor * below_line or _TINY)
            above_line = 1.0 + factor / above_line or _TINY
            value *= above_line * below_line
        if abs(above_line * below_line - 1.0) < _PRECISION:
            break
    return value
