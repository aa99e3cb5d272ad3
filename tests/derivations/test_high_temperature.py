"""The series in beta against exact power series of the 2^N sum, its range in N, and its broken copies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from derivations import high_temperature
from derivations.foundation import free_ring
from derivations.foundation.free_ring import tau_series as original_tau_series
from derivations.foundation.parameters import setting
from derivations.foundation.steps import Derivation
from oracles import powers
from oracles.not_none import not_none
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import parameters, symbols

SETS = [
    ((Q(1), Q(7, 10), Q(3, 10)), Q(2, 5)),
    ((Q(2, 3), Q(5, 4), Q(9, 7)), Q(-8, 5)),
    ((Q(0), Q(1, 3), Q(2)), Q(5, 2)),
]


def given(target: Sequence[Any], J: Any) -> dict[str, Any]:
    return dict(zip(("omega", "omega_a", "gamma", "J"), (*target, J), strict=True))


def coefficients(result: Derivation, order: int) -> list[Expr]:
    found = {int(t.power): t.coefficient for t in not_none(result.expansion).terms}
    return [found.get(p, sp.Integer(0)) for p in range(order + 1)]


@pytest.fixture(scope="module")
def symbolic() -> Derivation:
    return high_temperature.derive(order=8)


@pytest.mark.parametrize("values", SETS, ids=["J > 0", "J < 0", "omega = 0"])
def test_all_symbols_against_the_sum_over_states(symbolic: Derivation, values: tuple[tuple[Q, Q, Q], Q]) -> None:
    """N >= order - 1 = 7, and below that only through beta^{N+1}."""
    assert not_none(symbolic.expansion).valid_for == "N >= 7" and not_none(symbolic.expansion).remainder_power == 9
    exact_values = {getattr(symbols, name): sp.Rational(value) for name, value in given(*values).items()}
    for N in range(1, 11):
        found = [c.subs(exact_values | {symbols.N: N}) for c in coefficients(symbolic, 8)]
        expected = [sp.Rational(c) for c in powers.coherence(N, *values, 9)]
        upto = min(N + 1, 8)
        assert found[: upto + 1] == expected[: upto + 1]
        if N + 2 <= 8:
            closing = -N * values[0][2] * values[0][1] * values[1] ** N
            assert expected[N + 2] - found[N + 2] == sp.Rational(closing)


@pytest.mark.parametrize("values", SETS, ids=["J > 0", "J < 0", "omega = 0"])
@pytest.mark.parametrize("N", [1, 2, 3, 4, 6])
def test_given_sources_against_the_sum_over_states(N: int, values: tuple[tuple[Q, Q, Q], Q]) -> None:
    """Every order is exact, also where the ring closes: N = 1 has no J at all, N = 2 is bonded twice."""
    result = high_temperature.derive(order=10, N=N, **given(*values))
    assert coefficients(result, 10) == [sp.Rational(c) for c in powers.coherence(N, *values, 11)]
    assert not_none(result.expansion).valid_for == f"N = {N}"


def test_leading_terms_and_names(symbolic: Derivation) -> None:
    N, gamma, omega_a, J = symbols.N, symbols.gamma, symbols.omega_a, symbols.J
    terms = not_none(symbolic.expansion).terms
    assert (terms[0].power, str(terms[0].coefficient)) == (2, "N*gamma*omega_a/2")
    assert (terms[1].power, terms[1].coefficient) == (3, N * gamma * omega_a * J)
    assert symbolic.name == "high-temperature" and symbolic.equations == ("42",)
    assert not_none(symbolic.expansion).variable == symbols.beta and not_none(symbolic.expansion).quantity == "coherence"
    assert {"identity", "enumeration", "argument", "enclosure"} == {step.check.kind for step in symbolic.steps}
    assert sum(step.check.kind == "enclosure" for step in symbolic.steps) == 2
    assert "J" not in str(high_temperature.derive(order=7, N=1).series)


def test_zero_terms_are_left_out() -> None:
    even = high_temperature.derive(order=6, J=0)
    assert [t.power for t in not_none(even.expansion).terms] == [2, 4, 6]
    assert not_none(even.expansion).remainder_power == 8 and not_none(even.expansion).valid_for == "N >= 1"
    for nothing in (high_temperature.derive(order=4, gamma=0), high_temperature.derive(order=4, omega_a=0)):
        assert not_none(nothing.expansion).terms == () and nothing.series == 0


def test_signs_of_the_fields_do_not_matter() -> None:
    one = high_temperature.derive(order=4, gamma="-3/10", omega_a="-sqrt(2)")
    assert one.series == high_temperature.derive(order=4, gamma="3/10", omega_a="sqrt(2)").series


def test_irrational_values() -> None:
    result = high_temperature.derive(order=5, N=3, omega="sqrt(2)", omega_a="pi", gamma="exp(1)", J="log(2)")
    symbolic = high_temperature.derive(order=5, N=3).series
    value = not_none(symbolic).subs({symbols.omega: sp.sqrt(2), symbols.omega_a: sp.pi, symbols.gamma: sp.E, symbols.J: sp.log(2)})
    assert sp.expand(result.series - value) == 0


def test_long_ring_and_high_order() -> None:
    big = high_temperature.derive(order=5, N=10**9)
    assert not_none(big.series).coeff(symbols.beta, 2) == 10**9 * symbols.gamma * symbols.omega_a / 2
    values = given(*SETS[0])
    high = high_temperature.derive(order=20, N=12, **values)
    assert coefficients(high, 20) == [sp.Rational(c) for c in powers.coherence(12, *SETS[0], 21)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"order": 1}, "`order` must be a whole number from 2 to 24, but is 1"),
        ({"order": 25}, "from 2 to 24, but is 25"),
        ({"order": 61, "omega": 1, "omega_a": 1, "gamma": 1, "J": 1}, "from 2 to 60, but is 61"),
        ({"order": True}, "but is True"),
        ({"beta": 1}, "`beta` is the variable of this series"),
        ({"J": 0.5}, "`J` must be exact"),
    ],
)
def test_bad_input(arguments: dict[str, float | int], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        high_temperature.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


def test_broken_exponent_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = free_ring.field_exponent
    monkeypatch.setattr(free_ring, "field_exponent", lambda e, length: right(e * 2, length))
    with pytest.raises(CheckFailed, match=r"counted by \(25\)"):
        high_temperature.derive(order=3)


def test_broken_closing_of_the_ring_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = original_tau_series
    monkeypatch.setattr(high_temperature, "tau_series", lambda ring, J, N, length: right(ring, J, None, length))
    with pytest.raises(CheckFailed, match="first difference"):
        high_temperature.derive(order=3)


def test_broken_target_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = free_ring._target_factor
    monkeypatch.setattr(free_ring, "_target_factor", lambda omega, *rest: right(omega * 2, *rest))
    with pytest.raises(CheckFailed, match=r"quotient of \(28\) and \(24\)"):
        high_temperature.derive(order=3)


@pytest.mark.parametrize("power", [4, 5, 6, 7])
def test_certificate_alone_catches_a_coefficient(monkeypatch: pytest.MonkeyPatch, power: int) -> None:
    """One part in 10^9 wrong in one coefficient, the neglected one included by a part in ten."""
    right = high_temperature.coefficients_of(parameters(), 8)
    factor = sp.Rational(11, 10) if power == 7 else 1 + sp.Rational(1, 10**9)
    wrong = [c * factor if p == power else c for p, c in enumerate(right)]
    assert len(high_temperature._certified(setting(), right)) == 2
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        high_temperature._certified(setting(), wrong)
