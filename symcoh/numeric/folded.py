"""Z and C in one lean pass over the folded sectors, (29)-(31): the sums that are asked for most.

With u = |m|, b = beta S_u/2 and the factor e^{beta J l(u) + beta |omega_a| u/2} carried from sector to sector,

    Z   = sum_u P_u factor (1 + e^{-beta |omega_a| u}) 2 cosh b,                    (31)
    C Z = 2 |gamma| sum_u P_u factor (1 - e^{-beta |omega_a| u}) (u/S_u) 2 sinh b.    (29)

Every term is positive. One exponential, one square root and about twenty products and quotients a sector.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from .setting import Setting
from .weights import sector_weights

Pulse = Callable[[], None]
PULSE_EVERY = 256

GEOMETRIC_FIELD = 2**-8
"""Fields beta |omega_a| above this lose at most 8 bits where 1 - e^{-x} is taken by subtraction."""


def no_pulse() -> None:
    """The pulse of an evaluation without a time budget."""


def folded_sums(s: Setting, pulse: Pulse = no_pulse) -> tuple[arb, arb]:
    """(Z, C Z), unscaled.

    Args:
        s: the parameters as balls.
        pulse: called now and then; may raise to stop.

    Returns:
        Two balls whose radii are rounding alone, narrow relative to the value: Arb's exponents do not overflow.
    """
    half, field = s.beta / 2, s.beta * s.omega_a
    decay, geometric = (-2 * field).exp(), bool(field > GEOMETRIC_FIELD)
    omega_squared, mixing = s.omega * s.omega, 4 * s.gamma * s.gamma
    factor, step, inner = _factors(s, field)
    down = (-field * s.sources).exp()
    partition, transverse = arb(0), arb(0)
    u = s.sources
    for weight in sector_weights(s.sources, s.y, s.antiferromagnetic):
        if u % (2 * PULSE_EVERY) < 2:
            pulse()
        split = (omega_squared + mixing * (u * u)).sqrt()
        cosine, sine = _twice_hyperbolic(half * split)
        term = weight * factor
        if u:
            gap = 1 - down if geometric else -(-field * u).expm1()
            partition += term * (1 + down) * cosine
            transverse += term * gap * sine * u / split
            factor = factor * step if u < s.sources else inner
            down /= decay
            u -= 2
        else:
            partition += term * cosine
    return partition, 2 * s.gamma * transverse


def _factors(s: Setting, field: arb) -> tuple[arb, arb, arb]:
    """e^{beta J l(u) + beta |omega_a| u/2} at u = N, its ratio from u to u - 2, and its value at u = N - 2."""
    size = s.sources
    bond = s.beta * s.coupling
    top = (bond * s.bonds(size) + field * size / 2).exp()
    step = (-4 * bond - field).exp() if s.antiferromagnetic else (-field).exp()
    inner = (bond * s.bonds(size - 2) + field * (size - 2) / 2).exp() if size > 1 else top
    return top, step, inner


def _twice_hyperbolic(b: arb) -> tuple[arb, arb]:
    """(2 cosh b, 2 sinh b) for b >= 0 to full relative accuracy."""
    if b > 1:
        grown = b.exp()
        shrunk = 1 / grown
        return grown + shrunk, grown - shrunk
    sine, cosine = b.sinh_cosh()
    return 2 * cosine, 2 * sine
