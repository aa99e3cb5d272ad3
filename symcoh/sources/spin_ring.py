"""The Ising ring of spins S: m_k = 2 S^z_k in -2S, -2S + 2, ..., 2S, H_I = -J sum m_k m_{k+1} + D sum m_k^2."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ..errors import InputError, shown
from ..exactnumbers import ZERO, Exact, exact, rational
from .energy import Energy
from .listing import Bond, energy_of, listed_levels
from .reading import by_keyword, number_of_sources
from .table import Table, Tabled, table

MOST_STATES = 16
"""Largest 2S + 1."""

FEW = 40
"""Largest N (2S + 1) whose levels are listed."""


@dataclass(frozen=True, slots=True, init=False)
class SpinRing(Tabled):
    """N spins S on a ring; the ring of one is bonded to itself, the ring of two twice.

    Args:
        N: number of spins, >= 1.
        spin: S, a positive multiple of 1/2.
        J: coupling of neighbours.
        anisotropy: D of D sum m_k^2.

    >>> SpinRing(N=2, spin="1", J="1/3", anisotropy="1/20").dimension()
    9
    """

    N: int
    spin: Exact
    J: Exact
    anisotropy: Exact

    name: ClassVar[str] = "spin-ring"
    numeric: ClassVar[str] = "symcoh.numeric.sources.spin_ring"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True

    @by_keyword
    def __init__(self, *, N: object, spin: object = "1/2", J: object = ZERO, anisotropy: object = ZERO) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "spin", exact(spin, "`spin`"))
        object.__setattr__(self, "J", exact(J, "`J`"))
        object.__setattr__(self, "anisotropy", exact(anisotropy, "`anisotropy`"))
        twice = (self.spin * rational(2)).integer
        if twice is None or not 1 <= twice < MOST_STATES:
            raise InputError("`spin`", f"must be 1/2, 1, 3/2, ... up to {MOST_STATES - 1}/2, but is {shown(str(self.spin))}.")

    def __repr__(self) -> str:
        rest = f"J={str(self.J)!r}, anisotropy={str(self.anisotropy)!r}"
        return f"SpinRing(N={self.N}, spin={str(self.spin)!r}, {rest})"

    def values(self) -> range:
        """m_k from -2S to 2S."""
        twice = (self.spin * rational(2)).integer
        assert twice is not None, "checked when the system was made"
        return range(-twice, twice + 1, 2)

    @property
    def states(self) -> int:
        """2S + 1."""
        return len(self.values())

    def dimension(self) -> int:
        return int(self.states**self.N)

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def few(self) -> bool:
        """Whether its levels are listed."""
        return self.N * self.states <= FEW

    def sectors(self) -> Sequence[Hashable]:
        top = self.values()[-1] * self.N
        return range(-top, top + 1, 2)

    def eigenvalue(self, sector: Hashable) -> Exact:
        assert isinstance(sector, int)
        return rational(sector)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension, with <m_k^2> = 4 S (S + 1)/3; the ring of one is bonded to itself."""
        square = rational(4, 3) * self.spin * (self.spin + rational(1))
        return Energy(square * (self.anisotropy * rational(self.N) - (self.J if self.N == 1 else ZERO))), ZERO

    def listed(self) -> Table:
        return _listed(self)


@lru_cache(maxsize=64)
def _listed(system: SpinRing) -> Table:
    bonds = [Bond(k, (k + 1) % system.N, 0) for k in range(system.N)] + [Bond(k, k, 1) for k in range(system.N)]
    found = listed_levels(tuple(system.values()), system.N, bonds, 2)
    couplings = (system.J, -system.anisotropy)
    rows = [(m, rational(m), [(energy_of(n, couplings), count, m) for n, count in counts.items()]) for m, counts in found.items()]
    return table(rows)
