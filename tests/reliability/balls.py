"""Balls read as four integers, compared with oracle values by plain arithmetic."""

from __future__ import annotations

from typing import Any

from oracles.numbers import MP, precision


def parts(ball: Any) -> tuple[Any, Any]:
    """(midpoint, radius) of an arb or of four integers, as exact floats of the oracles' context."""
    if isinstance(ball, tuple):
        middle, exponent, radius, radius_exponent = ball
    else:
        (middle, exponent), (radius, radius_exponent) = ball.mid().man_exp(), ball.rad().man_exp()
    with precision(max(64, int(middle).bit_length(), int(radius).bit_length())):
        return MP.ldexp(MP.mpf(int(middle)), int(exponent)), MP.ldexp(MP.mpf(int(radius)), int(radius_exponent))


def contains(ball: Any, value: Any, digits: int) -> bool:
    """Whether the ball meets the interval of a value known to `digits` relative digits."""
    middle, radius = parts(ball)
    with precision(MP.prec + 64 + int(3.33 * digits)):
        return bool(abs(middle - value) <= radius * (1 + MP.mpf(2) ** -40) + abs(value) * MP.mpf(10) ** -digits)


def accuracy(ball: Any) -> float:
    """-log2 of the relative radius; infinite for an exact ball."""
    middle, radius = parts(ball)
    if not radius:
        return float("inf")
    with precision(64):
        return float(MP.log(abs(middle) / radius) / MP.ln2) if middle else 0.0
