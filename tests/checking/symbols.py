"""Symbols of the questions: omega, omega_a, gamma, beta stand for positive numbers, J and K for real ones of either sign."""

from __future__ import annotations

from typing import Any

from sympy import Symbol, exp, sinh, sqrt

N: Any = Symbol("N", positive=True, integer=True)
omega: Any = Symbol("omega", positive=True)
omega_a: Any = Symbol("omega_a", positive=True)
gamma: Any = Symbol("gamma", positive=True)
beta: Any = Symbol("beta", positive=True)
J: Any = Symbol("J", real=True)
K: Any = Symbol("K", real=True)
T: Any = Symbol("T", positive=True)

BY_NAME: dict[str, Any] = {str(symbol): symbol for symbol in (N, omega, omega_a, gamma, beta, J, K, T)}
PARAMETERS = ("N", "omega", "omega_a", "gamma", "J", "beta")


def splitting(m: Any) -> Any:
    """S_m of (20)."""
    return sqrt(omega**2 + 4 * gamma**2 * m**2) if m != 0 else omega


def own(expr: Any) -> Any:
    """An expression of the project in the symbols of the same names here."""
    return expr.xreplace({symbol: BY_NAME[symbol.name] for symbol in expr.free_symbols})


def root_of_ring() -> Any:
    """r = sqrt(sinh(h)**2 + exp(-4 beta J)), h = beta omega_a/2."""
    return sqrt(sinh(beta * omega_a / 2) ** 2 + exp(-4 * beta * J))
