"""gamma -> oo: powers of 1/gamma and the exponentially small parts against 2^N sums with many digits."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest
import sympy as sp
from sympy import Expr

from derivations import strong_coupling as file
from oracles.not_none import not_none
from oracles.quotients import coherence, evaluated, number
from symcoh.errors import CheckFailed, InputError, InputTypeError
from symcoh.exact import Parameters, parameters, symbols

AT = {"omega": "1", "omega_a": "7/10", "J": "2/5", "beta": "6/5"}


@pytest.mark.parametrize("J", ["2/5", "-3/5"])
@pytest.mark.parametrize("N", range(1, 6))
def test_powers(N: int, J: str) -> None:
    """C at γ = 10^12 minus the partial sum is the neglected term, to 20 digits."""
    at = AT | {"J": J}
    symbolic, explicit = not_none(file.derive(order=4).expansion), not_none(file.derive(order=5, N=N, omega=1).expansion)
    assert [t.power for t in symbolic.terms] == [0, 2, 4] and symbolic.remainder_power == explicit.remainder_power == 6
    with mpmath.workdps(200):
        value = coherence(N, 200, gamma="1000000000000", **at)
        leading = mpmath.tanh(N * number(at["beta"]) * number(at["omega_a"]) / 2)
    neglected = not_none(file.derive(order=6).expansion).terms[-1]
    for series in (symbolic, explicit):
        with mpmath.workdps(200):
            ratio = [
                evaluated(t.coefficient, N, **at) / evaluated(series.terms[0].coefficient, N, **at) for t in (*series.terms, neglected)
            ]
            partial = leading * sum(_exactly(r) / mpmath.mpf(10) ** (12 * 2 * j) for j, r in enumerate(ratio[:3]))
            rest = (value - partial) / (leading * ratio[3] / mpmath.mpf(10) ** 72)
            assert abs(rest - 1) < mpmath.mpf(10) ** -20


def _exactly(ratio: Any) -> Any:
    """A ratio of coefficients at rational parameters is rational: the one with a small denominator."""
    return number(sp.nsimplify(sp.Float(str(ratio), 50), rational=True, tolerance=sp.Rational(1, 10**40)))


@pytest.mark.parametrize("omega", ["1", "0"])
@pytest.mark.parametrize("N", range(1, 7))
def test_exponential_part(N: int, omega: str) -> None:
    """What is left beyond the powers, at γ = 40, for explicit N and for the symbol where it stands for N >= 3."""
    at = AT | {"omega": omega, "gamma": "40"}
    given = {"omega": 0} if omega == "0" else {}
    with mpmath.workdps(200):
        S_N = mpmath.sqrt(number(omega) ** 2 + 4 * number(40) ** 2 * N**2)
        dominant = 2 * N * number(40) / S_N * mpmath.tanh(N * number(at["beta"]) * number(at["omega_a"]) / 2)
        rest = coherence(N, 200, **at) - dominant
        forms = [parameters(N, **given)] + ([parameters(**given)] if N >= 3 else [])
        for p in forms:
            assert abs(rest / evaluated(file.exponential_part(p), N, **at) - 1) < mpmath.mpf(10) ** -15


@pytest.mark.parametrize("N", [1, 2, 3, 5])
def test_limit_of_the_exponential_part(N: int) -> None:
    """R e^{2βγ} as the file opens with, at γ = 10^9."""
    at = AT | {"gamma": "1000000000"}
    h = number(at["beta"]) * number(at["omega_a"]) / 2
    x = mpmath.exp(-4 * number(at["beta"]) * number(at["J"]))
    if N == 1:
        expected = -2 * mpmath.tanh(h)
    else:
        expected = -N * x * mpmath.sinh(2 * h) / mpmath.cosh(N * h) ** 2 * (mpmath.cosh(number(at["beta"]) / 2) if N == 2 else 1)
    growth = sp.exp(2 * symbols.beta * symbols.gamma)
    found = evaluated(file.exponential_part(parameters(N)) * growth, N, **at)
    assert abs(found / expected - 1) < 1e-8


def test_zero_gap_has_no_powers() -> None:
    result = file.derive(omega=0, N=4)
    assert len(not_none(result.expansion).terms) == 1 and "beyond every power" in not_none(result.expansion).valid_for
    assert any("end with the leading term" in step.claim for step in result.steps)
    assert sum("R = " in step.claim for step in result.steps) == 1


def test_what_it_says() -> None:
    result = file.derive()
    assert result.name == "strong-coupling" and result.equations == ("44",) and str(not_none(result.expansion).variable) == "1/gamma"
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in file.__doc__
    assert {"identity", "enumeration", "enclosure", "argument"} == {step.check.kind for step in result.steps}


def test_nothing_where_the_coherence_is_zero() -> None:
    assert file.derive(omega_a=0).series == file.derive(beta=0, N=2).series == 0


def test_a_ring_too_long_to_be_summed_is_represented_by_short_ones() -> None:
    found = file.derive(order=1, N=10**6)
    assert not_none(found.expansion).valid_for.startswith("N = 1000000")
    claims = [step.claim for step in found.steps if step.check.kind == "enclosure"]
    assert claims and not any("1000000" in claim for claim in claims)
    assert any("`N = 30`" in step.claim for step in file.derive(order=1, N=30).steps)


def test_refusals() -> None:
    with pytest.raises(InputError, match="`gamma` runs to its limit"):
        file.derive(gamma=5)
    with pytest.raises(InputError, match=r"`order` must be from 0 to 60, but is 61\."):
        file.derive(order=61)
    with pytest.raises(InputTypeError, match="`omega` must be exact"):
        file.derive(omega=1.0)


@pytest.mark.parametrize("power", [0, 2, 4, 6])
def test_broken_coefficient_is_caught(power: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.coefficients

    def wrong(p: Parameters, order: int) -> list[Expr]:
        found = right(p, order)
        found[power] *= sp.Rational(51, 50)
        return found

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match="c_0 = " if power == 0 else "strong-coupling, N = .*does not tend to 1"):
        file.derive(order=4)


@pytest.mark.parametrize("N", [1, 2, None])
def test_broken_exponential_part_is_caught(N: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.exponential_part
    monkeypatch.setattr(file, "exponential_part", lambda p: right(p) * sp.Rational(51, 50))
    with pytest.raises(CheckFailed, match="exponential part, N = .*does not tend to 1"):
        file.derive(N=N)


def test_broken_binomials_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "binomials", lambda largest: [sp.Rational(1, 2) ** j for j in range(largest + 1)])
    with pytest.raises(CheckFailed, match=r"z\^1"):
        file.derive()
