"""Truncated power series against SymPy's arithmetic and closed forms, and the certificate of a series."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction as Q
from typing import Any

import pytest
import sympy as sp
from flint import arb, fmpq
from sympy import Expr

from derivations.foundation import expansions, parameters, power_series
from derivations.foundation.power_series import PolynomialRing
from symcoh.certificates.ratio import Point, certify_approach
from symcoh.certificates.series import coherence_certificate, model_values
from symcoh.errors import CheckFailed, InputError, InputTypeError, NotCertified
from symcoh.exact import symbols
from symcoh.exactnumbers import exact
from symcoh.model import Model

x, y = sp.symbols("x y")
RING = PolynomialRing((x, y))
LENGTH = 7


def series(*coefficients: str) -> tuple[Any, ...]:
    """Coefficients given as texts in x and y; the rest zero."""
    found = [sp.Poly(sp.sympify(c), x, y) for c in coefficients] + [sp.Poly(0, x, y)] * (LENGTH - len(coefficients))
    gx, gy = RING.generator(x), RING.generator(y)
    return tuple(sum((gx**a * gy**b * RING.constant(c) for (a, b), c in p.terms()), RING.constant(0)) for p in found)


A = series("1", "x - 2/3", "y**2/5", "x*y", "0", "7")
B = series("0", "2*x", "y - 1/7", "0", "x**3")
T = sp.Symbol("t")


def polynomial(s: Sequence[Any]) -> Expr:
    return sp.Add(*(RING.to_sympy(c) * T**p for p, c in enumerate(s)))


def same(found: Sequence[Any], expression: Expr) -> None:
    """Equal through T^(LENGTH-1), by Taylor coefficients of an expression in T."""
    taylor = [sp.expand(sp.diff(expression, T, p).subs(T, 0) / sp.factorial(p)) for p in range(LENGTH)]
    assert [sp.expand(RING.to_sympy(c)) for c in found] == taylor


def test_sums_products_and_quotients() -> None:
    same(power_series.add(A, B, B), polynomial(A) + 2 * polynomial(B))
    same(power_series.multiply(A, B), polynomial(A) * polynomial(B))
    same(power_series.divide(B, A), polynomial(B) / polynomial(A))
    same(power_series.shift(A, 2), T**2 * polynomial(A))
    assert power_series.shift(A, LENGTH) == series() == power_series.shift(A, LENGTH + 3)


@pytest.mark.parametrize("exponent", [Q(1, 2), Q(-1, 2), Q(7, 3), Q(3), Q(-2), Q(0)])
def test_rational_powers(exponent: Q) -> None:
    same(power_series.power(A, fmpq(exponent.numerator, exponent.denominator)), polynomial(A) ** sp.Rational(exponent))


def test_exponential_and_logarithm() -> None:
    same(power_series.exponential(B), sp.exp(polynomial(B)))
    same(power_series.logarithm(A), sp.log(polynomial(A)))
    assert power_series.logarithm(power_series.exponential(B)) == B
    assert power_series.exponential(power_series.logarithm(A)) == A


def test_functions_of_a_root() -> None:
    square = power_series.multiply(B, B)
    same(power_series.cosh_root(square), sp.cosh(polynomial(B)))
    root = polynomial(B)
    product = power_series.multiply(B, power_series.sinh_root(square))
    same(product, sp.sinh(root))


def test_constant_terms_are_checked() -> None:
    refused: tuple[Callable[[], object], ...] = (
        lambda: power_series.exponential(A),
        lambda: power_series.divide(A, B),
        lambda: power_series.power(B, 2),
        lambda: power_series.cosh_root(A),
    )
    for wrong in refused:
        with pytest.raises(AssertionError, match="constant term"):
            wrong()


def test_content_and_monomial_come_in_front() -> None:
    element = RING.generator(x) ** 3 * 6 - RING.generator(x) ** 2 * RING.generator(y) * RING.constant("4/5")
    assert str(RING.to_sympy(element)) == "2*x**2*(15*x - 2*y)/5"
    assert sp.expand(RING.to_sympy(element, {x: sp.exp(T)}) - 6 * sp.exp(3 * T) + 4 * y * sp.exp(2 * T) / 5) == 0
    grouped = (RING.generator(x) + 1) ** 2 * (RING.generator(y) + 3)
    assert RING.to_sympy(grouped, grouped=1) == y * (x**2 + 2 * x + 1) + 3 * x**2 + 6 * x + 3
    assert RING.to_sympy(RING.constant(0)) == 0


def test_next_term_is_found_and_zero_is_decided() -> None:
    def make(length: int) -> list[Expr]:
        return [sp.Integer(0) if p in (3, 4) else sp.Integer(p) for p in range(length)]

    assert expansions.through_next(make, 2) == [0, 1, 2, 0, 0, 5]
    with pytest.raises(NotCertified, match="powers 3 to 10"):
        expansions.through_next(lambda length: [sp.Integer(0)] * length, 2)
    zero = sp.sqrt(3) * sp.sqrt(5) * (sp.sqrt(15) + 1) - 15 - sp.sqrt(15)
    assert expansions.vanishes(zero) and not expansions.vanishes(zero + sp.Rational(1, 10**60))
    assert expansions.vanishes((x + 1) ** 2 - x**2 - 2 * x - 1) and not expansions.vanishes(x - y)


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({"gamma": 0.5}, InputTypeError, "`gamma` must be exact, but is the float 0.5"),
        ({"omega": -1}, InputError, "`omega` must not be negative"),
        ({"N": 0}, InputError, "`N` must be at least 1"),
        ({"J": x}, InputError, "`J` must be a number or left out, but is 'x'"),
        ({"N": 2 * symbols.N}, InputTypeError, r"`N` must be an integer, but is '2\*N': leave it out for a symbol"),
    ],
)
def test_given_values_are_checked(values: dict[str, Any], error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        parameters.setting(**values)


def certificate(leading: Expr, third: Expr, points: Any = ("1e-2", "1e-4", "1e-6")) -> Any:
    return coherence_certificate("(42)", lambda beta: (Model(N=3, omega_a=1, gamma=1, J="1/2"), beta), points, leading, third)


def test_certificate_holds_and_catches_wrong_terms() -> None:
    beta, N, gamma, omega_a, J = symbols.beta, symbols.N, symbols.gamma, symbols.omega_a, symbols.J
    leading, third = N * gamma * omega_a * beta**2 / 2, N * gamma * omega_a * J * beta**3
    assert [r[:5] for r in certificate(leading, third).ratios][-1] in ("0.999", "1.000")
    for wrong in ((leading * sp.Rational(1000001, 1000000), third), (leading, -third), (leading, 2 * third), (leading, third / beta)):
        with pytest.raises(CheckFailed, match="does not tend to 1"):
            certificate(*wrong)
    with pytest.raises(CheckFailed, match="three points"):
        certificate(leading, third, ("1e-2", "1e-4"))
    with pytest.raises(InputError, match="has no value here"):
        certificate(leading * x, third)


def test_a_certificate_knows_the_values_of_a_model() -> None:
    assert set(model_values(Model(N=3, omega_a=1, gamma=1), exact(2))) == {"N", "omega", "omega_a", "gamma", "J", "beta", "K"}


def approach(value: Callable[[arb], arb], kept: Any = 1, neglected: int = 1, start: int = 0) -> Any:
    """The series 1 + x + ..., a kept and a neglected coefficient, at x = 10^-(start + depth)."""

    def point(depth: int) -> Point:
        def x() -> arb:
            return arb(fmpq(1, 10 ** (start + depth)))

        def term() -> arb:
            return arb(kept) * x()

        return Point(
            name=f"1e-{start + depth}",
            value=lambda bits: value(x()),
            partial=lambda bits: 1 + term(),
            neglected=lambda bits: neglected * x() ** 2,
            kept=(lambda bits: arb(1), lambda bits: term()),
        )

    return certify_approach("the series", point).points


def test_an_approach_finds_the_scale_of_its_series() -> None:
    """The next coefficient decides how deep the points are, and so does a small kept one, which a neglected term would hide."""
    geometric = approach(lambda x: 1 / (1 - x))
    assert geometric == ("1e-3", "1e-7", "1e-15")
    assert approach(lambda x: 1 / (1 - x) + 10**300 * x**3) == ("1e-303", "1e-307", "1e-315")
    tiny = fmpq(1, 10**200)
    assert approach(lambda x: 1 / (1 - x) - x + tiny * x, kept=tiny) == ("1e-201", "1e-205", "1e-213")
    exact_to_all_bits = approach(lambda x: 1 + x + x**2 + x**3 * fmpq(1, 10**9000))
    assert exact_to_all_bits == geometric


@pytest.mark.parametrize(
    "wrong",
    [
        {"kept": 1 + fmpq(1, 10**12)},
        {"kept": -1},
        {"neglected": fmpq(11, 10)},
        {"neglected": -1},
        {"kept": 2, "start": 5000},
        {"neglected": fmpq(51, 50), "start": 300},
    ],
)
def test_an_approach_refutes_a_wrong_series(wrong: dict[str, fmpq | int]) -> None:
    with pytest.raises(CheckFailed, match="does not tend to 1"):
        approach(lambda x: 1 / (1 - x), **wrong)  # type: ignore[arg-type]  # refused, which is the point


def test_an_approach_that_passes_one_by_accident_goes_on() -> None:
    """At x = 10^-3 the ratio is 1 because 1e6 x^3 - 1e9 x^4 vanishes there."""
    assert approach(lambda x: 1 + x + x**2 + 10**6 * x**3 - 10**9 * x**4)[0] != "1e-3"


def test_an_approach_that_needs_too_many_bits_is_refused() -> None:
    with pytest.raises(NotCertified, match=r"the ratio at 1e-90003 is undecided with \d+ bits"):
        approach(lambda x: 1 / (1 - x), start=90000)
