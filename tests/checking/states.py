"""Every configuration of a small ring, as data and as sums in symbols: (28) over (24), nothing assumed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import factorial
from typing import Any

from sympy import Integer, Symbol, cosh, exp, ring, sinh

from oracles.mpmath_cases import configurations

from .symbols import J, K, beta, gamma, omega, omega_a, splitting


def numerator_weight(m: int) -> Any:
    """(2 gamma m/S_m) 2 sinh(beta S_m/2)."""
    return 4 * gamma * m / splitting(m) * sinh(beta * splitting(m) / 2) if m else Integer(0)


def denominator_weight(m: int) -> Any:
    """2 cosh(beta S_m/2)."""
    return 2 * cosh(beta * splitting(m) / 2)


def exact(N: int) -> Any:
    """C of a ring of N as a quotient of sums over its states, for gamma, omega_a > 0; paired in m and -m."""
    upper, lower = Integer(0), Integer(0)
    for m, bonds, count in sorted(configurations(N)):
        if m >= 0:
            weight = count * exp(beta * J * bonds)
            upper += weight * 2 * sinh(beta * omega_a * m / 2) * numerator_weight(m)
            lower += weight * (2 * cosh(beta * omega_a * m / 2) if m else 1) * denominator_weight(m)
    return upper / lower


def quotient_terms(upper: list[Any], lower: list[Any], last: int) -> list[Any]:
    """Coefficients of the power series upper/lower through `last`."""
    found: list[Any] = []
    for p in range(last + 1):
        rest = upper[p] if p < len(upper) else Integer(0)
        rest -= sum((found[k] * lower[p - k] for k in range(p) if p - k < len(lower)), Integer(0))
        found.append(rest / lower[0])
    return found


def grouped(N: int, place: Callable[[int, int], int], factor: Callable[[int, int], Any], last: int) -> list[Any]:
    """Coefficients of C where the state (m, bonds), m along the field, carries v**place times factor."""
    upper: list[Any] = [Integer(0)] * (last + 1)
    lower: list[Any] = [Integer(0)] * (last + 1)
    for m, bonds, count in sorted(configurations(N)):
        p = place(m, bonds)
        if p <= last:
            upper[p] += count * factor(m, bonds) * numerator_weight(m)
            lower[p] += count * factor(m, bonds) * denominator_weight(m)
    return quotient_terms(upper, lower, last)


def in_strong_bonds(N: int, sign: int, last: int) -> list[Any]:
    """Coefficients in exp(-4 beta J) as J -> oo (sign 1) or exp(4 beta J) as J -> -oo (sign -1)."""
    best = max(sign * bonds for _, bonds, _ in configurations(N))
    return grouped(N, lambda m, b: (best - sign * b) // 4, lambda m, b: exp(beta * omega_a * m / 2), last)


def in_large_gap(N: int, last: int) -> list[Any]:
    """Coefficients in exp(-beta omega_a) as omega_a -> oo; the weights relative to the aligned state."""
    return grouped(N, lambda m, b: (N - m) // 2, lambda m, b: exp(beta * J * (b - N)), last)


def moments(N: int, field: bool) -> Callable[[int], Any]:
    """p -> <m**p> over the states' weights with gamma = 0 (and omega_a = 0 unless `field`)."""
    weights = [(m, count * exp(beta * J * b + (beta * omega_a * m / 2 if field else 0))) for m, b, count in sorted(configurations(N))]
    total = sum((w for _, w in weights), Integer(0))
    return lambda p: sum((m**p * w for m, w in weights), Integer(0)) / total


def in_weak_coupling(N: int) -> dict[int, Any]:
    """The coefficients of gamma and gamma**3, from S_m**2 = omega**2 + 4 gamma**2 m**2."""
    mean = moments(N, True)
    f0, g0 = 2 * sinh(beta * omega / 2) / omega, 2 * cosh(beta * omega / 2)
    f1 = beta * cosh(beta * omega / 2) / (2 * omega**2) - sinh(beta * omega / 2) / omega**3
    g1 = beta * sinh(beta * omega / 2) / (2 * omega)
    return {1: 2 * f0 / g0 * mean(1), 3: 8 * f1 / g0 * mean(3) - 8 * f0 * g1 / g0**2 * mean(1) * mean(2)}


def in_small_gap(N: int) -> dict[int, Any]:
    """The coefficients of omega_a and omega_a**3."""
    parts = [Integer(0)] * 4
    for m, b, count in sorted(configurations(N)):
        w = count * exp(beta * J * b)
        parts[0] += w * denominator_weight(m)
        parts[1] += w * beta * m / 2 * numerator_weight(m)
        parts[2] += w * (beta * m / 2) ** 2 / 2 * denominator_weight(m)
        parts[3] += w * (beta * m / 2) ** 3 / 6 * numerator_weight(m)
    one = parts[1] / parts[0]
    return {1: one, 3: parts[3] / parts[0] - one * parts[2] / parts[0]}


@lru_cache
def in_beta(N: int, last: int, held: bool) -> dict[int, Any]:
    """The coefficients of beta**p, p <= last, at fixed J, or at fixed K = beta J (then over powers of exp(K))."""
    names = ring("omega,omega_a,gamma,J,E", "QQ")[0]
    w, a, g, j, e = names.gens
    low = min(b for _, b, _ in configurations(N))
    upper, lower = [names.zero] * (last + 1), [names.zero] * (last + 1)
    for m, b, count in configurations(N):
        slope = a * m / 2 + (names.zero if held else j * b)
        weight = count * (e ** (b - low) if held else names.one)
        square = w**2 / 4 + g**2 * m**2
        for p in range(last + 1):
            for k in range(p // 2 + 1):
                boltzmann = (slope ** (p - 2 * k) if p > 2 * k else names.one) * square**k * weight / factorial(p - 2 * k)
                lower[p] += boltzmann / factorial(2 * k)
                if p < last:
                    upper[p + 1] += boltzmann * g * m / factorial(2 * k + 1)
    symbols = [omega, omega_a, gamma, J, Symbol("E", positive=True)]
    series = quotient_terms([p.as_expr(*symbols) for p in upper], [p.as_expr(*symbols) for p in lower], last)
    if held:
        return {p: c.subs(symbols[4], exp(K)) for p, c in enumerate(series) if c != 0}
    expanded = {p: c.expand() for p, c in enumerate(series)}
    return {p: c for p, c in expanded.items() if c != 0}
