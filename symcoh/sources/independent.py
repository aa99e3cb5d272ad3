"""Independent sources: H_I = 0, every configuration of a magnetisation at the same energy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import ClassVar

from flint import fmpz

from ..exactnumbers import Exact
from .energy import Energy
from .graph import configurations
from .reading import by_keyword, number_of_sites
from .sites import Sites, read_sites, sites_text
from .spins import m_of
from .table import Table


@dataclass(frozen=True, slots=True, init=False)
class Independent(Sites):
    """N sources that do not see each other: W_m = C(N, k), m = 2k - N.

    Args:
        N: number of sources, >= 1; not needed beside omega_k and gamma_k.
        omega_k: gaps, one a site; with gamma_k.
        gamma_k: couplings to the target, one a site; with omega_k.

    >>> system = Independent(N=4)
    >>> [system.degeneracy(m) for m in system.sectors()]
    [1, 4, 6, 4, 1]
    """

    N: int
    omega_k: tuple[Exact, ...] | None
    gamma_k: tuple[Exact, ...] | None

    name: ClassVar[str] = "independent"
    numeric: ClassVar[str] = "symcoh.numeric.sources.independent"
    states: ClassVar[int] = 2

    @by_keyword
    def __init__(self, *, N: object = None, omega_k: object = None, gamma_k: object = None) -> None:
        object.__setattr__(self, "N", number_of_sites(N, (omega_k, gamma_k)))
        read_sites(self, omega_k, gamma_k)

    def __repr__(self) -> str:
        return f"Independent(N={fmpz(self.N).str()}{sites_text(self)})"

    def listed(self) -> Table:
        """All configurations, where each site has its own numbers."""
        assert self.omega_k is not None and self.gamma_k is not None
        return _listed(self.N, self.omega_k, self.gamma_k)

    def lowest(self, sector: Hashable) -> Energy:
        return Energy() if self.uniform else Sites.lowest(self, sector)

    def degeneracy(self, sector: Hashable) -> int | None:
        return comb(self.N, (self.N + m_of(sector)) // 2) if self.uniform else Sites.degeneracy(self, sector)

    def hull(self) -> Sequence[int] | None:
        return (-self.N, self.N) if self.uniform else None

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        return iter([(Energy(), comb(self.N, (self.N + m_of(sector)) // 2))]) if self.uniform else Sites.levels(self, sector)

    def ground_moment(self, sector: Hashable) -> Exact | None:
        return self.eigenvalue(sector) if self.uniform else Sites.ground_moment(self, sector)


@lru_cache(maxsize=16)
def _listed(size: int, omegas: tuple[Exact, ...], gammas: tuple[Exact, ...]) -> Table:
    return configurations(size, (), omegas, gammas)
