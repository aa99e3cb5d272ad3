"""Enclosures of expressions: what repeats is worked out once, and only where it is asked for."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from flint import arb

from symcoh.balls import working_precision
from symcoh.certificates import enclose, interpret
from symcoh.errors import InputError
from symcoh.exactnumbers import exact

x, y = sp.Symbol("x", positive=True), sp.Symbol("y", positive=True)
k, n = sp.symbols("k n", integer=True)
AT = {"x": exact("3/7"), "n": exact(5)}

INNER = sp.Sum(sp.cosh(k * x) * sp.binomial(n, k) * sp.exp(-x), (k, 0, n))
NESTED = sp.Sum(k * sp.Sum(sp.exp(x) * sp.Symbol("j") ** k, (sp.Symbol("j"), 1, 3)), (k, 0, 2))


@pytest.mark.parametrize("expression", [INNER, INNER / (1 + INNER**2) - INNER * sp.sinh(x), NESTED + NESTED**2 * INNER])
def test_sums_against_sympy(expression: sp.Expr) -> None:
    expected = sp.N(expression.subs({x: sp.Rational(3, 7), n: 5}).doit(), 60)
    with working_precision(256):
        found = enclose.enclose_expression(expression, AT, 256)
        assert found.is_finite() and abs(found / arb(str(expected)) - 1) < 1e-50


def test_a_sum_that_repeats_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = []
    right = interpret._summed

    def counted(e: sp.Expr, scope: Any) -> Any:
        sums.append(e)
        return right(e, scope)

    monkeypatch.setattr(interpret, "_summed", counted)
    enclose.enclose_expression(INNER / (1 + INNER**2) - INNER * sp.sinh(x), AT, 64)
    enclose.enclose_expression(NESTED + NESTED**2 * INNER, AT, 64)
    assert len(sums) == 1 + 1 + 1 + 2  # the inner sum once for k = 1 and for k = 2; k = 0 switches it off


def test_what_a_zero_switches_off_is_not_asked_for() -> None:
    """y has no value, nor has the sum with it; a factor that is exactly zero stands before it."""
    unknown = sp.Sum(sp.cosh(k * y), (k, 0, 3))
    product = sp.Mul(sp.KroneckerDelta(n, 4), unknown, evaluate=False)
    assert enclose.enclose_expression(product + x, AT, 64).overlaps(arb(3) / 7)
    with pytest.raises(InputError, match="y has no value"):
        enclose.enclose_expression(product + x, {**AT, "n": exact(4)}, 64)
