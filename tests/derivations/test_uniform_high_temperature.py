"""The series at fixed K against exact power series of the 2^N sum, its three ends, and its broken copies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from derivations import high_temperature, uniform_high_temperature
from derivations.foundation.steps import Derivation
from oracles import powers
from oracles.not_none import not_none
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import Parameters, symbols

TARGETS = [(Q(1), Q(7, 10), Q(3, 10)), (Q(2, 3), Q(5, 4), Q(9, 7)), (Q(0), Q(1, 3), Q(2))]
BONDS = [Q(3, 2), Q(2, 5), Q(1), Q(7)]
"""Values of e^K."""


def at_bond(expression: Expr, N: int, target: Sequence[Any], bond: Any) -> Expr:
    """A coefficient at rational e^K: exp(2 a K) and tanh K are rational too."""
    tanh = sp.Rational((bond**2 - 1) / (bond**2 + 1))
    K = symbols.K
    values = dict(zip((symbols.omega, symbols.omega_a, symbols.gamma), map(sp.Rational, target), strict=True))
    rational = expression.replace(sp.exp, lambda e: sp.Rational(bond) ** (e / K)).replace(sp.tanh, lambda _: tanh)
    return rational.subs(values | {symbols.N: N})


def coefficients(result: Derivation, order: int) -> list[Expr]:
    found = {int(t.power): t.coefficient for t in not_none(result.expansion).terms}
    return [found.get(p, sp.Integer(0)) for p in range(order + 1)]


@pytest.fixture(scope="module")
def symbolic() -> Derivation:
    return uniform_high_temperature.derive(order=8)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("bond", BONDS, ids=str)
def test_all_symbols_against_the_sum_over_states(symbolic: Derivation, target: tuple[Q, Q, Q], bond: Q) -> None:
    assert not_none(symbolic.expansion).valid_for == "N >= 1" and not_none(symbolic.expansion).remainder_power == 10
    for N in (1, 2, 3, 4, 7):
        expected = [sp.Rational(c) for c in powers.coherence(N, target, Q(0), 9, bond=bond)]
        assert [at_bond(c, N, target, bond) for c in coefficients(symbolic, 8)] == expected


@pytest.mark.parametrize("N", [1, 2, 5])
def test_given_sources(symbolic: Derivation, N: int) -> None:
    result = uniform_high_temperature.derive(order=6, N=N)
    for mine, general in zip(coefficients(result, 6), coefficients(symbolic, 6), strict=True):
        assert at_bond(mine, N, TARGETS[0], Q(5, 3)) == at_bond(general, N, TARGETS[0], Q(5, 3))


def test_leading_term_and_names(symbolic: Derivation) -> None:
    N, K = symbols.N, symbols.K
    leading = symbols.gamma * symbols.omega_a / 2 * N * sp.exp(2 * K) * (1 - sp.tanh(K) ** N) / (1 + sp.tanh(K) ** N)
    assert sp.expand(not_none(symbolic.expansion).terms[0].coefficient - leading) == 0
    assert [t.power for t in not_none(symbolic.expansion).terms] == [2, 4, 6, 8]
    assert symbolic.name == "uniform-high-temperature" and not_none(symbolic.expansion).variable == symbols.beta
    assert sum(step.check.kind == "enclosure" for step in symbolic.steps) == 2


def test_no_coupling_is_the_series_without_coupling() -> None:
    free = uniform_high_temperature.derive(order=6, K=0)
    assert sp.expand(not_none(free.series) - high_temperature.derive(order=6, J=0).series) == 0


def test_given_numbers() -> None:
    values = {"omega": Q(1), "omega_a": Q(7, 10), "gamma": Q(3, 10)}
    result = uniform_high_temperature.derive(order=10, N=6, K="log(3/2)", **values)
    expected = [sp.Rational(c) for c in powers.coherence(6, TARGETS[0], Q(0), 11, bond=Q(3, 2))]
    found = [c.rewrite(sp.exp).replace(sp.tanh, lambda _: sp.Rational(5, 13)) for c in coefficients(result, 10)]
    assert [sp.nsimplify(sp.simplify(c)) for c in found] == expected
    assert uniform_high_temperature.derive(order=4, gamma=0).series == 0
    assert not_none(uniform_high_temperature.derive(order=2, N=10**7, K=1).expansion).valid_for == "N = 10000000"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"order": 17}, "`order` must be a whole number from 2 to 16, but is 17"),
        ({"J": 1}, "`J` is not fixed here"),
        ({"beta": 1}, "`beta` is not fixed here"),
        ({"K": 0.5}, "`K` must be exact"),
    ],
)
def test_bad_input(arguments: dict[str, float | int], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        uniform_high_temperature.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


def test_broken_ends_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = uniform_high_temperature._series

    def wrong(ring: Any, given: Parameters, length: int) -> tuple[Any, ...]:
        found = list(right(ring, given, length))
        found[-1] = found[-1] * 2
        return tuple(found)

    monkeypatch.setattr(uniform_high_temperature, "_series", wrong)
    for step in (
        uniform_high_temperature._weak_end,
        lambda: uniform_high_temperature._strong_end(1),
        lambda: uniform_high_temperature._strong_end(-1),
    ):
        with pytest.raises(CheckFailed, match=r"beta\^6"):
            step()


def test_broken_leading_term_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uniform_high_temperature, "tau_of", lambda N, tanh: (1 - tanh**N) / (1 + 2 * tanh**N))
    with pytest.raises(CheckFailed, match="The term beta"):
        uniform_high_temperature.derive(order=2)


@pytest.mark.parametrize("power", [2, 4, 6])
def test_certificate_alone_catches_a_coefficient(power: int) -> None:
    given = uniform_high_temperature.read()
    right = uniform_high_temperature.coefficients_of(given.p, 7)
    factor = sp.Rational(11, 10) if power == 6 else 1 + sp.Rational(1, 10**9)
    wrong = [c * factor if p == power else c for p, c in enumerate(right)]
    assert len(uniform_high_temperature._certified(given, right)) == 2
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        uniform_high_temperature._certified(given, wrong)


@pytest.mark.parametrize(
    ("derivation", "given", "most"),
    [
        (uniform_high_temperature, {"omega": 1, "omega_a": 1}, 16), (uniform_high_temperature, {"omega": 1, "omega_a": 1, "gamma": 1}, 30),
        (high_temperature, {"omega": 1, "omega_a": 1, "J": 1}, 24), (high_temperature, {"omega": 1, "omega_a": 1, "gamma": 1, "J": 1}, 60),
    ],
)  # fmt: skip
def test_the_highest_order_is_less_with_two_symbols(derivation: Any, given: dict[str, int], most: int) -> None:
    with pytest.raises(InputError, match=f"`order` must be a whole number from 2 to {most}, but is {most + 1}"):
        derivation.derive(order=most + 1, **given)
    with pytest.raises(InputError, match=f"from 2 to {most}, but is 1"):
        derivation.derive(order=1, **given)
