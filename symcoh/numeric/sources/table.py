"""The weights of a system that lists its levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from flint import arb

from ...exactnumbers.sign import ball_here
from ...sources.energy import energy_ball
from ...sources.table import Table
from .weight import Weight


class Listed(Protocol):
    """A system that lists its levels."""

    def listed(self) -> Table:
        """Its levels."""
        ...


def weights(system: Listed, beta: arb, order: int) -> Iterator[Weight]:
    """sum q e^{-beta (E - lowest)} over the levels of each sector; what ties at the bottom is exactly 0 above it."""
    for sector in system.listed().sectors.values():
        low = energy_ball(sector.levels[0][0])
        tied = sector.tied if sector.tied is not None else 0
        bottom = sum(count for _, count, _ in sector.levels[:tied])
        excess = first = second = arb(0)
        moment = arb(sum(count * (m or 0) for _, count, m in sector.levels[:tied]))
        for energy, count, m in sector.levels[tied:]:
            rise = energy_ball(energy) - low
            term = count * (-beta * rise).exp()
            excess += term
            moment += (m or 0) * term
            if order:
                first += rise * term
                second += rise * rise * term
        fixed = all(m is None for _, _, m in sector.levels)
        yield Weight(
            value=bottom + excess,
            excess=excess if sector.tied is not None else None,
            first=first if order else None,
            second=second if order else None,
            moment=None if fixed else moment,
        )


def extent(system: Listed) -> tuple[arb, arb]:
    """Bounds of |energies| and of |eigenvalues|."""
    found = system.listed().sectors.values()
    energies = [abs(energy_ball(energy)) for sector in found for energy, _, _ in (sector.levels[0], sector.levels[-1])]
    values = [abs(ball_here(sector.eigenvalue)) for sector in found]
    return _largest(energies), _largest(values)


def _largest(values: list[arb]) -> arb:
    found = arb(0)
    for value in values:
        found = found.max(value)
    return found
