"""Formulas with N a symbol: substituting a number gives the formula for that number."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp

from exact.definition import evaluated, near
from symcoh import exact
from symcoh.exact import symbols as sym

VALUES = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10), "beta": Q(2)}


@pytest.mark.parametrize("N", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("J", [Q(2, 5), Q(-2, 5)])
@pytest.mark.parametrize("function", [exact.coherence, exact.partition_function, exact.bloch_z, exact.magnetization])
def test_substitution(function: Callable[..., Any], N: int, J: Q) -> None:
    substituted = function().subs(sym.N, N).doit()
    assert not substituted.has(sp.Sum)
    assert near(evaluated(substituted, J=J, **VALUES), evaluated(function(N), J=J, **VALUES))


@pytest.mark.parametrize("N", [1, 2, 3, 4, 5])
def test_substitution_as_expressions(N: int) -> None:
    difference = exact.partition_function().subs(sym.N, N).doit() - exact.partition_function(N)
    assert sp.expand(sp.expand_func(difference)) == 0
    numerators = [
        sp.expand(sp.expand_func(C * Z))
        for C, Z in (
            (exact.coherence().subs(sym.N, N).doit(), exact.partition_function().subs(sym.N, N).doit()),
            (exact.coherence(N), exact.partition_function(N)),
        )
    ]
    assert numerators[0] == numerators[1]


@pytest.mark.parametrize(
    ("function", "N"),
    [(exact.energy, 1), (exact.heat_capacity, 2), (exact.heat_capacity, 3), (exact.coherence_derivative, 3)],
)
def test_substitution_in_derivatives(function: Callable[..., Any], N: int) -> None:
    substituted = function().subs(sym.N, N).doit()
    assert near(evaluated(substituted, J=Q(-2, 5), **VALUES), evaluated(function(N), J=Q(-2, 5), **VALUES))


@pytest.mark.parametrize("N", [1, 2, 4, 5])
@pytest.mark.parametrize("gamma", [Q(3, 10), Q(-3, 10)])
def test_omega_zero_and_signs(N: int, gamma: Q) -> None:
    values = {"omega": 0, "omega_a": Q(-7, 10), "gamma": gamma, "J": Q(-2, 5), "beta": 2}
    for function in (exact.coherence, exact.bloch_x, exact.partition_function):
        assert near(evaluated(function(**values).subs(sym.N, N).doit()), evaluated(function(N, **values)))
    assert exact.bloch_z(omega=0) == 0


@pytest.mark.parametrize("N", [1, 2, 5])
def test_no_coupling_between_sources(N: int) -> None:
    values = {"omega": 1, "omega_a": Q(7, 10), "gamma": Q(3, 10), "beta": 2, "J": 0}
    symbolic = exact.coherence(**values)
    assert symbolic.has(sp.binomial)
    assert near(evaluated(symbolic.subs(sym.N, N).doit()), evaluated(exact.coherence(N, **values)))


def test_differentiable_in_every_parameter() -> None:
    for symbol in (sym.omega, sym.gamma, sym.J):
        symbolic = sp.diff(exact.coherence(), symbol).subs(sym.N, 2).doit()
        assert near(evaluated(symbolic, J=Q(1, 5), **VALUES), evaluated(sp.diff(exact.coherence(2), symbol), J=Q(1, 5), **VALUES))


def test_prints_as_latex() -> None:
    text = sp.latex(exact.coherence())
    assert r"{{}_{2}F_{1}" in text
    assert r"\sum_{k=1}^{N - 1}" in text
    assert sp.latex(exact.sector_weight()).startswith(r"\begin{cases}")


def test_an_index_that_is_taken() -> None:
    C = exact.coherence(2 * sym.k, omega=1, omega_a=Q(1, 2), gamma=Q(1, 3), J=Q(1, 5), beta=1)
    substituted = C.subs(sym.k, 2).doit()
    assert near(evaluated(substituted), evaluated(exact.coherence(4, omega=1, omega_a=Q(1, 2), gamma=Q(1, 3), J=Q(1, 5), beta=1)))
