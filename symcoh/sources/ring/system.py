"""The Ising ring as a source system: H_I = -J sum_k sigma_k sigma_{k+1}, indices mod N, (1)-(2)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import ClassVar

from flint import fmpz

from ...exactnumbers import ZERO, Exact, exact, rational
from ...exactnumbers.sign import argument_sign
from ..energy import Energy
from ..reading import by_keyword, number_of_sources
from ..spins import Spins, m_of
from .counting import degeneracy, favoured_domains


@dataclass(frozen=True, slots=True, init=False)
class Ring(Spins):
    """N sources on a ring; the ring of one is bonded to itself (a constant -J), the ring of two twice.

    Args:
        N: number of sources, >= 1.
        J: coupling of neighbours, > 0 ferromagnetic.

    >>> Ring(N=4, J="2/5")
    Ring(N=4, J='2/5')
    """

    N: int
    J: Exact

    name: ClassVar[str] = "ring"
    numeric: ClassVar[str] = "symcoh.numeric.sources.ring"

    @by_keyword
    def __init__(self, *, N: object, J: object = ZERO) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "J", exact(J, "`J`"))

    def __repr__(self) -> str:
        return f"Ring(N={fmpz(self.N).str()}, J={str(self.J)!r})"

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def side(self) -> int:
        """The sign of J, 0 for a ring of one, whose bond is a constant.

        Raises:
            UndecidedInput: no precision decides it.
        """
        return argument_sign(self.J, "`J`") if self.N > 1 else 0

    def lowest(self, sector: Hashable) -> Energy:
        return self._energy(favoured_domains(self.N, m_of(sector), self.side() < 0))

    def degeneracy(self, sector: Hashable) -> int:
        m = m_of(sector)
        if self.side() == 0:
            return comb(self.N, (self.N + m) // 2)
        return degeneracy(self.N, m, favoured_domains(self.N, m, self.side() < 0))

    def hull(self) -> Sequence[int]:
        """J >= 0: the two aligned sectors. J < 0: lowest(m) is linear in |m|, so the least |m| joins them."""
        inner = () if self.side() >= 0 else (0,) if self.N % 2 == 0 else (-1, 1)
        return tuple(sorted({-self.N, *inner, self.N}))

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        m = m_of(sector)
        for domains in range(self.N // 2 + 1):
            count = degeneracy(self.N, m, domains)
            if count:
                yield self._energy(domains), count

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension: the ring of one is the constant -J."""
        return Energy(-self.J) if self.N == 1 else Energy(), ZERO

    def _energy(self, domains: int) -> Energy:
        return Energy(self.J * rational(4 * domains - self.N))
