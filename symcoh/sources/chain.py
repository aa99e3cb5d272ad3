"""The open Ising chain: H_I = -J sum_{k<N} sigma_k sigma_{k+1}, counted by its domain walls.

With k spins up, l = N - k down and d walls the energy is -J (N - 1 - 2d), and there are

    2 C(k-1, p-1) C(l-1, p-1)                                    chains of d = 2p - 1 walls,
    C(k-1, p) C(l-1, p-1) + C(k-1, p-1) C(l-1, p)                of d = 2p,

for 0 < k < N: p up-blocks and p down-blocks, or one more of either kind; the first spin is free where both are as many.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import ClassVar

from ..exactnumbers import ZERO, Exact, exact, rational
from ..exactnumbers.sign import argument_sign
from .energy import Energy
from .reading import by_keyword, number_of_sources
from .spins import Spins, m_of


@dataclass(frozen=True, slots=True, init=False)
class Chain(Spins):
    """N sources in a row.

    Args:
        N: number of sources, >= 1.
        J: coupling of neighbours, > 0 ferromagnetic.

    >>> Chain(N=3, J="-1/4")
    Chain(N=3, J='-1/4')
    """

    N: int
    J: Exact

    name: ClassVar[str] = "chain"
    numeric: ClassVar[str] = "symcoh.numeric.sources.chain"

    @by_keyword
    def __init__(self, *, N: object, J: object = ZERO) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "J", exact(J, "`J`"))
        self.side()

    def __repr__(self) -> str:
        return f"Chain(N={self.N}, J={str(self.J)!r})"

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def side(self) -> int:
        """The sign of J, 0 for a chain of one, which has no bond.

        Raises:
            UndecidedInput: no precision decides it.
        """
        return argument_sign(self.J, "`J`") if self.N > 1 else 0

    def lowest(self, sector: Hashable) -> Energy:
        return self._energy(favoured_walls(self.N, m_of(sector), self.side() < 0))

    def degeneracy(self, sector: Hashable) -> int:
        m = m_of(sector)
        if self.side() == 0:
            return comb(self.N, (self.N + m) // 2)
        return chains(self.N, m, favoured_walls(self.N, m, self.side() < 0))

    def hull(self) -> Sequence[int]:
        """J >= 0: the two aligned sectors. J < 0: lowest(m) is linear in |m| but for |m| <= 1, so those join them."""
        return (
            (-self.N, self.N)
            if self.side() >= 0
            else tuple(m for m in sorted({-self.N, -2, -1, 0, 1, 2, self.N}) if (m - self.N) % 2 == 0 and abs(m) <= self.N)
        )

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        m = m_of(sector)
        for walls in range(self.N):
            count = chains(self.N, m, walls)
            if count:
                yield self._energy(walls), count

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension."""
        return Energy(), ZERO

    def _energy(self, walls: int) -> Energy:
        return Energy(self.J * rational(2 * walls + 1 - self.N))


def chains(sources: int, m: int, walls: int) -> int:
    """Open chains of `sources` spins with magnetisation m and so many domain walls.

    >>> [chains(4, 0, d) for d in range(4)]
    [0, 2, 2, 2]
    """
    up = (sources + m) // 2
    down = sources - up
    if not up or not down:
        return int(walls == 0)
    if walls < 1:
        return 0
    p, odd = divmod(walls + 1, 2)
    if not odd:
        return 2 * comb(up - 1, p - 1) * comb(down - 1, p - 1)
    p = walls // 2
    return comb(up - 1, p) * comb(down - 1, p - 1) + comb(up - 1, p - 1) * comb(down - 1, p)


def favoured_walls(sources: int, m: int, antiferromagnetic: bool) -> int:
    """The number of walls of the lowest energy in the sector m.

    >>> favoured_walls(5, 1, False), favoured_walls(5, 1, True), favoured_walls(6, 0, True), favoured_walls(6, -6, True)
    (1, 4, 5, 0)
    """
    minority = (sources - abs(m)) // 2
    if minority == 0:
        return 0
    return (2 * minority - (m == 0)) if antiferromagnetic else 1
