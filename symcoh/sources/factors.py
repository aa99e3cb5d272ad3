"""Exact eigenvalues of blocks: roots of the factors of integer characteristic polynomials.

Where all coefficients are rational multiples of one number the matrix of a block is an integer matrix times a unit, and its
eigenvalues are the roots of the irreducible factors of its characteristic polynomial, with the exponents as multiplicities. Roots
of irreducible factors are equal only where factor and place are the same: ties are decided.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from math import lcm
from typing import Any

from flint import arb, fmpq, fmpz, fmpz_mat, fmpz_poly

from ..balls import ask_clocks_about, current_precision, working_precision
from ..exactnumbers import ONE, Exact, rational, reduced, square_root
from .bonds import Bonds, Label, dimension, flipped, row, states
from .energy import Energy, energy_sign

MOST_EXACT = 10
"""Number of spins up to which characteristic polynomials are factored."""

LARGE, MOST_BITS = 24, 1100
"""Rows of a large block, and bits of its elements up to which its polynomial is factored: with more that may take for ever."""


@dataclass(frozen=True, slots=True)
class Root:
    """A real root of an irreducible polynomial with integer coefficients, the constant one first; `place` counts by rising value.

    >>> round(float(Root((-2, 0, 1), 1).ball()), 6)
    1.414214
    """

    coefficients: tuple[int, ...]
    place: int

    def ball(self) -> arb:
        """A ball around it."""
        return _roots(self.coefficients, current_precision())[self.place]


def seconds_of_roots(degree: int, bits: int) -> float:
    """Seconds that all roots of a polynomial take at so many bits, about, which nothing interrupts: a heuristic."""
    return 1.1 * float((degree / 32) ** 1.85 * (bits / 20_000) ** 1.35)


@lru_cache(maxsize=1024)
def _roots(coefficients: tuple[int, ...], bits: int) -> tuple[arb, ...]:
    with working_precision(bits):
        ask_clocks_about(seconds_of_roots(len(coefficients) - 1, bits))
        roots: Any = fmpz_poly(list(coefficients)).complex_roots()
        found = [root.real for root, _ in roots]
    return tuple(sorted(found, key=lambda root: arb(root.mid())))


@dataclass(frozen=True, slots=True)
class Integers:
    """The coefficients of a system as integers times a unit."""

    unit: Exact
    along: tuple[int, ...]
    in_plane: tuple[int, ...]
    fields: tuple[int, ...]


@lru_cache(maxsize=256)
def integers(system: Bonds) -> Integers | None:
    """The coefficients as integers, where all are rational multiples of one of them."""
    values = [bond[2] for bond in system.bonds] + [bond[3] for bond in system.bonds] + list(system.fields)
    pivot = next((value for value in values if value.rational is None), ONE)
    ratios: list[fmpq] = []
    for value in values:
        ratio = value.rational if pivot is ONE else reduced(value / pivot).rational
        if ratio is None:
            return None
        ratios.append(ratio)
    common = lcm(1, *(int(ratio.q) for ratio in ratios))
    whole = tuple(int((ratio * common).p) for ratio in ratios)
    count = len(system.bonds)
    return Integers(reduced(pivot * rational(1, common)), whole[:count], whole[count : 2 * count], whole[2 * count :])


def exact_spectrum(system: Bonds, label: Label) -> tuple[tuple[Energy, int], ...] | None:
    """The different eigenvalues of a block, rising, with their multiplicities; None where they are not known exactly.

    >>> from symcoh.sources.bonds import collected
    >>> pair = collected(2, [(0, 1, ONE, ONE)])
    >>> [(value.exact.canonical(), count) for value, count in exact_spectrum(pair, (1,))]
    [('-1', 1), ('3', 1)]
    """
    whole = integers(system) if system.N <= MOST_EXACT else None
    if whole is None:
        return None
    bits = max((abs(n).bit_length() for n in (*whole.along, *whole.in_plane, *whole.fields)), default=0)
    if bits > MOST_BITS and dimension(system, label) > LARGE:
        return None
    return _spectrum(system, label if system.fields else min(label, flipped(system, label)))


@lru_cache(maxsize=4096)
def _spectrum(system: Bonds, label: Label) -> tuple[tuple[Energy, int], ...]:
    whole = integers(system)
    assert whole is not None
    basis = states(system, label)
    place = {state: i for i, state in enumerate(basis)}
    matrix = fmpz_mat(len(basis), len(basis))
    for i, state in enumerate(basis):
        for image, element in row(system, whole.along, whole.in_plane, whole.fields, state).items():
            matrix[i, place[image]] = element
    found: Counter[Energy] = Counter()
    for factor, count in matrix.charpoly().factor()[1]:
        for root in _energies(factor):
            found[root.times(whole.unit) + Energy(system.constant)] += int(count)
    return rising(found)


def rising(found: Counter[Energy]) -> tuple[tuple[Energy, int], ...]:
    """Different energies by rising value."""

    def compare(one: tuple[Energy, int], two: tuple[Energy, int]) -> int:
        return energy_sign(one[0] - two[0]) or 0

    return tuple(sorted(found.items(), key=cmp_to_key(compare)))


def _energies(factor: fmpz_poly) -> list[Energy]:
    """The roots of an irreducible factor: rational numbers and square roots are exact numbers."""
    coefficients = tuple(int(c) for c in factor.coeffs())
    if len(coefficients) == 2:
        return [Energy(rational(fmpq(-coefficients[0], coefficients[1])))]
    if len(coefficients) == 3:
        c, b, a = coefficients
        root = square_root(rational(fmpz(b * b - 4 * a * c))) * rational(1, 2 * abs(a))
        middle = rational(fmpq(-b, 2 * a))
        return [Energy(middle - root), Energy(middle + root)]
    return [Energy(parts=((Root(coefficients, place), ONE),)) for place in range(len(coefficients) - 1)]
