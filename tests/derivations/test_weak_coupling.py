"""gamma -> 0: the coefficients against series of matrix exponentials, and broken terms that are caught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sympy as sp
from sympy import Expr

from derivations import weak_coupling as file
from derivations.foundation import ring_in_field
from oracles.not_none import not_none
from oracles.quotients import evaluated, in_gamma, near
from symcoh.errors import CheckFailed, InputError, InputTypeError
from symcoh.exact import Parameters, parameters, symbols

AT = {"omega": "1", "omega_a": "7/10", "J": "2/5", "beta": "6/5"}
POINTS = {"generic": AT, "antiferromagnetic": AT | {"J": "-3/5"}, "no J": AT | {"J": "0"}, "zero gap": AT | {"omega": "0"}}


def given(at: Mapping[str, str], *names: str) -> dict[str, str]:
    """The zeros, which have formulas of their own, and the parameters named."""
    return {name: value for name, value in at.items() if value == "0" or name in names}


@pytest.mark.parametrize("name", POINTS)
def test_symbolic_number_of_sources(name: str) -> None:
    at = POINTS[name]
    result = not_none(file.derive(order=5, **given(at)).expansion)
    assert result.valid_for == "N >= 1" and result.remainder_power == 7 and str(result.variable) == "gamma"
    assert [t.power for t in result.terms] == [1, 3, 5]
    for N in (1, 2, 3, 6):
        expected = in_gamma(N, 6, **at)
        for term in result.terms:
            assert near(evaluated(term.coefficient, N, **at), expected[int(term.power)]), (N, term.power)
        assert max(abs(expected[power]) for power in (0, 2, 4)) < 1e-50


@pytest.mark.parametrize("N", [1, 2, 5])
@pytest.mark.parametrize("name", POINTS)
def test_explicit_number_of_sources(N: int, name: str) -> None:
    at = POINTS[name]
    result = not_none(file.derive(order=3, N=N, **given(at, "beta", "J")).expansion)
    expected = in_gamma(N, 4, **at)
    assert [near(evaluated(t.coefficient, N, **at), expected[int(t.power)]) for t in result.terms] == [True, True]


def test_one_source_does_not_feel_the_coupling() -> None:
    result = file.derive(N=1, order=5)
    assert "J" not in {s.name for s in not_none(result.series).free_symbols}


@pytest.mark.parametrize(("order", "kept", "remainder"), [(1, [1], 3), (2, [1], 3), (3, [1, 3], 5), (4, [1, 3], 5)])
def test_odd_powers_alone(order: int, kept: list[int], remainder: int) -> None:
    result = not_none(file.derive(order=order, N=2, J=0).expansion)
    assert [t.power for t in result.terms] == kept and result.remainder_power == remainder


def test_independent_sources_by_hand() -> None:
    """One source at ω = 0: C = tanh(βγ) tanh(βω_a/2)."""
    beta, omega_a = sp.Symbol("beta", positive=True), sp.Symbol("omega_a", positive=True)
    found = [t.coefficient for t in not_none(file.derive(order=7, N=1, omega=0).expansion).terms]
    tanh = [1, sp.Rational(-1, 3), sp.Rational(2, 15), sp.Rational(-17, 315)]
    expected = [t * beta ** (2 * j + 1) * sp.tanh(beta * omega_a / 2) for j, t in enumerate(tanh)]
    assert [sp.expand(f - e) for f, e in zip(found, expected, strict=True)] == [0] * 4


def test_what_it_says() -> None:
    result = file.derive(order=1)
    assert result.name == "weak-coupling" and result.equations == ("45", "46")
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in file.__doc__
    assert {"identity", "enumeration", "enclosure", "argument"} == {step.check.kind for step in result.steps}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"gamma": 1}, "`gamma` runs to its limit"),
        ({"order": 0}, r"`order` must be from 1 to 15, but is 0\."),
    ],
)
def test_refusals(arguments: dict[str, int], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        file.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


def test_nothing_where_the_coherence_is_zero() -> None:
    assert file.derive(omega_a=0).series == file.derive(beta=0).series == 0


def test_float_is_refused() -> None:
    with pytest.raises(InputTypeError, match=r"`J` must be exact, but is the float 0\.4"):
        file.derive(J=0.4)


@pytest.mark.parametrize("index", range(3))
def test_broken_coefficient_is_caught(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.coefficients

    def wrong(p: Parameters, length: int) -> list[Expr]:
        found = right(p, length)
        found[index] *= sp.Rational(51, 50)
        return found

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match="c_1 = " if index == 0 else "weak-coupling, N = .*does not tend to 1"):
        file.derive(order=3)


def test_broken_moment_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ring_in_field.moment_polynomials

    def wrong(largest: int) -> list[Any]:
        found = right(largest)
        P, Q = found[3]
        found[3] = (P, Q + 1)
        return found

    monkeypatch.setattr(ring_in_field, "moment_polynomials", wrong)
    with pytest.raises(CheckFailed, match="p=3"):
        file.derive()


def test_broken_response_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ring_in_field.response_coefficients

    def wrong(zero_gap: bool, length: int) -> tuple[list[Any], list[Any]]:
        phi, psi = right(zero_gap, length)
        return [*phi[:2], phi[2] * 2, *phi[3:]], psi

    monkeypatch.setattr(ring_in_field, "response_coefficients", wrong)
    with pytest.raises(CheckFailed, match=r"\\u03b4"):  # sentences are ASCII: δ
        file.derive(order=5)


def test_each_product_of_moments_stands_once() -> None:
    """c_3 = (...) mu_3 + (...) mu_1 mu_2, what stands beside each put together."""
    moments = sp.symbols("mu_1:4")
    [first, third] = file._coefficients(parameters(), 2, moments)
    assert first.as_independent(*moments)[1] == moments[0]
    found = [term.as_independent(*moments)[1] for term in sp.Add.make_args(third / symbols.beta**3)]
    assert sorted(map(str, found)) == ["mu_1*mu_2", "mu_3"]
