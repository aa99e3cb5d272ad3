"""Sources without end: how many sectors are summed, and what the others add up to at most."""

from __future__ import annotations

from math import log

from flint import arb

from ...balls import current_precision, working_precision
from ...errors import InputError
from ...exactnumbers.sign import ball_here
from ...sources.energy import energy_ball
from ..formulas import length
from ..sources.weight import module
from .problem import Problem

MOST_TERMS = 400_000
"""Most sectors that are summed of a source without end."""


def _sizes(prepared: Problem) -> tuple[arb, arb, arb]:
    """(|H_A|, its lower level, |gamma| |A|) as bounds of the target's share of an energy, for one bath."""
    if len(prepared.baths) > 1:
        raise InputError("`sources`", "without end are summed as a single bath: take finitely many levels of them.")
    middle, half = energy_ball(prepared.own.scalar), length([energy_ball(part) for part in prepared.own.vector])
    coupling = prepared.couplings[0]
    pull = abs(energy_ball(coupling.scalar)) + length([energy_ball(part) for part in coupling.vector])
    return abs(middle) + half, middle - half, pull * abs(ball_here(prepared.baths[0].gamma))


def last_sector(prepared: Problem, beta: arb) -> int:
    """So many sectors that the others are below the working precision, about; the bound of the others is `left_out`.

    Raises:
        InputError: the target's coupling outweighs the sources, which have no thermal state then.
    """
    bath = prepared.baths[0]
    bits = current_precision()
    with working_precision(64):
        own, _, pull = _sizes(prepared)
        gap = beta * (abs(energy_ball(bath.sources.lowest(1))) - pull)
        if not gap > 0:
            raise InputError("`gamma`", "with this coupling outweighs the sources, which have no thermal state then: make it smaller.")
        size = 4 * (1 + own + pull).log() + bath.sources.N * arb(bath.sources.N + 1).log()
        nats = bits * log(2) + 64 + float(size.mid())
        steps = (arb(nats) / gap).mid()
        return int(min(float(steps), MOST_TERMS) * 1.1) + 16


def too_long(prepared: Problem, beta: arb) -> bool:
    """Whether sources without end take so many sectors that the integral is quicker."""
    return not all(bath.sources.bounded for bath in prepared.baths) and last_sector(prepared, beta) > MOST_TERMS // 20


def left_out(prepared: Problem, beta: arb, energy: arb, first: int) -> arb:
    """An upper bound of what the sectors n >= first add to any sum of `state`, in units of e^{-beta E_0}.

    Theorem. In the sector n the levels of K_n lie within pull n of those of H_A, so a level is at least Omega n + bottom - pull n with the
    lower level bottom of H_A, and its energy above E_0 at most (1 + n) c with c = Omega + pull + 2 own + |E_0|. All terms of all sums are
    at most 4 W_n e^{-beta (Omega n + bottom - pull n - E_0)} (1 + (1 + n) c)^2, and 1 + (1 + n) c <= (1 + n) (1 + c).
    """
    bath = prepared.baths[0]
    own, bottom, pull = _sizes(prepared)
    scale = abs(energy_ball(bath.sources.lowest(1))) + pull + 2 * own + abs(energy)
    rest: arb = module(bath.sources).tail(bath.sources, beta, first, beta * pull)
    bound = 4 * rest * (beta * (energy - bottom)).exp() * (1 + scale) ** 2 * (1 + pull)
    return bound.abs_upper() if bound.is_finite() else arb("inf")
