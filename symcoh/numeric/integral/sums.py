"""The moments of one setting: plain, with two derivatives in beta, or with one in the field of the sources."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import arb, arb_series

from ...balls import exponent_of, working_precision
from ..ring.paired_sums import Checkpoint
from ..ring.setting import Setting
from .bounds import Ground, widened_in_beta, widened_in_field
from .endpoint import expanded, heuristic_expansion
from .kernel import kernel, kernel_in_beta
from .moments import Moments, completed, largest_x, moments
from .plan import Plan, make_plan
from .ring_sums import Ring, scaled_ring, smaller_share
from .saddle_point import ground_of

BOUND_BITS = 48
"""Bits the bounds carry beyond those that the size of the exponents takes."""

SLACK_BITS = 4
LEAST_GOAL = 16


class TooManyNodes(Exception):
    """The integral is no way to this value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """lambda_+(h*) = root e^bond, the N-th power of which every sum is measured in."""

    root: arb
    bond: arb


def scale(p: Setting) -> Scale:
    """The scale at the precision in force."""
    return Scale(root=_plain_ring(p)[1], bond=p.bond if p.sources == 1 else abs(p.bond))


def plain_moments(p: Setting, bits: int, with_longitudinal: bool, checkpoint: Checkpoint) -> Moments[arb]:
    """Z, C Z and with it |z| Z.

    Args:
        p: the parameters, at the precision in force.
        bits: that precision.
        with_longitudinal: whether |z| Z is wanted.
        checkpoint: called now and then; may raise to stop.

    Raises:
        TooManyNodes: the integral takes too many.
    """
    exponents = _exponent_bits(p)
    goal = _goal(bits, exponents)
    with working_precision(BOUND_BITS + exponents):
        ground = _ground(p, goal)
        expansion = heuristic_expansion(ground)
        plan = None if expansion is not None else feasible_plan(ground, checkpoint)
        share = smaller_share(ground.ring)
    ring, _ = _plain_ring(p)
    if share < arb((1, -goal)):
        ring = replace(ring, rest=arb(1, share))
    if plan is None:
        assert expansion is not None
        return completed(ring, expanded(ring, p.strength, expansion, goal, with_longitudinal, checkpoint), paired=False)
    strength, end = p.strength, largest_x(plan)
    second = kernel(0, strength, end) if with_longitudinal else None
    return moments(ring, kernel(1, strength, end), second, plan, arb(1), checkpoint)


def inverse_temperature_moments(p: Setting, bits: int, checkpoint: Checkpoint) -> Moments[arb_series]:
    """The moments at beta (1 + eps) to second order in eps, all parameters fixed."""
    exponents = _exponent_bits(p)
    with working_precision(BOUND_BITS + exponents):
        widened, spread = widened_in_beta(_ground(p, _goal(bits, exponents)), p.bond)
        plan = feasible_plan(widened, checkpoint)

    def proportional(x: arb) -> arb_series:
        return arb_series([x, x, 0], prec=3)

    ring, _ = scaled_ring(p.sources, p.coupling_side, proportional(p.bond), proportional(p.field), proportional(p.slope))
    return moments(ring, kernel_in_beta(p.strength, largest_x(plan)), None, plan, spread, checkpoint)


def field_moments(p: Setting, bits: int, checkpoint: Checkpoint) -> Moments[arb_series]:
    """The moments at h_0 + eps to first order in eps."""
    exponents = _exponent_bits(p)
    with working_precision(BOUND_BITS + exponents):
        widened, spread = widened_in_field(_ground(p, _goal(bits, exponents)))
        plan = feasible_plan(widened, checkpoint)

    def fixed(x: arb) -> arb_series:
        return arb_series([x, 0], prec=2)

    ring, _ = scaled_ring(p.sources, p.coupling_side, fixed(p.bond), arb_series([p.field, 1], prec=2), fixed(p.slope))
    k = kernel(1, p.strength, largest_x(plan))
    return moments(ring, lambda x: fixed(k(x)), None, plan, spread, checkpoint)


def feasible_plan(ground: Ground, checkpoint: Checkpoint) -> Plan:
    """The plan of a rule.

    Raises:
        TooManyNodes: it takes too many.
    """
    plan = make_plan(ground, checkpoint)
    if plan is None:
        raise TooManyNodes
    return plan


def _ground(p: Setting, goal: int) -> Ground:
    return ground_of(_plain_ring(p)[0], p.strength, goal)


def _plain_ring(p: Setting) -> tuple[Ring[arb], arb]:
    return scaled_ring(p.sources, p.coupling_side, p.bond, p.field, p.slope)


def _exponent_bits(p: Setting) -> int:
    """Bits that the N-th power of lambda_+ loses, and the kernel."""
    largest = p.sources * (p.field + p.slope + abs(p.bond) + 1) + 2 * p.strength
    return max(0, exponent_of(largest))


def _goal(bits: int, exponents: int) -> int:
    """Bits of relative accuracy that rounding leaves, and that truncation should meet."""
    return max(LEAST_GOAL, bits - exponents - SLACK_BITS)
