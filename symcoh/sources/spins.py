"""N spins 1/2 whose M the Hamiltonian keeps: what ring, chain, complete graph, XX and XXZ have in common."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from flint import fmpz

from ..exactnumbers import Exact, rational

MOST_COUNTED = 10_000_000
"""Most sources whose states in a sector are counted: a number of as many bits."""


def states_in_sector(size: int, up: int) -> int | None:
    """C(N, k); None where it is too long a number.

    >>> states_in_sector(4, 2), states_in_sector(10**9, 1), states_in_sector(10**9, 0)
    (6, None, 1)
    """
    if up in (0, size):
        return 1
    return int(fmpz.bin_uiui(size, up)) if size <= MOST_COUNTED else None


class Spins:
    """The methods of `Sources` for sectors m = -N, -N + 2, ..., N. Whether it is `mirrored` each system says itself."""

    __slots__ = ()
    N: int
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    states: ClassVar[int] = 2

    def dimension(self) -> int:
        return 1 << self.N

    def sectors(self) -> Sequence[int]:
        return range(-self.N, self.N + 1, 2)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(m_of(sector))

    def ground_moment(self, sector: Hashable) -> Exact:
        return self.eigenvalue(sector)

    def _up(self, sector: Hashable) -> int:
        """Spins up in a sector."""
        return (self.N + m_of(sector)) // 2


def m_of(sector: Hashable) -> int:
    """The label of a sector as the whole number that it is."""
    assert isinstance(sector, int)
    return sector
