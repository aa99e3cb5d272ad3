"""Parts of the one decision: balls that may hold zero, alternating signs, the limits of a common unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq
from sympy import Abs, Sum, Symbol, exp, root, sqrt

from symcoh.decision.field import MAX_POWER, Field, Refined, Undecidable
from symcoh.decision.field_functions import ball
from symcoh.decision.normal_form import to_element
from symcoh.decision.zero import _contains_zero, cases, element_of, element_vanishes, exactly_zero
from symcoh.exact.symbols import N, gamma, omega
from symcoh.exactnumbers import exact

HIDDEN = root(7 + 5 * sqrt(2), 3) - 1 - sqrt(2)
POINT = (("omega", exact("3/7")),)


def test_a_ball_around_zero_tells_nothing() -> None:
    """Zero without a normal form, what is far from zero, and what has no finite ball."""
    zero = element_of(HIDDEN * omega)
    assert _contains_zero(zero, POINT, 128) and _contains_zero(zero, POINT, 1024)
    assert not _contains_zero(element_of(omega + HIDDEN), POINT, 128)
    field = zero.field
    assert not zero.is_zero and _contains_zero(field.constant(1) / zero, POINT, 128)
    assert _contains_zero(element_of(omega), (), 128)  # no value of omega
    assert element_vanishes(zero, [POINT]) and exactly_zero(zero)
    assert exactly_zero(element_of(HIDDEN * omega + HIDDEN * gamma)) and not exactly_zero(element_of(HIDDEN * omega + (HIDDEN + 1) * gamma))
    assert element_vanishes(element_of(omega), [POINT]) is False


def test_an_alternating_sign_squares_to_one() -> None:
    """(-1)**N in a field that is new, and in one that has it already."""
    field = Field()
    for _ in range(2):
        sign = to_element(field, (-1) ** N)
        assert not (sign - field.constant(1)).is_zero and (sign * sign - field.constant(1)).is_zero
    assert [to_element(Field(parity=parity), (-1) ** N).rational for parity in (-1, 1)] == [fmpq(-1), fmpq(1)]


@pytest.mark.parametrize("sign", [1, -1])
def test_how_fine_a_common_unit_may_be(sign: int) -> None:
    """exp(x) and exp(x/n) are powers of one exponential for n up to the largest power, and two of their own beyond."""
    x = Symbol("x", positive=True)
    field = Field(units={"x": Fraction(1)})
    with pytest.raises(Refined):
        to_element(field, exp(sign * x / MAX_POWER))
    assert field.units["x"] == Fraction(1, MAX_POWER)
    apart = Field(units={"x": Fraction(1)})
    own = to_element(apart, exp(sign * x / (MAX_POWER + 1)))
    assert apart.units["x"] == 1 and abs(ball(own, (("x", exact(4097)),), 64) - arb(sign).exp()) < 1e-15
    power = to_element(Field(units={"x": Fraction(1)}), exp(sign * MAX_POWER * x))
    assert power.key == to_element(power.field, exp(sign * x)).power(MAX_POWER).key
    with pytest.raises(Undecidable, match="a power beyond"):
        to_element(Field(), omega**5000)


def test_every_case_of_a_range() -> None:
    """A symbol of either sign is positive, zero and negative in turn, what it makes of a sum is worked out; (-1)**N has two parities."""
    x = Symbol("x", real=True)
    found = list(cases(Abs(x) + Sum(x * N, (N, 1, 3))))
    assert len(found) == 3 and found[1] == (0, None) and all(not e.has(Sum) for e, _ in found)
    (positive,), (negative,) = found[0][0].free_symbols, found[2][0].free_symbols
    assert positive.is_positive and found[0][0] == 7 * positive and found[2][0] == -5 * negative
    assert [parity for _, parity in cases(omega * (-1) ** N)] == [1, -1]
    kept = Sum(omega, (N, 1, 3))
    assert list(cases(kept)) == [(kept, None)]
    with pytest.raises(Undecidable, match="too many symbols"):
        list(cases(sum(Symbol(f"x{k}", real=True) for k in range(5))))
