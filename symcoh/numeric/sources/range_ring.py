"""The ring of range r in balls: listed levels, and Xi(h) = Tr T^N over the 2^r states of r neighbours."""

from __future__ import annotations

from itertools import product

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.range_ring import RangeRing
from .table import weights as weights
from .taylor import COEFFICIENTS, Direction, exponential, matrix_power


def field_sum(system: RangeRing, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """Tr T^N: T moves r spins on by one, with the bonds of the new one to the r before it."""
    bonds = [beta * ball_here(coupling) for coupling in system.couplings]
    if len(bonds) >= system.N:
        return _all_configurations(system.N, bonds, field, direction)
    reach = len(bonds)
    states = list(product((1, -1), repeat=reach))
    nothing = [acb(0)] * COEFFICIENTS[direction]
    entries = []
    for old in states:
        row = []
        for new in states:
            if new[:-1] != old[1:]:
                row.append(nothing)
                continue
            energy = sum((bond * new[-1] * old[reach - d] for d, bond in enumerate(bonds, 1)), arb(0))
            row.append(exponential(acb(energy), acb(new[-1]), field, direction))
        entries.append(row)
    return [sum((found[i, i] for i in range(len(states))), acb(0)) for found in matrix_power(entries, system.N)]


def _all_configurations(size: int, bonds: list[arb], field: acb, direction: Direction) -> list[acb]:
    total = [acb(0)] * COEFFICIENTS[direction]
    for spins in product((1, -1), repeat=size):
        energy = sum((bond * spins[k] * spins[(k + d) % size] for d, bond in enumerate(bonds, 1) for k in range(size)), arb(0))
        term = exponential(acb(energy), acb(sum(spins)), field, direction)
        total = [one + other for one, other in zip(total, term, strict=True)]
    return total


def extent(system: RangeRing) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return system.N * sum((abs(ball_here(coupling)) for coupling in system.couplings), arb(0)), arb(system.N)
