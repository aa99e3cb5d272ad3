"""J -> oo: the coefficients against all 2^N configurations, (43) against (42), and broken terms that are caught."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Expr

from derivations import strong_ferromagnet as file
from derivations.foundation.steps import Derivation
from oracles.not_none import not_none
from oracles.quotients import evaluated, in_coupling, near
from symcoh.errors import CheckFailed, InputError, InputTypeError
from symcoh.exact import Parameters, symbols

AT = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "beta": "6/5"}
POINTS = [AT, AT | {"omega": "0"}, AT | {"omega": "3/2", "gamma": "-2", "omega_a": "1/5", "beta": "1/3"}]
LENGTH = 5


@pytest.fixture(scope="module", params=[False, True], ids=["gap", "zero gap"])
def symbolic(request: pytest.FixtureRequest) -> tuple[Derivation, bool]:
    return file.derive(order=LENGTH - 2, **({"omega": 0} if request.param else {})), request.param


def test_symbolic_number_of_sources(symbolic: tuple[Derivation, bool]) -> None:
    result, zero_gap = symbolic
    series = not_none(result.expansion)
    assert series.valid_for == "N >= 1" and series.remainder_power == LENGTH - 1
    at = AT | {"omega": "0" if zero_gap else "1"}
    for N in range(1, 8):
        expected = in_coupling(N, LENGTH - 1, falling=False, **at)
        for term in series.terms:
            assert near(evaluated(term.coefficient, N, **at), expected[int(term.power)]), (N, term.power)


@pytest.mark.parametrize("at", POINTS, ids=["generic", "zero gap", "other"])
@pytest.mark.parametrize("N", range(1, 7))
def test_explicit_number_of_sources(N: int, at: dict[str, str]) -> None:
    """All but N and gamma stay symbols; gamma is given with its sign."""
    given = {"omega": 0} if at["omega"] == "0" else {}
    result = file.derive(order=3, N=N, gamma=at["gamma"], **given)
    expected = in_coupling(N, 4, falling=False, **(at | {"gamma": at["gamma"].lstrip("-")}))
    found = {int(t.power): evaluated(t.coefficient, N, **at) for t in not_none(result.expansion).terms}
    assert found.keys() == ({0} if N == 1 else {0, 1, 2, 3})
    for power, value in enumerate(expected):
        assert near(found.get(power, 0), value)


def test_two_sources_in_closed_form() -> None:
    """One sector beside m = ±2: C = C^↑/(1 + e^{-4βJ}/(cosh 2βγ cosh βω_a)) at ω = 0."""
    beta, gamma, omega_a = (sp.Symbol(s, positive=True) for s in ("beta", "gamma", "omega_a"))
    one = sp.cosh(2 * beta * gamma) * sp.cosh(beta * omega_a)
    expected = [sp.tanh(2 * beta * gamma) * sp.tanh(beta * omega_a) * (-1 / one) ** j for j in range(4)]
    found = not_none(file.derive(order=3, N=2, omega=0).expansion)
    assert [sp.simplify(t.coefficient - e) for t, e in zip(found.terms, expected, strict=True)] == [0] * 4
    assert found.variable == sp.exp(-4 * beta * sp.Symbol("J", real=True))


def test_what_it_says() -> None:
    result = file.derive(order=1)
    assert result.name == "strong-ferromagnet" and result.equations == ("35", "36", "43")
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in file.__doc__
    assert {"identity", "enumeration", "enclosure", "argument"} == {step.check.kind for step in result.steps}
    assert any("(42)" in step.claim and "do not commute" in step.claim for step in result.steps)
    assert sum("(43)" in step.claim and step.check.kind == "enclosure" for step in result.steps) == 3
    assert not_none(file.derive(order=0, N=3, beta=2).expansion).variable == sp.exp(-8 * sp.Symbol("J", real=True))


def test_high_temperature_form() -> None:
    """(43), and its next term, by differentiating (36)."""
    beta, gamma, omega_a, omega = (sp.Symbol(s, positive=True) for s in ("beta", "gamma", "omega_a", "omega"))
    for N in (1, 3):
        limit = file.derive(order=0, N=N).series
        series = sp.series(limit, beta, 0, 6).removeO()
        assert sp.expand(series.coeff(beta, 2) - N**2 * gamma * omega_a / 2) == 0
        expected = -(N**2) * gamma * omega_a * (omega**2 + 4 * N**2 * gamma**2 + N**2 * omega_a**2) / 24
        assert sp.expand(series.coeff(beta, 4) - expected) == 0


@pytest.mark.parametrize("name", ["omega_a", "gamma", "beta"])
def test_nothing_where_the_coherence_is_zero(name: str) -> None:
    result = file.derive(order=3, **{name: 0})
    assert result.series == 0 and not_none(result.expansion).terms == () and not_none(result.expansion).remainder_power == 4
    assert [step.claim for step in result.steps] == ["`C = 0` exactly."]


def test_symbols_of_the_table_are_symbols() -> None:
    table = {name: getattr(symbols, name) for name in ("N", "omega", "omega_a", "gamma", "J", "beta")}
    assert file.derive(order=0, **table) == file.derive(order=0)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"J": 1}, r"`J` runs to its limit in this series and cannot be given: leave it out\."),
        ({"beta": -1}, r"`beta` must not be negative, but is '-1'\."),
        ({"omega": "-1/2"}, r"`omega` must not be negative, but is '-1/2'\."),
        ({"N": 0}, "`N` must be at least 1"),
        ({"N": 1001}, "`N` must be at most 1000 where the sectors of a ring are written out, but is '1001': leave it out"),
        ({"N": 10**5000}, "`N` must be at most 1000 where"),
        ({"order": -1}, r"`order` must be from 0 to 12, but is -1\."),
    ],
)
def test_refusals(arguments: dict[str, int | str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        file.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"gamma": 0.3}, r"`gamma` must be exact, but is the float 0\.3"),
        ({"N": 2.0}, r"`N` must be an integer, but is 2\.0: leave it out for a symbol\."),
        ({"N": sp.Symbol("M")}, "`N` must be an integer"),
        ({"N": True}, "`N` must be an integer"),
        ({"order": "2"}, r"`order` must be an integer, but is '2'\."),
        ({"order": True}, "`order` must be an integer"),
    ],
)
def test_refused_types(arguments: dict[str, Expr | bool | float | str], sentence: str) -> None:
    with pytest.raises(InputTypeError, match=sentence):
        file.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


@pytest.mark.parametrize("power", range(4))
@pytest.mark.parametrize("N", [None, 3])
def test_broken_coefficient_is_caught(power: int, N: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.coefficients

    def wrong(p: Parameters, order: int) -> list[Expr]:
        found = right(p, order)
        found[power] *= sp.Rational(51, 50)
        return found

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match="c_0 = C" if power == 0 else "strong-ferromagnet, N = .*does not tend to 1"):
        file.derive(order=2, N=N)


def test_broken_degeneracy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.domains
    monkeypatch.setattr(file, "domains", lambda N, k, j: right(N, k, j) * (2 if j == 3 else 1))
    with pytest.raises(CheckFailed, match="N=6, k=3"):
        file.derive()


def test_broken_high_temperature_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.high_temperature_leading
    monkeypatch.setattr(file, "high_temperature_leading", lambda p: right(p) / p.N)
    with pytest.raises(CheckFailed, match=r"\(43\)"):
        file.derive()
