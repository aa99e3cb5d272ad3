"""Independent sources in balls: W_m = C(N, k) and Xi(h) = (2 cosh h)^N."""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from ...sources.independent import Independent
from .taylor import Direction, power, two_cosh
from .weight import Weight


def weights(system: Independent, beta: arb, order: int) -> Iterator[Weight]:
    """One level in every sector: nothing above it."""
    count = 1
    for k in range(system.N + 1):
        nothing = arb(0) if order else None
        yield Weight(value=arb(count), excess=arb(0), first=nothing, second=nothing)
        count = count * (system.N - k) // (k + 1)


def field_sum(system: Independent, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """(2 cosh h)^N: Taylor coefficients along `direction`."""
    return power(two_cosh(field, direction), system.N)


def extent(system: Independent) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|."""
    return arb(0), arb(system.N)
