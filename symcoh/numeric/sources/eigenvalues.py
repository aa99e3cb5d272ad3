"""All eigenvalues of a real symmetric matrix of balls, proved.

A is brought to tridiagonal form T by Householder's reflections, in plain floating numbers; Q is their product, as computed. Then,
with balls, S = Q^t A Q - T and G = Q^t Q - 1:

    Ostrowski   an eigenvalue of Q^t A Q is theta times the one of A of the same place, theta between the least and the largest
                eigenvalue of Q^t Q, so |theta - 1| <= |G| (any norm), where |G| < 1;
    Weyl        an eigenvalue of T + S differs from the one of T of the same place by |S| at most (S symmetric, any norm).

The eigenvalues of T are found in floating numbers (QL with implicit shifts) and proved by Sylvester's law of inertia: T - x = L D L^t
has as many negative pivots as T has eigenvalues below x. Eigenvalues too near to each other to be told apart share one ball, so
multiplicities do no harm, and no eigenvector is needed.
"""

from __future__ import annotations

from typing import Any

import gmpy2
from flint import arb, arb_mat
from gmpy2 import mpfr

from ...balls import ask_clocks_about, ball_to_integers, current_precision, floating_precision, midpoint, working_precision
from ...errors import NotCertified

GUARD_BITS = 48
SLAB = 64
"""Rows of a product of large matrices between two looks at the clock."""

MOST_WIDENINGS = 12


def eigenvalues(matrix: arb_mat, bits: int) -> list[arb]:
    """The eigenvalues by rising value, with an error of about 2**-bits of the largest.

    Args:
        matrix: symmetric, entries of balls (symmetric as balls, too).
        bits: wanted.

    Raises:
        NotCertified: the proof failed, which is not expected.

    >>> [round(float(value), 6) for value in eigenvalues(arb_mat([[2, 1], [1, 2]]), 64)]
    [1.0, 3.0]
    """
    size = matrix.nrows()
    if size == 1:
        return [matrix[0, 0]]
    with working_precision(bits + GUARD_BITS + 2 * size.bit_length()):
        reflected, main, off = _tridiagonal(matrix.mid())
        tridiagonal = _matrix(main, off)
        turned = reflected.transpose()
        distance = _norm(_times(_times(turned, matrix), reflected) - tridiagonal)
        away = _norm(_times(turned, reflected) - arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)]))
        if not away < arb(1) / 2:
            raise NotCertified("Eigenvalues of a block of the sources were not proved: the basis that was found is not orthogonal.")
        largest = distance + _norm(tridiagonal)
        if largest.is_zero():
            return [arb(0)] * size
        unit = largest * arb((1, 8 - bits))
        found = _proved(main, off, _ql(main, off), unit)
        stretch = 1 / (1 + arb(0, 1) * away)
        return [(value + arb(0, 1) * distance) * stretch for value in found]


def _times(one: arb_mat, other: arb_mat) -> arb_mat:
    """The product, `SLAB` rows at a time, with a look at the clock before each slab."""
    if one.nrows() <= SLAB:
        return one * other
    entries, width = one.entries(), one.ncols()
    found: list[arb] = []
    for first in range(0, one.nrows(), SLAB):
        ask_clocks_about(0.0)
        last = min(first + SLAB, one.nrows())
        found += (arb_mat(last - first, width, entries[first * width : last * width]) * other).entries()
    return arb_mat(one.nrows(), other.ncols(), found)


def _norm(matrix: arb_mat) -> arb:
    """The largest sum of a row's absolute values: a bound of the spectral norm of a symmetric matrix."""
    found = arb(0)
    for i in range(matrix.nrows()):
        total = sum((abs(matrix[i, j]) for j in range(matrix.ncols())), arb(0)).abs_upper()
        found = found if total < found else total
    return arb(found.mid())


def _matrix(main: list[arb], off: list[arb]) -> arb_mat:
    size = len(main)
    found = arb_mat(size, size)
    for i in range(size):
        found[i, i] = main[i]
        if i + 1 < size:
            found[i, i + 1] = found[i + 1, i] = off[i]
    return found


def _tridiagonal(matrix: arb_mat) -> tuple[arb_mat, list[arb], list[arb]]:
    """(Q, diagonal, off-diagonal) with Q^t A Q tridiagonal, about; all exact as they stand.

    A reflection 1 - scale v v^t is taken out of A by one product of thin matrices; what is done of A is left behind from time to time.
    """
    size, start = matrix.nrows(), 0
    reflections: list[tuple[int, arb_mat, arb]] = []
    main: list[arb] = []
    off: list[arb] = []
    for column in range(size - 1):
        ask_clocks_about(0.0)
        here = column - start
        if 4 * here > matrix.nrows():
            matrix, start, here = _trailing(matrix, here), column, 0
        main.append(matrix[here, here])
        below = [matrix[i, here] for i in range(here + 1, matrix.nrows())]
        length = midpoint(sum((x * x for x in below), arb(0)).sqrt())
        if column == size - 2 or all(x.is_zero() for x in below[1:]):
            off.append(below[0])
            continue
        off.append(-length if below[0] > 0 else length)
        vector = arb_mat(matrix.nrows(), 1, [arb(0)] * (here + 1) + [below[0] - off[-1]] + below[1:]).mid()
        scale = midpoint(2 / (vector.transpose() * vector)[0, 0])
        reflections.append((start, vector, scale))
        matrix = _reflected(matrix, vector, scale)
    main.append(matrix[matrix.nrows() - 1, matrix.nrows() - 1])
    return _product(size, reflections), main, off


