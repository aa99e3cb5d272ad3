"""What a source system is to the target: `Sources`.

    H = H_A + H_B + A (x) B,     [H_B, B] = 0.

For each eigenvalue b of B the target sees H_A + b A, and the sources enter through W_b(beta) = Tr_{B=b} e^{-beta H_B} alone
(Appendix A of the paper). A *uniform* system has B = gamma M and H_B = (omega_a/2) M + H_I: its sectors are those of M (integers,
the eigenvalue `eigenvalue` in units of gamma), and gamma and omega_a belong to the model. Any other system holds its own fields and
couplings: its `eigenvalue` is b itself and `lowest` an energy of H_B.

A system is a frozen value of exact data. What needs balls stands in the module `numeric` names, with

    weights(system, beta, order) -> Iterator[Weight]       one for each sector, in the order of `sectors()`
    field_sum(system, beta, field) -> acb | acb_series     Xi, where the system has a closed or quick form of it (optional)

(`symcoh.numeric.sources.weight`, `symcoh.numeric.field`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import ClassVar, Protocol

from ..exactnumbers import Exact
from .energy import Energy

MAX_SECTORS = 200_000
"""Most sectors that are summed one by one."""

MOST_LISTED = 20_000
"""Most sectors that are looked at one by one for a ground state; a system of more names the vertices of its hull."""


class Sources(Protocol):
    """One source system; see the module."""

    numeric: ClassVar[str]
    """The module of its balls."""

    bounded: ClassVar[bool]
    """Whether it has finitely many sectors."""

    @property
    def name(self) -> str:
        """Its name in `--sources-model` and in `system = "..."`."""
        ...

    @property
    def uniform(self) -> bool:
        """Whether gamma and omega_a are the model's, and B = gamma M."""
        ...

    @property
    def N(self) -> int:
        """Number of sources."""
        ...

    def dimension(self) -> int | None:
        """Dimension of its Hilbert space; None where infinite."""
        ...

    def sectors(self) -> Sequence[Hashable]:
        """The labels of all sectors, by ascending eigenvalue (a `range` where there are many)."""
        ...

    def eigenvalue(self, sector: Hashable) -> Exact:
        """b of a sector, in units of gamma where the system is uniform."""
        ...

    def lowest(self, sector: Hashable) -> Energy:
        """The least energy in a sector: of H_I where the system is uniform, else of H_B."""
        ...

    def degeneracy(self, sector: Hashable) -> int | None:
        """How many levels of a sector have that energy; None where it is not decided."""
        ...

    def hull(self) -> Sequence[Hashable] | None:
        """Sectors among which are all vertices of the lower convex hull of (eigenvalue, lowest); None: look at every sector."""
        ...

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        """All energies of a sector with their multiplicities (for small systems: the mpmath backend and tests)."""
        ...

    def ground_moment(self, sector: Hashable) -> Exact | None:
        """The mean of M = sum sigma^z_k over the lowest levels of a sector; None where it is not decided."""
        ...
