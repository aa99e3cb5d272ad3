"""Independent sources: H_I = 0, every configuration of a magnetisation at the same energy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import ClassVar

from flint import fmpz

from ..exactnumbers import ZERO, Exact, is_zero, rational
from .energy import Energy
from .graph import FEW_SITES, configurations, read_sites, sites_text
from .reading import by_keyword, number_of_sites
from .spins import m_of
from .table import Table, table_degeneracy, table_moment


@dataclass(frozen=True, slots=True, init=False)
class Independent:
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
    bounded: ClassVar[bool] = True
    states: ClassVar[int] = 2

    @by_keyword
    def __init__(self, *, N: object = None, omega_k: object = None, gamma_k: object = None) -> None:
        object.__setattr__(self, "N", number_of_sites(N, (omega_k, gamma_k)))
        read_sites(self, omega_k, gamma_k)

    def __repr__(self) -> str:
        return f"Independent(N={fmpz(self.N).str()}{sites_text(self)})"

    @property
    def uniform(self) -> bool:
        """Whether all sites share gamma and omega_a, which are the model's then."""
        return self.gamma_k is None

    def few(self) -> bool:
        """Whether its sectors are listed."""
        return self.uniform or self.N <= FEW_SITES

    def mirrored(self) -> bool:
        """Whether a flip of all sites leaves H_B as it is."""
        return self.omega_k is None or all(is_zero(omega) is True for omega in self.omega_k)

    def listed(self) -> Table:
        """All configurations, where each site has its own numbers."""
        assert self.omega_k is not None and self.gamma_k is not None
        return _listed(self.N, self.omega_k, self.gamma_k)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_B and Tr B over the dimension."""
        return Energy(), ZERO

    def dimension(self) -> int:
        return 1 << self.N

    def sectors(self) -> Sequence[Hashable]:
        return range(-self.N, self.N + 1, 2) if self.uniform else tuple(self.listed().sectors)

    def eigenvalue(self, sector: Hashable) -> Exact:
        return rational(m_of(sector)) if self.uniform else self.listed().sectors[sector].eigenvalue

    def lowest(self, sector: Hashable) -> Energy:
        return Energy() if self.uniform else self.listed().sectors[sector].levels[0][0]

    def degeneracy(self, sector: Hashable) -> int | None:
        if self.uniform:
            return comb(self.N, (self.N + m_of(sector)) // 2)
        return table_degeneracy(self.listed(), sector)

    def hull(self) -> Sequence[int] | None:
        return (-self.N, self.N) if self.uniform else None

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        if self.uniform:
            yield Energy(), comb(self.N, (self.N + m_of(sector)) // 2)
        else:
            for energy, count, _ in self.listed().sectors[sector].levels:
                yield energy, count

    def ground_moment(self, sector: Hashable) -> Exact | None:
        return self.eigenvalue(sector) if self.uniform else table_moment(self.listed(), sector)


@lru_cache(maxsize=16)
def _listed(size: int, omegas: tuple[Exact, ...], gammas: tuple[Exact, ...]) -> Table:
    return configurations(size, (), omegas, gammas)
