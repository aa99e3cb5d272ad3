"""The kernels k(s) = a I_1(a z)/z and l(s) = a I_0(a z) of the integral, z^2 = 1 - s^2.

As functions of x = z^2, with w = a^2 x/4:

    k = (a^2/2) Sum_p w^p/(p! (p+1)!),     l = a Sum_p w^p/p!^2 = dk/da,     both entire in s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, arb_poly, arb_series

from ...balls import ask_clocks_about, current_precision

SERIES_REACH = 200
"""Up to this a z the series is summed; beyond it Arb's 0F1 is called."""

SHORT = 0.05
"""Seconds of an evaluation below which the clock is not asked."""

TERM = 2e-9
"""Seconds that a term takes for each bit, about."""

ROOM = 60
"""Nodes may lie beyond the end by 2^-60 of it, for rounding."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kernel:
    """k or l (`order` 1 or 0): `series` in x serves for 0 <= x <= end, Arb's 0F1 elsewhere; `seconds` it takes, about."""

    order: int
    strength: arb
    end: arb
    series: arb_poly | None
    seconds: float = 0.0

    def __call__(self, x: arb) -> arb:
        """The kernel at x = 1 - s^2."""
        if self.seconds > SHORT:
            ask_clocks_about(self.seconds)
        if self.series is not None and x <= self.end:
            value: arb = self.series(x)
            return value
        front = self.strength * self.strength / 2 if self.order else self.strength
        return front * (self.strength * self.strength * x / 4).hypgeom_0f1(1 + self.order)


def kernel(order: int, strength: arb, end: arb) -> Kernel:
    """The kernel of one order, quick for 0 <= x <= end, at the precision in force; its balls hold the truncation.

    >>> from flint import arb
    >>> kernel(1, arb(2), arb(1))(arb(1)).overlaps(2 * arb(2).bessel_i(1))
    True
    """
    end = (end * (1 + arb((1, -ROOM)))).abs_upper()
    largest = (strength * strength * end / 4).abs_upper()
    if not largest < SERIES_REACH**2 / 4:
        return Kernel(order=order, strength=strength, end=end, series=None)
    quarter = strength * strength / 4
    coefficients = [strength * strength / 2 if order else strength]
    size, target = arb(1), arb((1, -current_precision() - 2))
    count = 1
    while not size < target:
        ask_clocks_about(0.0)
        coefficients.append(coefficients[-1] * quarter / (count * (count + order)))
        size = (size * largest / (count * (count + order))).abs_upper()
        count += 1
    coefficients[0] *= arb(1, series_remainder(order, largest, count))
    return Kernel(order=order, strength=strength, end=end, series=arb_poly(coefficients), seconds=TERM * count * current_precision())


def kernel_in_beta(strength: arb, end: arb) -> Callable[[arb], arb_series]:
    """k at the strength a (1 + eps) to second order in eps: dk/da = l, and a d^2 k/da^2 = l + a x k."""
    first, second = kernel(1, strength, end), kernel(0, strength, end)

    def series(x: arb) -> arb_series:
        value, slope = first(x), strength * second(x)
        return arb_series([value, slope, (slope + strength * strength * x * value) / 2], prec=3)

    return series


def series_remainder(order: int, largest: arb, count: int) -> arb:
    """An upper bound of Sum_{p >= count} w^p/(p! (p + order)!) order! for 0 <= w <= largest.

    Theorem: the ratio of neighbouring terms from p = count on is at most q = largest/((count + 1)(count + 1 + order)),
    so the sum is at most its first term over 1 - q, if q < 1; infinite otherwise.
    """
    ratio = largest / ((count + 1) * (count + 1 + order))
    if not ratio < 1:
        return arb("inf")
    first = largest**count / (arb(count).fac() * arb(count + order).fac())
    return (first / (1 - ratio)).abs_upper()
