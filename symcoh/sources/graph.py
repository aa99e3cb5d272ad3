"""Ising sources on any graph: H_I = -sum_e J_e sigma_a sigma_b, with one field for all sites or one each.

With `omega_k` and `gamma_k` the system holds its own H_B = sum_k (omega_k/2) sigma_k + H_I and B = sum_k gamma_k sigma_k; its
sectors are the values of B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ..arguments import whole
from ..errors import InputError, InputTypeError, NotCertified, shown
from ..exactnumbers import ZERO, Exact, exact, is_zero, rational, reduced
from .bonds import turns_over
from .energy import Energy
from .listing import Bond, Level, energy_of, listed_levels
from .reading import by_keyword, number_of_sites, size_told
from .sites import FEW_SITES, Sites, read_sites, sites_text
from .table import Table, table

MOST_SITES = 10_000
FEW_UNIFORM = 24
"""Up to here levels are listed where all sites share their numbers."""

Edge = tuple[int, int, Exact]


@dataclass(frozen=True, slots=True, init=False)
class IsingGraph(Sites):
    """Sources bonded along the edges of a graph.

    Args:
        N: number of sites; not needed beside omega_k and gamma_k.
        edges: [a, b, J] with sites from 1; edges of one pair add up.
        omega_k: gaps, one a site; with gamma_k.
        gamma_k: couplings to the target, one a site; with omega_k.

    >>> IsingGraph(N=3, edges=[[1, 2, "-1/4"], [2, 3, "1/5"]]).uniform
    True
    """

    N: int
    edges: tuple[Edge, ...]
    omega_k: tuple[Exact, ...] | None
    gamma_k: tuple[Exact, ...] | None

    name: ClassVar[str] = "graph"
    numeric: ClassVar[str] = "symcoh.numeric.sources.graph"

    @by_keyword
    def __init__(self, *, N: object = None, edges: object = (), omega_k: object = None, gamma_k: object = None) -> None:
        object.__setattr__(self, "N", number_of_sites(N, (omega_k, gamma_k), MOST_SITES))
        object.__setattr__(self, "edges", read_edges(edges, self.N))
        read_sites(self, omega_k, gamma_k)

    def __repr__(self) -> str:
        edges = [[a, b, str(J)] for a, b, J in self.edges]
        return f"Graph(N={self.N}, edges={edges!r}{sites_text(self)})"

    def lists_levels(self) -> bool:
        """Whether its levels are listed; of more sites the weights alone are known."""
        return (FEW_UNIFORM if self.uniform else FEW_SITES) >= self.N

    def turned(self) -> bool:
        """Whether a flip of some sites leaves H_B as it is and turns B over."""
        if self.uniform:
            return False
        assert self.omega_k is not None and self.gamma_k is not None, "they come together"
        return turns_over(self.N, ((edge[0] - 1, edge[1] - 1) for edge in self.edges), self.omega_k, self.gamma_k)

    def listed(self) -> Table:
        if not self.lists_levels():
            raise NotCertified(f"The levels of {self.N} sites are not listed: ask at a temperature above 0, with the arb backend.")
        return _listed(self)


def read_edges(edges: object, size: int) -> tuple[Edge, ...]:
    """Edges [a, b, J] or [a, b, J, J_xy] with J_xy = 0, sites from 1.

    Raises:
        InputError: a site that is not there, an edge to itself, an in-plane coupling.

    >>> read_edges([[1, 1, "1/2"]], 3)
    Traceback (most recent call last):
    symcoh.errors.InputError: `edges` must join two different sites, but edge 1 joins 1 to itself.
    """
    if isinstance(edges, str) or not isinstance(edges, Sequence):
        raise InputTypeError("`edges`", f"must be a list of edges [a, b, J], but is {shown(edges)}.")
    found = []
    for place, edge in enumerate(edges, 1):
        if isinstance(edge, str) or not isinstance(edge, Sequence) or len(edge) not in (3, 4):
            raise InputError("`edges`", f"must be rows [a, b, J], but edge {place} {size_told(edge)}.")
        a, b = (whole(site, f"`edges[{place}]`", 1, size) for site in edge[:2])
        if a == b:
            raise InputError("`edges`", f"must join two different sites, but edge {place} joins {a} to itself.")
        if len(edge) == 4 and is_zero(exact(edge[3], f"`edges[{place}]`")) is not True:
            raise InputError("`edges`", f"must have no in-plane coupling here, but edge {place} has one.")
        found.append((a, b, exact(edge[2], f"`edges[{place}]`")))
    return tuple(found)


@lru_cache(maxsize=64)
def _listed(system: IsingGraph) -> Table:
    if system.uniform:
        couplings = list(dict.fromkeys(J for _, _, J in system.edges))
        bonds = [Bond(a - 1, b - 1, couplings.index(J)) for a, b, J in system.edges]
        found = listed_levels((-1, 1), system.N, bonds, len(couplings))
        return table([(m, rational(m), [(energy_of(n, couplings), q, m) for n, q in counts.items()]) for m, counts in found.items()])
    assert system.omega_k is not None and system.gamma_k is not None
    return configurations(system.N, system.edges, system.omega_k, system.gamma_k)


def configurations(size: int, edges: Sequence[Edge], omegas: Sequence[Exact], gammas: Sequence[Exact]) -> Table:
    """All 2^N configurations, grouped by B."""
    before: list[list[tuple[int, Exact]]] = [[] for _ in range(size)]
    for a, b, J in edges:
        before[max(a, b) - 1].append((min(a, b) - 1, J))
    rows: list[tuple[tuple[int, ...], Exact, Exact]] = [((), ZERO, ZERO)]
    for site in range(size):
        half = omegas[site] * rational(1, 2)
        grown = []
        for spins, value, energy in rows:
            pull = half
            for other, J in before[site]:
                pull = pull - J if spins[other] > 0 else pull + J
            grown.append(((*spins, 1), value + gammas[site], energy + pull))
            grown.append(((*spins, -1), value - gammas[site], energy - pull))
        rows = grown
    groups: dict[Exact, list[Level]] = {}
    for spins, value, energy in rows:
        groups.setdefault(reduced(value), []).append((Energy(energy), 1, sum(spins)))
    return table([(place, value, levels) for place, (value, levels) in enumerate(groups.items())])
