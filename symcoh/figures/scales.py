"""From balls to coordinates: linear, or the decimal logarithm taken in high precision, with decade ticks of its own.

A double holds nothing below 1e-323. So logarithmic axes are drawn on linear ones, in the coordinate log10 of the
value, and labelled with powers of ten.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from flint import arb

from ..balls import certain_sign, certainly_less, working_precision

BITS = 128
LARGEST_EXPONENT = 10**12
"""Decimal exponents beyond this would lose decades in a double."""

MOST_LABELS = 6
MOST_MINOR = 40
_STEPS = (1, 2, 5)


class Undrawable(ValueError):
    """A value that has no place on its axis; the message says why, as the end of a sentence."""


def linear(ball: arb) -> float:
    """The middle of a ball as a double, to one unit in its last place.

    >>> linear(arb(3) / 8)
    0.375
    """
    if not certainly_less(abs(ball), arb(10) ** 300):
        raise Undrawable("is too large for a linear axis")
    return float(ball.mid())


def logarithm(ball: arb) -> float:
    """log10 of a positive ball, at 128 bits and then rounded to a double.

    >>> logarithm(arb("1e-5000"))
    -5000.0
    """
    if certain_sign(ball) != 1:
        raise Undrawable("is not positive")
    with working_precision(BITS):
        value = ball.log() / arb(10).log()
    if not certainly_less(abs(value), arb(LARGEST_EXPONENT)):
        raise Undrawable("is beyond the decades an axis can tell apart")
    return float(value.mid())


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticks:
    """Where an axis in log10 is marked: labelled places, their labels, and unlabelled places."""

    places: tuple[float, ...]
    labels: tuple[str, ...]
    minor: tuple[float, ...] = ()


def decade_ticks(low: float, high: float) -> Ticks:
    """Powers of ten between two values of log10; inside one or two decades their multiples 2 and 5, or fractional powers.

    >>> decade_ticks(-5000.5, -4998.7).labels
    ('$10^{-5000}$', '$10^{-4999}$')
    >>> decade_ticks(-0.5, 0.1).labels, decade_ticks(-0.01, -0.006).labels
    (('$0.5$', '$1$'), ('$10^{-0.010}$', '$10^{-0.009}$', '$10^{-0.008}$', '$10^{-0.007}$', '$10^{-0.006}$'))
    """
    whole = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    if len(whole) >= 2:
        step = _step(len(whole))
        kept = range(-(-whole[0] // step) * step, whole[-1] + 1, step)
        labels = tuple(f"$10^{{{k}}}$" for k in kept)
        return Ticks(places=tuple(map(float, kept)), labels=labels, minor=_between(low, high, whole))
    named = _multiples(low, high, (1, 2, 5))
    if len(named) >= 2:
        labels = tuple(_label(k, digit) for _, k, digit in named)
        return Ticks(places=tuple(x for x, _, _ in named), labels=labels, minor=_between(low, high, whole))
    return _fractional(low, high)


def _between(low: float, high: float, whole: range) -> tuple[float, ...]:
    """The multiples 2 to 9 inside few decades, every decade of many, nothing of more."""
    if high - low < MOST_LABELS:
        return tuple(x for x, _, _ in _multiples(low, high, range(2, 10)))
    return tuple(map(float, whole)) if len(whole) <= MOST_MINOR else ()


def _step(count: int) -> int:
    """The smallest of 1, 2, 5, 10, … that leaves at most six of `count` neighbouring whole numbers."""
    size = 1
    while True:
        for step in _STEPS:
            if count <= MOST_LABELS * step * size:
                return step * size
        size *= 10


def _multiples(low: float, high: float, digits: tuple[int, ...] | range) -> list[tuple[float, int, int]]:
    """(log10(d 10^k), k, d) for the digits d, inside the interval."""
    found = [(k + math.log10(d), k, d) for k in range(math.floor(low), math.floor(high) + 1) for d in digits]
    return [(x, k, d) for x, k, d in found if low - 1e-9 <= x <= high + 1e-9]


def _label(exponent: int, digit: int) -> str:
    if -3 <= exponent <= 3:
        return f"${digit * 10**exponent}$" if exponent >= 0 else f"${digit / 10**-exponent:.{-exponent}f}$"
    return f"$10^{{{exponent}}}$" if digit == 1 else rf"${digit}\times10^{{{exponent}}}$"


def _fractional(low: float, high: float) -> Ticks:
    """Powers 10^x at round x, for an interval inside which no round multiple lies."""
    decimals = max(0, -math.floor(math.log10(high - low)))
    while len(whole := range(math.ceil(low * 10**decimals - 1e-6), math.floor(high * 10**decimals + 1e-6) + 1)) < 3:
        decimals += 1
    step = _step(len(whole))
    kept = [k for k in whole if k % step == 0]
    return Ticks(places=tuple(k / 10**decimals for k in kept), labels=tuple(f"$10^{{{k / 10**decimals:.{decimals}f}}}$" for k in kept))
