"""The complete XXZ graph in balls: sums over total spin, every sector from the one beside it."""

from __future__ import annotations

from flint import arb

from ...balls import current_precision, working_precision
from ...exactnumbers.sign import argument_sign, ball_here
from ...sources.xxz import XXZ
from .weight import Weight


def weights(system: XXZ, beta: arb, order: int) -> list[Weight]:
    """All sectors by ascending m, in time proportional to N.

    With t = 2 S the energies of S and S + 1 differ by |J_xy| 4 (S + 1) = 2 |J_xy| (t + 2), so

        J_xy < 0    V_t = d_t + e^{-2 beta |J_xy| (t + 2)} V_{t+2}: relative to S = |m|/2,
        J_xy > 0    V_t = V_{t+2} + d_t e^{-beta (E_t - E_N)}:       relative to S = N/2,

    with moments carried along. d_S = C(N, k) (2 S + 1)/(N - k + 1), k = N/2 - S, all terms positive.
    """
    size, side = system.N, argument_sign(system.J_xy, "`J_xy`")
    with working_precision(current_precision() + 2 * size.bit_length() + 8):
        strength = abs(ball_here(system.J_xy))
        start = size % 2
        if side == 0:
            half = _alike(size, order)
        else:
            half = (_above_spin if side < 0 else _below_top)(size, strength, beta, order)
    return half[:0:-1] + half if start == 0 else half[::-1] + half


def _alike(size: int, order: int) -> list[Weight]:
    """J_xy = 0: C(N, k) states of one energy, |m| rising from N % 2."""
    nothing = arb(0) if order else None
    found, ways = [], 1
    for k in range(size // 2 + 1):
        found.append(Weight(value=arb(ways), excess=arb(0), first=nothing, second=nothing))
        ways = ways * (size - k) // (k + 1)
    return found[::-1]


def _counts(size: int) -> list[arb]:
    """d_S for 2 S = N, N - 2, ..., as balls."""
    found, ways = [], arb(1)
    for k in range(size // 2 + 1):
        found.append(ways * (size - 2 * k + 1) / (size - k + 1))
        ways = ways * (size - k) / (k + 1)
    return found


def _above_spin(size: int, strength: arb, beta: arb, order: int) -> list[Weight]:
    """J_xy < 0: |m| = 2 S rising from N % 2."""
    found: list[Weight] = []
    value = first = second = arb(0)
    for k, count in enumerate(_counts(size)):
        step = 2 * strength * (size - 2 * k + 2)
        factor = (-beta * step).exp() if k else arb(0)
        excess = factor * value
        second = factor * (second + 2 * step * first + step * step * value)
        first = factor * (first + step * value)
        value = excess + count
        found.append(Weight(value=value, excess=excess, first=first, second=second) if order else Weight(value=value, excess=excess))
    return found[::-1]


def _below_top(size: int, strength: arb, beta: arb, order: int) -> list[Weight]:
    """J_xy > 0: |m| rising from N % 2, every sector holding those of larger |m|."""
    found: list[Weight] = []
    excess = first = second = arb(0)
    for k, count in enumerate(_counts(size)):
        if k:
            above = 2 * strength * k * (size - k + 1)
            term = count * (-beta * above).exp()
            excess, first, second = excess + term, first + above * term, second + above * above * term
        value = excess + 1
        found.append(Weight(value=value, excess=excess, first=first, second=second) if order else Weight(value=value, excess=excess))
    return found[::-1]
