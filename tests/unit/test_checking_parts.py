"""Parts of `check` and of formulas in plots one by one: half powers, the least N of a range, falling exponentials, balls that need bits."""

from __future__ import annotations

import mpmath
import pytest
import sympy as sp
from flint import arb

import symcoh
from symcoh import Model
from symcoh.checking import agreement
from symcoh.checking.overlay import read_formula, value_at
from symcoh.errors import NotCertified
from symcoh.exactnumbers import exact

RING = Model(N=3, omega_a=1, gamma=1)


def test_a_half_power_has_no_counterpart() -> None:
    """C = 1 + O(1/N²): at N^(-1/2) there should be nothing, and not the 1 in front."""
    found = symcoh.check("1 - 1/sqrt(N)", limit="N -> oo", omega=1, omega_a=1, gamma="1/2", J="1/5", beta=2)
    assert found.verdict == "wrong" and found.first_difference == {"power": "1/2", "given": "-1", "should_be": "0"}


def test_the_least_number_of_sources_is_found_to_a_hundredth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The formula is made right from N = 700 on, between 512 and 1024."""
    monkeypatch.setattr(agreement, "_largest_at", lambda row, rest, written, h, relative: bool(h < arb(2) / 1399))
    monkeypatch.setattr(agreement, "many_sources_remainder", lambda *_: arb(0))
    found = symcoh.check("1", limit="N -> oo", bound="1/100", omega=1, omega_a=1, gamma="1/2", J="1/5", beta=2)
    assert found.bound is not None and 700 <= int(found.bound.range.removeprefix("N >= ")) <= 707


@pytest.mark.parametrize("function", [sp.tanh, sp.coth, sp.sinh, sp.cosh])
def test_functions_of_what_falls(function: type[sp.Function]) -> None:
    """SymPy takes no sign out of these arguments: they fall with X as they stand."""
    argument = sp.sqrt(2) + sp.pi - 3 * agreement.X
    e = function(argument)
    assert e.func == function and e.args[0].diff(agreement.X) == -3
    found = agreement._exponentials(e)
    expected = getattr(mpmath, function.__name__)(mpmath.sqrt(2) + mpmath.pi - 2.25)
    assert not found.has(function) and abs(found.subs(agreement.X, sp.Rational(3, 4)).evalf(30) - expected) < 1e-12


def test_a_formula_is_looked_at_with_more_bits_before_it_has_no_value() -> None:
    """exp(-2)/(2 √3) by a difference in the 1000th digit, finite all the way; and a root whose ball is negative in part at 128 bits."""
    deep = value_at(read_formula("10**1000*(sqrt(1 + beta + exp(-beta)/10**1000) - sqrt(1 + beta))"), RING, {"beta": exact(2)}, 10**5)
    root = value_at(read_formula("sqrt(exp(-beta + 1/10**60) - exp(-beta))"), RING, {"beta": exact(2)}, 10**5)
    assert deep is not None and root is not None
    assert abs(float(deep) / (mpmath.exp(-2) / (2 * mpmath.sqrt(3))) - 1) < 1e-15
    assert abs(float(root) / (mpmath.exp(-1) * 1e-30) - 1) < 1e-15


def test_a_formula_that_is_finite_and_not_certain_is_refused() -> None:
    with pytest.raises(NotCertified, match="not certain to 17 digits at 256 bits"):
        value_at(read_formula("exp(-beta + 1/10**100) - exp(-beta)"), RING, {"beta": exact(2)}, 256)
