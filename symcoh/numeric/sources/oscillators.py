"""Oscillators in balls: sectors without end, and what the sectors beyond some n add up to at most."""

from __future__ import annotations

from collections.abc import Iterator

from flint import acb, arb

from ...exactnumbers.sign import ball_here
from ...sources.oscillators import Oscillators
from .taylor import COEFFICIENTS, Direction
from .weight import Weight


def weights(system: Oscillators, beta: arb, order: int) -> Iterator[Weight]:
    """C(n + N - 1, N - 1) for n = 0, 1, 2, ..., without end."""
    count, n = 1, 0
    while True:
        nothing = arb(0) if order else None
        yield Weight(value=arb(count), excess=arb(0), first=nothing, second=nothing)
        n += 1
        count = count * (n + system.N - 1) // n


def field_sum(system: Oscillators, beta: arb, field: acb, direction: Direction) -> list[acb]:
    """(1 - q)^{-N} with q = e^{h - beta Omega}, where Re h < beta Omega; not finite elsewhere. Taylor coefficients along `direction`.

    With x = h - beta Omega, u = q/(1 - q): along "field" the first is N u, along "beta" N u x and (N u x^2/2) (1 + (N + 1) u).
    """
    exponent = field - beta * ball_here(system.Omega)
    if not exponent.real < 0:
        return [acb("nan")] * COEFFICIENTS[direction]
    q = exponent.exp()
    rest = 1 - q
    value = (1 / rest) ** system.N
    if direction == "value":
        return [value]
    u = q / rest * system.N
    if direction == "field":
        return [value, value * u]
    return [value, value * u * exponent, value * u * exponent * exponent / 2 * (1 + (system.N + 1) * q / rest)]


def tail(system: Oscillators, beta: arb, first: int, slope: arb) -> arb:
    """An upper bound of sum_{n >= first} C(n + N - 1, N - 1) (1 + n)^2 e^{-(beta Omega - slope) n}.

    Theorem. With q = e^{-(beta Omega - slope)} < 1 the ratio of neighbouring terms, q (n + N)/(n + 1) ((n + 2)/(n + 1))^2, falls
    with n; so where it is r < 1 at n = first, the sum is at most its first term over 1 - r.

    Returns:
        The bound; infinite where the ratio is not below 1.

    >>> from symcoh.exactnumbers import exact
    >>> bool(tail(Oscillators(N=1, Omega=1), arb(1), 200, arb(0)) < 1e-80)
    True
    """
    exponent = slope - beta * ball_here(system.Omega)
    ratio = exponent.exp() * (first + system.N) / (first + 1) * (arb(first + 2) / (first + 1)) ** 2
    if not ratio < 1:
        return arb("inf")
    size = arb(first + system.N).lgamma() - arb(first + 1).lgamma() - arb(system.N).lgamma()
    return ((size + exponent * first).exp() * arb(first + 1) ** 2 / (1 - ratio)).abs_upper()


def extent(system: Oscillators) -> tuple[arb, arb]:
    """Sizes that set the precision to begin with: of one quantum each."""
    return system.N * abs(ball_here(system.Omega)), arb(system.N)
