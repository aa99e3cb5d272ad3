"""Sums of cosines of rational angles, exactly: equal sums are equal energies, and sums of square roots are exact numbers.

The numbers sum_p c_p cos(2 pi p/n) with rational c_p are the real part of the n-th cyclotomic field, of degree phi(n)/2 over the
rationals: polynomials in x = 2 cos(2 pi/n) modulo its minimal polynomial. Its square roots are those of the fundamental
discriminants f > 1 that divide n, by Gauss's sum

    sqrt(f) = sum_{a mod f} (f/a) cos(2 pi a/f)            ((f/a) the Kronecker symbol).

A basis is made of 1, those roots, and as many 2 cos(2 pi p/n) as are missing, the first ones that are independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from flint import arb, fmpq, fmpq_mat, fmpq_poly, fmpz, fmpz_poly

from ..exactnumbers import ONE, Exact, rational, square_root
from ..exactnumbers.number import total
from .energy import Energy, Part

LARGEST_DEGREE = 48
"""Degree of the field up to which a sum of cosines is written in its basis."""


@dataclass(frozen=True, slots=True)
class Cosine:
    """2 cos(2 pi p/n), of a basis of the field of n.

    >>> round(float(Cosine(7, 1).ball()), 6)
    1.24698
    """

    n: int
    p: int

    def ball(self) -> arb:
        """A ball around it."""
        return 2 * arb.cos_pi_fmpq(fmpq(2 * self.p, self.n))


@dataclass(frozen=True, slots=True)
class Arc:
    """sin(pi k/n)/sin(pi/n) cos(pi turn): k cosines at distances 2 pi/n, the middle of their angles pi `turn`.

    >>> round(float(Arc(8, 2, Fraction(0)).ball()), 6)
    1.847759
    """

    n: int
    k: int
    turn: Fraction

    def ball(self) -> arb:
        """A ball around it."""
        ratio = arb.sin_pi_fmpq(fmpq(self.k, self.n)) / arb.sin_pi_fmpq(fmpq(1, self.n))
        return ratio * arb.cos_pi_fmpq(fmpq(self.turn.numerator, self.turn.denominator))


def arc(n: int, k: int, turn: Fraction) -> Energy:
    """sum_{i<k} cos(pi turn + pi (2i - k + 1)/n) = sin(pi k/n)/sin(pi/n) cos(pi turn), for 0 <= k <= n.

    >>> arc(4, 2, Fraction(0)).exact.canonical(), arc(6, 3, Fraction(1, 3)).exact.canonical(), arc(7, 3, Fraction(0)).parts[0][0]
    ('sqrt(2)', '1', Cosine(n=14, p=2))
    """
    if k % n == 0:
        return Energy()
    common = lcm(n, turn.denominator)
    if degree(2 * common) > LARGEST_DEGREE:
        return Energy(parts=((Arc(n, min(k, n - k), abs((turn + 1) % 2 - 1)), ONE),))
    middle, step = turn.numerator * common // turn.denominator, common // n
    return energy(2 * common, coordinates(2 * common, (middle + (2 * i - k + 1) * step for i in range(k))))


def energy(n: int, known: Sequence[fmpq]) -> Energy:
    """The energy of given coordinates in the basis of the field of n."""
    field = _field(n)
    roots = total(rational(c) * root for c, root in zip(known, field.roots, strict=False) if c != 0)
    cosines = zip(known[len(field.roots) :], field.cosines, strict=True)
    return Energy(roots, tuple((part, rational(c)) for c, part in cosines if c != 0))


def coordinates(n: int, angles: Iterable[int]) -> tuple[fmpq, ...]:
    """sum cos(2 pi p/n) over the angles p, in the basis of the field of n."""
    field = _field(n)
    found = fmpq_poly([0])
    for p in angles:
        found += field.twice[min(p % n, -p % n)]
    return field.read(found / 2)


@lru_cache(maxsize=1024)
def degree(n: int) -> int:
    """The degree of the field of n: phi(n)/2, and 1 for n <= 2.

    >>> [degree(n) for n in (1, 2, 5, 12, 24)]
    [1, 1, 2, 2, 4]
    """
    return max(1, int(fmpz(n).euler_phi()) // 2)


@dataclass(frozen=True, slots=True)
class _Field:
    roots: tuple[Exact, ...]
    cosines: tuple[Part, ...]
    twice: tuple[fmpq_poly, ...]
    inverse: fmpq_mat

    def read(self, number: fmpq_poly) -> tuple[fmpq, ...]:
        size = self.inverse.nrows()
        column = self.inverse * fmpq_mat(size, 1, [number[i] for i in range(size)])
        return tuple(column[i, 0] for i in range(size))


@lru_cache(maxsize=64)
def _field(n: int) -> _Field:
    size, minimal = degree(n), fmpq_poly(fmpz_poly.cos_minpoly(n))
    twice = _twice_cosines(n, minimal)
    squares = [1, *(f for f in range(2, n + 1) if n % f == 0 and _is_fundamental(f))]
    gauss = [fmpq_poly([1])] + [
        sum((kronecker(f, a) * twice[min(a * n // f, n - a * n // f)] for a in range(1, f)), fmpq_poly([0])) / 2 for f in squares[1:]
    ]
    candidates = gauss + [twice[p] for p in range(1, n // 2 + 1)]
    reduced, rank = fmpq_mat([[number[i] for number in candidates] for i in range(size)]).rref()
    assert rank == size
    chosen = [next(c for c in range(len(candidates)) if reduced[row, c] != 0) for row in range(size)]
    basis = fmpq_mat([[candidates[c][i] for c in chosen] for i in range(size)])
    roots = tuple(square_root(rational(f)) for f in squares)
    assert chosen[: len(squares)] == list(range(len(squares))), "square roots of different discriminants are independent"
    cosines = tuple(Cosine(n, c - len(squares) + 1) for c in chosen[len(squares) :])
    return _Field(roots, cosines, twice, basis.inv())


def _twice_cosines(n: int, minimal: fmpq_poly) -> tuple[fmpq_poly, ...]:
    """2 cos(2 pi p/n) for p = 0..n/2 by C_{p+1} = x C_p - C_{p-1}."""
    x = fmpq_poly([0, 1])
    found = [fmpq_poly([2]) % minimal, x % minimal]
    while len(found) <= n // 2:
        found.append((x * found[-1] - found[-2]) % minimal)
    return tuple(found)


def _is_fundamental(f: int) -> bool:
    """Whether f > 1 is a fundamental discriminant.

    >>> [f for f in range(2, 30) if _is_fundamental(f)]
    [5, 8, 12, 13, 17, 21, 24, 28, 29]
    """
    core = f // 4 if f % 4 == 0 else f
    if any(e > 1 for _, e in fmpz(core).factor()):
        return False
    return core % 4 in (2, 3) if f % 4 == 0 else f % 4 == 1


def kronecker(f: int, a: int) -> int:
    """The Kronecker symbol (f/a) of a discriminant f, a > 0.

    >>> [kronecker(8, a) for a in range(1, 8)], [kronecker(5, a) for a in range(1, 5)]
    ([1, 0, -1, 0, -1, 0, 1], [1, -1, -1, 1])
    """
    found = 1
    while a % 2 == 0:
        a //= 2
        found *= 0 if f % 2 == 0 else 1 if f % 8 in (1, 7) else -1
    return found * int(fmpz(f).jacobi(fmpz(a))) if found and a > 1 else found
