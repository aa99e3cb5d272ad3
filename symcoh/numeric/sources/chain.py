"""The open Ising chain in balls: sector weights by domain walls, and Xi(h) by the transfer matrix."""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.chain import Chain, chains, favoured_walls
from .taylor import Direction, exponential, matrix_power
from .weight import Weight


def weights(system: Chain, beta: arb, order: int) -> Iterator[Weight]:
    """sum_d g(m, d) y^{|d - d_0|} over the walls, y = e^{-2 beta |J|}; the weights are even in m."""
    size, side = system.N, system.side()
    step = 2 * abs(ball_here(system.J)) if side else arb(0)
    y = (-beta * step).exp()
    known: dict[int, Weight] = {}
    for m in system.sectors():
        if abs(m) not in known:
            known[abs(m)] = _weight(size, abs(m), side, step, y, order)
        yield known.pop(abs(m)) if m > 0 else known[abs(m)]


def _weight(size: int, m: int, side: int, step: arb, y: arb, order: int) -> Weight:
    if side == 0:
        count = arb(sum(chains(size, m, d) for d in range(size)))
        nothing = arb(0) if order else None
        return Weight(value=count, excess=arb(0), first=nothing, second=nothing)
    lowest = favoured_walls(size, m, side < 0)
    minority = (size - m) // 2
    last = 1 if side < 0 else 2 * minority - (m == 0)
    excess = first = second = arb(0)
    factor = y
    away = range(lowest - 1, last - 1, -1) if side < 0 else range(lowest + 1, last + 1)
    for j, walls in enumerate(away if minority else (), 1):
        term = chains(size, m, walls) * factor
        factor = factor * y
        excess += term
        if order:
            first += j * term
            second += j * j * term
    value = excess + chains(size, m, lowest)
    return (
        Weight(value=value, excess=excess, first=step * first, second=step * step * second) if order else Weight(value=value, excess=excess)
    )


def field_sum(system: Chain, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """v^T T^{N-1} v with T = e^{K s s' + h (s + s')/2}, v_s = e^{h s/2}: Taylor coefficients along `direction`."""
    bond = acb(beta * ball_here(system.J))
    half = acb(1) / 2
    spins = (1, -1)
    entries = [[exponential(one * other * bond, half * (one + other), field, direction) for other in spins] for one in spins]
    ends = [exponential(acb(0), half * one, field, direction) for one in spins]
    powers = matrix_power(entries, system.N - 1)
    count = len(ends[0])
    return [
        sum(
            (
                ends[i][a] * powers[b][i, j] * ends[j][n - a - b]
                for i in range(2)
                for j in range(2)
                for a in range(n + 1)
                for b in range(n + 1 - a)
            ),
            acb(0),
        )
        for n in range(count)
    ]


def extent(system: Chain) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return (system.N - 1) * abs(ball_here(system.J)), arb(system.N)
