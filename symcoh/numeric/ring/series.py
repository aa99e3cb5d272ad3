"""Power series of balls cut after the second power: three Taylor coefficients in y."""

from __future__ import annotations

from flint import arb

Series = tuple[arb, arb, arb]


def product(left: Series, right: Series) -> Series:
    """The product of two series.

    >>> [float(c) for c in product((arb(1), arb(2), arb(3)), (arb(1), arb(1), arb(0)))]
    [1.0, 3.0, 5.0]
    """
    return (
        left[0] * right[0],
        left[0] * right[1] + left[1] * right[0],
        left[0] * right[2] + left[1] * right[1] + left[2] * right[0],
    )


def inverse(series: Series) -> Series:
    """One over a series whose constant term is not zero.

    >>> [float(c) for c in inverse((arb(1), arb(1), arb(0)))]
    [1.0, -1.0, 1.0]
    """
    constant = 1 / series[0]
    slope = -series[1] * constant * constant
    return constant, slope, -(series[1] * slope + series[2] * constant) * constant


def scaled(series: Series, factor: arb) -> Series:
    """The series times a number.

    >>> [float(c) for c in scaled((arb(1), arb(1), arb(0)), arb(3))]
    [3.0, 3.0, 0.0]
    """
    return series[0] * factor, series[1] * factor, series[2] * factor


def moments(series: Series, y: arb) -> Series:
    """(P, theta P, theta^2 P) with theta = y d/dy, of a series P about y.

    >>> [float(c) for c in moments((arb(1), arb(2), arb(3)), arb(1))]
    [1.0, 2.0, 8.0]
    """
    first = series[1] * y
    return series[0], first, 2 * series[2] * y * y + first
