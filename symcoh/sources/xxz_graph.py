"""Spins on any graph with couplings in the plane and along z: H_I = -sum_edges [J_z sz sz' + J_xy (sx sx' + sy sy')] (Pauli matrices).

Without `omega_k` and `gamma_k` the system is uniform: its sectors are those of M. With them H_B = sum_k (omega_k/2) sz_k + H_I and
B = sum_k gamma_k sz_k, which commute only where gamma_k is the same on sites that in-plane couplings connect; a sector is then a
value of B, numbered by rising value, made of the blocks (`bonds`) that have it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key, lru_cache
from itertools import product
from typing import ClassVar

from flint import arb

from ..arguments import as_whole
from ..errors import InputError, InputTypeError, UndecidedInput, shown
from ..exactnumbers import ZERO, Exact, enclose, exact, is_zero, rational, reduced, same, sign, simpler
from ..exactnumbers.number import total
from .bonds import MOST_SOURCES, Bond, Bonds, Label, collected, components, turns_over
from .eigenvalue import block_levels, check_size, sector_ground
from .energy import Energy
from .reading import by_keyword, exact_list, number_of_sites

MOST_EDGES = 1000

Edge = tuple[int, int, Exact, Exact]
"""Two sites from 1, J_z, J_xy."""


def read_edges(edges: object, size: int) -> tuple[Edge, ...]:
    """A list of edges [site, site, J_z] or [site, site, J_z, J_xy], sites from 1; repeated ones are added later.

    Raises:
        InputError: a site that is not there, an edge from a site to itself, a wrong length.

    >>> read_edges([[1, 2, "1/2"]], 2)
    ((1, 2, exact('1/2'), exact('0')),)
    """
    if isinstance(edges, str) or not isinstance(edges, Sequence):
        raise InputTypeError("`edges`", f"must be a list of edges [site, site, J_z, J_xy], but is {shown(edges)}.")
    if len(edges) > MOST_EDGES:
        raise InputError("`edges`", f"must be at most {MOST_EDGES}, but are {len(edges)}.")
    return tuple(_edge(edge, f"`edges[{place}]`", size) for place, edge in enumerate(edges, 1))


def _edge(edge: object, argument: str, size: int) -> Edge:
    if isinstance(edge, str) or not isinstance(edge, Sequence) or len(edge) not in (3, 4):
        raise InputError(argument, f"must be [site, site, J_z] or [site, site, J_z, J_xy], but is {shown(edge)}.")
    sites = [as_whole(site) for site in edge[:2]]
    for site, given in zip(sites, edge[:2], strict=True):
        if site is None or not 1 <= site <= size:
            raise InputError(argument, f"must join sites from 1 to {size}, but has {shown(given)}.")
    one, two = sites
    assert one is not None and two is not None
    if one == two:
        raise InputError(argument, f"must join two different sites, but joins {one} to itself.")
    return one, two, exact(edge[2], argument), exact(edge[3], argument) if len(edge) == 4 else ZERO


@dataclass(frozen=True, slots=True, init=False)
class XXZGraph:
    """N sources on a graph.

    Args:
        N: number of sources, from 1 to 14; not needed beside omega_k and gamma_k.
        edges: [site, site, J_z] or [site, site, J_z, J_xy], sites from 1; an edge that comes twice counts twice.
        omega_k, gamma_k: fields and couplings to the target, one a site; both or neither.

    Raises:
        InputError: gamma_k differ on sites that in-plane couplings connect; more than 12 sites that they connect without symmetry.

    >>> XXZGraph(N=2, edges=[[1, 2, "-1/4", "1/7"]])
    Graph(N=2, edges=[[1, 2, '-1/4', '1/7']])
    """

    N: int
    edges: tuple[Edge, ...]
    omega_k: tuple[Exact, ...]
    gamma_k: tuple[Exact, ...]

    name: ClassVar[str] = "graph"
    numeric: ClassVar[str] = "symcoh.numeric.sources.xxz_graph"
    bounded: ClassVar[bool] = True

    @by_keyword
    def __init__(self, *, N: object = None, edges: object = (), omega_k: object = None, gamma_k: object = None) -> None:
        object.__setattr__(self, "N", number_of_sites(N, (omega_k, gamma_k), MOST_SOURCES))
        object.__setattr__(self, "edges", read_edges(edges, self.N))
        if (omega_k is None) != (gamma_k is None):
            missing, there = ("omega_k", "gamma_k") if omega_k is None else ("gamma_k", "omega_k")
            raise InputError(f"`{missing}`", f"is required beside `{there}`: give both, one number a site, or neither.")
        for name, values in (("omega_k", omega_k), ("gamma_k", gamma_k)):
            object.__setattr__(self, name, () if values is None else exact_list(values, f"`{name}`", self.N))
        if self.gamma_k:
            self._check_commutes()
        check_size(self.bonds(), "`edges`")

    def __repr__(self) -> str:
        edges = [[one, two, str(along), str(in_plane)] for one, two, along, in_plane in self.edges]
        fields = "" if self.uniform else f", omega_k={list(map(str, self.omega_k))!r}, gamma_k={list(map(str, self.gamma_k))!r}"
        return f"Graph(N={self.N}, edges={edges!r}{fields})"

    def _check_commutes(self) -> None:
        for sites in components(self.bonds()):
            for site in sites[1:]:
                one, two = self.gamma_k[sites[0]], self.gamma_k[site]
                equal = same(one, two)
                if equal is None:
                    rule = f"leaves undecided whether sites {sites[0] + 1} and {site + 1} have the same: write it {simpler(one, two)}."
                    raise UndecidedInput("`gamma_k`", rule)
                if not equal:
                    raise InputError(
                        "`gamma_k`",
                        f"must be the same on sites that J_xy connects, where B does not commute with H_B otherwise, but is "
                        f"{shown(str(one))} at site {sites[0] + 1} and {shown(str(two))} at site {site + 1}.",
                    )

    @property
    def uniform(self) -> bool:
        """Whether gamma and omega_a are the model's."""
        return not self.gamma_k

    def bonds(self) -> Bonds:
        """Its bonds, with the fields of its own."""
        return _bonds(self)

    def blocks(self, sector: Hashable) -> tuple[Label, ...]:
        """The blocks of a sector."""
        return _sectors(self)[1][self.sectors().index(sector)]

    def magnetization(self, label: Label) -> int:
        """M in a block."""
        return 2 * sum(label) - self.N

    def mirrored(self) -> bool:
        """Whether a flip of all sources leaves H_B as it is: without fields of their own."""
        return all(is_zero(omega) is True for omega in self.omega_k)

    def turned(self) -> bool:
        """Whether a flip of some sites leaves H_B as it is and turns B over."""
        if self.uniform:
            return False
        assert self.omega_k is not None and self.gamma_k is not None, "they come together"
        return turns_over(self.N, ((edge[0] - 1, edge[1] - 1) for edge in self.edges), self.omega_k, self.gamma_k)

    def dimension(self) -> int:
        return 1 << self.N

    def sectors(self) -> Sequence[Hashable]:
        return range(-self.N, self.N + 1, 2) if self.uniform else range(len(_sectors(self)[0]))

    def eigenvalue(self, sector: Hashable) -> Exact:
        return _sectors(self)[0][self.sectors().index(sector)]

    def lowest(self, sector: Hashable) -> Energy:
        return sector_ground(self.bonds(), self.blocks(sector)).energy

    def degeneracy(self, sector: Hashable) -> int | None:
        return sector_ground(self.bonds(), self.blocks(sector)).degeneracy

    def hull(self) -> None:
        """Every sector is looked at."""

    def levels(self, sector: Hashable) -> Iterator[tuple[Energy, int]]:
        for label in self.blocks(sector):
            yield from block_levels(self.bonds(), label)

    def traces(self) -> tuple[Energy, Exact]:
        """Tr H_B and Tr B over the dimension."""
        return Energy(), ZERO

    def ground_moment(self, sector: Hashable) -> Exact | None:
        ground = sector_ground(self.bonds(), self.blocks(sector))
        if ground.degeneracy is None:
            return None
        moment = sum(self.magnetization(label) * count for label, count in ground.blocks)
        return rational(moment, ground.degeneracy)


