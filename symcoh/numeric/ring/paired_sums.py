"""Z and C in one lean pass over the pairs of sectors +-m, (29)-(31): the sums that are asked for most.

With u = |m|, b = beta S_u/2 and the factor e^{beta J l(u) + beta |omega_a| u/2} carried from sector to sector,

    Z   = sum_u P_u factor (1 + e^{-beta |omega_a| u}) 2 cosh b,                    (31)
    C Z = 2 |gamma| sum_u P_u factor (1 - e^{-beta |omega_a| u}) (u/S_u) 2 sinh b.    (29)

Every term is positive. One exponential, one square root and about twenty products and quotients a sector.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import arb

from ...balls import HEAVY, ask_clocks, current_precision
from .sector_window import SectorWindow, transverse_share
from .setting import Setting
from .weights import sector_weights

Checkpoint = Callable[[], None]
MOST_BETWEEN = 512
CHECKPOINT_BITS = 2**18
"""Sectors times bits between two checkpoints, about."""

GEOMETRIC_FIELD = 2**-8
"""Fields beta |omega_a| above this lose at most 8 bits where 1 - e^{-x} is taken by subtraction."""


def no_checkpoint() -> None:
    """The checkpoint of an evaluation without a time budget."""


def checkpoint_every(bits: int) -> int:
    """Sectors between two checkpoints: fewer where each takes longer.

    >>> checkpoint_every(200), checkpoint_every(2**20)
    (512, 1)
    """
    return max(1, min(MOST_BETWEEN, CHECKPOINT_BITS // bits))


def paired_sums(s: Setting, kept: SectorWindow | None = None, checkpoint: Checkpoint = no_checkpoint) -> tuple[arb, arb]:
    """(Z, C Z), unscaled.

    Args:
        s: the parameters as balls.
        kept: the sectors to sum, None for all; the bound of the others enters both radii.
        checkpoint: called now and then; may raise to stop.

    Returns:
        Two balls, narrow relative to the value: Arb's exponents do not overflow.
    """
    partition = transverse = arb(0)
    for first, last in ((0, s.sources // 2),) if kept is None else kept.segments:
        more = _segment(s, first, last, checkpoint)
        partition, transverse = partition + more[0], transverse + more[1]
    transverse = s.slope * transverse
    if kept is None or kept.tail.is_zero():
        return partition, transverse
    rest = kept.tail * (-s.beta * s.reference_energy()).exp()
    return partition + arb(0, rest.abs_upper()), transverse + arb(0, transverse_share(s, rest).abs_upper())


def _segment(s: Setting, first: int, last: int, checkpoint: Checkpoint) -> tuple[arb, arb]:
    """The two sums over k = first..last, the second in units of beta |gamma|; b = beta S_u/2 is carried instead of S_u."""
    field = s.beta * s.omega_a
    target, mixing = s.strength * s.strength, s.slope * s.slope
    geometric, step = bool(field > GEOMETRIC_FIELD), _step(s, field)
    u = s.sources - 2 * first
    growth, factor, down = _exponential(2 * field), _factor(s, u), _exponential(-field * u)
    partition, transverse = arb(0), arb(0)
    heavy, every = current_precision() > HEAVY, 2 * checkpoint_every(current_precision())
    for weight in sector_weights(s.sources, s.y, s.antiferromagnetic, first, last):
        if heavy:
            ask_clocks()
        elif u % every < 2:
            checkpoint()
        b = (target + mixing * (u * u)).sqrt()
        if b > 1:
            grown = b.exp()
            shrunk = 1 / grown
            cosine, sine = grown + shrunk, grown - shrunk
        else:
            sine, cosine = b.sinh_cosh()
            sine, cosine = 2 * sine, 2 * cosine
        term = weight * factor
        if u:
            mirror = term * down
            if heavy:
                ask_clocks()
            across = term - mirror if geometric else -term * (-field * u).expm1()
            partition += (term + mirror) * cosine
            transverse += across * sine * u / b
            factor = factor * step if u < s.sources else _factor(s, u - 2)
            down = down * growth
            u -= 2
        else:
            partition += term * cosine
    return partition, transverse


def _exponential(exponent: arb) -> arb:
    """e^x, where the clock would let it begin."""
    ask_clocks()
    return exponent.exp()


def _factor(s: Setting, u: int) -> arb:
    """e^{beta J l(u) + beta |omega_a| u/2}."""
    return _exponential(s.beta * (s.coupling * s.bonds(u) + s.omega_a * u / 2))


def _step(s: Setting, field: arb) -> arb:
    """The ratio of that factor from u < N to u - 2."""
    return _exponential(-4 * s.bond - field if s.antiferromagnetic else -field)
