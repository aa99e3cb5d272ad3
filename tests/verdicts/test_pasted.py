"""What `symcoh derive` prints, pasted back, is right: the text, and the coefficients of its JSON put together."""

from __future__ import annotations

import json
from typing import Any

import pytest

import symcoh
from derivations import (
    high_temperature,
    large_gap,
    low_temperature,
    many_sources,
    small_gap,
    strong_antiferromagnet,
    strong_coupling,
    strong_ferromagnet,
    uniform_high_temperature,
    weak_coupling,
)
from symcoh.cli.derive import json_of, text_of

RATIONAL = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "3/2"}
LIMITS = {
    high_temperature: ("beta -> 0", "beta"),
    weak_coupling: ("gamma -> 0", "gamma"),
    strong_coupling: ("gamma -> oo", "gamma"),
    small_gap: ("omega_a -> 0", "omega_a"),
    large_gap: ("omega_a -> oo", "omega_a"),
    strong_ferromagnet: ("J -> oo", "J"),
    strong_antiferromagnet: ("J -> -oo", "J"),
    uniform_high_temperature: ("beta -> 0", "beta"),
    many_sources: ("N -> oo", "N"),
    low_temperature: ("beta -> oo", "beta"),
}


def given(module: Any, **extra: Any) -> dict[str, Any]:
    """Rational values of everything but the variable."""
    left_out = {LIMITS[module][1]} | ({"J"} if module is uniform_high_temperature else set())
    return {name: value for name, value in RATIONAL.items() if name not in left_out} | extra


CASES: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (high_temperature, {"order": 5}, {}),
    (high_temperature, {"order": 6}, {"N": 3}),
    (high_temperature, {"order": 6}, given(high_temperature, N=4)),
    (weak_coupling, {"order": 1}, {}),
    (weak_coupling, {"order": 3}, {"N": 2}),
    (weak_coupling, {"order": 3}, given(weak_coupling, N=4)),
    (strong_coupling, {"order": 4}, {}),
    (strong_coupling, {"order": 2}, {"N": 3}),
    (small_gap, {"order": 1}, {}),
    (small_gap, {"order": 3}, {"N": 2}),
    (small_gap, {"order": 3}, given(small_gap, N=3)),
    (large_gap, {"order": 1}, {}),
    (large_gap, {"order": 2}, {"N": 3}),
    (large_gap, {"order": 2}, given(large_gap, N=4)),
    (strong_ferromagnet, {"order": 1}, {}),
    (strong_ferromagnet, {"order": 2}, {"N": 3}),
    (strong_ferromagnet, {"order": 2}, given(strong_ferromagnet, N=4)),
    (strong_antiferromagnet, {"order": 1}, {"N": 3}),
    (strong_antiferromagnet, {"order": 2}, {"N": 4}),
    (strong_antiferromagnet, {"order": 2}, given(strong_antiferromagnet, N=5)),
    (uniform_high_temperature, {"order": 4}, {}),
    (uniform_high_temperature, {"order": 4}, {"N": 3}),
    (many_sources, {"order": 3}, {}),
    (many_sources, {"order": 3}, given(many_sources)),
    (low_temperature, {"order": 3}, given(low_temperature, N=4)),
    (low_temperature, {"order": 2}, given(low_temperature, N=5, J="-1/2")),
]


def checked(module: Any, formula: str, parameters: dict[str, Any]) -> Any:
    hold = "K = beta*J" if module is uniform_high_temperature else None
    return symcoh.check(formula, limit=LIMITS[module][0], hold=hold, **parameters)


@pytest.mark.parametrize(("module", "options", "parameters"), CASES)
def test_text_and_json(module: Any, options: dict[str, Any], parameters: dict[str, Any]) -> None:
    result = module.derive(**options, **parameters)
    text = text_of(result).partition("\nSeries\n")[2]
    answer = checked(module, text, parameters)
    assert (answer.verdict, answer.proved) == ("correct", True), answer
    data = json.loads(json_of(result))
    variable = data["variable"]
    terms = [
        f"({t['coefficient']})*({variable})**({t['power']})" + (f"*exp({t['exponent']})" if t.get("exponent", "0") != "0" else "")
        for t in data["terms"]
    ]
    if module is low_temperature:
        terms = [term.replace(f"*({variable})**(0)", "") for term in terms]
    answer = checked(module, " + ".join(terms), parameters)
    assert (answer.verdict, answer.proved) == ("correct", True), answer
    first = next(i for i, t in enumerate(data["terms"]) if t["coefficient"] != "0")
    terms[first] = f"101/100*{terms[first]}"
    answer = checked(module, " + ".join(terms), parameters)
    assert (answer.verdict, answer.proved) == ("wrong", True), answer


def test_every_derivation_with_a_series_is_here() -> None:
    from symcoh.derivation_registry import installed, proofs

    with_series = {result.name for result in proofs(installed()) if result.expansion is not None}
    assert with_series - {"low-temperature"} == {module.__name__.rpartition(".")[2].replace("_", "-") for module in LIMITS} - {
        "low-temperature"
    }
