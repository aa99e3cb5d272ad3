"""The ring of spins S in balls: listed levels, and Xi(h) = Tr T^N."""

from __future__ import annotations

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.spin_ring import SpinRing
from .table import weights as weights
from .taylor import Direction, exponential, matrix_power


def field_sum(system: SpinRing, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """Tr T^N with T = e^{K m m' - beta D (m^2 + m'^2)/2 + h (m + m')/2}."""
    bond, flat = beta * ball_here(system.J), beta * ball_here(system.anisotropy) / 2
    values = system.values()
    entries = [[_element(bond, flat, one, other, field, direction) for other in values] for one in values]
    powers = matrix_power(entries, system.N)
    return [sum((found[i, i] for i in range(len(values))), acb(0)) for found in powers]


def _element(bond: arb, flat: arb, one: int, other: int, field: acb, direction: Direction) -> list[acb]:
    energy = bond * one * other - flat * (one * one + other * other)
    return exponential(acb(energy), acb(one + other) / 2, field, direction)


def extent(system: SpinRing) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    top = system.values()[-1]
    return system.N * top * top * (abs(ball_here(system.J)) + abs(ball_here(system.anisotropy))), arb(system.N * top)
