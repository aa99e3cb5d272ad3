"""Exact numbers to SymPy: the same value, by structure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import sympy as sp
from sympy import Expr

from symcoh import exact
from symcoh.errors import InputError, InputTypeError
from symcoh.exact.convert import expression, integer_expression, nonnegative_expression, sources_number
from symcoh.exactnumbers import exact as read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", sp.Integer(0)),
        ("-7/10", sp.Rational(-7, 10)),
        ("1e-3", sp.Rational(1, 1000)),
        ("sqrt(2)/3", sp.sqrt(2) / 3),
        ("1/sqrt(8)", sp.sqrt(2) / 4),
        ("(2+sqrt(3))**(1/3)", sp.cbrt(2 + sp.sqrt(3))),
        ("pi/4 - exp(2)*log(3)", sp.pi / 4 - sp.exp(2) * sp.log(3)),
        ("1/(1+pi)", 1 / (1 + sp.pi)),
        ("exp(sqrt(2)*pi)**-2", sp.exp(-2 * sp.sqrt(2) * sp.pi)),
    ],
)
def test_value_is_kept(text: str, value: Expr) -> None:
    assert sp.simplify(exact.to_sympy(read(text)) - value) == 0
    assert not exact.to_sympy(read(text)).has(sp.Float)


def test_long_numbers_do_not_pass_through_text() -> None:
    assert exact.to_sympy(read(10**5000)) == sp.Integer(10) ** 5000


def test_every_accepted_type() -> None:
    seven_tenths = sp.Rational(7, 10)
    for value in (Fraction(7, 10), "0.7", "7/10", Decimal("0.7"), seven_tenths, read("0.7")):
        assert expression(value) == seven_tenths
    assert expression(None, default=sp.pi) == sp.pi
    assert expression(sp.Symbol("q")) == sp.Symbol("q")


@pytest.mark.parametrize("value", [0.7, sp.Float("0.7"), sp.Symbol("q") * 0.5, True, None, [1], 1j, sp.true])
def test_inexact_types_are_refused(value: Expr | bool | complex | float | list[int] | None) -> None:
    with pytest.raises(InputTypeError, match=r"^`gamma` must be"):
        expression(value, "`gamma`")


@pytest.mark.parametrize("value", [sp.oo, -sp.oo, sp.nan, sp.zoo, sp.I, 1 + sp.I * sp.Symbol("q"), Decimal("nan"), "0.7x"])
def test_values_outside_the_domain_are_refused(value: Decimal | Expr | str) -> None:
    with pytest.raises(InputError, match=r"^`gamma` "):
        expression(value, "`gamma`")


def test_signs_and_integers() -> None:
    with pytest.raises(InputError, match="`beta` must not be negative, but is '-1/2'"):
        nonnegative_expression("-1/2", "`beta`")
    for value in (0.5, "3", True, sp.Float(3), None):
        with pytest.raises(InputTypeError, match="`N` must be an integer or a SymPy expression"):
            integer_expression(value, "`N`")
    for value in (sp.Rational(1, 2), sp.oo, sp.pi):
        with pytest.raises(InputError, match="`N` must be an integer, but is"):
            integer_expression(value, "`N`")
    for value in (0, -1, sp.Symbol("q", nonpositive=True)):
        with pytest.raises(InputError, match="`N` must be at least 1"):
            sources_number(value)


def test_to_sympy_takes_exact_numbers_alone() -> None:
    with pytest.raises(InputTypeError, match=r"`number` must be an exact number, but is '0\.7'"):
        exact.to_sympy("0.7")  # type: ignore[arg-type]  # refused, which is the point
