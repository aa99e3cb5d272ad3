"""Energy, heat capacity, entropy, log Z, magnetization and populations at high temperature, against exact series of the 2^N sum."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction as Q
from functools import cache
from itertools import product
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from derivations import high_temperature
from derivations.foundation import hot_quantities, thermal_series
from derivations.foundation.parameters import setting
from derivations.foundation.steps import Derivation
from derivations.foundation.thermal_series import ring_slope as original_ring_slope
from oracles import powers
from oracles.not_none import not_none
from symcoh.cli.derive import json_of
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import parameters, symbols

NAMES = tuple(thermal_series.QUANTITIES)
SETS = [
    ((Q(1), Q(7, 10), Q(3, 10)), Q(2, 5)),
    ((Q(2, 3), Q(5, 4), Q(9, 7)), Q(-8, 5)),
    ((Q(0), Q(1, 3), Q(2)), Q(5, 2)),
    ((Q(3, 2), Q(0), Q(1)), Q(-1)),
    ((Q(1, 2), Q(2), Q(0)), Q(3)),
    ((Q(1), Q(1, 2), Q(1, 3)), Q(0)),
]
SHIFTS = {"energy": -1, "heat-capacity": 0, "entropy": 0, "log-partition-function": 0, "magnetization": 1}


truth = cache(powers.quantities)


def coefficients(result: Derivation, order: int, N: int) -> list[Expr]:
    """Numbers by power, log 2 taken off."""
    found = {int(t.power): t.coefficient for t in not_none(result.expansion).terms}
    offset = (N + 1) * sp.log(2) if not_none(result.expansion).quantity in ("entropy", "log-partition-function") else 0
    return [sp.expand(found.get(p, sp.Integer(0)) - (offset if p == 0 else 0)) for p in range(order + 1)]


def values_of(target: Sequence[Any], J: Any) -> dict[str, Any]:
    return dict(zip(("omega", "omega_a", "gamma", "J"), (*target, J), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_all_symbols_against_the_sum_over_states(name: str) -> None:
    """Through beta^5 for every N of the range, and below it through the power before the ring closes, where it is off."""
    shift = SHIFTS.get(name, 3)
    least = 6 - shift
    symbolic, *rest = hot_quantities.coefficients_of(name, parameters(), 6)
    symbolic = [symbolic - thermal_series.constant_of(name, symbols.N), *rest]
    assert hot_quantities.valid_for(name, parameters(), 5) == f"N >= {least}"
    for target, J in SETS:
        images = {getattr(symbols, key): sp.Rational(value) for key, value in values_of(target, J).items()}
        for N in range(1, 9):
            found = [sp.expand(c).subs(images | {symbols.N: N}) for c in symbolic]
            expected = [sp.Rational(c) for c in truth(N, target, J, 6)[name]]
            upto = min(N + shift, 6)
            assert found[:upto] == expected[:upto], (name, N, target, J)
            if least <= N:
                assert found == expected
            elif J and all(target) and not (N == 1 and name in ("entropy", "heat-capacity")):
                assert found[upto] != expected[upto], "the range would hold a smaller N"


@pytest.mark.parametrize("name", ["energy", "population-ground"])
def test_the_derivation_holds_these_coefficients(name: str) -> None:
    result = high_temperature.derive(order=5, quantity=name)
    expected = hot_quantities.coefficients_of(name, parameters(), 6)
    assert {int(t.power): t.coefficient for t in not_none(result.expansion).terms} == {p: c for p, c in enumerate(expected) if c != 0}
    assert (
        not_none(result.expansion).valid_for == hot_quantities.valid_for(name, parameters(), 5)
        and not_none(result.expansion).remainder_power == 6
    )
    assert {step.check.kind for step in result.steps} == {"identity", "enumeration", "argument", "enclosure"}


@pytest.mark.parametrize("name", ["entropy", "magnetization", "population-ground"])
def test_given_sources_against_the_sum_over_states(name: str) -> None:
    """Every order is exact, also where the ring closes: N = 1 has J as a constant, N = 2 is bonded twice."""
    for place, (N, (target, J)) in enumerate(product((1, 2, 3, 6), SETS)):
        expected = [sp.Rational(c) for c in truth(N, target, J, 8)[name]]
        given = setting(N, **values_of(target, J)).p
        found = hot_quantities.coefficients_of(name, given, 8)
        assert [found[0] - thermal_series.constant_of(name, sp.Integer(N)), *found[1:]] == expected, (name, N, target, J)
        if place % 12 == NAMES.index(name):
            result = high_temperature.derive(order=7, quantity=name, N=N, **values_of(target, J))
            assert (
                coefficients(result, 7, N) == expected
                and not_none(result.expansion).valid_for == f"N = {N}"
                and not_none(result.expansion).quantity == name
            )
            beyond = truth(N, target, J, 20)[name][8:]
            assert not_none(result.expansion).remainder_power == next((8 + k for k, value in enumerate(beyond) if value), 8)


def test_the_sign_of_the_field() -> None:
    for omega_a in ("-7/10", "7/10"):
        target = (Q(1), Q(omega_a), Q(-3, 10))
        for name in ("energy", "magnetization"):
            result = high_temperature.derive(order=4, quantity=name, N=3, **values_of(target, Q(-1, 3)))
            assert coefficients(result, 4, 3) == [sp.Rational(c) for c in truth(3, target, Q(-1, 3), 5)[name]]


@pytest.mark.parametrize(
    ("name", "given", "least", "power"),
    [
        ("population-ground", {}, 1, 3),
        ("population-ground", {"gamma": 0}, 1, 3),
        ("population-ground", {"J": 0}, 1, 3),
        ("magnetization", {"J": 0}, 1, 3),
        ("entropy", {"omega": 0, "omega_a": 0, "gamma": 0}, 3, 3),
        ("entropy", {"omega": 0, "omega_a": 0, "gamma": 0, "J": 1}, 3, 3),
        ("energy", {"J": 0}, 1, 3),
    ],
)
def test_edges_of_the_range(name: str, given: dict[str, Any], least: int, power: int) -> None:
    result = high_temperature.derive(order=2, quantity=name, **given)
    assert (not_none(result.expansion).valid_for, not_none(result.expansion).remainder_power) == (f"N >= {least}", power)


def test_remainders_where_the_polynomial_vanishes() -> None:
    """With the sources alone the series is even, but the ring of three closes at beta^3."""
    alone: dict[str, Any] = {"omega": 0, "omega_a": 0, "gamma": 0}
    assert not_none(high_temperature.derive(order=2, quantity="entropy", **alone).expansion).remainder_power == 3
    expected = truth(3, (Q(0), Q(0), Q(0)), Q(1), 4)["entropy"]
    assert (
        expected[3] == -2
        and not_none(high_temperature.derive(order=2, quantity="entropy", N=4, J=1, **alone).expansion).remainder_power == 4
    )


@pytest.mark.parametrize(
    ("name", "given", "series"),
    [
        ("magnetization", {"omega_a": 0}, "0"),
        ("population-ground", {"omega": 0}, "1/2"),
        ("population-excited", {"omega": 0, "N": 2}, "1/2"),
        ("bloch-z", {"omega": 0}, "0"),
        ("energy", {"omega": 0, "omega_a": 0, "gamma": 0, "N": 1}, "-J"),
        ("log-partition-function", {"omega": 0, "omega_a": 0, "gamma": 0, "N": 1}, "J*beta + 2*log(2)"),
        ("entropy", {"omega": 0, "omega_a": 0, "gamma": 0, "J": 0}, "(N + 1)*log(2)"),
        ("heat-capacity", {"omega": 0, "omega_a": 0, "gamma": 0, "J": 0}, "0"),
    ],
)
def test_series_that_end(name: str, given: dict[str, Any], series: str) -> None:
    result = high_temperature.derive(order=3, quantity=name, **given)
    assert str(result.series) == series and not_none(result.expansion).remainder_power == 4


def test_powers_of_the_inverse_temperature() -> None:
    for name in ("coherence", "energy"):
        one, other = (high_temperature.derive(order=4, quantity=name, variable=variable) for variable in ("beta", "T"))
        data = json.loads(json_of(other))
        assert (data["variable"], data["quantity"]) == ("1/T", name)
        assert data | {"variable": "beta"} == json.loads(json_of(one))
        assert sp.expand(not_none(other.series).subs(symbols.T, 1 / symbols.beta) - one.series) == 0
        assert other.latex.startswith("C=" if name == "coherence" else r"\langle H\rangle=") and "T^{" in other.latex


def test_bad_input() -> None:
    for arguments, sentence in (
        ({"quantity": "purity"}, "`quantity` must be one of coherence, "),
        ({"variable": "J"}, "`variable` must be beta or T"),
        ({"quantity": "energy", "order": 0}, "from 1 to 24, but is 0"),
        ({"quantity": "energy", "beta": 1}, "`beta` is the variable"),
    ):
        with pytest.raises(InputError, match=sentence):
            high_temperature.derive(**arguments)


@pytest.mark.parametrize("name", ["heat-capacity", "magnetization"])
def test_certificate_alone_catches_a_coefficient(name: str) -> None:
    """One part in 10^9 wrong in one coefficient, the neglected one by a part in ten."""
    given = setting(J="-2/5")
    right = hot_quantities.coefficients_of(name, given.p, 6)
    assert list(hot_quantities._certified(name, given, right))
    for power in (p for p in range(6) if right[p] != 0):
        factor = sp.Rational(11, 10) if power == 5 else 1 + sp.Rational(1, 10**9)
        wrong = [c * factor if p == power else c for p, c in enumerate(right)]
        with pytest.raises(CheckFailed, match="does not tend to 1"):
            list(hot_quantities._certified(name, given, wrong))


def test_a_broken_ring_or_target_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    slope = original_ring_slope
    with monkeypatch.context() as patch:
        patch.setattr(hot_quantities, "ring_slope", lambda ring, J, N, count, length: slope(ring, J, N, None, length))
        with pytest.raises(CheckFailed, match="first difference"):
            high_temperature.derive(order=2, quantity="energy")
    factor = thermal_series._target_factor
    monkeypatch.setattr(thermal_series, "_target_factor", lambda omega, *rest: factor(omega * 2, *rest))
    with pytest.raises(CheckFailed, match="over the states"):
        high_temperature.derive(order=2, quantity="population-ground")


def test_in_powers_of_the_inverse_temperature_everything_speaks_of_it() -> None:
    for name in ("coherence", "energy"):
        found = high_temperature.derive(order=4, quantity=name, variable="T")
        said = " ".join((found.claim, *found.assumptions, found.latex))
        assert "beta" not in said and "T -> oo" in said and "T^{-5}" in said, name
        assert found.steps[-1].claim.startswith("`β = 1/T`")
    assert "T^{-2}" in high_temperature.derive(order=4, variable="T").claim
