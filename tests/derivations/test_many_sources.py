"""C for many sources: coefficients against quadratures at enormous N, certified sums up to N = 1e5, faults on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from flint import fmpq
from mpmath import MPContext

from derivations import many_sources as subject
from oracles.not_none import not_none
from symcoh.errors import CheckFailed, InputError
from symcoh.exact import parameters
from symcoh.exact.symbols import N

ROWS = [
    {"omega": "1", "omega_a": "7/10", "gamma": "3/10", "J": "2/5", "beta": "2"},
    {"omega": "2", "omega_a": "-1/2", "gamma": "1/3", "J": "-3/4", "beta": "3/2"},
    {"omega": "1/3", "omega_a": "1/10", "gamma": "-2", "J": "0", "beta": "1"},
]


def lost(row: Mapping[str, str], size: int, digits: int) -> tuple[Any, Any]:
    """1 - C from the integral over t = 1 - s with λ_+ and I_1 of mpmath, exponentially small parts left out."""
    mp = MPContext()
    mp.dps = digits
    at = {name: mp.mpf(Q(value).numerator) / Q(value).denominator for name, value in row.items()}
    a, h0, b = at["beta"] * at["omega"] / 2, at["beta"] * abs(at["omega_a"]) / 2, at["beta"] * abs(at["gamma"])
    x = mp.exp(-4 * at["beta"] * at["J"])

    def rise(t: Any) -> Any:  # log λ_+(h0 + b(1-t)) - log λ_+(h0 + b)
        value = [mp.log(mp.cosh(h) + mp.sqrt(mp.sinh(h) ** 2 + x)) for h in (h0 + b * (1 - t), h0 + b)]
        return value[0] - value[1]

    def weight(t: Any) -> Any:
        root = mp.sqrt(t * (2 - t))
        kernel = a * mp.besseli(1, a * root) / root if root else a * a / 2
        return kernel * mp.exp(size * rise(t))

    scale = digits * 3 * mp.sqrt(1 + x / mp.sinh(h0 + b) ** 2) / (b * size)
    grid = [scale * k / 16 for k in range(17)]
    mass = mp.quad(weight, grid)
    return mp.quad(lambda t: t * weight(t), grid) / (1 + mass), mp


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"J={row['J']}")
def test_coefficients_against_quadrature(row: dict[str, str]) -> None:
    """The error of the partial sum through N^-6 is the term N^-7, at N = 10^8, to 4 digits; so is each before."""
    found = subject._expressions(parameters(None, **row), 7)
    value, mp = lost(row, 10**8, 60)
    for order in range(2, 7):
        partial = sum(found[n] * sp.Integer(10) ** (-8 * n) for n in range(1, order + 1))
        ahead = found[order + 1] * sp.Integer(10) ** (-8 * order - 8)
        error = -value - mp.mpf(str(sp.N(partial, 60)))
        assert abs(error / mp.mpf(str(sp.N(ahead, 60))) - 1) < 1e-4


@pytest.mark.parametrize("row", ROWS[:2], ids=lambda row: f"J={row['J']}")
def test_certified_sums_of_a_hundred_thousand_sources(row: dict[str, str]) -> None:
    found = subject.certificate(3, row, ("1000", "10000", "100000"))
    assert abs(float(found.ratios[-1]) - 1) < 1e-3


def test_odd_and_even_numbers_of_sources_share_the_series() -> None:
    for sizes in (("1001", "5001", "20001"), ("1000", "5001", "20000")):
        subject.certificate(4, ROWS[1], sizes)


def test_printed_terms() -> None:
    h = sp.Symbol("h", real=True)
    gamma, omega, omega_a, beta, J = (
        sp.Symbol(name, positive=name != "J", real=True) for name in ("gamma", "omega", "omega_a", "beta", "J")
    )
    x = sp.exp(-4 * beta * J)
    log_upper = sp.log(sp.cosh(h) + sp.sqrt(sp.sinh(h) ** 2 + x))
    slopes = [sp.diff(log_upper, h, j).subs(h, beta * (omega_a / 2 + gamma)) for j in (1, 2)]
    printed = {2: -(omega**2) / (8 * gamma**2 * slopes[0] ** 2), 3: -3 * slopes[1] * omega**2 / (8 * gamma**2 * slopes[0] ** 4)}
    point = {"omega": 1.3, "omega_a": 0.7, "gamma": 0.3, "beta": 1.7, "J": -0.2}
    result = not_none(subject.derive(order=3).expansion)
    assert [int(term.power) for term in result.terms] == [0, 2, 3]
    for term in result.terms[1:]:
        values = [e.subs({s: point[s.name] for s in e.free_symbols}).evalf() for e in (term.coefficient, printed[int(term.power)])]
        assert abs(values[0] / values[1] - 1) < 1e-12


def test_shape_of_the_result() -> None:
    result = subject.derive()
    assert (
        result.name == "many-sources" and not_none(result.expansion).variable == 1 / N and not_none(result.expansion).remainder_power == 5
    )
    for word in ("Claim:", "Assumes:", "Source:", "Method:", "Cost:"):
        assert f"\n{word}" in subject.__doc__
    assert [step.check.kind for step in result.steps].count("enclosure") == 2
    assert "not uniform" in not_none(result.expansion).valid_for
    names = {s.name for term in not_none(result.expansion).terms for s in term.coefficient.free_symbols}
    assert names == {"omega", "omega_a", "gamma", "beta", "J"}


def test_no_target_gap_leaves_one() -> None:
    result = subject.derive(order=5, omega=0)
    assert result.series == 1 and "omega = 0" in not_none(result.expansion).valid_for


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"N": 4}, "`N` must stay a symbol"),
        ({"order": -1}, "`order` must be from 0 to 16"),
        ({"order": True}, "`order` must be an integer"),
        ({"gamma": 0}, "`gamma` must not be 0 here"),
        ({"omega_a": "0"}, "`omega_a` must not be 0 here"),
        ({"beta": 0}, "`beta` must not be 0 here"),
        ({"beta": 0.5}, "`beta` must be exact"),
    ],
)
def test_refusals(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        subject.derive(**values)


@pytest.mark.parametrize("power", [2, 3, 4])
def test_broken_coefficient_is_caught(power: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A factor 1 + 1e-6 in one coefficient fails a step, and the certificate alone as well."""
    right = subject.coefficients

    def wrong(order: int) -> tuple[Any, ...]:
        return tuple(c * (fmpq(10**6 + 1, 10**6) if n == power else 1) for n, c in enumerate(right(order)))

    monkeypatch.setattr(subject, "coefficients", wrong)
    with pytest.raises(CheckFailed):
        subject.derive(order=4)
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        subject.certificate(4, ROWS[0], ("1000", "6000", "36000"))


def test_broken_slope_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = subject._numerators
    monkeypatch.setattr(subject, "_numerators", lambda count: [q * (1 + (j == 3)) for j, q in enumerate(right(count))])
    with pytest.raises(CheckFailed, match=r"The derivatives l_1, ..., l_5"):
        subject.derive()
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        subject.certificate(5, ROWS[0], ("500", "1000", "5000"))
