"""The series in omega_a against the sum over states in 60 digits, and its broken copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction as Q
from typing import Any

import mpmath
import pytest
import sympy as sp

from derivations import small_gap
from derivations.foundation.parameters import setting
from derivations.foundation.steps import Derivation
from oracles import quotients
from oracles.not_none import not_none
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import symbols

SETS = [
    {"omega": Q(1), "gamma": Q(3, 10), "J": Q(2, 5), "beta": Q(3, 2)},
    {"omega": Q(2, 3), "gamma": Q(9, 7), "J": Q(-8, 5), "beta": Q(5, 4)},
    {"omega": Q(0), "gamma": Q(2), "J": Q(1, 3), "beta": Q(1, 2)},
    {"omega": Q(1), "gamma": Q(1, 3), "J": Q(0), "beta": Q(4)},
]
IDS = ["J > 0", "J < 0", "omega = 0", "J = 0"]


def check(result: Derivation, N: int, values: Mapping[str, Any], order: int) -> None:
    found = {int(t.power): t.coefficient for t in not_none(result.expansion).terms}
    for p, expected in enumerate(quotients.in_small_gap(N, order + 1, **values)):
        if p % 2 == 0:
            assert p not in found and abs(expected) < mpmath.mpf(10) ** -50
        else:
            assert quotients.near(quotients.evaluated(found[p], N, **values), expected)


@pytest.mark.parametrize("values", SETS, ids=IDS)
@pytest.mark.parametrize("N", [1, 2, 3, 6])
def test_given_sources(N: int, values: dict[str, Any]) -> None:
    kept = {name: value for name, value in values.items() if (name == "J" and value == 0) or (name == "omega" and value == 0)}
    check(small_gap.derive(order=5, N=N, **kept), N, values, 5)


@pytest.mark.parametrize("values", SETS[:3], ids=IDS[:3])
def test_symbolic_sources(values: dict[str, Any]) -> None:
    """Sums over k with (30), also for N = 1, where they are empty."""
    result = small_gap.derive(order=3, **({"omega": 0} if values["omega"] == 0 else {}))
    assert not_none(result.expansion).valid_for == "N >= 1" and not_none(result.expansion).remainder_power == 5
    for N in (1, 4):
        check(result, N, values, 3)


def test_names_and_given_numbers() -> None:
    result = small_gap.derive(order=4, N=3, omega=1, gamma="-3/10", J="2/5", beta="3/2")
    assert result.name == "small-gap" and not_none(result.expansion).variable == symbols.omega_a
    assert [t.power for t in not_none(result.expansion).terms] == [1, 3] and not_none(result.expansion).remainder_power == 5
    assert not {s for t in not_none(result.expansion).terms for s in t.coefficient.free_symbols}
    check(result, 3, SETS[0], 4)
    one = small_gap.derive(order=1, N=1, J=0).series
    S = sp.sqrt(symbols.omega**2 + 4 * symbols.gamma**2)
    expected = symbols.beta * symbols.omega_a * symbols.gamma / S * sp.sinh(symbols.beta * S / 2) / sp.cosh(symbols.beta * S / 2)
    assert sp.simplify(one - expected) == 0


def test_long_rings_stay_sums() -> None:
    result = small_gap.derive(order=1, N=500)
    assert not_none(result.series).has(sp.Sum) and not not_none(small_gap.derive(order=1, N=24).series).has(sp.Sum)
    assert small_gap.derive(order=3, gamma=0).series == 0 == small_gap.derive(order=3, beta=0).series


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"order": 0}, "`order` must be a whole number from 1 to 15, but is 0"),
        ({"omega_a": 1}, "`omega_a` is the variable of this series"),
        ({"beta": -1}, "`beta` must not be negative"),
    ],
)
def test_bad_input(arguments: dict[str, int], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        small_gap.derive(**arguments)


def test_broken_quotient_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_gap, "divide", lambda upper, lower: upper)
    for step in (small_gap._quotient, small_gap._one_source, small_gap._states):
        with pytest.raises(CheckFailed):
            step()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("_transverse", lambda given, j, m: 4 * given.gamma * m ** (2 * j + 2)),
        ("_longitudinal", lambda given, j, m: m ** (2 * j)),
    ],
)
def test_broken_sum_is_caught(monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., Any]) -> None:
    monkeypatch.setattr(small_gap, name, wrong)
    with pytest.raises(CheckFailed):
        small_gap._one_source()
    given = setting()
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        small_gap._certified(given, small_gap.coefficients_of(given.p, 4))


@pytest.mark.parametrize("power", [1, 3, 5])
def test_certificate_alone_catches_a_coefficient(power: int) -> None:
    given = setting()
    right = small_gap.coefficients_of(given.p, 6)
    factor = sp.Rational(11, 10) if power == 5 else 1 + sp.Rational(1, 10**9)
    wrong = [c * factor if p == power else c for p, c in enumerate(right)]
    assert len(small_gap._certified(given, right)) == 2
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        small_gap._certified(given, wrong)
