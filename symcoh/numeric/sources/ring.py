"""The Ising ring in balls, as any source system: sector weights by up-domains, and Xi(h) by the transfer matrix.

The ring has routes of its own (`symcoh.numeric.ring`, `symcoh.numeric.integral`), which are quicker; these serve targets and
baths that those do not know.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.ring.counting import weight_coefficients
from ...sources.ring.system import Ring
from .taylor import Direction, exponential, matrix_power
from .weight import Weight


def weights(system: Ring, beta: arb, order: int) -> Iterator[Weight]:
    """sum_j g_j y^j over the domains, y = e^{-4 beta |J|}; the weights are even in m."""
    side = system.side()
    step = 4 * abs(ball_here(system.J)) if side else arb(0)
    y = (-beta * step).exp()
    known: dict[int, Weight] = {}
    for m in system.sectors():
        if abs(m) not in known:
            known[abs(m)] = _weight(weight_coefficients(system.N, abs(m), side < 0), side, step, y, order)
        yield known.pop(abs(m)) if m > 0 else known[abs(m)]


def _weight(counts: list[int], side: int, step: arb, y: arb, order: int) -> Weight:
    if side == 0:
        nothing = arb(0) if order else None
        return Weight(value=arb(sum(counts)), excess=arb(0), first=nothing, second=nothing)
    excess = first = second = arb(0)
    factor = y
    for j, count in enumerate(counts[1:], 1):
        term = count * factor
        factor = factor * y
        excess += term
        if order:
            first += j * term
            second += j * j * term
    value = excess + counts[0]
    return (
        Weight(value=value, excess=excess, first=step * first, second=step * step * second) if order else Weight(value=value, excess=excess)
    )


def field_sum(system: Ring, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """Tr T^N with T = e^{K s s' + h (s + s')/2}: Taylor coefficients along `direction`."""
    bond, half = acb(beta * ball_here(system.J)), acb(1) / 2
    entries = [[exponential(one * other * bond, half * (one + other), field, direction) for other in (1, -1)] for one in (1, -1)]
    return [found[0, 0] + found[1, 1] for found in matrix_power(entries, system.N)]


def extent(system: Ring) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return system.N * abs(ball_here(system.J)), arb(system.N)
