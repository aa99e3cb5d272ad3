"""Taylor coefficients of formulas in balls: against SymPy's derivatives, and as a remainder over an interval."""

from __future__ import annotations

import pytest
import sympy as sp
from flint import arb
from sympy import Expr

from symcoh.balls import working_precision
from symcoh.certificates.enclose import enclose_expression
from symcoh.certificates.taylor import formula, taylor_coefficients
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact

x = sp.Symbol("x", positive=True)
k = sp.Symbol("k", integer=True)
FORMULAS = [
    x**5 - 3 * x + sp.pi,
    sp.exp(-2 * x) / (1 + x**2),
    sp.tanh(x / 3) * sp.sinh(2 * x) + sp.cosh(x - 1),
    sp.sqrt(1 + x**2) + (2 + x) ** sp.Rational(-5, 3),
    sp.log(3 + x) * sp.coth(x + sp.Rational(1, 7)),
    x**x + sp.Abs(x - 5) + sp.Abs(x + 5),
    sp.Sum(sp.binomial(4, k) * sp.exp(k * x), (k, 0, 4)),
    sp.hyper((-3, sp.Rational(1, 2)), (2,), x),
    (x - 1) ** 6 / x**3,
]


@pytest.mark.parametrize("e", FORMULAS, ids=str)
def test_coefficients_are_the_derivatives(e: Expr) -> None:
    at = sp.Rational(7, 5)
    plain = formula(e, x)
    with working_precision(200):
        found = taylor_coefficients(plain, arb(7) / 5, 6, 200)
    for n, c in enumerate(found):
        expected = enclose_expression((plain.expression.diff(x, n) / sp.factorial(n)).subs(sp.sign(x - 5), -1).doit().subs(x, at), {}, 200)
        assert c.overlaps(expected) and c.rad() < 1e-40


@pytest.mark.parametrize("e", FORMULAS, ids=str)
def test_the_remainder_covers_the_formula(e: Expr) -> None:
    """f(v) - Σ_{k<4} f_k (v - v_0)^k lies in f_4(V) (v - v_0)^4."""
    plain = formula(e, x)
    with working_precision(200):
        start, box = arb(1), arb(1).union(arb("1.3"))
        low, rest = taylor_coefficients(plain, start, 4, 200), taylor_coefficients(plain, box, 5, 200)[4]
        for step in ("1/10", "1/5", "3/10"):
            h = arb(sp.Rational(step).p) / sp.Rational(step).q
            truth = enclose_expression(plain.expression, {"x": exact(1) + exact(step)}, 200)
            assert (truth - sum((c * h**n for n, c in enumerate(low)), arb(0))).overlaps(rest * h**4)
        assert rest.rad() < 1000


def test_zeros_stay_exact() -> None:
    with working_precision(100):
        found = taylor_coefficients(formula(sp.sinh(x / 3) * sp.tanh(x / 7) + sp.cosh(x / 3) - 1, x), arb(0), 3, 100)
    assert found[0].is_zero() and found[1].is_zero() and not found[2].contains(0)


@pytest.mark.parametrize("e", [sp.sqrt(x), 1 / x, sp.log(x), sp.Abs(x - sp.Rational(1, 2)), sp.floor(x)], ids=str)
def test_no_series_where_balls_show_none(e: Expr) -> None:
    with working_precision(100), pytest.raises(NotCertified):
        taylor_coefficients(formula(e, x), arb(0).union(arb(1)), 3, 100)
