"""Curves C(T): which model, which equation, on which temperatures, from certified values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb

from ..balls import midpoint, working_precision
from ..certified import CertifiedNumber
from ..curves import curve
from ..decimals import round_ball
from ..exactnumbers import ONE, Exact, enclose, exact, rational, sign
from ..model import Model
from ..numeric.ring.limits import limit_ball
from .scales import BITS
from .style import SOLID, WIDTH, Dash

DIGITS = 17
"""A double holds no more."""

COHERENCE = "29"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One curve: C of (29), or a limit of `symcoh.numeric.ring.limits`, of `model`.

    Args:
        label: for the legend, with mathematics between dollar signs.
        model: exact parameters.
        color: as matplotlib reads it.
        dash: line style.
        width: in points.
        equation: "29", or the number of a limit.
        meaning: what is drawn, in words, for the metadata of the file.
        name: head of its column in a file of numbers; the meaning where it is left out.
    """

    label: str
    model: Model
    color: str
    dash: Dash = SOLID
    width: float = WIDTH
    equation: str = COHERENCE
    meaning: str = "C (29)"
    name: str | None = None


def values(model: Model, quantity: str, temperatures: Sequence[Exact], digits: int = DIGITS) -> tuple[CertifiedNumber, ...]:
    """A quantity of one model at many temperatures, every digit proved.

    >>> [str(v) for v in values(Model(N=1, omega="4/5", omega_a=1, gamma="3/10"), "coherence", [exact("0")], 3)]
    ['0.600']
    """
    return curve(model, quantity, T=temperatures, digits=digits)


def points(line: Line, temperatures: Sequence[Exact]) -> list[tuple[Exact, arb]]:
    """(T, ball around the value) along a line; limits are drawn at T > 0 only."""
    if line.equation == COHERENCE:
        found = values(line.model, "coherence", temperatures)
        return [(temperature, value.to_arb()) for temperature, value in zip(temperatures, found, strict=True)]
    positive = [temperature for temperature in temperatures if sign(temperature) == 1]
    return [(temperature, limit_ball(line.equation, line.model, ONE / temperature, BITS)) for temperature in positive]


def coordinates(found: Sequence[tuple[Exact, arb]], scale: Callable[[arb], float]) -> tuple[list[float], list[float]]:
    """Both coordinates of the points of a line, each put through `scale`."""
    return [scale(enclose(temperature, BITS)) for temperature, _ in found], [scale(value) for _, value in found]


def from_zero(high: str, count: int = 160) -> tuple[Exact, ...]:
    """0 = T_0 < … < T_count = high with T_k proportional to k^2: close together where C(T) turns fastest.

    >>> [str(T) for T in from_zero("2", 2)]
    ['0', '1/2', '2']
    """
    end = exact(high)
    return tuple(end * rational(k * k, count * count) for k in range(count)) + (end,)


def geometric(low: Exact, high: Exact, count: int, digits: int = 6) -> tuple[Exact, ...]:
    """`count` >= 2 points evenly spaced in the logarithm, the inner ones rounded to `digits` digits.

    >>> [str(x) for x in geometric(exact("1"), exact("1e6"), 4)]
    ['1', '100.000', '10000.0', '1e6']
    """
    with working_precision(BITS):
        start, end = enclose(low, BITS).log(), enclose(high, BITS).log()
        inner = [round_ball(midpoint(((start * (count - 1 - k) + end * k) / (count - 1)).exp()), digits) for k in range(1, count - 1)]
    return (low, *(exact(str(point)) for point in inner), high)
