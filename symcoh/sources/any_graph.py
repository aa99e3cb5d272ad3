"""A graph of sources: Ising bonds alone, or with in-plane couplings."""

from __future__ import annotations

from collections.abc import Sequence

from ..exactnumbers import exact, is_zero
from .graph import IsingGraph
from .reading import by_keyword
from .xxz_graph import XXZGraph


@by_keyword
def Graph(*, N: object = None, edges: object = (), omega_k: object = None, gamma_k: object = None) -> IsingGraph | XXZGraph:
    """The sources of a graph: `XXZGraph` where an edge has an in-plane coupling, else `IsingGraph`.

    Args:
        N: number of sites; not needed beside omega_k and gamma_k.
        edges: [a, b, J_z] or [a, b, J_z, J_xy], sites from 1; edges of one pair add up.
        omega_k: gaps, one a site; with gamma_k.
        gamma_k: couplings to the target, one a site; with omega_k.

    Returns:
        The system, frozen; its sites are numbered from 1.

    >>> type(Graph(N=2, edges=[[1, 2, "1/2", "1/3"]])).__name__
    'XXZGraph'
    """
    rows = edges if isinstance(edges, Sequence) and not isinstance(edges, str) else ()
    mixed = any(
        isinstance(edge, Sequence) and not isinstance(edge, str) and len(edge) == 4 and is_zero(exact(edge[3], "`edges`")) is not True
        for edge in rows
    )
    kind = XXZGraph if mixed else IsingGraph
    return kind(N=N, edges=edges, omega_k=omega_k, gamma_k=gamma_k)
