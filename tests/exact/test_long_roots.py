"""Roots of numbers of thousands of digits: the values, without a search for their prime factors."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from sympy import Expr, Integer, Pow, Rational, latex, log, sqrt

from symcoh import check
from symcoh.exact import splitting, to_sympy
from symcoh.exact.long_roots import LongInteger, power, veiled
from symcoh.exact.text import text
from symcoh.exactnumbers import exact, is_zero

HALF = Rational(1, 2)
LONG = 10**2000 + 7


@pytest.mark.parametrize("value", [Rational(8, 3), Integer(49), Integer(2) ** 4095, Integer(0), Integer(-3), sqrt(2) + 1])
def test_a_short_number_is_left_to_sympy(value: Expr) -> None:
    assert power(value, HALF) == Pow(value, HALF) and power(value, Integer(3)) == value**3


def test_small_primes_and_whole_powers_come_out() -> None:
    """Where nothing long is left, what SymPy would find."""
    assert power(Integer(10) ** 5001, HALF) == 10**2500 * sqrt(10)
    assert power(Rational(3**9000, 2**9001), HALF) == Rational(3**4500, 2**4501) * sqrt(2)
    assert power(Integer(LONG) ** 2, HALF) == LONG
    assert power(Integer(LONG) ** 3 * 40, Rational(1, 3)) == 2 * LONG * Integer(5) ** Rational(1, 3)
    assert power(Rational(1, LONG**2), -HALF) == LONG and power(Integer(LONG) ** 4, Rational(3, 2)) == LONG**6


@pytest.mark.parametrize("exponent", [HALF, -HALF, Rational(2, 3), Rational(-5, 3)])
def test_what_stays_below_a_root_is_one_number(exponent: Expr) -> None:
    """Against the logarithm: the value to 30 digits, and no number of SymPy's below a root."""
    value = 12 * Rational(LONG, 7**900 + 2)
    found = power(value, exponent)
    assert found.has(LongInteger) and not any(p.args[0].is_Rational and abs(p.args[0].p) > 2**64 for p in found.atoms(Pow))
    assert abs(log(found.evalf(40)) / (exponent * log(value.evalf(40))) - 1) < Rational(1, 10**36)


def test_a_long_number_prints_compares_and_travels() -> None:
    root = power(Integer(LONG), HALF)
    below = Pow(LongInteger(LONG), HALF)
    assert text(below) == f"sqrt({LONG})" and latex(below) == rf"\sqrt{{{LONG}}}"
    assert pickle.loads(pickle.dumps(root)) == root and root != power(Integer(LONG) + 10, HALF)
    assert LongInteger(LONG).is_positive and LongInteger(LONG).is_integer and root.is_positive
    assert is_zero(exact(root) - exact("sqrt(10**2000 + 7)"))
    assert veiled(Rational(-1, LONG)).evalf(20) < 0 and veiled(Rational(-2, 3) + sqrt(2)) == Rational(-2, 3) + sqrt(2)


def test_splittings_and_parameters_of_thousands_of_digits() -> None:
    gap = splitting(2, omega="1e5000", gamma="3/10")
    assert gap.has(LongInteger) and gap.evalf(30) == Integer(10).evalf(30) ** 5000
    assert splitting(2, omega="3e5000", gamma="1e5000") == 5 * Integer(10) ** 5000
    assert to_sympy(exact("sqrt(10**3000+9)")).has(LongInteger)


@pytest.mark.parametrize(
    ("formula", "limit", "given", "verdict"),
    [
        ("tanh(beta*sqrt(omega**2+64*gamma**2)/2)*8*gamma/sqrt(omega**2+64*gamma**2)", "omega_a -> oo", {"omega": "1e5000"}, "correct"),
        ("tanh(beta*sqrt(omega**2+64*gamma**2)/2)*9*gamma/sqrt(omega**2+64*gamma**2)", "omega_a -> oo", {"omega": "1e5000"}, "wrong"),
        ("12/13 - 24/13*exp(-13*beta/5)", "omega_a -> oo", {"omega": "1e1300", "beta": "1/4"}, "wrong"),
        ("2*gamma*omega_a*beta**2*(49 + omega_a)/50", "beta -> 0", {"gamma": "7e5000"}, "wrong"),
    ],
)
def test_check_at_numbers_of_thousands_of_digits(formula: str, limit: str, given: dict[str, Any], verdict: str) -> None:
    answer = check(formula, limit=limit, N=4, **given)
    assert answer.verdict == verdict and answer.proved


def test_fractions_as_text() -> None:
    assert [text(Rational(p, q)) for p, q in ((3, 2), (-1, 2), (7, 3), (4, 1))] == ["3/2", "-1/2", "7/3", "4"]


def test_many_small_primes_come_out_at_once() -> None:
    """Hundreds of thousands of them: one division each would take minutes."""
    assert power(Integer(10) ** 100_001, HALF) == 10**50_000 * sqrt(10)
    assert power(Rational(1, 4 * 3**200_001), HALF) == Rational(1, 2 * 3**100_001) * sqrt(3)
