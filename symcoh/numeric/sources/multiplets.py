"""The complete XXZ graph in balls: sums over total spin, every sector from the one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from ...balls import current_precision, working_precision
from ...exactnumbers.sign import argument_sign, ball_here
from ...sources.xxz import XXZ
from .complete import Binomials
from .weight import Weight


def weights(system: XXZ, beta: arb, order: int) -> list[Weight]:
    """All sectors by ascending m, in time proportional to N.

    With t = 2 S the energies of S and S + 1 differ by |J_xy| 4 (S + 1) = 2 |J_xy| (t + 2), so

        J_xy < 0    V_t = d_t + e^{-2 beta |J_xy| (t + 2)} V_{t+2}: relative to S = |m|/2,
        J_xy > 0    V_t = V_{t+2} + d_t e^{-beta (E_t - E_N)}:       relative to S = N/2,

    with moments carried along. d_S = C(N, k) (2 S + 1)/(N - k + 1), k = N/2 - S, all terms positive.
    """
    half = _half(system, beta, order)
    return half[:0:-1] + half if system.N % 2 == 0 else half[::-1] + half


def _half(system: XXZ, beta: arb, order: int) -> list[Weight]:
    """The weights by |m| rising from N % 2."""
    size, side = system.N, argument_sign(system.J_xy, "`J_xy`")
    with working_precision(current_precision() + 2 * size.bit_length() + 8):
        if side == 0:
            return _alike(size, order)
        return (_above_spin if side < 0 else _below_top)(size, abs(ball_here(system.J_xy)), beta, order)


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


@dataclass(frozen=True, slots=True)
class Listed:
    """All weights, worked out once; |m| = 2 |k - N/2|."""

    size: int
    half: Sequence[Weight]
    counted: bool

    def _weight(self, k: int) -> Weight:
        return self.half[(abs(2 * k - self.size) - self.size % 2) // 2]

    def logarithm(self, k: int) -> arb:
        """For J_xy > 0 the weight itself, a sum over all S >= |m|/2; else log C(N, k), not below it and at most N + 1 times d_{|m|/2}."""
        if self.counted:
            return arb(self.size + 1).lgamma() - arb(k + 1).lgamma() - arb(self.size - k + 1).lgamma()
        return self._weight(k).value.log()

    def between(self, first: int, last: int) -> list[Weight]:
        """The weights of k = first, ..., last - 1."""
        return [self._weight(k) for k in range(first, last)]


def window(system: XXZ, beta: arb, order: int) -> Listed | Binomials:
    """The weights from the middle of the sectors."""
    side = argument_sign(system.J_xy, "`J_xy`")
    return Listed(system.N, _half(system, beta, order), side < 0) if side else Binomials(system.N, order)
