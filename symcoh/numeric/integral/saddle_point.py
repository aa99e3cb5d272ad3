"""Where a strong kernel lets the integrand of Z live, and how large Z is at least: what errors are measured in."""

from __future__ import annotations

from flint import arb

from ...balls import certainly_less, midpoint
from .bounds import STRONG, Ground
from .ring_sums import Ring, delicate_pair, larger_root, power_sum

ROUNDS = 16

DELICATE = 2**-6
"""Below this ratio of D to P at s = 1 the integral is taken in pairs, which keeps the relative accuracy of C."""


def partition_bound(ring: Ring[arb], strength: arb, s: arb) -> arb:
    """A lower bound of Z, scaled: Z >= e^{a sqrt(1 - s^2)} L(h_0 + c s) for every s in [0, 1].

    Proof: Z = Sum_m W_m e^{h_0 m} 2 cosh sqrt(a^2 + c^2 m^2) with W_m >= 0, and by Cauchy and Schwarz
    sqrt(a^2 + c^2 m^2) >= a sqrt(1 - s^2) + c m s; 2 cosh x >= e^y for every y <= x.

    Args:
        ring: the scaled ring.
        strength: a = beta omega/2.
        s: any point of [0, 1]; the bound is 0 elsewhere.

    >>> from symcoh.numeric.integral.ring_sums import scaled_ring
    >>> ring, _ = scaled_ring(1, 0, arb(0), arb(0), arb(0))
    >>> bool(partition_bound(ring, arb(2), arb(0)) <= 2 * arb(2).cosh())
    True
    """
    if not (s >= 0 and s <= 1):
        return arb(0)
    return (strength * (1 - s * s).nonnegative_part().sqrt()).exp() * power_sum(ring, ring.field + ring.slope * s)


def ground_of(ring: Ring[arb], strength: arb, goal: int) -> Ground:
    """What the plan for one ring is measured in, at the low precision in force."""
    total, difference = delicate_pair(ring, arb(1))
    if strength > STRONG:
        total, difference = heuristic_sizes(ring, strength)
    return Ground(
        ring=ring,
        strength=strength,
        excess=arb(1),
        widen=arb(0),
        paired=not difference > DELICATE * total,
        total=total,
        difference=difference,
        goal=goal,
        turn=arb(0),
    )


def heuristic_sizes(ring: Ring[arb], strength: arb) -> tuple[arb, arb]:
    """A lower bound of Z by `partition_bound`, and about what C Z is: the mean of s D/P is near its value at the saddle."""
    size, s = arb(0), arb(1)
    for start in (arb(1), arb(0)):
        saddle = _heuristic_saddle(ring, strength, start)
        bound = partition_bound(ring, strength, saddle)
        if certainly_less(size, bound):
            size, s = bound, saddle
    width = 1 / (1 + strength).sqrt()
    total, difference = delicate_pair(ring, width if certainly_less(s, width) else s)
    return size, size * max(s, width, key=float) * difference / total


def _heuristic_saddle(ring: Ring[arb], strength: arb, s: arb) -> arb:
    """A fixed point of s = y/sqrt(a^2 + y^2), y = c N m(h_0 + c s), where a sqrt(1 - s^2) + log L(h_0 + c s) is stationary."""
    for _ in range(ROUNDS):
        sine, cosine = (ring.field + ring.slope * s).sinh_cosh()
        y = ring.slope * ring.sources * ring.u * sine / larger_root(ring, sine, cosine)[1]
        step = midpoint(y / (strength * strength + y * y).sqrt())
        if abs(float(step - s)) * float(strength.sqrt()) < 0.5:
            return step
        s = step
    return s