@lru_cache(maxsize=64)
def _bonds(system: XXZGraph) -> Bonds:
    edges: list[Bond] = [(one - 1, two - 1, along, in_plane) for one, two, along, in_plane in system.edges]
    return collected(system.N, edges, [value * rational(1, 2) for value in system.omega_k])


@lru_cache(maxsize=64)
def _sectors(system: XXZGraph) -> tuple[tuple[Exact, ...], tuple[tuple[Label, ...], ...]]:
    """The different eigenvalues of B (of M where the system is uniform) by rising value, and the blocks of each."""
    parts = components(system.bonds())
    found: dict[Exact, list[Label]] = {}
    couplings = [system.gamma_k[sites[0]] if system.gamma_k else rational(1) for sites in parts]
    choices = [
        [reduced(value * rational(2 * up - len(sites))) for up in range(len(sites) + 1)]
        for value, sites in zip(couplings, parts, strict=True)
    ]
    for label in product(*(range(len(values)) for values in choices)):
        value = reduced(total(values[up] for values, up in zip(choices, label, strict=True)))
        found.setdefault(value, []).append(label)
    rising = [value for value, _ in sorted(((value, enclose(value, 64)) for value in found), key=cmp_to_key(_compared))]
    return tuple(rising), tuple(tuple(found[value]) for value in rising)


def _compared(one: tuple[Exact, arb], two: tuple[Exact, arb]) -> int:
    if one[1] < two[1] or one[1] > two[1]:
        return -1 if one[1] < two[1] else 1
    found = sign(one[0] - two[0])
    if not found:
        raise UndecidedInput("`gamma_k`", f"leaves undecided which values of B are equal: write it {simpler(one[0], two[0])}.")
    return found
