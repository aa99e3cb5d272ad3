"""The complete graph in balls: one level in every sector."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from ...exactnumbers.sign import ball_here
from ...sources.complete import Complete
from .weight import Weight


def weights(system: Complete, beta: arb, order: int) -> Iterator[Weight]:
    """C(N, k), and nothing above it."""
    count = 1
    for k in range(system.N + 1):
        nothing = arb(0) if order else None
        yield Weight(value=arb(count), excess=arb(0), first=nothing, second=nothing)
        count = count * (system.N - k) // (k + 1)


def extent(system: Complete) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return abs(ball_here(system.J)) * system.N * (system.N + 1) / 2, arb(system.N)
