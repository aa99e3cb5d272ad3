"""The ring's thermal state at one temperature of a model whose tables are at hand: `tabulated_value`.

The parts are the plain ones, of least cost; where they cancel the ball is wider and the caller asks for more bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from operator import add, mul, sub, truediv

from flint import arb

from ..formulas import FORMULAS, length
from ..state import ThermalState, Vector, part
from .curve_tables import Point, paired_sum, weight_moments, weights


def tabulated_value(p: Point, quantity: str) -> arb:
    """A ball around the quantity at the precision in force.

    Args:
        p: `tables.point` of the model and the temperature, at this precision.
        quantity: a name of the registry; its value is not one that exact data decide (`ends.exact_value`).

    Returns:
        A ball in the units of the quantity; its radius covers rounding and the sectors left out.

    >>> from symcoh.balls import working_precision
    >>> from flint import arb
    >>> from symcoh.model import Model
    >>> from symcoh.numeric.ring.curve_tables import point, tables
    >>> with working_precision(128):
    ...     table = tables(Model(N=6, omega_a="7/10", gamma="3/10", J="2/5"))
    ...     round(float(tabulated_value(point(table, arb(10)), "coherence")), 12)
    0.96351790963
    """
    return FORMULAS[quantity](TabulatedState(p))


class TabulatedState(ThermalState):
    """The state at a point, energies from that of all sources down and all bonds aligned, -J N - |omega_a| N/2."""

    def __init__(self, p: Point) -> None:
        self.p, self.beta = p, p.beta

    @part
    def own(self) -> Vector:
        return self.p.table.shared.own

    @part
    def weights(self) -> list[arb]:
        return weights(self.p)

    @part
    def branches(self) -> tuple[list[arb], list[arb]]:
        return _branches(self.p, self.weights)

    @part
    def cosines(self) -> list[arb]:
        return list(map(add, *self.branches))

    @part
    def sines(self) -> list[arb]:
        return list(map(sub, *self.branches))

    @part
    def total(self) -> arb:
        """Z e^{beta reference}."""
        return _even(self.p, self.cosines)

    @part
    def scale(self) -> arb:
        """-beta reference."""
        s = self.p.table.shared
        return self.p.beta * s.sources * (s.coupling + s.omega_a / 2)

    @part
    def partition(self) -> arb:
        return self.scale.exp() * self.total

    @part
    def log_partition(self) -> arb:
        return self.scale + self.total.log()

    @part
    def reference(self) -> arb:
        s = self.p.table.shared
        return -s.sources * (s.coupling + s.omega_a / 2)

    @part
    def energies(self) -> tuple[arb, arb]:
        """(Z, dZ/dbeta), both without the factor e^{beta J N}."""
        w, means, _ = weight_moments(self.p, spread=False)
        cosines, sines = _cosines_and_sines(self.p, w)
        return _even(self.p, cosines), _slope(self.p, cosines, _rises(self.p, means, cosines, sines), False)

    @part
    def log_sum(self) -> arb:
        return self.energies[0].log()

    @part
    def mean(self) -> arb:
        partition, slope = self.energies
        s = self.p.table.shared
        return s.omega_a * s.sources / 2 - slope / partition

    @part
    def variance(self) -> arb:
        """<H^2> - <H>^2, with H measured from -J N."""
        p = self.p
        w, means, variances = weight_moments(p, spread=True)
        cosines, sines = _cosines_and_sines(p, w)
        rises = _rises(p, means, cosines, sines)
        partition = _even(p, cosines)
        mean = _slope(p, cosines, rises, False) / partition
        return _energy_square(p, means, variances, cosines, sines, rises) / partition - mean * mean

    @part
    def drift(self) -> arb:
        """-d/dbeta (C Z/Z)."""
        p = self.p
        w, means, _ = weight_moments(p, spread=False)
        cosines, sines = _cosines_and_sines(p, w)
        partition, transverse = _even(p, cosines), _transverse(p, sines)
        slope = _slope(p, cosines, _rises(p, means, cosines, sines), False)
        along, across = (_weighted(p.table.across, values) for values in (sines, cosines))
        rise = _slope(p, along, _rises(p, means, along, across), True)
        return (transverse * slope - rise * partition) / (partition * partition)

    @part
    def transverse(self) -> tuple[arb, arb]:
        return self.p.table.shared.transverse_side * (_transverse(self.p, self.sines) / self.total), arb(0)

    @part
    def longitudinal(self) -> arb:
        """-|z|."""
        return -_even(self.p, map(mul, self.p.table.along, self.sines)) / self.total

    @part
    def excited(self) -> arb:
        """With the amplitudes (22) of the lower and of the upper level of every sector, as a positive sum."""
        up, down = self.branches
        return _even(self.p, map(add, map(mul, self.p.table.lower, up), map(mul, self.p.table.upper, down))) / self.total

    @part
    def smaller(self) -> arb:
        return (1 - length(self.bloch)) / 2

    @part
    def moment(self) -> arb:
        s = self.p.table.shared
        return -s.field_side * paired_sum(self.p, map(mul, self.p.table.spins, self.cosines), True, arb(s.sources)) / self.total


def _weighted(factors: list[arb], values: list[arb]) -> list[arb]:
    return list(map(mul, factors, values))


def _branches(p: Point, w: list[arb]) -> tuple[list[arb], list[arb]]:
    """(w e^b, w e^{-b})."""
    return _weighted(w, p.rising), list(map(truediv, w, p.rising))


def _cosines_and_sines(p: Point, w: list[arb]) -> tuple[list[arb], list[arb]]:
    """(w 2 cosh b, w 2 sinh b)."""
    rising, falling = _branches(p, w)
    return list(map(add, rising, falling)), list(map(sub, rising, falling))


def _even(p: Point, terms: Iterable[arb]) -> arb:
    return paired_sum(p, terms, False, arb(1))


def _transverse(p: Point, sines: list[arb]) -> arb:
    """C Z, (29)."""
    return paired_sum(p, map(mul, p.table.across, sines), True, arb(1))


def _energy_bounds(p: Point) -> tuple[arb, arb]:
    """Bounds of |4 J n +- S_u/2| and of |omega_a| u/2: 2 N |J| + S_N/2 and |omega_a| N/2, as 2n <= N and u <= N."""
    s = p.table.shared
    return 2 * s.sources * abs(s.coupling) + p.table.halves[0], s.omega_a * s.sources / 2


def _slope(p: Point, along: list[arb], rises: Iterable[arb], odd: bool) -> arb:
    """d/dbeta of a sum with the terms `along`, without its factor e^{beta J N}.

    The factors of a term other than the field are those of the bonds, x = e^{-4 beta J}, and of the splitting: theirs are `rises`,
    `_rises` or a multiple. The field e^{+-beta |omega_a| u/2} is taken here.
    """
    s = p.table.shared
    fields = paired_sum(p, map(mul, p.table.spins, along), not odd, arb(s.sources))
    return paired_sum(p, rises, odd, _energy_bounds(p)[0]) + s.omega_a / 2 * fields


def _rises(p: Point, means: list[arb], along: list[arb], across: list[arb]) -> list[arb]:
    """-4 J n along + (S_u/2) across: the terms `along`, and `across` as their derivatives by b_k, differentiated in bonds and splitting."""
    bond = repeat(-4 * p.table.shared.coupling)
    return list(map(add, map(mul, map(mul, bond, means), along), map(mul, p.table.halves, across)))


def _energy_square(p: Point, means: list[arb], variances: list[arb], cosines: list[arb], sines: list[arb], rises: list[arb]) -> arb:
    """Z <(H + J N)^2>, without the factor e^{beta J N}.

    H + J N has three parts, that of the bonds 4 J n, of the field and of the splitting; the squares and the product of
    bonds and splitting are even in m, the products with the field odd.
    """
    s = p.table.shared
    bond = -4 * s.coupling
    bond_square, even = bond * bond, []
    for mean, variance, half, square, cosine, sine in zip(means, variances, p.table.halves, p.table.squares, cosines, sines, strict=False):
        even.append((bond_square * (mean * mean + variance) + square) * cosine + 2 * bond * mean * half * sine)
    odd = map(mul, p.table.spins, rises)
    inner, outer = _energy_bounds(p)
    return paired_sum(p, even, False, inner * inner + outer * outer) + s.omega_a * paired_sum(p, odd, True, inner * s.sources)
