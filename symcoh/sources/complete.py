"""The complete graph: H_I = -J sum_{k<l} sigma_k sigma_l, J not divided by N; one energy -J (m^2 - N)/2 in every sector."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import ClassVar

from ..exactnumbers import ZERO, Exact, exact, rational
from .energy import Energy
from .reading import by_keyword, number_of_sources
from .spins import Spins, m_of, states_in_sector


@dataclass(frozen=True, slots=True, init=False)
class Complete(Spins):
    """N sources, each bonded to every other.

    Args:
        N: number of sources, >= 1.
        J: coupling of every pair, > 0 ferromagnetic.

    >>> Complete(N=4, J="1/3").lowest(4).exact.canonical()
    '-2'
    """

    N: int
    J: Exact

    name: ClassVar[str] = "complete"
    numeric: ClassVar[str] = "symcoh.numeric.sources.complete"

    @by_keyword
    def __init__(self, *, N: object, J: object = ZERO) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "J", exact(J, "`J`"))

    def __repr__(self) -> str:
        return f"Complete(N={self.N}, J={str(self.J)!r})"

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def lowest(self, sector: Hashable) -> Energy:
        m = m_of(sector)
        return Energy(self.J * rational(self.N - m * m, 2))

    def degeneracy(self, sector: Hashable) -> int | None:
        return states_in_sector(self.N, (self.N + m_of(sector)) // 2)

    def hull(self) -> Sequence[int] | None:
        """Concave or linear in m for J >= 0: the two ends; every sector else, though `sums.least` finds the lowest of very many."""
        from ..exactnumbers import sign

        return (-self.N, self.N) if sign(self.J) in (0, 1) else None

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        yield self.lowest(sector), comb(self.N, (self.N + m_of(sector)) // 2)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension."""
        return Energy(), ZERO
