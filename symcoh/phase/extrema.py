"""Extrema of C(T) to any number of digits: a root of dC/dT between two certain signs, and C there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flint import arb

from ..balls import midpoint, working_precision
from ..decimals import printed_radius
from ..errors import NotCertified
from ..exactnumbers import ONE, Exact
from ..exactnumbers.sign import ball_here
from ..numeric.precision import BITS_PER_DIGIT, GUARD_BITS, Clock, certify
from .curve import Curve, Levelled, Piece
from .levels import PrecisionNeeded

SLOPE = 2
"""The order of the series that give dC/dT and its slope."""

MOST_STEPS = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Extremum:
    """One extremum of C(T): correctly rounded decimals, and upper bounds of their distances from the true values."""

    kind: str
    T: str
    C: str
    T_radius: str
    C_radius: str


def extrema(
    curve: Callable[[], Curve], pieces: Sequence[Piece], digits: int, max_precision: int, clock: Clock, kelvin: Exact
) -> tuple[Extremum, ...]:
    """Every extremum of a certificate in the order of rising T; `curve` makes its curve where there is one."""
    turns = [piece for piece in reversed(pieces) if piece.sign == 0]
    return tuple(extremum(curve(), piece, digits, max_precision, clock, kelvin) for piece in turns)


def extremum(curve: Curve, piece: Piece, digits: int, max_precision: int, clock: Clock, kelvin: Exact = ONE) -> Extremum:
    """The extremum inside a piece of the certificate, T (in units of `kelvin`) and C to `digits` significant digits.

    Raises:
        NotCertified: the digits were not proved within the ceilings.
    """
    at = root_finder(curve, piece, max_precision, clock)
    first = int(digits * BITS_PER_DIGIT) + GUARD_BITS
    found: dict[str, str] = {}
    kind = "maximum" if piece.right > 0 else "minimum"
    asked: list[tuple[str, Callable[[int], arb]]] = [("T", lambda bits: _inverse(at(bits), kelvin, bits))]
    if kind == "minimum" and curve.vanishes_inside(piece):
        found = {"C": "0", "C_radius": "0"}
    else:
        asked.append(("C", lambda bits: curve.coherence(at(bits), bits)))
    for name, ball_at in asked:
        ball, decimal = certify(ball_at, digits, first, max_precision, clock)
        found |= {name: str(decimal), f"{name}_radius": printed_radius(ball, decimal)}
    return Extremum(kind=kind, **found)


def root_finder(curve: Curve, piece: Piece, max_precision: int, clock: Clock) -> Callable[[int], arb]:
    """bits -> a ball of relative radius 2**-bits around the one beta of the piece where dC/dT changes its sign."""

    @lru_cache(maxsize=4)
    def at(bits: int) -> arb:
        precision = bits + 64
        while precision <= max(2 * max_precision, bits + 64):
            clock.bits = precision
            clock.check()
            try:
                levels = curve.levels(precision, SLOPE)
            except PrecisionNeeded:
                levels = None
            with working_precision(precision):
                ball = _bracketed(levels, piece, bits, clock) if levels else None
            if ball is not None:
                return ball
            precision *= 2
        raise NotCertified(f"An extremum of C(T) is not bracketed with {precision // 2} bits: raise --max-precision.")

    return at


def _bracketed(levels: Levelled, piece: Piece, bits: int, clock: Clock) -> arb | None:
    """[t - d, t + d] with the signs of the piece's ends at its ends and d = t 2**-bits, or None where rounding hides them."""
    beta = _approximate_root(levels, piece, bits, clock)
    width = midpoint(beta * arb((1, -bits)))
    for end, wanted in ((midpoint(beta - width), piece.left), (midpoint(beta + width), piece.right)):
        value, _ = levels.slope(levels.sums(end))
        if not (value * wanted > 0 and end >= arb(piece.low) and end <= arb(piece.high)):
            return None
    return arb(beta, width * (1 + arb((1, -20))))


def _approximate_root(levels: Levelled, piece: Piece, bits: int, clock: Clock) -> arb:
    """Newton's steps on e^{a beta} F between shrinking ends; nothing is proved here."""
    assert piece.high is not None, "an extremum has two ends"
    low, high = arb(piece.low), arb(piece.high)
    beta = midpoint((low + high) / 2)
    for _ in range(MOST_STEPS):
        clock.check()
        sums = levels.sums(beta)
        value, rise = levels.slope(sums)
        low, high = (beta, high) if midpoint(value) * piece.left > 0 else (low, beta)
        step = midpoint(value / (rise + levels.tilt(sums) * value))
        following = midpoint(beta - step) if step.is_finite() else beta
        if not (following >= low and following <= high):
            following = midpoint((low + high) / 2)
        close = abs(following - beta) < beta * arb((1, -bits - 2))
        beta = following
        if close:
            break
    return beta


def _inverse(beta: arb, kelvin: Exact, bits: int) -> arb:
    with working_precision(bits + 64):
        return 1 / (beta if kelvin is ONE else beta * ball_here(kelvin))
