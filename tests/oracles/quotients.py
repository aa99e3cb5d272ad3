"""Power series of C from all 2^N configurations and 2x2 matrix exponentials: the oracle of the expansions.

Numerator Tr(σ^x e^{-βH}) and denominator Tr e^{-βH} are collected power by power in the small quantity, with the
bond sums and magnetizations of `states.levels`, and divided by long division in 60-digit arithmetic. Nothing is
assumed about degeneracies, weights, radicals or signs.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import mpmath
from sympy import Dummy, Expr, Sum, lambdify

from .states import levels

DIGITS = 60
Series = list[Any]


def number(value: Any) -> Any:
    """A rational as an mpf at the precision in force."""
    q = Fraction(value)
    return mpmath.mpf(q.numerator) / q.denominator


@cache
def target_traces(m: int, omega: Any, gamma: Any, beta: Any) -> tuple[Any, Any]:
    """Tr(σ^x e^{-βh}) and Tr e^{-βh} of h = (ω/2) σ^z + γ m σ^x, to `DIGITS` digits."""
    h = mpmath.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]])
    rho = mpmath.expm(-beta * h)
    return rho[0, 1] + rho[1, 0], rho[0, 0] + rho[1, 1]


def divided(numerator: Series, denominator: Series) -> Series:
    """Long division of two power series of one length."""
    rest, found = list(numerator), []
    for j in range(len(rest)):
        c = rest[j] / denominator[0]
        found.append(c)
        for i in range(len(rest) - j):
            rest[i + j] -= c * denominator[i]
    return found


def in_coupling(N: int, length: int, *, falling: bool, **at: Any) -> Series:
    """Coefficients of C in e^{-4βJ} (J -> oo), or in e^{4βJ} (J -> -oo) where `falling`."""
    with mpmath.workdps(DIGITS):
        omega, omega_a, gamma, beta = (number(at[name]) for name in ("omega", "omega_a", "gamma", "beta"))
        domains = {bond: (N - bond) // 4 for _, bond, _ in levels(N)}
        most = max(domains.values())
        sums: tuple[Series, Series] = ([mpmath.mpf(0)] * length, [mpmath.mpf(0)] * length)
        for m, bond, count in levels(N):
            power = most - domains[bond] if falling else domains[bond]
            if power < length:
                for total, trace in zip(sums, target_traces(m, omega, gamma, beta), strict=True):
                    total[power] += count * mpmath.exp(-beta * omega_a * m / 2) * trace
        return divided(*sums)


def in_gap(N: int, length: int, **at: Any) -> Series:
    """Coefficients of C in e^{-βω_a}."""
    with mpmath.workdps(DIGITS):
        omega, gamma, J, beta = (number(at[name]) for name in ("omega", "gamma", "J", "beta"))
        sums: tuple[Series, Series] = ([mpmath.mpf(0)] * length, [mpmath.mpf(0)] * length)
        for m, bond, count in levels(N):
            power = (N + m) // 2
            if power < length:
                for total, trace in zip(sums, target_traces(m, omega, gamma, beta), strict=True):
                    total[power] += count * mpmath.exp(beta * J * bond) * trace
        return divided(*sums)


def in_gamma(N: int, length: int, **at: Any) -> Series:
    """Coefficients of C in γ, from e^{-β(A + γB)} = Σ_k (-β)^k (A + γB)^k/k! with matrices of power series."""
    with mpmath.workdps(DIGITS):
        omega, omega_a, J, beta = (number(at[name]) for name in ("omega", "omega_a", "J", "beta"))
        sums: tuple[Series, Series] = ([mpmath.mpf(0)] * length, [mpmath.mpf(0)] * length)
        for m, bond, count in levels(N):
            factor = count * mpmath.exp(-beta * (omega_a * m / 2 - J * bond))
            for total, trace in zip(sums, _traces_in_gamma(m, omega, beta, length), strict=True):
                for j in range(length):
                    total[j] += factor * trace[j]
        return divided(*sums)


def in_small_gap(N: int, length: int, **at: Any) -> Series:
    """Coefficients of C in ω_a, from e^{-βω_a m/2} power by power."""
    with mpmath.workdps(DIGITS):
        omega, gamma, J, beta = (number(at[name]) for name in ("omega", "gamma", "J", "beta"))
        sums: tuple[Series, Series] = ([mpmath.mpf(0)] * length, [mpmath.mpf(0)] * length)
        for m, bond, count in levels(N):
            factor = count * mpmath.exp(beta * J * bond)
            for total, trace in zip(sums, target_traces(m, omega, gamma, beta), strict=True):
                for p in range(length):
                    total[p] += factor * trace * (-beta * m / 2) ** p / mpmath.factorial(p)
        return divided(*sums)


@cache
def _traces_in_gamma(m: int, omega: Any, beta: Any, length: int) -> tuple[Series, Series]:
    """The traces of `target_traces` power by power in γ; the exponential series is summed to 120 terms."""
    zero = mpmath.matrix(2, 2)
    term = [mpmath.eye(2)] + [zero.copy() for _ in range(length - 1)]
    total = [t.copy() for t in term]
    A = -beta * mpmath.matrix([[omega / 2, 0], [0, -omega / 2]])
    B = -beta * mpmath.matrix([[0, m], [m, 0]])
    for k in range(1, 120):
        term = [(term[j] * A + (term[j - 1] * B if j else zero)) / k for j in range(length)]
        total = [t + s for t, s in zip(total, term, strict=True)]
    return [t[0, 1] + t[1, 0] for t in total], [t[0, 0] + t[1, 1] for t in total]


def coherence(N: int, digits: int, **at: Any) -> Any:
    """C itself, to be called with more digits than cancel."""
    with mpmath.workdps(digits):
        omega, omega_a, gamma, J, beta = (number(at[name]) for name in ("omega", "omega_a", "gamma", "J", "beta"))
        x, z = mpmath.mpf(0), mpmath.mpf(0)
        for m, bond, count in levels(N):
            factor = count * mpmath.exp(-beta * (omega_a * m / 2 - J * bond))
            values, vectors = mpmath.eigsy(mpmath.matrix([[omega / 2, gamma * m], [gamma * m, -omega / 2]]))
            for i in range(2):
                weight = factor * mpmath.exp(-beta * values[i])
                x += weight * 2 * vectors[0, i] * vectors[1, i]
                z += weight
        return x / z


def evaluated(expression: Expr, N: int, **at: Any) -> Any:
    """A coefficient at rational parameters; every Sum over k = 1, ..., N-1 is added up term by term, never by nsum."""
    with mpmath.workdps(DIGITS):
        sums = {s: Dummy() for s in expression.atoms(Sum)}
        values = {name: number(value) for name, value in at.items()} | {"N": N}
        parts = {}
        for s, dummy in sums.items():
            (k, low, high) = s.limits[0]
            assert low == 1 and str(high) == "N - 1"
            parts[dummy] = mpmath.fsum(_value(s.function, values | {k.name: i}, {}) for i in range(1, N))
        return +_value(expression.xreplace(sums), values, parts)


def _value(expression: Expr, values: dict[str, Any], parts: dict[Any, Any]) -> Any:
    symbols, function = _compiled(expression)
    return function(*(parts[s] if s in parts else values[s.name] for s in symbols))


@cache
def _compiled(expression: Expr) -> tuple[list[Any], Any]:
    """The symbols of an expression and its mpmath function: compiling costs far more than a call."""
    symbols = sorted(expression.free_symbols, key=str)
    return symbols, lambdify(symbols, expression, "mpmath")


def near(left: Any, right: Any, digits: int = 45) -> bool:
    """Equal to so many digits, relatively, or absolutely where both are that small."""
    with mpmath.workdps(DIGITS):
        return bool(abs(left - right) <= mpmath.mpf(10) ** -digits * max(abs(left), abs(right), mpmath.mpf(10) ** -5))
