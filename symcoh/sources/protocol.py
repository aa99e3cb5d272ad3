"""What a source system is to the target: `Sources`, and what it may say besides: `Extras`.

    H = H_A + H_B + A (x) B,     [H_B, B] = 0.

For each eigenvalue b of B the target sees H_A + b A, and the sources enter through W_b(beta) = Tr_{B=b} e^{-beta H_B} alone
(Appendix A of the paper). A uniform system has B = gamma M and H_B = (omega_a/2) M + H_I: its sectors are those of M (integers,
the eigenvalue `eigenvalue` in units of gamma), and gamma and omega_a belong to the model. Any other system holds its own fields and
couplings: its `eigenvalue` is b itself and `lowest` an energy of H_B.

A system is a frozen value of exact data. What needs balls stands in a second file: `numeric` is its dotted path, of our own systems
`symcoh.numeric.sources.NAME`. It has

    weights(system, beta, order) -> Iterator[Weight]                 one for each sector, in the order of `sectors()`
    extent(system) -> (arb, arb)                                     bounds of |H_I| and |M|, or of |H_B| and |B|
    field_sum(system, beta, field, direction) -> list[acb]           Xi, where the system has a closed or quick form of it (optional)
    tail(system, beta, first, slope) -> arb                          of a system without end alone: see `bounded`
    window(system, beta, order) -> Window                            weights from the middle of very many sectors (optional, with `bend`)
    bend(system) -> arb                                              a >= 0 for which lowest(M) - a M^2 is concave (optional)

With order 0 `weights` is asked for values alone; it may give `first` and `second` then too, which nobody reads. `field_sum` gives the
Taylor coefficients (`symcoh.numeric.sources.taylor`) of Tr e^{-beta H_I + h M} at the complex h = `field`, or, of a system that is not
uniform, of Tr e^{-beta H_B + beta s B} at s = `field`; it must be entire, without a branch cut. `window` and `bend` are for uniform
systems of the sectors M = -N, -N + 2, ..., N: proofs of what is left out rest on them, `symcoh.numeric.sums.summed_sectors` says how.
The shortest example is `symcoh.numeric.sources.independent`; of a system that lists its levels (`symcoh.sources.table.Tabled`)
`symcoh.numeric.sources.table` is the whole file.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

from ..exactnumbers import Exact
from .energy import Energy

if TYPE_CHECKING:
    from .table import Table

MAX_SECTORS = 200_000
"""Most sectors that are summed one by one."""

MOST_LISTED = 20_000
"""Most sectors that are looked at one by one for a ground state; a system of more names the vertices of its hull."""


class Sources(Protocol):
    """One source system; see the module."""

    numeric: ClassVar[str]
    """The dotted path of the module of its balls."""

    bounded: ClassVar[bool]
    """Whether it has finitely many sectors.

    One without end has the sectors n = 0, 1, 2, ... with b = n (in units of gamma), the least energies n lowest(1) and the hull (0,), and
    beside its balls a bound `tail` of what the sectors from some n on add up to: `oscillators` is the example.
    """

    @property
    def name(self) -> str:
        """Its name in `--sources-model` and in `system = "..."`."""
        ...

    @property
    def uniform(self) -> bool:
        """Whether gamma and omega_a are the model's, and B = gamma M with whole numbers M."""
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
        """Sectors among which are all vertices of the lower convex hull of (eigenvalue, lowest); None: look at every sector.

        It is asked for where the sectors are more than `MOST_LISTED`; others than the vertices may be among them.
        """
        ...

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        """All energies of a sector with their multiplicities (for small systems: the mpmath backend and tests)."""
        ...

    def ground_moment(self, sector: Hashable) -> Exact | None:
        """The mean of M = sum sigma^z_k over the lowest levels of a sector; None where it is not decided."""
        ...


class Extras(Protocol):
    """What a system may have besides. Where it has not, nothing is assumed of it: what rests on the member is not done."""

    states: int
    """How many states one source has, where `dimension()` is a power of it: the entropy at beta = 0 of 131,072 sources and more."""

    J: Exact
    """A coupling of sigma^z, which `Model.J` and the columns `coupling` show; 0 without."""

    gamma_k: Sequence[Exact]
    """Couplings of a system that is not uniform, B = sum gamma_k sigma^z_k: what is exactly zero where all of them are."""

    no_field: bool
    """Whether the model's omega_a may be left out, and is 0 then."""

    def mirrored(self) -> bool:
        """Whether a flip of all sources (M to -M, B to -B) leaves H_I as it is, or H_B of a system that is not uniform: exact zeros."""
        ...

    def turned(self) -> bool:
        """Whether a flip of some sources leaves H_B of a system that is not uniform as it is, and turns B over: exact zeros too."""
        ...

    def few(self) -> bool:
        """Whether its sectors and their least energies may be asked for one by one; True without: `MAX_SECTORS` is the limit then."""
        ...

    def lists_levels(self) -> bool:
        """Whether `levels` may be asked for; True without."""
        ...

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_I and Tr M over the dimension, or Tr H_B and Tr B: means at beta = 0, from `levels` without."""
        ...

    def listed(self) -> Table:
        """All levels, each with its M: <M> by the mpmath backend where a sector of a system that is not uniform does not fix it."""
        ...

    def check_coupling(self, gamma: Exact) -> None:
        """Refuse a gamma of the model with which there is no thermal state."""
        ...


MEMBERS = (*Sources.__annotations__, *(name for name in vars(Sources) if not name.startswith("_")))
"""What every source system has."""


def missing(system: object) -> str | None:
    """The first member of `Sources` that a value does not have; None for a source system.

    >>> from symcoh.sources import Chain
    >>> missing(Chain(N=2)), missing("ring")
    (None, 'numeric')
    """
    return next((name for name in MEMBERS if not hasattr(system, name)), None)
