"""Independent sources in balls: W_m = C(N, k) and Xi(h) = (2 cosh h)^N."""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.independent import Independent
from . import table
from .taylor import COEFFICIENTS, Direction, power, product, two_cosh
from .weight import Weight


def weights(system: Independent, beta: arb, order: int) -> Iterator[Weight]:
    """One level in every sector, nothing above it; all configurations where each site has its own numbers."""
    if not system.uniform:
        yield from table.weights(system, beta, order)
        return
    count = 1
    for k in range(system.N + 1):
        nothing = arb(0) if order else None
        yield Weight(value=arb(count), excess=arb(0), first=nothing, second=nothing)
        count = count * (system.N - k) // (k + 1)


def field_sum(system: Independent, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """(2 cosh h)^N, or prod 2 cosh beta (gamma_k s - omega_k/2) at the complex s: Taylor coefficients along `direction`."""
    if system.omega_k is None or system.gamma_k is None:
        return power(two_cosh(field, direction), system.N)
    found = [acb(1)] + [acb(0)] * (COEFFICIENTS[direction] - 1)
    for omega, gamma in zip(system.omega_k, system.gamma_k, strict=True):
        own = beta * (acb(ball_here(gamma)) * field - ball_here(omega) / 2)
        found = product(found, _site(own, direction))
    return found


def _site(exponent: acb, direction: Direction) -> list[acb]:
    """2 cosh x; along "field" x + eps, along "beta" x (1 + eps)."""
    up = exponent.exp()
    down = 1 / up
    if direction == "value":
        return [up + down]
    if direction == "field":
        return [up + down, up - down]
    return [up + down, exponent * (up - down), exponent * exponent * (up + down) / 2]


def extent(system: Independent) -> tuple[arb, arb]:
    """Bounds of |H_I| and |M|, or of |H_B| and |B|."""
    if system.omega_k is None or system.gamma_k is None:
        return arb(0), arb(system.N)
    fields = sum((abs(ball_here(omega)) / 2 for omega in system.omega_k), arb(0))
    return fields, sum((abs(ball_here(gamma)) for gamma in system.gamma_k), arb(0))
