"""gamma -> 0 for energy, heat capacity, entropy, log Z, magnetization and populations, against differences of 2^N sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from derivations import weak_coupling
from derivations.foundation import ring_in_field, weak_quantities
from derivations.foundation.thermal_series import QUANTITIES
from oracles import states
from oracles.not_none import not_none
from oracles.numbers import MP, precision
from oracles.quotients import evaluated, near
from symcoh import Model
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import Parameters, parameters
from symcoh.exactnumbers import exact

NAMES = tuple(weak_quantities.COEFFICIENTS)
AT = {"omega": "1", "omega_a": "7/10", "J": "2/5", "beta": "6/5"}
POINTS = {
    "generic": AT,
    "antiferromagnetic": AT | {"J": "-3/5"},
    "no J": AT | {"J": "0"},
    "zero gap": AT | {"omega": "0"},
    "field down": AT | {"omega_a": "-7/10", "J": "-1/5"},
}
STEP = 40
"""Decimals of the step in gamma."""


def coefficients_at(point: Any, N: int) -> dict[str, list[Any]]:
    """{quantity: [c_0, c_2]} from values at gamma = 0 and 10^-40."""
    at = dict(point)
    names = [name for name in NAMES if name != "bloch-z" or at["omega"] != "0"]
    found: dict[str, list[Any]] = {name: [] for name in names}
    rows = []
    for gamma in ("0", f"1e-{STEP}"):
        model = Model(N=N, omega=at["omega"], omega_a=at["omega_a"], gamma=gamma, J=at["J"])
        rows.append(states.quantities(model, exact(at["beta"]), 3 * STEP, names))
    with precision(1000):
        for name in names:
            zero, small = (row[name] for row in rows)
            found[name] = [zero, (small - zero) * MP.mpf(10) ** (2 * STEP)]
    return found


truth = cache(coefficients_at)


def given(at: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in at.items() if value == "0" or name in names}


def agree(coefficients: Sequence[Expr], at: Mapping[str, Any], N: int, known: Sequence[Any]) -> bool:
    """Whether both coefficients are those of the sums."""
    return all(near(evaluated(c, N, **at), value, 30) for c, value in zip(coefficients, known, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_symbols_against_differences_of_sums(name: str) -> None:
    free = name == "heat-capacity"  # its second derivative in every symbol takes seconds
    coefficients = weak_quantities.COEFFICIENTS[name](parameters(J=0) if free else parameters(), 2)
    for point in ("no J",) if free else ("generic", "antiferromagnetic"):
        for N in (1, 2, 3, 4):
            at = POINTS[point]
            assert agree(coefficients, at, N, truth(tuple(at.items()), N)[name]), (name, point, N)


@pytest.mark.parametrize("name", ["log-partition-function", "energy", "magnetization", "population-ground"])
@pytest.mark.parametrize("point", ["no J", "zero gap", "field down"])
def test_zeros_and_signs(name: str, point: str) -> None:
    at = POINTS[point]
    for N in (1, 2, 3):
        known = given(at, "omega_a")
        result = not_none(weak_coupling.derive(order=0, quantity=name, N=N, **known).expansion)
        assert result.valid_for == f"N = {N}"
        coefficients = weak_quantities.COEFFICIENTS[name](parameters(N, **known), 2)
        assert result.expression == coefficients[0]
        assert agree(coefficients, at, N, truth(tuple(at.items()), N)[name]), (name, point, N)


def test_order_and_remainder() -> None:
    for order, kept, power in ((1, [0], 2), (2, [0, 2], 4), (4, [0, 2, 4], 6)):
        result = not_none(weak_coupling.derive(order=order, quantity="energy", N=1, J=0).expansion)
        assert [t.power for t in result.terms] == kept and result.remainder_power == power


@pytest.mark.parametrize(
    ("name", "arguments", "series"),
    [
        ("magnetization", {"N": 1}, "-tanh(beta*omega_a/2)"),
        ("magnetization", {"omega_a": 0}, "0"),
        ("population-ground", {"omega": 0}, "1/2"),
        ("bloch-z", {"omega": 0, "N": 3}, "0"),
    ],
)
def test_series_that_end(name: str, arguments: dict[str, int], series: str) -> None:
    assert str(weak_coupling.derive(order=2, quantity=name, **arguments).series) == series


def test_refusals() -> None:
    for arguments, sentence in (
        ({"quantity": "purity"}, "`quantity` must be one of coherence, "),
        ({"quantity": "energy", "beta": 0}, "`beta` must be positive here: at beta = 0 the energy does not depend on gamma"),
        ({"quantity": "energy", "order": 7}, "`order` must be from 0 to 6"),
        ({"quantity": "energy", "gamma": 1}, "`gamma` runs to its limit"),
    ):
        with pytest.raises(InputError, match=sentence):
            weak_coupling.derive(**arguments)


@pytest.mark.parametrize(("name", "index"), [("energy", 0), ("energy", 1), ("energy", 2), ("magnetization", 1), ("population-ground", 1)])
def test_a_broken_coefficient_is_caught(name: str, index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = weak_quantities.COEFFICIENTS[name]

    def wrong(p: Parameters, length: int) -> list[Expr]:
        found = right(p, length)
        found[index] *= sp.Rational(51, 50)
        return found

    monkeypatch.setitem(weak_quantities.COEFFICIENTS, name, wrong)
    with pytest.raises(CheckFailed, match=f"weak-coupling, {name}, N = .*does not tend to 1"):
        weak_coupling.derive(order=2, quantity=name, N=2)


def test_a_broken_moment_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ring_in_field.moment_polynomials

    def wrong(largest: int) -> list[Any]:
        found = right(largest)
        P, Q = found[3]
        found[3] = (P, Q + 1)
        return found

    monkeypatch.setattr(ring_in_field, "moment_polynomials", wrong)
    with pytest.raises(CheckFailed, match="p=3"):
        weak_coupling.derive(quantity="magnetization")


def test_every_quantity_has_both_series() -> None:
    assert set(NAMES) == set(QUANTITIES)
