"""Correct rounding: half-even, format, ties, radii, enormous exponents."""

from __future__ import annotations

import decimal
from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from symcoh.balls import end_points, working_precision
from symcoh.decimals import as_rational, candidates, halfway_between, printed_radius, round_ball, round_rational


@given(st.fractions().filter(bool), st.integers(1, 40))
def test_half_even_agrees_with_the_decimal_module(value: Fraction, digits: int) -> None:
    context = decimal.Context(prec=digits, rounding=decimal.ROUND_HALF_EVEN, Emin=-(10**6), Emax=10**6)
    expected = context.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))
    found = round_rational(fmpq(value.numerator, value.denominator), digits)
    assert Fraction(decimal.Decimal(str(found))) == Fraction(expected)
    assert len(str(found.coefficient)) == digits


@pytest.mark.parametrize(
    ("numerator", "denominator", "digits", "text"),
    [
        (1, 2, 5, "0.50000"),
        (9, 10**45, 1, "9e-45"),
        (5, 1, 1, "5"),
        (99995, 1, 4, "1.000e5"),
        (12345, 1, 5, "12345"),
        (12345, 1, 6, "12345.0"),
        (1, 10**5, 2, "0.000010"),
        (1, 10**6, 2, "1.0e-6"),
        (-1, 3, 3, "-0.333"),
        (10**50, 1, 3, "1.00e50"),
        (25, 10, 1, "2"),
        (35, 10, 1, "4"),
        (999999, 10**11, 3, "0.0000100"),
        (0, 1, 7, "0"),
        (15, 1000, 1, "0.02"),
        (25, 1000, 1, "0.02"),
        (123456, 1, 5, "1.2346e5"),
    ],
)
def test_format(numerator: int, denominator: int, digits: int, text: str) -> None:
    assert str(round_rational(fmpq(numerator, denominator), digits)) == text


def test_a_ball_across_a_tie_is_not_rounded() -> None:
    with working_precision(200):
        tie = arb(fmpq(1, 8)) + arb(0, "1e-50")
        assert round_ball(tie, 2) is None and candidates(tie, 2) == ("0.12", "0.13")
        assert halfway_between(tie, 2) == fmpq(1, 8)
        assert str(round_ball(tie, 3)) == "0.125"
        assert round_ball(arb(0, 1), 5) is None and str(round_ball(arb(0), 5)) == "0"
        assert round_ball(arb("nan"), 5) is None


@given(st.integers(-(10**40), 10**40).filter(bool), st.integers(-400, 400), st.integers(1, 30))
def test_rounded_ball_is_the_rounded_value(mantissa: int, exponent: int, digits: int) -> None:
    with working_precision(300):
        ball = arb((mantissa, exponent)) + arb(0, (1, exponent - 250))
        found = round_ball(ball, digits)
        value = end_points(arb((mantissa, exponent)))[0]
        if found is not None:
            assert found == round_rational(value, digits)
            # The printed radius covers the distance to every point of the ball, and is no wider than half a unit plus the ball.
            bound = Fraction(decimal.Decimal(printed_radius(ball, found)))
            printed = as_rational(found)
            distance = max(abs(end - printed) for end in end_points(ball))
            assert (
                Fraction(int(distance.p), int(distance.q))
                <= bound
                <= Fraction(int(distance.p), int(distance.q)) * Fraction(102, 100) + Fraction(1, 10**400)
            )


def by_the_decimal_module(value: Fraction, digits: int, rounding: str) -> Fraction:
    context = decimal.Context(prec=digits, rounding=rounding, Emin=-(10**6), Emax=10**6)
    return Fraction(context.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator)))


BESIDE = st.builds(
    lambda units, steps, places, scale: (Fraction(units) + Fraction(steps, 2 * 10**places)) * Fraction(10) ** scale,
    st.one_of(st.integers(1, 10**12), st.integers(0, 12).map(lambda k: 10**k)),
    st.integers(-3, 3),
    st.integers(0, 12),
    st.integers(-60, 60),
).filter(lambda value: value > 0)
"""Values on and beside ties and powers of ten."""


@given(BESIDE, st.sampled_from((-1, 1)), st.integers(1, 14), st.integers(3, 400), st.sampled_from((0, 1)))
def test_both_ends_and_the_radius_agree_with_the_decimal_module(value: Fraction, side: int, digits: int, bits: int, width: int) -> None:
    with working_precision(bits):
        ball = side * arb(fmpq(value.numerator, value.denominator)).mid() + arb(0, (width, -bits))
        found = round_ball(ball, digits)
    middle, exponent = ball.mid().man_exp()
    radius, radius_exponent = ball.rad().man_exp()
    centre, around = int(middle) * Fraction(2) ** int(exponent), int(radius) * Fraction(2) ** int(radius_exponent)
    if around >= abs(centre):
        assert found is None
        return
    low, high = (by_the_decimal_module(end, digits, decimal.ROUND_HALF_EVEN) for end in (centre - around, centre + around))
    assert (found is None) == (low != high)
    if found is not None:
        assert Fraction(decimal.Decimal(str(found))) == low
        distance = max(abs(low - centre - around), abs(low - centre + around))
        assert Fraction(decimal.Decimal(printed_radius(ball, found))) == by_the_decimal_module(distance, 3, decimal.ROUND_CEILING)


def test_no_power_of_two_begins_above_its_power_of_ten() -> None:
    """2^485 is 0.999e146 and 2^-196 is 0.996e-59: the search for the exponent must begin at or below each."""
    for power in range(-2200, 2200):
        found = round_rational(fmpq(2) ** power, 4)
        assert Fraction(decimal.Decimal(str(found))) == by_the_decimal_module(Fraction(2) ** power, 4, decimal.ROUND_HALF_EVEN)
        assert len(str(found.coefficient)) == 4


@pytest.mark.parametrize("exponent", [10**6, -(10**6), 10**12, -(10**15), 10**18])
def test_enormous_exponents(exponent: int) -> None:
    """2^e for huge e against log10 in exact integers of a much higher precision."""
    import mpmath

    context = mpmath.MPContext()
    context.prec = 400
    logarithm = context.mpf(exponent) * context.log(2) / context.log(10)
    whole = int(context.floor(logarithm))
    leading = context.mpf(10) ** (logarithm - whole)
    with working_precision(200):
        found = round_ball(arb((1, exponent)), 20)
    assert found is not None and found.exponent == whole
    assert abs(context.mpf(found.coefficient) / context.mpf(10) ** 19 - leading) <= context.mpf(10) ** -19


def test_more_digits_than_python_prints() -> None:
    text = str(round_rational(fmpq(1, 3), 10_000))
    assert text == "0." + "3" * 10_000


def test_a_radius_far_below_every_precision_is_rounded_all_the_same() -> None:
    ball = arb(1, arb((1, -666_511_178)))
    decimal = round_ball(ball, 20)
    assert decimal is not None and str(decimal) == "1.0000000000000000000"
    assert int(printed_radius(ball, decimal).partition("e")[2]) < -2_000_000
