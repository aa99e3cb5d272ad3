"""Formulas for other quantities than the coherence: derive's own output, the edge of its range in N, one coefficient changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

import symcoh
from derivations import high_temperature, weak_coupling
from derivations.foundation.thermal_series import QUANTITIES
from derivations.foundation.weak_quantities import COEFFICIENTS
from oracles.not_none import not_none
from symcoh.checking.truth import HAVE_QUANTITIES
from symcoh.cli.derive import json_of, text_of
from symcoh.errors import InputError

GIVEN: list[dict[str, Any]] = [
    {},
    {"N": 2},
    {"N": 3, "omega": 1, "omega_a": "-7/10", "gamma": "-3/10", "J": "-2/5"},
    {"N": 50, "J": "1/3", "omega": "2/3"},
]


def pasted(result: Any) -> str:
    return text_of(result).partition("\nSeries\n")[2]


def test_every_series_of_a_quantity_is_known_to_check() -> None:
    assert set(HAVE_QUANTITIES["high-temperature"]) == set(QUANTITIES) == set(HAVE_QUANTITIES["weak-coupling"]) == set(COEFFICIENTS)


CASES = [(name, k % 4) for k, name in enumerate(QUANTITIES)]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_what_derive_prints_is_right(name: str, place: int) -> None:
    given = GIVEN[place]
    variable, limit = ("T", "T -> oo") if place % 2 else ("beta", "beta -> 0")
    result = high_temperature.derive(order=3, quantity=name, variable=variable, **given)
    answer = symcoh.check(pasted(result), limit=limit, **given)
    assert (answer.verdict, answer.proved, answer.quantity) == ("correct", True, name), answer
    assert answer.valid_for.startswith(not_none(result.expansion).valid_for)
    data = json.loads(json_of(result))
    terms = [f"({t['coefficient']})*({data['variable']})**({t['power']})" for t in data["terms"]]
    assert symcoh.check(" + ".join(terms), limit=limit, quantity=name, **given).verdict == "correct"
    last = len(terms) - 1
    terms[last] = f"(1 + 10**(-9))*{terms[last]}"
    answer = symcoh.check(" + ".join(terms), limit=limit, quantity=name, **given)
    assert (answer.verdict, answer.proved) == ("wrong", True) and answer.first_difference is not None
    assert answer.first_difference["power"] == data["terms"][last]["power"], answer


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("log-partition-function", {"N": 2}),
        ("magnetization", GIVEN[2] | {"beta": "3/2"}),
        ("population-ground", {}),
        ("bloch-z", {"J": 0}),
    ],
)
def test_weak_coupling(name: str, given: dict[str, Any]) -> None:
    given = {key: value for key, value in given.items() if key != "gamma"}
    result = weak_coupling.derive(order=2, quantity=name, **given)
    answer = symcoh.check(pasted(result), limit="gamma -> 0", **given)
    assert (answer.verdict, answer.proved, answer.quantity) == ("correct", True, name), answer
    terms = [f"({t['coefficient']})*gamma**({t['power']})" for t in json.loads(json_of(result))["terms"]]
    wrong = symcoh.check(f"{terms[0]} + (1 + 10**(-9))*{terms[1]}", limit="gamma -> 0", quantity=name, **given)
    assert (wrong.verdict, wrong.proved) == ("wrong", True) and wrong.first_difference is not None
    assert wrong.first_difference["power"] == "2"


@pytest.mark.parametrize(("name", "least"), [("energy", 5), ("magnetization", 3)])
def test_the_range_in_N_is_sharp(name: str, least: int) -> None:
    """The polynomial in N through beta^3: right from its smallest ring on, wrong one below it, for either sign of J."""
    text = pasted(high_temperature.derive(order=3, quantity=name)).partition("valid")[0]
    for J in ("-2/5", "1/3") if name == "energy" else ("-2/5",):
        right, wrong = (symcoh.check(text, limit="beta -> 0", N=N, J=J) for N in (least, least - 1))
        assert (right.verdict, wrong.verdict) == ("correct", "wrong") and right.proved and wrong.proved
        assert wrong.first_difference is not None and wrong.first_difference["power"] == "3"


def test_a_formula_that_does_not_end_says_what_is_asked() -> None:
    endless = "N*gamma*omega_a*beta**2/2*exp(2*beta*J)"
    answer = symcoh.check(endless, limit="beta -> 0")
    assert (answer.verdict, answer.agrees_through) == ("wrong", "3")
    assert answer.because.startswith("right through 3; asked through 4, because the formula does not end; compared with")
    assert symcoh.check(endless, limit="beta -> 0", order=3).verdict == "correct"
    assert symcoh.check(endless, limit="beta -> 0", order=4).because.startswith("right through 3, asked through 4; ")
    answer = symcoh.check("-N*omega_a/2*tanh(beta)", limit="beta -> 0", quantity="magnetization")
    assert answer.because.startswith("right through 1; asked through 3, because the formula does not end; ")
    for other in ("N*gamma*omega_a*beta**2/2 + beta**4", "N*gamma*omega_a*beta**2/3*exp(2*beta*J)"):
        assert "does not end" not in symcoh.check(other, limit="beta -> 0", N=4, J=1).because


def test_where_N_is_needed() -> None:
    for question in ({"limit": "omega_a -> 0"}, {"limit": "beta -> 0", "hold": "K = beta*J"}, {"limit": "J -> oo; beta -> 0"}):
        with pytest.raises(InputError, match="`N` is required for energy, whose exact expression is compared"):
            symcoh.check("-beta", quantity="energy", **question)  # type: ignore[arg-type]  # one of three questions


@pytest.mark.parametrize(
    ("name", "zero", "value"),
    [
        ("bloch-z", "omega", "0"),
        ("population-ground", "omega", "1/2"),
        ("population-excited", "omega", "1/2"),
        ("magnetization", "omega_a", "0"),
    ],
)
def test_constants_are_known_for_every_ring(name: str, zero: str, value: str) -> None:
    given: dict[str, Any] = {zero: 0}
    assert symcoh.check(value, limit="beta -> 0", quantity=name, **given).agrees_through == "oo"
    assert symcoh.check(f"{value} + beta**7", limit="beta -> 0", quantity=name, **given).verdict == "wrong"
