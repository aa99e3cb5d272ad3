"""Taylor coefficients of partition functions in one small parameter, and powers of transfer matrices with them.

Along `"beta"` every exponent is scaled by 1 + eps, beta as well as the field h = beta (gamma s - omega_a/2); along `"field"` the
field becomes h + eps. Coefficients are plain lists of balls: one for `"value"`, two for `"field"`, three for `"beta"`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flint import acb, acb_mat

Direction = Literal["value", "field", "beta"]

COEFFICIENTS: dict[str, int] = {"value": 1, "field": 2, "beta": 3}
"""How many Taylor coefficients a direction takes."""


def exponential(energy: acb, moment: acb, field: acb, direction: Direction) -> list[acb]:
    """e^{energy + moment field} for an exponent -beta E = `energy`, and its derivatives along the direction.

    >>> from flint import acb
    >>> [round(float(c.real), 6) for c in exponential(acb(0), acb(2), acb(1), "beta")]
    [7.389056, 14.778112, 14.778112]
    """
    exponent = energy + moment * field
    value = exponent.exp()
    if direction == "value":
        return [value]
    if direction == "field":
        return [value, value * moment]
    first = value * exponent
    return [value, first, first * exponent / 2]


def two_cosh(field: acb, direction: Direction) -> list[acb]:
    """2 cosh h along the direction."""
    one, other = (exponential(acb(0), acb(side), field, direction) for side in (1, -1))
    return [a + b for a, b in zip(one, other, strict=True)]


def product(left: Sequence[acb], right: Sequence[acb]) -> list[acb]:
    """The product of two truncated series."""
    return [sum((left[i] * right[n - i] for i in range(n + 1)), acb(0)) for n in range(len(left))]


def power(base: Sequence[acb], exponent: int) -> list[acb]:
    """A power of a truncated series, by squaring."""
    result = [acb(1)] + [acb(0)] * (len(base) - 1)
    square = list(base)
    while exponent:
        if exponent & 1:
            result = product(result, square)
        exponent >>= 1
        if exponent:
            square = product(square, square)
    return result


def matrix_power(entries: Sequence[Sequence[Sequence[acb]]], exponent: int) -> list[acb_mat]:
    """The power of a matrix of truncated series, coefficient by coefficient.

    Args:
        entries: rows of entries, each the list of Taylor coefficients of one matrix element.
        exponent: >= 0.

    Returns:
        The Taylor coefficients of the power, as matrices. They are blocks of the power of one block triangular Toeplitz matrix.
    """
    size, count = len(entries), len(entries[0][0])
    block = acb_mat(size * count, size * count)
    for i in range(size):
        for j in range(size):
            for order, value in enumerate(entries[i][j]):
                for place in range(count - order):
                    block[place * size + i, (place + order) * size + j] = value
    found = _powered(block, exponent)
    return [acb_mat([[found[i, order * size + j] for j in range(size)] for i in range(size)]) for order in range(count)]


LONG = 2**62
"""Exponents from here on are taken in pieces: FLINT's are words."""


def _powered(block: acb_mat, exponent: int) -> acb_mat:
    """The power of a matrix, for an exponent of any size."""
    if exponent < LONG:
        return block**exponent
    high, low = divmod(exponent, LONG >> 1)
    return _powered(_powered(block, high), LONG >> 1) * block**low
