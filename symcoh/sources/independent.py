"""Independent sources: H_I = 0, every configuration of a magnetisation at the same energy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any, ClassVar

from ..exactnumbers import Exact, rational
from .energy import Energy
from .reading import number_of_sources


@dataclass(frozen=True, slots=True, init=False)
class Independent:
    """N sources that do not see each other: W_m = C(N, k), m = 2k - N.

    Args:
        N: number of sources, >= 1.

    >>> system = Independent(N=4)
    >>> [system.degeneracy(m) for m in system.sectors()]
    [1, 4, 6, 4, 1]
    """

    N: int

    name: ClassVar[str] = "independent"
    numeric: ClassVar[str] = "symcoh.numeric.sources.independent"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True

    def __init__(self, *, N: Any) -> None:
        object.__setattr__(self, "N", number_of_sources(N))

    def __repr__(self) -> str:
        return f"Independent(N={self.N})"

    def dimension(self) -> int:
        return 1 << self.N

    def sectors(self) -> Sequence[int]:
        return range(-self.N, self.N + 1, 2)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(_whole(sector))

    def lowest(self, sector: Hashable) -> Energy:
        return Energy()

    def degeneracy(self, sector: Hashable) -> int:
        return comb(self.N, (self.N + _whole(sector)) // 2)

    def hull(self) -> Sequence[int]:
        return (-self.N, self.N)

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        yield Energy(), self.degeneracy(sector)

    def ground_moment(self, sector: Hashable) -> Exact:
        return self.eigenvalue(sector)


def _whole(sector: Hashable) -> int:
    assert isinstance(sector, int)
    return sector