def _reflected(matrix: arb_mat, vector: arb_mat, scale: arb) -> arb_mat:
    """(1 - scale v v^t) A (1 - scale v v^t) = A - v w^t - w v^t, w = scale (A v - v (scale v^t A v)/2)."""
    image = (matrix * vector).mid()
    overlap = midpoint(scale * (vector.transpose() * image)[0, 0] / 2)
    image = ((image - vector * overlap) * scale).mid()
    one, two = vector.entries(), image.entries()
    return (matrix - arb_mat([list(pair) for pair in zip(one, two, strict=True)]) * arb_mat([two, one])).mid()


def _product(size: int, reflections: list[tuple[int, arb_mat, arb]]) -> arb_mat:
    """The product of the reflections, from the last one, which acts on the fewest places."""
    start = size
    found = arb_mat(0, 0)
    for place, vector, scale in reversed(reflections):
        ask_clocks_about(0.0)
        if place < start:
            found, start = _embedded(found, start - place), place
        found = (found - (vector * scale).mid() * (vector.transpose() * found).mid()).mid()
    return _embedded(found, start) if start else found


def _trailing(matrix: arb_mat, first: int) -> arb_mat:
    size, entries = matrix.nrows(), matrix.entries()
    return arb_mat([entries[i * size + first : (i + 1) * size] for i in range(first, size)])


def _embedded(matrix: arb_mat, more: int) -> arb_mat:
    """The matrix with `more` rows and columns of the identity before it."""
    size, entries = matrix.nrows(), matrix.entries()
    rows = [[arb(int(i == j)) for j in range(more + size)] for i in range(more)]
    return arb_mat(rows + [[arb(0)] * more + entries[i * size : (i + 1) * size] for i in range(size)])


def _ql(main: list[arb], off: list[arb]) -> list[arb]:
    """Approximate eigenvalues of a tridiagonal matrix by rising value, by the QL algorithm with implicit shifts."""
    with floating_precision(current_precision()):
        d = [_float(x) for x in main]
        e = [_float(x) for x in off] + [mpfr(0)]
        largest = max(abs(x) for x in d + e)
        tiny = largest * gmpy2.exp2(-current_precision() + 4)
        for lowest in range(len(d)):
            ask_clocks_about(0.0)
            _deflate(d, e, lowest, tiny)
        found = [x.as_mantissa_exp() for x in sorted(d)]
    return [arb((int(mantissa), int(exponent))) for mantissa, exponent in found]


def _deflate(d: list[Any], e: list[Any], lowest: int, tiny: Any) -> None:
    """Steps of QL until the off-diagonal element beside `lowest` is gone."""
    for _ in range(60 + 4 * current_precision().bit_length()):
        last = next((i for i in range(lowest, len(d) - 1) if abs(e[i]) <= tiny), len(d) - 1)
        if last == lowest:
            return
        g = (d[lowest + 1] - d[lowest]) / (2 * e[lowest])
        r = gmpy2.hypot(g, mpfr(1))
        g = d[last] - d[lowest] + e[lowest] / (g + (r if g >= 0 else -r))
        sine = cosine = mpfr(1)
        shift = mpfr(0)
        for i in range(last - 1, lowest - 1, -1):
            f, b = sine * e[i], cosine * e[i]
            r = gmpy2.hypot(f, g)
            e[i + 1] = r
            if not r:
                d[i + 1] -= shift
                e[last] = mpfr(0)
                break
            sine, cosine = f / r, g / r
            g = d[i + 1] - shift
            r = (d[i] - g) * sine + 2 * cosine * b
            shift = sine * r
            d[i + 1] = g + shift
            g = cosine * r - b
        else:
            d[lowest] -= shift
            e[lowest] = g
            e[last] = mpfr(0)


def _float(value: arb) -> Any:
    mantissa, exponent, _, _ = ball_to_integers(value)
    return mpfr(mantissa) * gmpy2.exp2(exponent) if mantissa else mpfr(0)


def _proved(main: list[arb], off: list[arb], guesses: list[arb], unit: arb) -> list[arb]:
    """Balls around the eigenvalues of a tridiagonal matrix, from guesses by rising value, at least `unit` wide."""
    squares = [x * x for x in off]
    unit = arb(unit.mid())
    for _ in range(MOST_WIDENINGS):
        found = _clusters(main, squares, guesses, unit)
        if found is not None:
            return found
        unit = unit * 256
    raise NotCertified("Eigenvalues of a block of the sources were not proved: raise the precision.")


def _clusters(main: list[arb], squares: list[arb], guesses: list[arb], unit: arb) -> list[arb] | None:
    found: list[arb] = []
    first = 0
    while first < len(guesses):
        ask_clocks_about(0.0)
        last = first
        while last + 1 < len(guesses) and not guesses[last + 1] - guesses[last] > 4 * unit:
            last += 1
        low, high = midpoint(guesses[first] - unit), midpoint(guesses[last] + unit)
        if below(main, squares, low) != first or below(main, squares, high) != last + 1:
            return None
        found += [low.union(high)] * (last + 1 - first)
        first = last + 1
    return found


def below(main: list[arb], squares: list[arb], x: arb) -> int | None:
    """How many eigenvalues of a tridiagonal matrix are below x; None where a pivot has no certain sign.

    >>> below([arb(0), arb(0)], [arb(1)], arb(0) + 1 / arb(2)), below([arb(0), arb(0)], [arb(1)], arb(2))
    (1, 2)
    """
    pivot = main[0] - x
    count = 0
    for i in range(len(main)):
        if i:
            pivot = main[i] - x - squares[i - 1] / pivot
        if pivot < 0:
            count += 1
        elif not pivot > 0:
            return None
    return count
