"""Sector weights of the ring in balls, (25) and (30), by the ratio recurrence.

P_k(y), k = 0..N/2 spins in the minority, are the polynomials of `sources.ring`: P_0 = 1 and
P_k = N F_k, with F_k(y) = 2F1(1-k, 1-N+k; 2; y) for J >= 0 and G_k(y) = y^(k-1) F_k(1/y) for J < 0,
always at y = e^{-4 beta |J|} <= 1. The ratio r_k of neighbours is carried, never F itself:

    r_k = (B_k - A_k/r_{k-1})/C_k         (J >= 0),      r_1 = 1 + (N-3) y/2,
    r_k = (y B_k - A_k y^2/r_{k-1})/C_k   (J < 0),       r_1 = y + (N-3)/2.

A window that begins at k > 1 takes its first weight and ratio from the sum over domains (`domains`). The map of
ratios contracts upwards in k, so a recurrence always runs upwards.

Error: rounding only, measured at 18 bits at N = 1000 and 25 at 10^4; the balls contain it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb

from .series import Series, inverse, moments, product


def recurrence_coefficients(sources: int, k: int) -> tuple[int, int, int, int]:
    """(A_k, C_k, b, c) with B_k = b + c x, all >= 0 for 2 <= k < N/2.

    >>> recurrence_coefficients(9, 3)
    (28, 80, 108, 24)
    """
    gap = sources - 2 * k
    before = (k - sources - 1) * (k - 1) * (1 - gap)
    after = (k - sources + 1) * (k + 1) * (-gap - 1)
    return before, after, gap * 2 * k * (sources - k), gap * (gap * gap - 1)


def sector_weights(sources: int, y: arb, antiferromagnetic: bool, first: int = 0, last: int | None = None) -> Iterator[arb]:
    """P_k(y) for k = first..last (default: all, 0..N/2), as balls.

    Args:
        sources: N >= 1.
        y: e^{-4 beta |J|}, a ball in [0, 1]; positive where first > 0.
        antiferromagnetic: whether J < 0.
        first: the first sector; beyond 0 the sum over domains starts the recurrence.
        last: the last sector, at most N/2.

    >>> [round(float(w), 6) for w in sector_weights(6, arb(1) / 2, False)]
    [1.0, 6.0, 10.5, 12.5]
    """
    last = sources // 2 if last is None else last
    begin = _start(sources, y, antiferromagnetic, first, last, with_moments=False)
    for series in begin.weights:
        yield series[0]
    if begin.after > last:
        return
    weight, ratio = begin.weights[-1][0], begin.ratio[0]
    weight = weight * ratio
    yield weight
    y_squared = y * y
    for k in range(begin.after, last):
        before, after, constant, slope = recurrence_coefficients(sources, k)
        if antiferromagnetic:
            ratio = (y * constant + slope - y_squared * before / ratio) / after
        else:
            ratio = (y * slope + constant - before / ratio) / after
        weight = weight * ratio
        yield weight


def sector_moments(sources: int, y: arb, antiferromagnetic: bool, first: int = 0, last: int | None = None) -> Iterator[Series]:
    """(P, theta P, theta^2 P) with theta = y d/dy: the moments of the excess domain number.

    The recurrence carries three Taylor coefficients in y; every moment is a positive sum.
    """
    last = sources // 2 if last is None else last
    begin = _start(sources, y, antiferromagnetic, first, last, with_moments=True)
    for series in begin.weights:
        yield moments(series, y)
    if begin.after > last:
        return
    ratio = begin.ratio
    weight = product(begin.weights[-1], ratio)
    yield moments(weight, y)
    for k in range(begin.after, last):
        before, after, constant, slope = recurrence_coefficients(sources, k)
        reciprocal = inverse(ratio)
        if antiferromagnetic:
            lagged = product((y * y, 2 * y, arb(1)), reciprocal)
            linear = (y * constant + slope, arb(constant))
        else:
            lagged = reciprocal
            linear = (y * slope + constant, arb(slope))
        ratio = (
            (linear[0] - lagged[0] * before) / after,
            (linear[1] - lagged[1] * before) / after,
            -lagged[2] * before / after,
        )
        weight = product(weight, ratio)
        yield moments(weight, y)


@dataclass(slots=True)
class _Begin:
    """The first weights, the ratio that leads on from the last of them, and the k it leads to."""

    weights: list[Series]
    ratio: Series
    after: int


def _start(sources: int, y: arb, antiferromagnetic: bool, first: int, last: int, with_moments: bool) -> _Begin:
    zero, one = arb(0), arb(1)
    if first:
        from .up_domains import seed

        begin = seed(sources, first, y, antiferromagnetic, with_moments, with_ratio=last > first)
        return _Begin([begin.weight], begin.ratio, first + 1)
    slope = arb(sources - 3) / 2
    ratio = (y + slope, one, zero) if antiferromagnetic else (1 + y * slope, slope, zero)
    return _Begin([(one, zero, zero), (arb(sources), zero, zero)][: last + 1], ratio, 2)
