"""Sector weights of the ring in balls, (25) and (30), by the ratio recurrence.

P_k(y), k = 0..N/2 spins in the minority, are the polynomials of `sources.ring`: P_0 = 1 and
P_k = N F_k, with F_k(y) = 2F1(1-k, 1-N+k; 2; y) for J >= 0 and G_k(y) = y^(k-1) F_k(1/y) for J < 0,
always at y = e^{-4 beta |J|} <= 1. The ratio r_k of neighbours is carried, never F itself:

    r_k = (B_k - A_k/r_{k-1})/C_k         (J >= 0),      r_1 = 1 + (N-3) y/2,
    r_k = (y B_k - A_k y^2/r_{k-1})/C_k   (J < 0),       r_1 = y + (N-3)/2.

Error: rounding only, measured at 18 bits at N = 1000 and 25 at 10^4; the balls contain it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from ..sources.ring import weight_coefficients

Moments = tuple[arb, arb, arb]


def recurrence_coefficients(sources: int, k: int) -> tuple[int, int, int, int]:
    """(A_k, C_k, b, c) with B_k = b + c x, all >= 0 for 2 <= k < N/2.

    >>> recurrence_coefficients(9, 3)
    (28, 80, 108, 24)
    """
    gap = sources - 2 * k
    before = (k - sources - 1) * (k - 1) * (1 - gap)
    after = (k - sources + 1) * (k + 1) * (-gap - 1)
    return before, after, gap * 2 * k * (sources - k), gap * (gap * gap - 1)


def sector_weights(sources: int, y: arb, antiferromagnetic: bool) -> Iterator[arb]:
    """P_k(y) for k = 0..N/2, as balls.

    Args:
        sources: N >= 1.
        y: e^{-4 beta |J|}, a ball in [0, 1].
        antiferromagnetic: whether J < 0.

    >>> [round(float(w), 6) for w in sector_weights(6, arb(1) / 2, False)]
    [1.0, 6.0, 10.5, 12.5]
    """
    yield arb(1)
    half = sources // 2
    if half == 0:
        return
    weight = arb(sources)
    yield weight
    if half == 1:
        return
    ratio = y + arb(sources - 3) / 2 if antiferromagnetic else 1 + y * (sources - 3) / 2
    weight = weight * ratio
    yield weight
    y_squared = y * y
    for k in range(2, half):
        before, after, constant, slope = recurrence_coefficients(sources, k)
        if antiferromagnetic:
            ratio = (y * constant + slope - y_squared * before / ratio) / after
        else:
            ratio = (y * slope + constant - before / ratio) / after
        weight = weight * ratio
        yield weight


def sector_moments(sources: int, y: arb, antiferromagnetic: bool) -> Iterator[Moments]:
    """(P, theta P, theta^2 P) with theta = y d/dy: the moments of the excess domain number.

    The recurrence carries three Taylor coefficients in y; every moment is a positive sum.
    """
    zero, one = arb(0), arb(1)
    yield one, zero, zero
    half = sources // 2
    if half == 0:
        return
    weight = (arb(sources), zero, zero)
    yield _moments(weight, y)
    if half == 1:
        return
    first = arb(sources - 3) / 2
    ratio = (y + first, one, zero) if antiferromagnetic else (1 + y * first, first, zero)
    weight = _product(weight, ratio)
    yield _moments(weight, y)
    for k in range(2, half):
        before, after, constant, slope = recurrence_coefficients(sources, k)
        inverse = _inverse(ratio)
        if antiferromagnetic:
            scaled = _product((y * y, 2 * y, one), inverse)
            linear = (y * constant + slope, arb(constant))
        else:
            scaled = inverse
            linear = (y * slope + constant, arb(slope))
        ratio = (
            (linear[0] - scaled[0] * before) / after,
            (linear[1] - scaled[1] * before) / after,
            -scaled[2] * before / after,
        )
        weight = _product(weight, ratio)
        yield _moments(weight, y)


def excess_weight(sources: int, m: int, antiferromagnetic: bool, y: arb) -> arb:
    """P(y) - P(0) for one sector, to full relative accuracy: the domain sum without its first term."""
    total = arb(0)
    for coefficient in reversed(weight_coefficients(sources, m, antiferromagnetic)[1:]):
        total = (total + coefficient) * y
    return total


def hypergeometric_weight(sources: int, k: int, x: arb) -> arb:
    """N 2F1(1-k, 1-N+k; 2; x) of (30) by Arb's own hypergeometric function, for small N and 1 <= k < N."""
    return arb(sources) * x.hypgeom_2f1(1 - k, 1 - sources + k, 2)


def _product(left: Moments, right: Moments) -> Moments:
    return (
        left[0] * right[0],
        left[0] * right[1] + left[1] * right[0],
        left[0] * right[2] + left[1] * right[1] + left[2] * right[0],
    )


def _inverse(series: Moments) -> Moments:
    constant = 1 / series[0]
    slope = -series[1] * constant * constant
    return constant, slope, -(series[1] * slope + series[2] * constant) * constant


def _moments(taylor: Moments, y: arb) -> Moments:
    first = taylor[1] * y
    return taylor[0], first, 2 * taylor[2] * y * y + first
