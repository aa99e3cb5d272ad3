"""Extrema of C(T) to any number of digits: a root of dC/dT between two certain signs, and C there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flint import arb

from ..balls import midpoint, working_precision
from ..decimals import printed_radius
from ..errors import NotCertified
from ..ground import ground_manifold
from ..model import Model
from ..numeric.precision import BITS_PER_DIGIT, GUARD_BITS, Clock, certify
from ..numeric.ring.paired_sums import folded_sums
from ..numeric.ring.setting import setting
from .levels import Levels, PrecisionNeeded, enclosed_levels, positive_model
from .shape import Piece
from .taylor import boltzmann_sums, slope

MOST_STEPS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Extremum:
    """One extremum of C(T): correctly rounded decimals, and upper bounds of their distances from the true values."""

    kind: str
    T: str
    C: str
    T_radius: str
    C_radius: str


def extremum(model: Model, piece: Piece, digits: int, max_precision: int, clock: Clock) -> Extremum:
    """The extremum inside a piece of the certificate, T and C to `digits` significant digits.

    Raises:
        NotCertified: the digits were not proved within the ceilings.
    """
    at = root_finder(model, piece, max_precision, clock)
    first = int(digits * BITS_PER_DIGIT) + GUARD_BITS
    found: dict[str, str] = {}
    for name, ball_at in (("T", lambda bits: _inverse(at(bits), bits)), ("C", lambda bits: coherence_on(model, at(bits), bits))):
        ball, decimal = certify(ball_at, digits, first, max_precision, clock)
        found |= {name: str(decimal), f"{name}_radius": printed_radius(ball, decimal)}
    return Extremum(kind="maximum" if piece.right > 0 else "minimum", **found)


def root_finder(model: Model, piece: Piece, max_precision: int, clock: Clock) -> Callable[[int], arb]:
    """bits -> a ball of relative radius 2**-bits around the one beta of the piece where dC/dT changes its sign."""
    positive = positive_model(model)
    manifold = ground_manifold(positive, max_precision)

    @lru_cache(maxsize=4)
    def at(bits: int) -> arb:
        precision = bits + 64
        while precision <= max(2 * max_precision, bits + 64):
            clock.bits = precision
            clock.check()
            try:
                levels = enclosed_levels(positive, manifold, precision, 2)
            except PrecisionNeeded:
                levels = None
            with working_precision(precision):
                ball = _bracketed(levels, piece, bits, clock) if levels else None
            if ball is not None:
                return ball
            precision *= 2
        raise NotCertified(f"An extremum of C(T) is not bracketed with {precision // 2} bits: raise --max-precision.")

    return at


def _bracketed(levels: Levels, piece: Piece, bits: int, clock: Clock) -> arb | None:
    """[t - d, t + d] with the signs of the piece's ends at its ends and d = t 2**-bits, or None where rounding hides them."""
    beta = _approximate_root(levels, piece, bits, clock)
    width = midpoint(beta * arb((1, -bits)))
    for end, wanted in ((midpoint(beta - width), piece.left), (midpoint(beta + width), piece.right)):
        value, _ = slope(boltzmann_sums(levels, end))
        if not (value * wanted > 0 and end >= arb(piece.low) and end <= arb(piece.high)):
            return None
    return arb(beta, width * (1 + arb((1, -20))))


def _approximate_root(levels: Levels, piece: Piece, bits: int, clock: Clock) -> arb:
    """Newton's steps on e^{a beta} F between shrinking ends; nothing is proved here."""
    assert piece.high is not None, "an extremum has two ends"
    low, high = arb(piece.low), arb(piece.high)
    beta = midpoint((low + high) / 2)
    for _ in range(MOST_STEPS):
        clock.check()
        sums = boltzmann_sums(levels, beta)
        value, rise = slope(sums)
        low, high = (beta, high) if midpoint(value) * piece.left > 0 else (low, beta)
        tilt = -sums.weight[1] / sums.weight[0] - sums.size[1] / sums.size[0]
        step = midpoint(value / (rise + tilt * value))
        following = midpoint(beta - step) if step.is_finite() else beta
        if not (following >= low and following <= high):
            following = midpoint((low + high) / 2)
        close = abs(following - beta) < beta * arb((1, -bits - 2))
        beta = following
        if close:
            break
    return beta


def coherence_on(model: Model, beta: arb, bits: int) -> arb:
    """C (29) on a narrow ball of inverse temperatures: a sum of positive terms over another."""
    with working_precision(bits + 64):
        s = setting(model, beta, with_ground=False)
        partition, transverse = folded_sums(s)
        return transverse / partition


def _inverse(beta: arb, bits: int) -> arb:
    with working_precision(bits + 64):
        return 1 / beta
