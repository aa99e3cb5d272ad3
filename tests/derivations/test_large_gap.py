"""omega_a -> oo: the coefficients against all 2^N configurations, where N is a symbol too, and broken terms that are caught."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import sympy as sp
from sympy import Expr

from derivations import large_gap as file
from oracles.not_none import not_none
from oracles.quotients import evaluated, in_gap, near
from symcoh.errors import CheckFailed, InputError, InputTypeError
from symcoh.exact import Parameters

AT = {"omega": "1", "gamma": "3/10", "J": "2/5", "beta": "6/5"}
POINTS = {
    "generic": AT,
    "antiferromagnetic": AT | {"J": "-3/5", "gamma": "2"},
    "no J": AT | {"J": "0"},
    "zero gap": AT | {"omega": "0"},
    "both zero": AT | {"omega": "0", "J": "0"},
}


def zeros(at: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in at.items() if value == "0"}


@pytest.mark.parametrize("name", POINTS)
def test_symbolic_number_of_sources(name: str) -> None:
    """Right for every N it says, and for J != 0 wrong one below: valid_for claims no more and no less."""
    at = POINTS[name]
    result = not_none(file.derive(order=3, **zeros(at)).expansion)
    least = 1 if at["J"] == "0" else 4
    assert result.valid_for == f"N >= {least}" and result.remainder_power == 4 and str(result.variable) == "exp(-beta*omega_a)"
    for N in range(least, 8):
        expected = in_gap(N, 4, **at)
        for term in result.terms:
            assert near(evaluated(term.coefficient, N, **at), expected[int(term.power)]), (N, term.power)
    if least == 4:
        assert not near(evaluated(result.terms[3].coefficient, 3, **at), in_gap(3, 4, **at)[3], digits=5)


@pytest.mark.parametrize("N", range(1, 7))
@pytest.mark.parametrize("name", ["generic", "zero gap"])
def test_explicit_number_of_sources(N: int, name: str) -> None:
    at = POINTS[name]
    result = not_none(file.derive(order=N + 1, N=N, **zeros(at)).expansion)
    expected = in_gap(N, N + 2, **at)
    assert [near(evaluated(t.coefficient, N, **at), expected[int(t.power)]) for t in result.terms] == [True] * (N + 2)
    assert result.valid_for == f"N = {N}"


def test_one_source_by_hand() -> None:
    """tanh(βω_a/2) = 1 - 2y + 2y² - ... in y = e^{-βω_a}."""
    beta, gamma = sp.Symbol("beta", positive=True), sp.Symbol("gamma", positive=True)
    found = [t.coefficient for t in not_none(file.derive(order=4, N=1, omega=0).expansion).terms]
    assert [sp.simplify(c / sp.tanh(beta * gamma)) for c in found] == [1, -2, 2, -2, 2]


def test_what_it_says() -> None:
    result = file.derive(order=0)
    assert result.name == "large-gap" and result.equations == ("47",) and not_none(result.expansion).valid_for == "N >= 1"
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in file.__doc__
    assert {"identity", "enumeration", "enclosure", "argument"} == {step.check.kind for step in result.steps}


def test_nothing_where_the_coherence_is_zero() -> None:
    assert file.derive(gamma="0").series == file.derive(beta=0, N=2).series == 0


def test_a_ring_too_long_to_be_summed_is_represented_by_short_ones() -> None:
    found = file.derive(order=1, N=10**6)
    assert not_none(found.expansion).valid_for.startswith("N = 1000000")
    claims = [step.claim for step in found.steps if step.check.kind == "enclosure"]
    assert claims and not any("1000000" in claim for claim in claims)
    assert any("`N = 30`" in step.claim for step in file.derive(order=1, N=30).steps)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`omega_a` runs to its limit"):
        file.derive(omega_a=5)
    with pytest.raises(InputTypeError, match="`beta` must be exact"):
        file.derive(beta=1.0)


@pytest.mark.parametrize("power", range(4))
@pytest.mark.parametrize("arguments", [{}, {"N": 3}, {"J": 0}], ids=["symbol", "N3", "no J"])
def test_broken_coefficient_is_caught(power: int, arguments: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.coefficients

    def wrong(p: Parameters, order: int) -> list[Expr]:
        found = right(p, order)
        found[power] *= sp.Rational(51, 50)
        return found

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match="c_0 = " if power == 0 else "large-gap, N = .*does not tend to 1"):
        file.derive(order=2, **arguments)


def test_broken_degeneracy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.domains
    monkeypatch.setattr(file, "domains", lambda N, j, n: right(N, j, n) * (2 if n == 3 else 1))
    with pytest.raises(CheckFailed, match="N=4, j=3|N=6, j=3"):
        file.derive()
