"""The bare arithmetic of a sum over sectors: one exp, one square root and ten products of balls for every sector kept."""

from __future__ import annotations

import time

from baselines import Case
from flint import arb

from symcoh import Model
from symcoh.balls import working_precision
from symcoh.exactnumbers import exact
from symcoh.numeric.precision import digit_bits
from symcoh.numeric.ring.setting import setting
from symcoh.numeric.ring.window import MAX_KEPT, relative_to_ground, window


def sectors_kept(case: Case, route: str | None) -> int | None:
    """Sectors that `evaluate` sums on its way to C, or None where its route sums none."""
    if route == "sum":
        return case.N // 2 + 1
    if route != "window":
        return None
    model = Model(N=case.N, omega=case.omega, omega_a=case.omega_a, gamma=case.gamma, J=case.J)
    beta = exact(case.beta)
    bits = digit_bits(model, "coherence", beta, case.digits)
    with working_precision(bits + 2 * case.N.bit_length()):
        s = setting(model, beta)
        kept = window(s, bits, relative_to_ground(s, "coherence"), MAX_KEPT)
    return None if kept is None else kept.count


def bare_sum(sectors: int) -> arb:
    """Not a physical value."""
    total, factor = arb(0), arb(7) / 10
    for u in range(sectors):
        product = (factor * u).exp() * (1 + factor * u).sqrt()
        for _ in range(9):
            product = product * factor
        total += product
    return total


def floor_seconds(sectors: int, bits: int, turns: int) -> float:
    """The best processor time of the bare sum."""
    best = float("inf")
    with working_precision(bits):
        for _ in range(turns):
            start = time.process_time()
            bare_sum(sectors)
            best = min(best, time.process_time() - start)
    return best
