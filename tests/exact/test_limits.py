"""(35)-(47): each limit is taken, at high precision, in the sum over all configurations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from mpmath import mp

from exact import definition
from exact.definition import evaluated, near
from symcoh import exact
from symcoh.exact import symbols as sym

SIZES = [1, 2, 3, 4, 5, 6]
SIGNS = [(1, 1), (-1, 1), (1, -1)]
BASE = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10), "J": Q(1, 5), "beta": Q(2)}
VALUES = [BASE, BASE | {"J": Q(-2, 5)}, BASE | {"omega": Q(0)}, BASE | {"gamma": Q(-3, 10)}, BASE | {"omega_a": Q(-7, 10), "J": Q(-1, 3)}]


@pytest.fixture(params=VALUES, ids=lambda v: ",".join(map(str, v.values())))
def values(request: pytest.FixtureRequest) -> dict[str, Q]:
    return dict(request.param)


@pytest.fixture(params=SIZES, ids=lambda N: f"N{N}")
def N(request: pytest.FixtureRequest) -> int:
    assert isinstance(request.param, int)
    return request.param


def errors(formula: Callable[..., sp.Expr], N: int, values: Mapping[str, Q], name: str, path: Iterable[Q]) -> list[Any]:
    """|C - formula| along a path of one parameter; `C` is the sum over all configurations."""
    with mp.workdps(70):
        points = [dict(values) | {name: value} for value in path]
        return [abs(definition.thermal(N, **p).coherence - evaluated(formula(N, **p))) for p in points]


def test_36_strong_ferromagnet(N: int, values: dict[str, Any]) -> None:
    near, far = errors(exact.strong_ferromagnet, N, values, "J", (Q(2), Q(20)))
    assert far < 1e-60
    assert near < 1e-60 if N == 1 else 1e-12 < near < 1e-3


def test_38_39_strong_antiferromagnet(N: int, values: dict[str, Any]) -> None:
    near, far = errors(exact.strong_antiferromagnet, N, values, "J", (Q(-2), Q(-20)))
    assert far < 1e-30
    assert near < 1e-60 if N == 1 else 1e-12 < near < 0.5


def test_37_parity_of_a_symbol() -> None:
    either = exact.strong_antiferromagnet(omega=1, omega_a=1, gamma=1, beta=1)
    assert isinstance(either, sp.Piecewise)
    assert either.subs(sym.N, 4) == 0
    assert either.subs(sym.N, 5) == exact.strong_antiferromagnet(5, omega=1, omega_a=1, gamma=1, beta=1)
    assert exact.strong_antiferromagnet(2 * sym.k) == 0
    odd = sp.Symbol("p", odd=True, positive=True)
    assert exact.strong_antiferromagnet(odd) == exact.strong_antiferromagnet(1)


def test_42_high_temperature(N: int, values: dict[str, Any]) -> None:
    """The remainder divided by beta^4 has a limit: both terms are right."""
    near, far = errors(exact.high_temperature, N, values, "beta", (Q(1, 10**6), Q(1, 10**9)))
    near, far = near * 10**24, far * 10**36
    assert far < 100
    assert abs(near - far) < 1e-3 * (far + 1e-3)


def test_42_has_no_coupling_for_one_source() -> None:
    assert not exact.high_temperature(1).has(sym.J)
    assert exact.high_temperature().has(sym.J)


def test_43_high_temperature_after_strong_ferromagnet(N: int, values: dict[str, Any]) -> None:
    ratios = []
    with mp.workdps(70):
        for beta in (Q(1, 10**6), Q(1, 10**9)):
            p = values | {"beta": beta}
            difference = evaluated(exact.strong_ferromagnet(N, **p)) - evaluated(exact.strong_ferromagnet_high_temperature(N, **p))
            ratios.append(difference / mp.mpf(beta.numerator) ** 4 * mp.mpf(beta.denominator) ** 4)
    assert abs(ratios[1]) < 1000
    assert abs(ratios[0] - ratios[1]) < 1e-6


def test_44_strong_coupling(N: int, values: dict[str, Any]) -> None:
    near, far = errors(exact.strong_coupling, N, values, "gamma", (Q(10**3), Q(-(10**4))))
    assert far < 1e-7
    if values["omega"]:
        assert 90 < near / far < 110


def test_45_weak_coupling(N: int, values: dict[str, Any]) -> None:
    near, far = errors(exact.weak_coupling, N, values, "gamma", (Q(1, 10**6), Q(-1, 10**9)))
    near, far = near * 10**18, far * 10**27
    assert far < 1e6
    assert abs(near - far) < 1e-3 * (far + 1e-6)


def test_46_free_magnetization(N: int, values: dict[str, Any]) -> None:
    ring = definition.thermal(N, **(values | {"gamma": Q(0)}))
    closed, ratio = exact.free_magnetization(N, **values), exact.free_magnetization_sum(N, **values)
    assert near(evaluated(closed), ring.magnetization_modulus)
    assert near(evaluated(ratio), ring.magnetization_modulus)


@pytest.mark.parametrize("form", [exact.free_magnetization, exact.free_magnetization_sum])
def test_46_with_a_symbol_for_the_number(form: Callable[..., Any], values: dict[str, Any]) -> None:
    assert near(evaluated(form(**values).subs(sym.N, 4).doit()), evaluated(form(4, **values)))


def test_46_at_the_corners() -> None:
    assert exact.free_magnetization(4, omega_a=0) == 0
    assert exact.free_magnetization(4, beta=0) == 0
    assert exact.free_magnetization(J=0) == sym.N * sp.tanh(sym.beta * sym.omega_a / 2)


def test_47_large_gap(N: int, values: dict[str, Any]) -> None:
    near, far = errors(exact.large_gap, N, values, "omega_a", (Q(10), Q(-100)))
    assert far < 1e-60
    assert near > 1e-40


def test_no_coupling_to_the_target_is_no_coherence() -> None:
    for limit in (exact.strong_ferromagnet, exact.strong_antiferromagnet, exact.weak_coupling, exact.large_gap, exact.high_temperature):
        assert limit(3, gamma=0) == 0
        assert limit(3, gamma=0, omega=0) == 0


def test_printed_forms_for_positive_symbols() -> None:
    N, w, a, g, b = sym.N, sym.omega, sym.omega_a, sym.gamma, sym.beta
    S = sp.sqrt(w**2 + 4 * g**2 * N**2)
    assert exact.strong_ferromagnet() == 2 * N * g / S * sp.tanh(b * S / 2) * sp.tanh(N * b * a / 2)
    assert exact.strong_coupling() == sp.tanh(N * b * a / 2)
    assert exact.large_gap() == 2 * N * g / S * sp.tanh(b * S / 2)
    assert sp.expand(exact.high_temperature() - N * g * a / 2 * b**2 - N * g * a * sym.J * b**3) == 0
    assert exact.strong_ferromagnet_high_temperature() == N**2 * g * a / 2 * b**2
