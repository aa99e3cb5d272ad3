"""Spins on a graph with in-plane couplings in balls: sums over the eigenvalues of the blocks of a sector."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from ...exactnumbers.sign import ball_here
from ...sources.xxz_graph import XXZGraph
from .spectrum import sector_weight
from .weight import Weight


def weights(system: XXZGraph, beta: arb, order: int) -> Iterator[Weight]:
    """One weight a sector; where it does not fix M, the moment of M with it."""
    for sector in system.sectors():
        labels = system.blocks(sector)
        moments = () if system.uniform else tuple(system.magnetization(label) for label in labels)
        yield sector_weight(system.bonds(), labels, beta, order, moments)


def extent(system: XXZGraph) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|, or of |H_B| and |B|: a bond has the eigenvalues -J_z, twice, and J_z +- 2 J_xy."""
    bound = arb(0)
    for _, _, along, in_plane in system.edges:
        bound += abs(ball_here(along)) + 2 * abs(ball_here(in_plane))
    for value in system.omega_k:
        bound += abs(ball_here(value)) / 2
    coupling = sum((abs(ball_here(value)) for value in system.gamma_k), arb(0))
    return bound, arb(system.N) if system.uniform else coupling
