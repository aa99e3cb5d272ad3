"""The complete graph in balls: one level in every sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb

from ...balls import current_precision, working_precision
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


def bend(system: Complete) -> arb:
    """a of `sums.summed_sectors`: the least energy of a sector is -J M^2/2 and a constant."""
    return (-ball_here(system.J) / 2).max(arb(0))


@dataclass(frozen=True, slots=True)
class Binomials:
    """C(N, k) states of one energy in every sector, from anywhere."""

    size: int
    order: int

    def logarithm(self, k: int) -> arb:
        """log C(N, k)."""
        return arb(self.size + 1).lgamma() - arb(k + 1).lgamma() - arb(self.size - k + 1).lgamma()

    def between(self, first: int, last: int) -> list[Weight]:
        """From C(N, first) on by the ratio of neighbours."""
        with working_precision(current_precision() + 2 * self.size.bit_length() + 16):
            ways, found, nothing = self.logarithm(first).exp(), [], arb(0) if self.order else None
            for k in range(first, last):
                found.append(Weight(value=ways, excess=arb(0), first=nothing, second=nothing))
                ways = ways * (self.size - k) / (k + 1)
        return found


def window(system: Complete, beta: arb, order: int) -> Binomials:
    """The weights from the middle of the sectors."""
    return Binomials(system.N, order)


def extent(system: Complete) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return abs(ball_here(system.J)) * system.N * (system.N + 1) / 2, arb(system.N)
