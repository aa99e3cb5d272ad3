"""Z, C Z and the mass of the second kernel, from the planned rules.

Z = L(h_0 + c) + L(h_0 - c) + int k L,   C Z = L(h_0 + c) - L(h_0 - c) + int s k L,   |z| Z = int l L.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic

from flint import arb

from ...balls import current_precision
from .bounds import Errors, Panel
from .plan import Plan
from .ring_sums import Ring, delicate_pair, power_sum
from .rule import legendre_node
from .taylor import Value, inexact

PULSE_EVERY = 64

Sums = tuple[Value, Value, Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments(Generic[Value]):
    """Z, C Z, Z - C Z and |z| Z over the scale of the ring; `longitudinal` is 0 where it was not asked for."""

    partition: Value
    transverse: Value
    deficit: Value
    longitudinal: Value


def moments(
    ring: Ring[Value],
    kernel: Callable[[arb], Value],
    second: Callable[[arb], Value] | None,
    plan: Plan,
    spread: arb,
    checkpoint: Callable[[], None],
) -> Moments[Value]:
    """The sums of one plan at the precision in force.

    Args:
        ring: the scaled ring.
        kernel: k as a function of 1 - s^2, or its Taylor coefficients.
        second: l likewise, or None where |z| Z is not asked for.
        plan: rules and bounds.
        spread: the radius eta of the circle on which the bounds hold: the j-th Taylor coefficient is off by at most
            bound/eta^j, by Cauchy's estimate, because what a rule leaves out is linear in the integrand.
        checkpoint: called now and then; may raise to stop.
    """
    return completed(ring, _with_errors(_sums(ring, kernel, second, plan, checkpoint), plan.errors, spread), plan.paired)


def completed(ring: Ring[Value], sums: Sums[Value], paired: bool) -> Moments[Value]:
    """The integrals of k, t k (or s k if paired) and l, with the parts at the ends."""
    mass, first, longitudinal = sums
    if paired:
        total, difference = delicate_pair(ring, arb(1))
        partition, transverse = total + mass, difference + first
        return Moments(partition=partition, transverse=transverse, deficit=partition - transverse, longitudinal=longitudinal)
    far = power_sum(ring, ring.field - ring.slope)
    partition, deficit = power_sum(ring, ring.field + ring.slope) + far + mass, 2 * far + first
    return Moments(partition=partition, transverse=partition - deficit, deficit=deficit, longitudinal=longitudinal)


def nodes(panel: Panel, checkpoint: Callable[[], None]) -> Iterator[tuple[arb, arb]]:
    """(t, weight) of one panel; of the symmetric rule the nodes s > 0 alone, which is half of it."""
    bits = current_precision()
    for index in range(panel.size // 2):
        if index % PULSE_EVERY == 0:
            checkpoint()
        node, weight = legendre_node(panel.size, index, bits)
        if panel.symmetric:
            yield 1 - node, weight
        else:
            shift, weight = panel.half * node, panel.half * weight
            yield panel.middle + shift, weight
            yield panel.middle - shift, weight


def _sums(
    ring: Ring[Value], kernel: Callable[[arb], Value], second: Callable[[arb], Value] | None, plan: Plan, checkpoint: Callable[[], None]
) -> Sums[Value]:
    mass = first = longitudinal = 0 * ring.u
    top = ring.field + ring.slope
    for panel in plan.panels:
        for t, weight in nodes(panel, checkpoint):
            x = t * (2 - t)
            if plan.paired:
                total, difference = delicate_pair(ring, 1 - t)
                density = weight * kernel(x)
                mass += density * total
                first += (1 - t) * density * difference
            else:
                total = power_sum(ring, top - ring.slope * t)
                share = weight * kernel(x) * total
                mass += share
                first += t * share
            if second is not None:
                longitudinal += weight * second(x) * total
    return mass, first, longitudinal


def _with_errors(sums: Sums[Value], errors: Errors, spread: arb) -> Sums[Value]:
    mass, first, longitudinal = sums
    return inexact(mass, errors.mass, spread), inexact(first, errors.first, spread), inexact(longitudinal, errors.longitudinal, spread)


def largest_x(plan: Plan) -> arb:
    """The largest 1 - s^2 on the panels."""
    last = max((panel.middle + panel.half for panel in plan.panels), key=float, default=arb(0))
    return arb(1) if not last < 1 else last * (2 - last)
