"""Every derivation at parameters of any size: a certified series, or a refusal in one sentence; never a right series called wrong.

`CheckFailed` is what a wrong series gets. The gate runs one row in many; the slow test runs them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sympy as sp

from derivations import (
    high_temperature,
    integral_representation,
    large_gap,
    low_temperature,
    many_sources,
    phase_lines,
    small_gap,
    strong_antiferromagnet,
    strong_coupling,
    strong_ferromagnet,
    uniform_high_temperature,
    weak_coupling,
)
from derivations.foundation.parameters import setting
from symcoh.errors import CheckFailed, InputError, NotCertified

Row = tuple[str, dict[str, Any]]

FILES = {
    "high-temperature": (high_temperature, ("omega", "omega_a", "gamma", "J")),
    "uniform-high-temperature": (uniform_high_temperature, ("omega", "omega_a", "gamma", "K")),
    "small-gap": (small_gap, ("omega", "gamma", "J", "beta")),
    "weak-coupling": (weak_coupling, ("omega", "omega_a", "J", "beta")),
    "strong-coupling": (strong_coupling, ("omega", "omega_a", "J", "beta")),
    "large-gap": (large_gap, ("omega", "gamma", "J", "beta")),
    "strong-ferromagnet": (strong_ferromagnet, ("omega", "omega_a", "gamma", "beta")),
    "strong-antiferromagnet": (strong_antiferromagnet, ("omega", "omega_a", "gamma", "beta")),
    "low-temperature": (low_temperature, ("omega", "omega_a", "gamma", "J")),
    "many-sources": (many_sources, ("omega", "omega_a", "gamma", "J", "beta")),
    "integral-representation": (integral_representation, ("omega", "omega_a", "gamma", "J", "beta")),
    "phase-lines": (phase_lines, ("omega", "omega_a", "gamma", "J")),
}

SIZES = {
    "1e-5000": "1e-5000",
    "1e5000": "1e5000",
    "1e-320": "1e-320",
    "-1e4": "-1e4",
    "1e4": "1e4",
    "-1e5000": "-1e5000",
    "5000 digits": "0." + "3" * 5000,
    "4600 digits over 4599": "1" * 4600 + "/" + "7" * 4599,
    "hidden 1": "sqrt(3+2*sqrt(2))-sqrt(2)",
}

BASE = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "1", "K": "3/10"}


def rows() -> Iterator[Row]:
    """Each parameter at each size, alone and among ordinary ones at N = 3."""
    for name, (_, parameters) in FILES.items():
        for parameter in parameters:
            for size, text in SIZES.items():
                if text.startswith("-") and parameter in ("omega", "beta"):
                    continue
                full = {p: BASE[p] for p in parameters} | {parameter: text} | ({} if name == "many-sources" else {"N": 3})
                alone = {parameter: text} | ({"parity": "even"} if name == "strong-antiferromagnet" else {})
                if name not in ("low-temperature", "phase-lines"):
                    yield f"{name}, {parameter} = {size}", {"file": name, **alone}
                yield f"{name}, {parameter} = {size}, the rest given", {"file": name, **full}


def outcome(file: str, given: dict[str, Any]) -> str:
    """ "certified", or the sentence of a refusal; any other exception is a failure."""
    try:
        result = FILES[file][0].derive(**given)
    except (NotCertified, InputError) as refusal:
        sentence = str(refusal)
        assert len(sentence) < 400 and "\n" not in sentence and sentence.endswith("."), sentence
        return sentence
    assert result.steps
    return "certified"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "given"), [pytest.param(n, g, id=n) for n, g in rows()])
def test_every_size(name: str, given: dict[str, Any]) -> None:
    outcome(given.pop("file"), given)


ANSWERED: list[Row] = [
    ("high-temperature", {"N": 3, "omega": "1e5000"}),
    ("high-temperature", {"J": "1e-5000", "order": 3}),
    ("high-temperature", {"J": "-1e5000", "omega_a": "1e-320", "order": 4}),
    ("uniform-high-temperature", {"N": 4, "gamma": "1e5000", "K": "-1e4", "order": 2}),
    ("small-gap", {"N": 2, "beta": "1e5000", "omega": "1e-5000", "order": 1}),
    ("weak-coupling", {"N": 3, "omega": "1e5000", "order": 1}),
    ("weak-coupling", {"N": 3, "J": "-1e4", "order": 1}),
    ("strong-coupling", {"order": 2, "beta": "1e-5000"}),
    ("strong-coupling", {"N": 2, "order": 2, "omega": "1e-5000"}),
    ("large-gap", {"J": "-1e4"}),
    ("large-gap", {"N": 3, "order": 0, "gamma": "1e4", "beta": "1e-5000"}),
    ("strong-ferromagnet", {"N": 3, "order": 0, "beta": "1e5"}),
    ("strong-ferromagnet", {"N": 2, "omega_a": "1e-320"}),
    ("strong-antiferromagnet", {"parity": "even", "beta": "1e4"}),
    ("strong-antiferromagnet", {"N": 3, "omega_a": "-1e5000", "order": 1, "gamma": "1e-5000", "omega": 0}),
    ("low-temperature", {"N": 3, "omega": 1, "omega_a": "1e-5000", "gamma": 1, "J": 1}),
    ("low-temperature", {"N": 4, "omega": 1, "omega_a": "1e-320", "gamma": 1, "J": "-1e-320"}),
    ("many-sources", {"gamma": "1e-5000", "J": "-1e5000"}),
]
"""What the points of fixed size called wrong, or left in a crash, and what lies between."""

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("strong-ferromagnet", {"N": 2, "beta": "1e6"}, "is undecided with"),
    ("large-gap", {"N": 3, "J": "1e5000"}, "is undecided with"),
    ("weak-coupling", {"N": 2, "J": "-1e5000"}, "is undecided with"),
    ("low-temperature", {"N": 3, "omega": 1, "omega_a": 1, "gamma": "1e-5000", "J": 1}, "fewer digits"),
    ("phase-lines", {"N": 4, "omega": 1, "omega_a": 1, "gamma": "1e-5000"}, "fewer digits"),
    ("many-sources", {"beta": "1e5000", "J": "-1e5000"}, r"about 2**"),
    ("large-gap", {"N": 3, "omega": 1, "gamma": 1, "beta": "1e5000", "J": "2/5"}, "leave a symbol in it"),
]


@pytest.mark.parametrize(("file", "given"), ANSWERED)
def test_certified_at_extreme_parameters(file: str, given: dict[str, Any]) -> None:
    assert outcome(file, given) == "certified"


@pytest.mark.parametrize(("file", "given", "words"), REFUSED)
def test_refused_in_a_sentence(file: str, given: dict[str, Any], words: str) -> None:
    assert words in outcome(file, given)


@pytest.mark.parametrize(
    ("file", "given", "power"),
    [
        (strong_coupling, {"N": 2, "order": 2, "beta": "1e-5000"}, 2),
        (large_gap, {"N": 3, "order": 1, "J": "-1e4"}, 1),
        (strong_antiferromagnet, {"N": 4, "order": 1, "beta": "1e4"}, 1),
        (strong_ferromagnet, {"N": 3, "order": 1, "omega_a": "1e-5000"}, 1),
    ],
)
def test_a_wrong_coefficient_is_seen_at_extreme_parameters(file: Any, given: dict[str, Any], power: int, monkeypatch: Any) -> None:
    """One part in 10^9 of a coefficient that is kept."""
    right = file.coefficients

    def wrong(*arguments: Any) -> list[Any]:
        return [c * (1 + sp.Rational(p == power, 10**9)) for p, c in enumerate(right(*arguments))]

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match=r"does not tend to 1|c_1 ="):
        file.derive(**given)


def test_a_wrong_beta_series_is_seen_at_extreme_parameters() -> None:
    given = setting(3, J="1e-1000", omega="1e1000")
    right = high_temperature.coefficients_of(given.p, 5)
    wrong = [c * (1 + sp.Rational(p == 3, 10**9)) for p, c in enumerate(right)]
    assert re.search("at `1e-", high_temperature._certified(given, right)[0].check.outcome)
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        high_temperature._certified(given, wrong)


@pytest.mark.parametrize("module", [weak_coupling, strong_coupling, large_gap])
def test_an_exponent_that_is_no_quotient(module: Any) -> None:
    """The size of beta J is seen whatever it is written with: SymPy would multiply e by itself."""
    given = {"N": 3, "omega": 1, "omega_a": "7/10", "gamma": "3/10", "J": "exp(7e5)", "beta": "3/10"}
    del given[{weak_coupling: "gamma", strong_coupling: "gamma", large_gap: "omega_a"}[module]]
    with pytest.raises(NotCertified, match=r"The exponent beta\*J, about 2\*\*1009886, is beyond exact algebra here"):
        module.derive(**given)


def test_roots_of_long_sums() -> None:
    """Levels with a square of n numbers below each root, and all of them multiplied out: refused before they are."""
    omega = "+".join(f"sqrt({p})" for p in sp.primerange(230))
    with pytest.raises(NotCertified, match=r"of 4 sectors hold about 2500 terms each, .* sums of fewer numbers, or try a smaller N"):
        low_temperature.derive(N=3, omega=omega, omega_a=12, gamma="7/10", J="-13/60")
    short = low_temperature.derive(N=2, omega="sqrt(2)+sqrt(3)+sqrt(5)", omega_a=12, gamma="7/10", J="-13/60", order=1).expansion
    assert short is not None and len(short.terms) == 2
