"""The sums over the sectors of a ring are built term by term without SymPy's ordering: they must be what SymPy builds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Q
from math import comb
from typing import Any

import pytest
import sympy as sp
from mpmath import mp
from sympy import Expr

from exact.definition import evaluated, near
from symcoh import exact
from symcoh.exact import symbols as sym
from symcoh.exact.exponential_sums import power_sum

SETTINGS = [
    {},
    {"J": 0},
    {"J": "-2/5", "beta": 3},
    {"J": sp.log(2) / sym.beta},
    {"J": sym.K / sym.beta + sym.T},
    {"omega": 0, "gamma": "-1/3"},
    {"omega": 1, "omega_a": "-7/10", "gamma": "sqrt(2)/3", "J": "1/5", "beta": 2},
    {"omega_a": 0},
    {"gamma": 0},
]


def plain_weight(N: int, m: int, K: sp.Expr) -> sp.Expr:
    """(30) as a sum that SymPy orders, its coefficients counted by (25)."""
    if m == N:
        return sp.exp(K * N)
    k, x = (N + m) // 2, sp.exp(-4 * K)
    counts = [N * comb(k - 1, n - 1) * comb(N - k - 1, n - 1) // n for n in range(1, min(k, N - k) + 1)]
    return sp.exp(K * (N - 4)) * sp.Add(*(count * x**p for p, count in enumerate(counts)))


def plain_pairs(p: exact.Parameters, term: Callable[[sp.Integer], sp.Expr]) -> sp.Expr:
    N = int(p.N)
    return sp.Add(*(plain_weight(N, m, p.beta * p.J) * term(sp.Integer(m)) for m in range(2 - N % 2, N + 1, 2)))


def plain_partition_function(p: exact.Parameters) -> sp.Expr:
    def term(m: sp.Integer) -> sp.Expr:
        return 2 * sp.cosh(p.beta * p.omega_a * m / 2) * sp.cosh(p.beta * gap(p, m) / 2)

    N = int(p.N)
    central = plain_weight(N, 0, p.beta * p.J) * term(sp.Integer(0)) if N % 2 == 0 else sp.S.Zero
    return central + plain_pairs(p, lambda m: 2 * term(m))


def plain_coherence(p: exact.Parameters) -> sp.Expr:
    gamma, omega_a = sp.Abs(p.gamma), sp.Abs(p.omega_a)
    if p.gamma.is_zero or p.omega_a.is_zero:
        return sp.S.Zero

    def term(m: sp.Integer) -> sp.Expr:
        if p.omega.is_zero:
            return sp.sinh(p.beta * omega_a * m / 2) * sp.sinh(p.beta * gamma * m)
        return sp.sinh(p.beta * omega_a * m / 2) * m * sp.sinh(p.beta * gap(p, m) / 2) / gap(p, m)

    factor = sp.Integer(4) if p.omega.is_zero else 8 * gamma
    return sp.Mul(factor, plain_pairs(p, term), 1 / plain_partition_function(p))


def plain_bloch_z(p: exact.Parameters) -> sp.Expr:
    def term(m: sp.Integer) -> sp.Expr:
        return 2 * sp.cosh(p.beta * p.omega_a * m / 2) * sp.sinh(p.beta * gap(p, m) / 2) / gap(p, m)

    if p.omega.is_zero:
        return sp.S.Zero
    N = int(p.N)
    central = plain_weight(N, 0, p.beta * p.J) * term(sp.Integer(0)) if N % 2 == 0 else sp.S.Zero
    return sp.Mul(-p.omega, central + plain_pairs(p, lambda m: 2 * term(m)), 1 / plain_partition_function(p))


def gap(p: exact.Parameters, m: sp.Integer) -> sp.Expr:
    return 2 * abs(p.gamma * m) if p.omega.is_zero else sp.sqrt(p.omega**2 + 4 * p.gamma**2 * m**2)


@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_equal_to_the_plain_construction(values: dict[str, Any]) -> None:
    for N in range(1, 9) if not values else (1, 2, 5, 8):
        p = exact.parameters(N, **values)
        C, Z = plain_coherence(p), plain_partition_function(p)
        assert exact.coherence(N, **values) == C
        assert exact.partition_function(N, **values) == Z
        rho = exact.reduced_density_matrix(N, **values)
        z = plain_bloch_z(p)
        assert rho[0, 0] == (1 + z) / 2
        assert rho[1, 1] == (1 - z) / 2
        assert rho[0, 1] == exact.bloch_x(N, **values) / 2


@pytest.mark.parametrize("K", [sym.beta * sym.J, sym.K, sp.Rational(-6, 5), sp.pi / 7, sym.K + sym.T, sym.K - sp.log(3), sp.S.Zero])
def test_sums_of_powers_are_those_of_sympy(K: Expr) -> None:
    x = sp.exp(-4 * K)
    rows = [row[1:] for N in (6, 13, 24) for row in exact.transfer_polynomials(N)[1:-1]]
    for row in [*rows, (5, 1), (5, 1, 7, 1, 7), (1, 1, 1), (7, 7, 7, 7, 2)]:
        expected = sp.Add(*(c * x**p for p, c in enumerate(row)))
        found = power_sum(row, x)
        assert found == expected
        assert found.args == expected.args
        assert sp.sstr(found) == sp.sstr(expected)  # srepr tells equal symbols of SymPy's cache apart by how the first one was written


def test_a_long_ring_in_numbers() -> None:
    """N = 40 with numbers put in: against the transfer matrix and 2x2 exponentials."""
    values = Q(1), Q(7, 10), Q(3, 10), Q(-1, 5), Q(2)
    with mp.workdps(80):
        w, a, g, j, b = (mp.mpf(v.numerator) / v.denominator for v in values)
        Z = x = z = mp.zero
        for k, row in enumerate(exact.transfer_polynomials(40)):
            m = 2 * k - 40
            weight = mp.exp(b * j * 40) * mp.polyval(row[::-1], mp.exp(-4 * b * j)) * mp.exp(-b * a * m / 2)
            state = mp.expm(-b * mp.matrix([[w / 2, g * m], [g * m, -w / 2]]))
            Z += weight * (state[0, 0] + state[1, 1])
            x += weight * 2 * state[0, 1]
            z += weight * (state[0, 0] - state[1, 1])
        coherence, transverse, excited = abs(x) / Z, x / Z / 2, (1 + z / Z) / 2
    given = dict(zip(("omega", "omega_a", "gamma", "J", "beta"), values, strict=True))
    assert near(evaluated(exact.partition_function(40), **given), Z)
    assert near(evaluated(exact.coherence(40), **given), coherence)
    rho = exact.reduced_density_matrix(40)
    assert near(evaluated(rho[0, 1], **given), transverse)
    assert near(evaluated(rho[0, 0], **given), excited)
