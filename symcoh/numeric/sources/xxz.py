"""XXZ systems in balls: sums over multiplets (complete graph), or over the eigenvalues of the sectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flint import arb

from ...exactnumbers.sign import ball_here
from ...sources.xxz import XXZ
from .spectrum import sector_weight
from .weight import Weight, module


def weights(system: XXZ, beta: arb, order: int) -> Iterator[Weight]:
    """One weight a sector; those of m and -m are the same."""
    special = system.special()
    if special:
        yield from module(special).weights(special, beta, order)
        return
    if system.shape == "complete":
        from .multiplets import weights as of_multiplets

        yield from of_multiplets(system, beta, order)
        return
    half = [sector_weight(system.bonds(), ((up,),), beta, order) for up in range(system.N // 2 + 1)]
    yield from half
    yield from (replace(weight) for weight in half[(system.N - 1) // 2 :: -1])


def window(system: XXZ, beta: arb, order: int) -> Any:
    """The weights of the complete graph from the middle of the sectors."""
    from .multiplets import window as of_multiplets

    return of_multiplets(system, beta, order)


def bend(system: XXZ) -> arb:
    """a of `sums.summed_sectors`: the least energy of a sector is (J_xy - J) M^2/2 or, for J_xy < 0, -J M^2/2 + |J_xy| |M|."""
    return ((ball_here(system.J_xy).max(arb(0)) - ball_here(system.J)) / 2).max(arb(0))


def extent(system: XXZ) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|: a bond has the eigenvalues -J, twice, and J +- 2 J_xy."""
    size = system.N
    bonds = size * (size - 1) // 2 if system.shape == "complete" else size if system.shape == "ring" else size - 1
    return bonds * (abs(ball_here(system.J)) + 2 * abs(ball_here(system.J_xy))), arb(size)
