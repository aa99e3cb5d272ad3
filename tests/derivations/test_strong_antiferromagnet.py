"""J -> -oo: the coefficients against all 2^N configurations, both parities, and broken terms that are caught."""

from __future__ import annotations

import pytest
import sympy as sp
from sympy import Expr

from derivations import strong_antiferromagnet as file
from oracles.not_none import not_none
from oracles.quotients import evaluated, in_coupling, near
from symcoh.errors import CheckFailed, InputError, InputTypeError
from symcoh.exact import Parameters

AT = {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "beta": "6/5"}
OTHER = {"omega": "3/2", "gamma": "2", "omega_a": "1/5", "beta": "1/3"}


@pytest.mark.parametrize("parity", ["odd", "even"])
@pytest.mark.parametrize("at", [AT, AT | {"omega": "0"}, OTHER], ids=["generic", "zero gap", "other"])
def test_symbolic_number_of_sources(parity: str, at: dict[str, str]) -> None:
    """A polynomial in N for every power: right for the smallest rings as well."""
    result = not_none(file.derive(order=4, parity=parity, **({"omega": 0} if at["omega"] == "0" else {})).expansion)
    assert result.valid_for == f"N {parity}" and result.remainder_power == 5
    assert [t.power for t in result.terms] == ([0, 1, 2, 3, 4] if parity == "odd" else [1, 2, 3, 4])
    for N in range(1 if parity == "odd" else 2, 10, 2):
        expected = in_coupling(N, 5, falling=True, **at)
        found = {int(t.power): evaluated(t.coefficient, N, **at) for t in result.terms}
        for power, value in enumerate(expected):
            assert near(found.get(power, 0), value), (N, power)


@pytest.mark.parametrize("N", range(1, 8))
def test_explicit_number_of_sources(N: int) -> None:
    result = not_none(file.derive(order=3, N=N, omega_a="-7/10", beta="6/5").expansion)
    expected = in_coupling(N, 4, falling=True, **AT)
    found = {int(t.power): evaluated(t.coefficient, N, **AT) for t in result.terms}
    assert found.keys() == ({0} if N == 1 else {0, 1, 2, 3} if N % 2 else {1, 2, 3})
    for power, value in enumerate(expected):
        assert near(found.get(power, 0), value)


def test_even_rings_start_at_first_order() -> None:
    """The leading term that (39) leaves out."""
    N, beta, gamma, omega, omega_a = (sp.Symbol(s, positive=True) for s in ("N", "beta", "gamma", "omega", "omega_a"))
    S_2 = sp.sqrt(omega**2 + 16 * gamma**2)
    expected = N**2 * gamma * sp.sinh(beta * omega_a) * sp.sinh(beta * S_2 / 2) / (S_2 * sp.cosh(beta * omega / 2))
    (term,) = not_none(file.derive(order=1, parity="even").expansion).terms
    assert sp.simplify(term.coefficient.subs(sp.Symbol("N", integer=True, positive=True), N) - expected) == 0
    assert not_none(file.derive(order=0, N=6).expansion).terms == () and file.derive(order=0, N=6).series == 0


def test_what_it_says() -> None:
    result = file.derive(order=1, N=4, parity="even")
    assert result.name == "strong-antiferromagnet" and result.equations == ("37", "38", "39")
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in file.__doc__
    assert {"identity", "enumeration", "enclosure", "argument"} == {step.check.kind for step in result.steps}
    assert str(not_none(result.expansion).variable) == "exp(4*J*beta)"
    assert not_none(file.derive(N=1).expansion).valid_for == "N = 1" and len(not_none(file.derive(N=1).expansion).terms) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, r"`parity` must be 'odd' or 'even' where N is a symbol, because the limit J -> -oo depends on it\."),
        ({"parity": "none"}, r"`parity` must be 'odd' or 'even', but is 'none'\."),
        ({"N": 4, "parity": "odd"}, r"`parity` is 'odd', but `N` is 4: leave one of them out\."),
        ({"N": 3, "J": -1}, "`J` runs to its limit"),
        ({"N": 3, "order": 13}, r"`order` must be from 0 to 12, but is 13\."),
    ],
)
def test_refusals(arguments: dict[str, int | str], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        file.derive(**arguments)  # type: ignore[arg-type]  # refused, which is the point


def test_nothing_where_the_coherence_is_zero() -> None:
    assert file.derive(N=3, gamma=0).series == file.derive(parity="odd", omega_a="0").series == 0


def test_float_is_refused() -> None:
    with pytest.raises(InputTypeError, match=r"`beta` must be exact, but is the float 1\.5"):
        file.derive(N=3, beta=1.5)


@pytest.mark.parametrize("power", range(4))
@pytest.mark.parametrize("arguments", [{"parity": "odd"}, {"parity": "even"}, {"N": 5}], ids=["odd", "even", "N5"])
def test_broken_coefficient_is_caught(power: int, arguments: dict[str, int | str], monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.coefficients

    def wrong(p: Parameters, odd: bool, order: int) -> list[Expr]:
        found = right(p, odd, order)
        found[power] = found[power] * sp.Rational(51, 50) + int(power == 0)
        return found

    monkeypatch.setattr(file, "coefficients", wrong)
    with pytest.raises(CheckFailed, match=r"c_0 = C|c_1 = N|strong-antiferromagnet, N = .*does not tend to 1"):
        file.derive(order=2, **arguments)  # type: ignore[arg-type]  # refused, which is the point


def test_broken_degeneracy_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = file.degeneracy_below
    monkeypatch.setattr(file, "degeneracy_below", lambda N, m, j: right(N, m, j) + int(j == 2 and m == 3))
    with pytest.raises(CheckFailed, match="m=3, j=2"):
        file.derive(parity="odd")
