"""The star in balls: at most two levels in a sector."""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb

from symcoh.exactnumbers.sign import ball_here
from symcoh.numeric.sources.weight import Weight

from .star import Star


def weights(system: Star, beta: arb, order: int) -> Iterator[Weight]:
    """sum q e^{-beta (E - lowest)} and its moments, sector by sector; what is above the lowest level by itself."""
    for sector in system.sectors():
        (low, count), *higher = system.rows(sector)
        excess = first = second = arb(0)
        for energy, many in higher:
            rise = ball_here(energy - low)
            term = many * (-beta * rise).exp()
            excess, first, second = excess + term, first + rise * term, second + rise * rise * term
        moments = {"first": first, "second": second} if order else {}
        yield Weight(value=count + excess, excess=excess, **moments)


def extent(system: Star) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return abs(ball_here(system.J)) * system.N, arb(system.N)
