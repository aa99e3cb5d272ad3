"""XXZ source systems: H_I = -sum_bonds [J_xy (sx sx' + sy sy') + J sz sz'] on a ring, a chain or the complete graph (Pauli matrices).

Complete: multiplets of the total spin (`multiplets`). Ring and chain, N <= 14: without J_xy the Ising system, without J free
fermions, else diagonalised: exactly to N = 10 where J/J_xy is rational (`factors`), otherwise by certified eigenvalues of blocks. A
ring of two is bonded twice, a ring of one is the constant -J - 2 J_xy.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ..arguments import one_of
from ..exactnumbers import ZERO, Exact, exact, is_zero, rational
from ..exactnumbers.sign import argument_sign
from . import multiplets
from .bonds import MOST_SOURCES, Bonds, collected, unfrustrated
from .chain import Chain
from .eigenvalue import block_degeneracy, block_levels, block_lowest
from .energy import Energy
from .reading import by_keyword, number_of_sources
from .ring.system import Ring
from .spins import Spins, m_of
from .xx import XX

MOST_COMPLETE = 1_000_000
"""Largest N of the complete graph."""


@dataclass(frozen=True, slots=True, init=False)
class XXZ(Spins):
    """N sources with couplings in the plane and along z.

    Args:
        shape: "ring", "chain" or "complete".
        N: number of sources: to 14 for a ring or a chain, to 1,000,000 for the complete graph.
        J_xy: in-plane coupling.
        J: coupling along z.

    >>> system = XXZ(shape="chain", N=2, J_xy=1, J="1/2")
    >>> system, [system.lowest(m).exact.canonical() for m in system.sectors()]
    (XXZ(shape='chain', N=2, J_xy='1', J='1/2'), ['-1/2', '-3/2', '-1/2'])
    """

    shape: str
    N: int
    J_xy: Exact
    J: Exact

    couplings: ClassVar[tuple[str, ...]] = ("J", "J_xy")
    numeric: ClassVar[str] = "symcoh.numeric.sources.xxz"

    @by_keyword
    def __init__(self, *, shape: str, N: object, J_xy: object = ZERO, J: object = ZERO) -> None:
        object.__setattr__(self, "shape", one_of(shape, "`shape`", ("ring", "chain", "complete")))
        object.__setattr__(self, "N", number_of_sources(N, 1, MOST_COMPLETE if self.shape == "complete" else MOST_SOURCES))
        object.__setattr__(self, "J_xy", exact(J_xy, "`J_xy`"))
        object.__setattr__(self, "J", exact(J, "`J`"))
        argument_sign(self.J_xy, "`J_xy`")
        argument_sign(self.J, "`J`")

    def __repr__(self) -> str:
        return f"XXZ(shape={self.shape!r}, N={self.N}, J_xy={str(self.J_xy)!r}, J={str(self.J)!r})"

    @property
    def name(self) -> str:
        """The name in `--sources-model`."""
        return f"xxz-{self.shape}"

    def mirrored(self) -> bool:
        """A flip of all sources leaves H_I as it is."""
        return True

    def special(self) -> Ring | Chain | XX | None:
        """The ring or chain with one of the two couplings alone; None where there are both, or for the complete graph."""
        if self.shape == "complete" or self.N == 1:
            return None
        if argument_sign(self.J_xy, "`J_xy`") == 0:
            return Ring(N=self.N, J=self.J) if self.shape == "ring" else Chain(N=self.N, J=self.J)
        return XX(shape=self.shape, N=self.N, J_xy=self.J_xy) if argument_sign(self.J, "`J`") == 0 else None

    def bonds(self) -> Bonds:
        """Its bonds, ring and chain."""
        return _bonds(self)

    def lowest(self, sector: Hashable) -> Energy:
        if self.shape == "complete":
            return multiplets.lowest(self.N, self.J, self.J_xy, m_of(sector))
        special = self.special()
        if special:
            return special.lowest(sector)
        if self._ferromagnet():
            return Energy(-self.J * rational(self.N if self.shape == "ring" else self.N - 1))
        return block_lowest(self.bonds(), (self._up(sector),))

    def degeneracy(self, sector: Hashable) -> int | None:
        if self.shape == "complete":
            return multiplets.degeneracy(self.N, self.J_xy, m_of(sector))
        special = self.special()
        return special.degeneracy(sector) if special else block_degeneracy(self.bonds(), (self._up(sector),))

    def hull(self) -> Sequence[Hashable] | None:
        if self.shape == "complete":
            return multiplets.hull(self.N, self.J, self.J_xy, self.sectors())
        special = self.special()
        return special.hull() if special else None

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        if self.shape == "complete":
            return multiplets.levels(self.N, self.J, self.J_xy, m_of(sector))
        special = self.special()
        return special.levels(sector) if special else block_levels(self.bonds(), (self._up(sector),))

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension: the ring of one is the constant -2 J_xy - J."""
        alone = self.shape == "ring" and self.N == 1
        return Energy(-self.J - rational(2) * self.J_xy) if alone else Energy(), ZERO

    def _ferromagnet(self) -> bool:
        """Whether it is J = J_xy > 0, up to turned axes: a bond -J s.s' is at least -J, and all are -J in the largest multiplet."""
        strength = self.J_xy if argument_sign(self.J_xy, "`J_xy`") > 0 else -self.J_xy
        return self.N > 1 and argument_sign(self.J, "`J`") > 0 and bool(is_zero(self.J - strength)) and unfrustrated(self.bonds())


@lru_cache(maxsize=64)
def _bonds(system: XXZ) -> Bonds:
    count = system.N if system.shape == "ring" else system.N - 1
    edges = [(k, (k + 1) % system.N, system.J, system.J_xy) for k in range(count)]
    return collected(system.N, edges, shape=system.shape)
