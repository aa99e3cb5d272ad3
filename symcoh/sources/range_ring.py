"""The ring with couplings of range r: H_I = -sum_k sum_{d <= r} J_d sigma_k sigma_{k+d}, indices mod N."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from flint import fmpz

from ..errors import InputError
from ..exactnumbers import ZERO, Exact, rational
from ..exactnumbers.number import total
from .energy import Energy
from .listing import Bond, energy_of, listed_levels
from .reading import by_keyword, exact_list, number_of_sources
from .table import Table, Tabled, table

LONGEST = 8
"""Largest range: the transfer matrix has 2^r rows."""

FEW = 24
"""Largest N whose levels are listed."""


@dataclass(frozen=True, slots=True, init=False)
class RangeRing(Tabled):
    """N sources on a ring, coupled up to a distance; the sum counts its bonds as it says, also where d >= N/2.

    Args:
        N: number of sources, >= 1.
        couplings: J_1, ..., J_r.

    >>> RangeRing(N=5, couplings=["1/5", "-37/100"]).dimension()
    32
    """

    N: int
    couplings: tuple[Exact, ...]

    name: ClassVar[str] = "range-ring"
    numeric: ClassVar[str] = "symcoh.numeric.sources.range_ring"
    uniform: ClassVar[bool] = True
    bounded: ClassVar[bool] = True
    states: ClassVar[int] = 2

    @by_keyword
    def __init__(self, *, N: object, couplings: object) -> None:
        object.__setattr__(self, "N", number_of_sources(N))
        object.__setattr__(self, "couplings", exact_list(couplings, "`couplings`"))
        if not 1 <= len(self.couplings) <= LONGEST:
            raise InputError("`couplings`", f"must be 1 to {LONGEST} numbers J_1, J_2, ..., but are {len(self.couplings)}.")

    def __repr__(self) -> str:
        return f"RangeRing(N={fmpz(self.N).str()}, couplings={[str(J) for J in self.couplings]!r})"

    def dimension(self) -> int:
        return 1 << self.N

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def few(self) -> bool:
        """Whether its levels are listed."""
        return self.N <= FEW

    def sectors(self) -> Sequence[Hashable]:
        return range(-self.N, self.N + 1, 2)

    def eigenvalue(self, sector: Hashable) -> Exact:
        assert isinstance(sector, int)
        return rational(sector)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension: a bond of a distance that N divides joins a site to itself."""
        own = [J for d, J in enumerate(self.couplings, 1) if d % self.N == 0]
        return Energy(-total(own) * rational(self.N)) if own else Energy(), ZERO

    def listed(self) -> Table:
        return _listed(self)


@lru_cache(maxsize=64)
def _listed(system: RangeRing) -> Table:
    size = system.N
    bonds = [Bond(k, (k + d) % size, d - 1) for k in range(size) for d in range(1, len(system.couplings) + 1)]
    found = listed_levels((-1, 1), size, bonds, len(system.couplings))
    rows = [(m, rational(m), [(energy_of(n, system.couplings), count, m) for n, count in counts.items()]) for m, counts in found.items()]
    return table(rows)
